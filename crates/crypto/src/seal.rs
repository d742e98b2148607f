//! Sealing: encryption that also proves who made it and for what.
//!
//! [`encrypt`] and [`decrypt`] work with one key, for data at rest. A [`Ring`] holds the server's keys and makes the
//! text that clients carry: flows, codes, refresh handles, session cookies.

mod ring;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, MAX_TAG_LEN, NONCE_LEN, Nonce, UnboundKey};

pub use self::ring::Ring;

/// The longest plaintext, in bytes.
pub const MAX_PLAINTEXT: usize = 1 << 20;

/// Why something could not be sealed or opened. Clients learn only that it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Longer than the caller or this module allows.
    #[error("the value is too long")]
    TooLong,
    /// Not the shape of a sealed value.
    #[error("the value is malformed")]
    Malformed,
    /// Sealed under a key that the ring no longer holds, or never held.
    #[error("the value names an unknown key")]
    UnknownKey,
    /// Forged, altered, sealed under another key, or sealed for another purpose.
    #[error("the value is not authentic")]
    NotAuthentic,
    /// The cipher refused to work; nothing was sealed.
    #[error("the cipher failed")]
    Cipher,
}

/// Seals with AES-256-GCM (NIST SP 800-38D): nonce, ciphertext, tag.
///
/// A nonce must never repeat under one key: give random ones, and rotate the key long before 2³² values.
pub fn encrypt(key: &[u8; 32], nonce: [u8; 12], aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
    let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| SealError::Cipher)?;
    let mut out = Vec::with_capacity(NONCE_LEN + plaintext.len() + MAX_TAG_LEN);
    out.extend_from_slice(&nonce);
    append_sealed(&LessSafeKey::new(key), nonce, aad, plaintext, &mut out)?;
    Ok(out)
}

/// Opens what [`encrypt`] made with the same key and the same additional data.
pub fn decrypt(key: &[u8; 32], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    if sealed.len() > NONCE_LEN + MAX_PLAINTEXT + MAX_TAG_LEN {
        return Err(SealError::TooLong);
    }
    let (nonce, body) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(SealError::Malformed)?;
    let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| SealError::Cipher)?;
    open_body(&LessSafeKey::new(key), *nonce, aad, body.to_vec(), 0)
}

/// Appends ciphertext and tag of `plaintext` to `out`, encrypting in place.
fn append_sealed(
    key: &LessSafeKey,
    nonce: [u8; NONCE_LEN],
    aad: &[u8],
    plaintext: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), SealError> {
    if plaintext.len() > MAX_PLAINTEXT {
        return Err(SealError::TooLong);
    }
    let start = out.len();
    out.extend_from_slice(plaintext);
    let body = out.get_mut(start..).ok_or(SealError::Cipher)?;
    let tag = key
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), body)
        .map_err(|_| SealError::Cipher)?;
    out.extend_from_slice(tag.as_ref());
    Ok(())
}

/// Turns the ciphertext and tag that begin at `start` into the plaintext, in the same allocation.
fn open_body(
    key: &LessSafeKey,
    nonce: [u8; NONCE_LEN],
    aad: &[u8],
    mut sealed: Vec<u8>,
    start: usize,
) -> Result<Vec<u8>, SealError> {
    if sealed.len() < start + MAX_TAG_LEN {
        return Err(SealError::Malformed);
    }
    let opened = key
        .open_within(Nonce::assume_unique_for_key(nonce), Aad::from(aad), &mut sealed, start..)
        .map_err(|_| SealError::NotAuthentic)?
        .len();
    sealed.truncate(opened);
    Ok(sealed)
}

#[cfg(test)]
mod tests;
