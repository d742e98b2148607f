//! Proof key for code exchange (RFC 7636), method `S256` only.

use crate::encoding::{base64url, from_base64url};
use crate::mac::{ct_eq, sha256};

/// Whether a `code_verifier` has 43 to 128 unreserved characters (RFC 7636 §4.1).
pub fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

/// Whether a `code_challenge` is the base64url form of a SHA-256 hash (RFC 7636 §4.2).
pub fn is_challenge(text: &str) -> bool {
    text.len() == 43 && from_base64url(text).is_some()
}

/// The challenge that belongs to a verifier.
pub fn challenge(verifier: &str) -> String {
    base64url(&sha256(verifier.as_bytes()))
}

/// Whether the verifier belongs to the challenge, compared in constant time (RFC 7636 §4.6).
pub fn verify_s256(verifier: &str, challenge_sent: &str) -> bool {
    is_verifier(verifier) && ct_eq(challenge(verifier).as_bytes(), challenge_sent.as_bytes())
}

#[cfg(test)]
mod tests;
