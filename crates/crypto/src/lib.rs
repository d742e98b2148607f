//! Signing, verifying, sealing, password hashing and constant-time comparison; no network, no storage.
//!
//! Time and randomness are arguments: callers pass a [`jiff::Timestamp`] or seconds, and bytes or a function that
//! fills bytes. [`random::fill`] is the one source of real randomness; key generation draws from the same generator
//! inside the cryptographic library.

pub mod certificate;
pub mod jose;
pub mod mac;
pub mod pairwise;
pub mod password;
pub mod pkce;
pub mod random;
pub mod seal;
pub mod secrets;
pub mod totp;

mod encoding;
