//! The server's key ring.

use aws_lc_rs::aead::{AES_256_GCM_SIV, LessSafeKey, MAX_TAG_LEN, NONCE_LEN, UnboundKey};

use super::{SealError, append_sealed, open_body};
use crate::encoding::{base64url, base64url_len, from_base64url};

const VERSION: u8 = 1;
/// Version and key id, both in clear and authenticated.
const HEADER_LEN: usize = 1 + 4;
const OVERHEAD: usize = HEADER_LEN + NONCE_LEN + MAX_TAG_LEN;

/// Several keys, each with an id: the one with the highest id seals, any opens.
///
/// AES-256-GCM-SIV (RFC 8452) rather than plain GCM: a busy server makes more than 2³² values under one key before
/// the longest handle dies, and this mode survives a repeated nonce (equal plaintexts become visible, nothing else).
pub struct Ring {
    /// Ascending by id, never empty.
    keys: Vec<(u32, LessSafeKey)>,
    newest: u32,
}

impl Ring {
    /// Prepares the keys. An empty list or an id that occurs twice is refused with [`SealError::UnknownKey`].
    ///
    /// Callers keep their own copy of the key bytes in memory that is zeroed; the ring keeps prepared keys only.
    pub fn new(keys: &[(u32, &[u8; 32])]) -> Result<Self, SealError> {
        let mut prepared = Vec::with_capacity(keys.len());
        for (id, key) in keys {
            let key = UnboundKey::new(&AES_256_GCM_SIV, *key).map_err(|_| SealError::Cipher)?;
            prepared.push((*id, LessSafeKey::new(key)));
        }
        prepared.sort_by_key(|(id, _)| *id);
        let newest = prepared.last().map(|(id, _)| *id).ok_or(SealError::UnknownKey)?;
        let unique = prepared.iter().zip(prepared.iter().skip(1)).all(|((a, _), (b, _))| a != b);
        if unique { Ok(Self { keys: prepared, newest }) } else { Err(SealError::UnknownKey) }
    }

    /// The id of the key that seals.
    pub fn newest_key_id(&self) -> u32 {
        self.newest
    }

    /// The length of the text that [`Ring::seal`] makes of `len` bytes.
    pub const fn sealed_len(len: usize) -> usize {
        base64url_len(OVERHEAD + len)
    }

    /// Seals `plaintext` for one purpose under the newest key, as base64url without padding:
    /// version, key id, nonce, ciphertext, tag. Give 96 fresh random bits as the nonce.
    pub fn seal(&self, purpose: &str, nonce: [u8; 12], plaintext: &[u8]) -> Result<String, SealError> {
        let key = self.key(self.newest)?;
        let header = header(self.newest);
        let mut out = Vec::with_capacity(OVERHEAD + plaintext.len());
        out.extend_from_slice(&header);
        out.extend_from_slice(&nonce);
        append_sealed(key, nonce, &aad(header, purpose), plaintext, &mut out)?;
        Ok(base64url(&out))
    }

    /// Opens what [`Ring::seal`] made for the same purpose under any key of the ring. Text longer than `max_len`
    /// characters is refused unread.
    pub fn open(&self, purpose: &str, text: &str, max_len: usize) -> Result<Vec<u8>, SealError> {
        if text.len() > max_len {
            return Err(SealError::TooLong);
        }
        let sealed = from_base64url(text).ok_or(SealError::Malformed)?;
        let (header, rest) = sealed.split_first_chunk::<HEADER_LEN>().ok_or(SealError::Malformed)?;
        let (header, nonce) = (*header, *rest.first_chunk::<NONCE_LEN>().ok_or(SealError::Malformed)?);
        let [VERSION, a, b, c, d] = header else { return Err(SealError::Malformed) };
        let key = self.key(u32::from_be_bytes([a, b, c, d]))?;
        open_body(key, nonce, &aad(header, purpose), sealed, HEADER_LEN + NONCE_LEN)
    }

    fn key(&self, id: u32) -> Result<&LessSafeKey, SealError> {
        self.keys
            .binary_search_by_key(&id, |(id, _)| *id)
            .ok()
            .and_then(|at| self.keys.get(at))
            .map(|(_, key)| key)
            .ok_or(SealError::UnknownKey)
    }
}

impl std::fmt::Debug for Ring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ring").field("newest", &self.newest).finish_non_exhaustive()
    }
}

fn header(key_id: u32) -> [u8; HEADER_LEN] {
    let [a, b, c, d] = key_id.to_be_bytes();
    [VERSION, a, b, c, d]
}

/// The header has a fixed length, so header and purpose cannot be confused.
fn aad(header: [u8; HEADER_LEN], purpose: &str) -> Vec<u8> {
    [header.as_slice(), purpose.as_bytes()].concat()
}

#[cfg(test)]
mod tests;
