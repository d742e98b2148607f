//! Time-based one-time passwords (RFC 6238) as authenticator apps make them: SHA-1, six digits, 30 seconds.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::mac::ct_eq;

/// How long a code is shown, in seconds.
pub const STEP_SECONDS: i64 = 30;
/// Digits of a code.
pub const DIGITS: usize = 6;
/// The most steps that a clock may be off in each direction.
const MAX_DRIFT: u8 = 10;
/// Seeds of hardware tokens are 16 to 64 bytes; our own are 20.
const SEED_BYTES: std::ops::RangeInclusive<usize> = 16..=64;

/// The seed that server and device share. Zeroed when dropped; seal it before it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// A seed of 160 bits, the length that RFC 4226 §4 recommends, from fresh random bytes.
    pub fn new(random: &[u8; 20]) -> Self {
        Self(Zeroizing::new(random.to_vec()))
    }

    /// A seed that was stored or imported; `None` unless it has 16 to 64 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        SEED_BYTES.contains(&bytes.len()).then(|| Self(Zeroizing::new(bytes.to_vec())))
    }

    /// A seed as people type it: base32 in any case, with spaces, hyphens and padding or without.
    pub fn from_base32(text: &str) -> Option<Self> {
        if text.len() > 256 {
            return None;
        }
        let mut plain = Zeroizing::new(String::with_capacity(text.len()));
        plain.extend(
            text.trim_end_matches('=')
                .chars()
                .filter(|letter| !matches!(letter, ' ' | '-'))
                .map(|letter| letter.to_ascii_uppercase()),
        );
        let bytes = Zeroizing::new(BASE32_NOPAD.decode(plain.as_bytes()).ok()?);
        Self::from_bytes(&bytes)
    }

    /// The seed for sealing.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The seed for people and authenticator apps.
    pub fn to_base32(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE32_NOPAD.encode(&self.0))
    }

    /// The code of one step.
    pub fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        code(&key, step)
    }

    /// The `otpauth` URI behind the QR code, as authenticator apps read it. Issuer and account may be in any script.
    pub fn otpauth_uri(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let (issuer, account) = (percent_encoded(issuer), percent_encoded(account));
        let secret = self.to_base32();
        Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}",
            *secret
        ))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// The step that a time falls into (RFC 6238 §4.2).
pub fn step_at(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECONDS)
}

/// The step whose code this is, within `drift_steps` (at most 10) before and after now; the latest if several are.
///
/// Every step of the window is computed and compared in constant time. A code counts once: the caller accepts a step
/// only if it is later than the last one accepted (RFC 6238 §5.2). Spaces in the code are ignored.
pub fn matching_step(secret: &Secret, code_entered: &str, now: Timestamp, drift_steps: u8) -> Option<i64> {
    let entered = digits(code_entered)?;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret.0);
    let drift = i64::from(drift_steps.min(MAX_DRIFT));
    let current = step_at(now);
    let mut found = None;
    for step in current - drift..=current + drift {
        if ct_eq(code(&key, step).as_bytes(), &entered) {
            found = Some(step);
        }
    }
    found
}

/// Exactly six digits, spaces aside.
fn digits(typed: &str) -> Option<[u8; DIGITS]> {
    if typed.len() > 4 * DIGITS {
        return None;
    }
    let mut letters = typed.chars().filter(|letter| !letter.is_whitespace());
    let mut digits = [0; DIGITS];
    for place in &mut digits {
        let digit = letters.next().filter(char::is_ascii_digit)?;
        *place = u8::try_from(digit).ok()?;
    }
    letters.next().is_none().then_some(digits)
}

/// HOTP with dynamic truncation (RFC 4226 §5.3).
fn code(key: &hmac::Key, step: i64) -> String {
    let tag = hmac::sign(key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or_default() & 0x0f);
    let word = bytes.get(offset..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default();
    let number = (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000;
    format!("{number:0DIGITS$}")
}

/// Percent-encoding of everything but the unreserved characters of RFC 3986 §2.3; apps read `+` as a plus sign.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&data_encoding::HEXUPPER.encode(&[byte]));
        }
    }
    out
}

#[cfg(test)]
mod tests;
