//! Keyed hashes and constant-time comparison.

use aws_lc_rs::{constant_time, digest, hmac};

/// A key for HMAC-SHA-256 (RFC 2104, FIPS 198-1), prepared once.
pub struct MacKey(hmac::Key);

impl MacKey {
    /// Prepares a key of 256 random bits, the strength of the hash.
    pub fn new(key: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }
}

impl std::fmt::Debug for MacKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MacKey(..)")
    }
}

/// HMAC-SHA-256 over `purpose` and `parts`, each preceded by its length, so that no two lists give the same input.
pub fn keyed_hash(key: &MacKey, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(&key.0);
    push(&mut context, purpose.as_bytes());
    for part in parts {
        push(&mut context, part);
    }
    array(context.sign().as_ref())
}

fn push(context: &mut hmac::Context, part: &[u8]) {
    context.update(&(part.len() as u64).to_be_bytes());
    context.update(part);
}

/// Compares in time that depends on the lengths only.
pub fn ct_eq(a: &[u8], b: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(a, b).is_ok()
}

/// SHA-256 (FIPS 180-4).
pub fn sha256(data: &[u8]) -> [u8; 32] {
    array(digest::digest(&digest::SHA256, data).as_ref())
}

/// SHA-1, for the certificate thumbprints and one-time codes whose formats demand it.
pub(crate) fn sha1(data: &[u8]) -> [u8; 20] {
    array(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, data).as_ref())
}

/// Copies a digest whose length is fixed by its algorithm.
pub(crate) fn array<const N: usize>(digest: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.iter_mut().zip(digest).for_each(|(to, from)| *to = *from);
    out
}

#[cfg(test)]
mod tests;
