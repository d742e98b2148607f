//! Korean particles after names that are known only when the page is made.
//!
//! Which of 은/는, 이/가, 을/를, 과/와 and 으로/로 follows depends on whether the name, read aloud, ends in a consonant.
//! Hangul and digits tell exactly. Latin words tell only sometimes; where the reading is uncertain both forms are
//! written, 을(를), as Korean products do.

/// How a name ends when it is read aloud in Korean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Vowel,
    /// ㄹ, which takes 로 where other consonants take 으로.
    Rieul,
    Consonant,
    Uncertain,
}

/// The member of `pair` ("after a consonant/after a vowel", such as `을/를`) that follows `name`.
pub(super) fn after(name: &str, pair: &str) -> String {
    let Some((closed, open)) = pair.split_once('/') else { return pair.to_owned() };
    match ending(name) {
        Ending::Vowel => open.to_owned(),
        Ending::Rieul if closed.starts_with('으') => open.to_owned(),
        Ending::Rieul | Ending::Consonant => closed.to_owned(),
        Ending::Uncertain => match closed.strip_suffix(open) {
            Some(extra) if !extra.is_empty() => format!("({extra}){open}"),
            _ => format!("{closed}({open})"),
        },
    }
}

fn ending(name: &str) -> Ending {
    let name = without_bracketed_tail(name);
    let Some(last) = name.chars().rev().find(|c| c.is_alphanumeric()) else { return Ending::Uncertain };
    match last {
        '가'..='힣' => match (u32::from(last) - u32::from('가')) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        },
        '2' | '4' | '5' | '9' => Ending::Vowel,
        '1' | '7' | '8' => Ending::Rieul,
        '0' | '3' | '6' => Ending::Consonant,
        'A'..='Z' if is_read_letter_by_letter(name) => match last {
            'L' | 'R' => Ending::Rieul,
            'M' | 'N' => Ending::Consonant,
            _ => Ending::Vowel,
        },
        'A'..='Z' | 'a'..='z' => latin_ending(name),
        _ => Ending::Uncertain,
    }
}

/// The likely ending of a Latin word as Korean writes it: Chrome 크롬, Console 콘솔, Cloud 클라우드, Desk 데스크.
fn latin_ending(name: &str) -> Ending {
    let mut letters = name.chars().rev().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase());
    let (Some(last), before) = (letters.next(), letters.next().unwrap_or_default()) else {
        return Ending::Uncertain;
    };
    match (before, last) {
        (_, 'l') | ('l', 'e') => Ending::Rieul,
        (_, 'm' | 'n') | ('m' | 'n', 'e') | ('n', 'g') => Ending::Consonant,
        ('l' | 'm' | 'n' | 'r' | 's' | 'f', 't' | 'k' | 'p') => Ending::Vowel,
        (_, 'b' | 'c' | 'k' | 'p' | 'q' | 't') => Ending::Uncertain,
        _ => Ending::Vowel,
    }
}

/// The particle follows the word before a closing bracket: 포털(시험)을, not 포털(시험)를.
fn without_bracketed_tail(name: &str) -> &str {
    let trimmed = name.trim_end();
    match (trimmed.ends_with(')'), trimmed.rfind('(')) {
        (true, Some(open)) => {
            let head = trimmed.get(..open).unwrap_or(trimmed);
            if head.chars().any(char::is_alphanumeric) { head } else { trimmed }
        }
        _ => trimmed,
    }
}

fn is_read_letter_by_letter(name: &str) -> bool {
    let last_word = name.rsplit(|c: char| !c.is_ascii_alphabetic()).find(|word| !word.is_empty());
    last_word.is_some_and(|word| word.len() <= 4 && word.bytes().all(|letter| letter.is_ascii_uppercase()))
}
