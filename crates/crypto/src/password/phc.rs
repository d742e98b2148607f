//! The text form of a hash (PHC string format).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

use super::{MAX_SALT, MIN_SALT, Params, PasswordError};

/// The longest string that is read.
const MAX_LEN: usize = 256;
/// The algorithm itself takes salts from 8 bytes, and imported hashes have such.
const SALT_BYTES: std::ops::RangeInclusive<usize> = 8..=MAX_SALT;
const HASH_BYTES: std::ops::RangeInclusive<usize> = 16..=64;

/// What a string says.
pub(super) struct Phc {
    pub params: Params,
    pub salt: Vec<u8>,
    pub hash: Zeroizing<Vec<u8>>,
}

pub(super) fn write(params: Params, salt: &[u8], hash: &[u8]) -> String {
    let Params { m, t, p } = params;
    let (salt, hash) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash));
    format!("$argon2id$v=19$m={m},t={t},p={p}${salt}${hash}")
}

impl Phc {
    pub(super) fn read(text: &str) -> Result<Self, PasswordError> {
        if text.len() > MAX_LEN {
            return Err(PasswordError::UnknownFormat);
        }
        let mut fields = text.split('$');
        let mut field = || fields.next().ok_or(PasswordError::UnknownFormat);
        let prefix = (field()?, field()?, field()?);
        let (params, salt, hash) = (field()?, field()?, field()?);
        if prefix != ("", "argon2id", "v=19") || fields.next().is_some() {
            return Err(PasswordError::UnknownFormat);
        }
        let decode = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
            let bytes = STANDARD_NO_PAD.decode(text).ok()?;
            lengths.contains(&bytes.len()).then_some(bytes)
        };
        Ok(Self {
            params: read_params(params).ok_or(PasswordError::UnknownFormat)?,
            salt: decode(salt, SALT_BYTES).ok_or(PasswordError::UnknownFormat)?,
            hash: decode(hash, HASH_BYTES).map(Zeroizing::new).ok_or(PasswordError::UnknownFormat)?,
        })
    }

    pub(super) fn needs_rehash(&self, target: Params) -> bool {
        self.params != target || self.hash.len() != 32 || self.salt.len() < MIN_SALT
    }
}

/// `m=…,t=…,p=…` in this order, as every writer puts it.
fn read_params(text: &str) -> Option<Params> {
    let mut fields = text.split(',');
    let mut number = |prefix: &str| -> Option<u32> {
        let digits = fields.next()?.strip_prefix(prefix)?;
        let plain = digits.bytes().all(|digit| digit.is_ascii_digit());
        if plain { digits.parse().ok() } else { None }
    };
    let params = Params { m: number("m=")?, t: number("t=")?, p: number("p=")? };
    fields.next().is_none().then_some(params)
}

#[cfg(test)]
mod tests;
