//! Hashing of human-chosen passwords with argon2id (RFC 9106), and the pool of threads that does it.

mod phc;
mod pool;

use argon2::{Algorithm, Argon2, Block, Version};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};
use zeroize::Zeroizing;

use self::phc::Phc;
use crate::mac::{ct_eq, sha256};

pub use self::pool::{HashPool, PoolConfig, PoolError};

/// The longest input in bytes. How many characters a password may have is decided where passwords are set; this
/// bound only keeps the work of normalising small.
const MAX_INPUT: usize = 4096;
/// The longest salt.
const MAX_SALT: usize = 64;
/// The shortest salt of a new hash.
const MIN_SALT: usize = 16;

/// Why a password was not hashed or checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Longer than 4096 bytes.
    #[error("the password is too long")]
    TooLong,
    /// The salt has fewer than 16 or more than 64 bytes.
    #[error("the salt must have 16 to 64 bytes")]
    BadSalt,
    /// Memory, passes or lanes outside [`Params::LIMITS`], or too little memory for the lanes.
    #[error("the hash would cost more than is allowed, or less than the algorithm needs")]
    BadParams,
    /// Not `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
    #[error("the stored hash has another format")]
    UnknownFormat,
    /// The library failed; nothing is known about the password.
    #[error("hashing failed")]
    Library,
}

/// The cost of a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Params {
    /// Memory in KiB.
    pub m: u32,
    /// Passes over the memory.
    pub t: u32,
    /// Lanes. They are computed one after the other: a sign-in gets one thread.
    pub p: u32,
}

impl Params {
    /// The most that any hash, imported ones included, may cost: 256 MiB, ten passes, four lanes.
    pub const LIMITS: Self = Self { m: 256 * 1024, t: 10, p: 4 };

    fn argon2(self, output_len: usize) -> Result<Argon2<'static>, PasswordError> {
        if self.m > Self::LIMITS.m || self.t > Self::LIMITS.t || self.p > Self::LIMITS.p {
            return Err(PasswordError::BadParams);
        }
        argon2::Params::new(self.m, self.t, self.p, Some(output_len))
            .map(|params| Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
            .map_err(|_| PasswordError::BadParams)
    }
}

impl Default for Params {
    /// 19 MiB, two passes, one lane (OWASP's password storage cheat sheet).
    fn default() -> Self {
        Self { m: 19_456, t: 2, p: 1 }
    }
}

/// What checking a password found out.
#[derive(Clone, PartialEq, Eq)]
pub struct Verified {
    /// Whether it is the password.
    pub matched: bool,
    /// The hash that was computed, so that the same wrong password is recognised next time without hashing it again.
    /// As good as a stored hash for guessing offline: keep only a keyed hash of it.
    pub output: [u8; 32],
    /// Whether the stored hash was made at another cost, or with a shorter salt or hash, than new ones are.
    pub needs_rehash: bool,
}

impl std::fmt::Debug for Verified {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verified")
            .field("matched", &self.matched)
            .field("needs_rehash", &self.needs_rehash)
            .finish_non_exhaustive()
    }
}

/// Memory that is used again for every hash. Fresh memory of this size would be mapped and faulted in each time,
/// which costs up to twice as much as the hash itself.
#[derive(Debug, Default)]
pub struct Arena {
    blocks: Vec<Block>,
}

impl Arena {
    /// An arena that takes its memory at the first hash.
    pub const fn new() -> Self {
        Self { blocks: Vec::new() }
    }

    /// Gives back memory beyond what hashes of this cost need.
    fn shrink_to(&mut self, params: Params) {
        let keep = usize::try_from(params.m).unwrap_or(usize::MAX);
        if self.blocks.len() > keep {
            self.blocks.truncate(keep);
            self.blocks.shrink_to_fit();
        }
    }

    fn compute(
        &mut self,
        password: &str,
        salt: &[u8],
        params: Params,
        output: &mut [u8],
    ) -> Result<(), PasswordError> {
        let password = normalised(password)?;
        let argon2 = params.argon2(output.len())?;
        let needed = argon2.params().block_count();
        if self.blocks.len() < needed {
            self.blocks.resize(needed, Block::new());
        }
        argon2
            .hash_password_into_with_memory(password.as_bytes(), salt, output, &mut self.blocks)
            .map_err(|_| PasswordError::Library)
    }
}

/// A salt good enough for new hashes.
fn new_salt(salt: &[u8]) -> Result<&[u8], PasswordError> {
    if (MIN_SALT..=MAX_SALT).contains(&salt.len()) { Ok(salt) } else { Err(PasswordError::BadSalt) }
}

/// Unicode NFC, so that a password does not depend on the keyboard (NIST SP 800-63B-4 §3.1.1.2). Nothing is cut off.
fn normalised(password: &str) -> Result<Zeroizing<String>, PasswordError> {
    if password.len() > MAX_INPUT {
        return Err(PasswordError::TooLong);
    }
    if password.is_ascii() || is_nfc(password) {
        return Ok(Zeroizing::new(password.to_owned()));
    }
    // NFC makes at most three times as many bytes: room for all of them leaves no copy behind in freed memory.
    let mut text = Zeroizing::new(String::with_capacity(password.len() * 3));
    text.extend(password.nfc());
    Ok(text)
}

/// Hashes a new password into a PHC string. Give 32 fresh random bytes as the salt.
pub fn hash(arena: &mut Arena, password: &str, salt: &[u8], params: Params) -> Result<String, PasswordError> {
    let mut output = Zeroizing::new([0; 32]);
    arena.compute(password, new_salt(salt)?, params, output.as_mut_slice())?;
    Ok(phc::write(params, salt, output.as_slice()))
}

/// Checks a password against a PHC string in constant time, at the cost that the string names, within
/// [`Params::LIMITS`]. `target` is the cost of new hashes.
///
/// An imported hash may have 16 to 64 bytes and a salt of 8 to 64; of a hash that has not 32, the output is its SHA-256.
pub fn verify(
    arena: &mut Arena,
    password: &str,
    stored: &str,
    target: Params,
) -> Result<Verified, PasswordError> {
    let stored = Phc::read(stored)?;
    let mut computed = Zeroizing::new(vec![0; stored.hash.len()]);
    arena.compute(password, &stored.salt, stored.params, &mut computed)?;
    Ok(Verified {
        matched: ct_eq(&computed, &stored.hash),
        output: computed.as_slice().try_into().unwrap_or_else(|_| sha256(&computed)),
        needs_rehash: stored.needs_rehash(target),
    })
}

/// Whether a stored hash should be replaced when its password is next seen; one that cannot be read, always.
pub fn needs_rehash(stored: &str, target: Params) -> bool {
    Phc::read(stored).map_or(true, |stored| stored.needs_rehash(target))
}

/// Does the work of [`verify`] for a name that does not exist, so that time does not tell. Never matches.
pub fn verify_dummy(
    arena: &mut Arena,
    password: &str,
    salt: &[u8],
    target: Params,
) -> Result<Verified, PasswordError> {
    let mut output = [0; 32];
    arena.compute(password, new_salt(salt)?, target, &mut output)?;
    Ok(Verified { matched: false, output, needs_rehash: false })
}

#[cfg(test)]
mod tests;
