//! Secrets that we generate and people or programs carry: client secrets, recovery codes, user codes.
//!
//! Each generator takes a function that fills bytes; give it the server's source of randomness.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Fills a slice with random bytes.
pub type Fill<'a> = &'a mut dyn FnMut(&mut [u8]);

const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// What the platform's client secrets are made of.
const CLIENT_SECRET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~._-";
/// Crockford's base 32: no `I`, `L`, `O`, `U`.
const CROCKFORD: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Consonants make no words (RFC 8628 §6.1).
const CONSONANTS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";

/// What tells our client secrets apart in a repository, for tools that look for leaked ones.
const CLIENT_SECRET_MARK: &str = "Cs~";
const HINT_LEN: usize = 3;
const CLIENT_SECRET_LEN: usize = 40;

/// How many recovery codes a person gets.
pub const RECOVERY_CODES: usize = 10;
const RECOVERY_CODE_LEN: usize = 16;
const USER_CODE_LEN: usize = 8;
const GROUP: usize = 4;
/// The longest input that is read as a code.
const MAX_TYPED: usize = 128;

/// `count` characters, each drawn evenly from the ASCII `alphabet`.
pub fn characters(fill: Fill<'_>, alphabet: &[u8], count: usize) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(count));
    let mut random = Zeroizing::new([0; 8]);
    for _ in 0..count {
        fill(random.as_mut_slice());
        // A 64-bit fraction of the alphabet's length: uneven by less than one in 2⁵⁶.
        let index = (u128::from(u64::from_le_bytes(*random)) * alphabet.len() as u128) >> 64;
        let drawn = usize::try_from(index).ok().and_then(|index| alphabet.get(index));
        text.extend(drawn.map(|byte| char::from(*byte)));
    }
    text
}

/// A new client secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret {
    /// 40 characters, above 220 random bits. Shown once; keep its keyed hash.
    pub value: Zeroizing<String>,
    /// The first three characters (`hint` of Graph's `passwordCredential`).
    pub hint: String,
}

impl std::fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientSecret").field("hint", &self.hint).finish_non_exhaustive()
    }
}

/// Generates a client secret. It begins with a letter or digit, so no command line takes it for an option.
pub fn client_secret(fill: Fill<'_>) -> ClientSecret {
    let hint = characters(fill, ALPHANUMERIC, HINT_LEN);
    let rest = characters(fill, CLIENT_SECRET, CLIENT_SECRET_LEN - HINT_LEN - CLIENT_SECRET_MARK.len());
    let mut value = Zeroizing::new(String::with_capacity(CLIENT_SECRET_LEN));
    value.push_str(&hint);
    value.push_str(CLIENT_SECRET_MARK);
    value.push_str(&rest);
    ClientSecret { value, hint: hint.to_string() }
}

/// Generates ten recovery codes as shown to a person: `XXXX-XXXX-XXXX-XXXX`, 80 random bits each.
pub fn recovery_codes(fill: Fill<'_>) -> Vec<Zeroizing<String>> {
    (0..RECOVERY_CODES).map(|_| grouped(&characters(fill, CROCKFORD, RECOVERY_CODE_LEN))).collect()
}

/// The one form of a typed recovery code that is hashed and compared: 16 characters without hyphens. Case, spaces,
/// hyphens and full-width letters do not matter, and `O`, `I`, `L` are read as digits. `None` if it cannot be a code.
pub fn normalised_recovery_code(typed: &str) -> Option<Zeroizing<String>> {
    let as_drawn = |letter| match letter {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    normalised(typed, as_drawn, CROCKFORD, RECOVERY_CODE_LEN)
}

/// Generates a user code for the device flow: `XXXX-XXXX`, eight consonants, 34 random bits (RFC 8628 §6.1).
pub fn user_code(fill: Fill<'_>) -> String {
    grouped(&characters(fill, CONSONANTS, USER_CODE_LEN)).to_string()
}

/// The one form of a typed user code that is hashed and compared: eight characters without the hyphen.
pub fn normalised_user_code(typed: &str) -> Option<String> {
    normalised(typed, |letter| letter, CONSONANTS, USER_CODE_LEN).map(|code| code.to_string())
}

fn grouped(code: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(code.len() + code.len() / GROUP));
    for (at, letter) in code.chars().enumerate() {
        if at > 0 && at % GROUP == 0 {
            out.push('-');
        }
        out.push(letter);
    }
    out
}

fn normalised(
    typed: &str,
    as_drawn: impl Fn(char) -> char,
    alphabet: &[u8],
    len: usize,
) -> Option<Zeroizing<String>> {
    if typed.len() > MAX_TYPED {
        return None;
    }
    let mut code = Zeroizing::new(String::with_capacity(len));
    // Compatibility forms: a Korean or Japanese keyboard may send full-width letters and digits.
    let letters = typed.nfkc().filter(|letter| !letter.is_whitespace() && !is_dash(*letter));
    for letter in letters.map(|letter| as_drawn(letter.to_ascii_uppercase())) {
        let drawn = u8::try_from(letter).is_ok_and(|byte| alphabet.contains(&byte));
        if !drawn || code.len() == len {
            return None;
        }
        code.push(letter);
    }
    (code.len() == len).then_some(code)
}

/// Hyphens and dashes that keyboards and word processors put in.
fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests;
