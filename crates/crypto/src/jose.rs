//! JOSE: compact JWS (RFC 7515), JWK and JWKS (RFC 7517), thumbprints (RFC 7638).
//!
//! Signing: a [`SigningKey`] is parsed once and keeps its encoded headers. Verifying: [`parse_compact`] reads what
//! real clients send, [`VerifyingKey`] is parsed once, [`verify`] decides. A token never chooses its own key, and a
//! key never serves an algorithm that its type or its `alg` member does not allow.

mod compact;
mod jwk;
mod key_set;
mod signing;
mod verifying;

pub use self::compact::{JwsError, JwsHeader, Limits, ParsedJws, parse_compact};
pub use self::jwk::{KeyError, PublicKey};
pub use self::key_set::KeySet;
pub use self::signing::{Header, SignError, SigningKey, TokenType};
pub use self::verifying::{Verified, VerifyError, VerifyingKey, verify};

/// The signature algorithms of tokens and client assertions (RFC 7518 §3.1). Nothing else exists here: no `none`, no
/// shared-secret algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RS256,
    /// RSASSA-PSS with SHA-256.
    PS256,
    /// ECDSA on P-256 with SHA-256.
    ES256,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 3] = [Self::RS256, Self::PS256, Self::ES256];

    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::PS256 => "PS256",
            Self::ES256 => "ES256",
        }
    }

    /// The algorithm with this registered name; names are case-sensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests;
