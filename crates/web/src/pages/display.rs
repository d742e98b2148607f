//! Making foreign text (names, addresses, host names) safe to *show*. Escaping for HTML is the templates' work; this
//! is about text that is honest HTML and still misleads: direction overrides, line breaks, endless names.

/// A name longer than this many characters is cut and marked with `…`.
const MAX_SHOWN: usize = 120;

/// The longest prefilled value of a field, in characters.
const MAX_TYPED: usize = 320;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// `value` as one line of bounded length that cannot reorder the text around it (Unicode UAX #9).
pub fn shown(value: &str) -> String {
    bounded(value, MAX_SHOWN, true)
}

/// Like [`shown`] for running text such as a permission's description, which may be longer.
pub fn prose(value: &str) -> String {
    bounded(value, 4 * MAX_SHOWN, true)
}

/// A value that is put back into the field it was typed into.
pub fn typed(value: &str) -> String {
    bounded(value, MAX_TYPED, false)
}

fn bounded(value: &str, limit: usize, marks: bool) -> String {
    let mut characters = value.chars().map(as_space).filter(|c| !is_misleading(*c));
    let mut kept: String = characters.by_ref().take(limit).collect();
    let cut = characters.next().is_some();
    if !marks {
        return kept;
    }
    if cut {
        kept.push('…');
    }
    if kept.chars().any(is_right_to_left) {
        format!("{FIRST_STRONG_ISOLATE}{kept}{POP_ISOLATE}")
    } else {
        kept
    }
}

fn as_space(c: char) -> char {
    if matches!(c, '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') { ' ' } else { c }
}

/// Controls, direction marks and overrides, invisible fillers and tag characters.
fn is_misleading(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
        )
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests;
