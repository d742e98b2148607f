//! The server's own keys as they are kept: sealed under the master key.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A token signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerKey {
    /// RFC 7638 thumbprint.
    pub kid: String,
    /// The JOSE algorithm it signs with.
    pub algorithm: String,
    /// Where it is in its life.
    pub state: KeyState,
    /// The PKCS#8 document, sealed under the master key with the key id as associated data.
    pub sealed: Vec<u8>,
    /// The self-signed certificate in DER that the JWKS shows.
    pub certificate: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it starts to sign.
    pub activates_at: Timestamp,
}

/// Where a signing key is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyState {
    /// Published, does not sign yet.
    Next,
    /// Signs.
    Current,
    /// Published until the tokens it signed have ended.
    Previous,
    /// No longer published.
    Retired,
}

/// A key of the server that is not a signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingKey {
    /// What it is for.
    pub purpose: RingPurpose,
    /// Its number; handles carry it in clear.
    pub key_id: u32,
    /// 32 bytes, sealed under the master key with the purpose as associated data.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What a key of the server is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RingPurpose {
    /// Seals what clients hold: flows, codes, refresh handles, cookies.
    Seal,
    /// Hashes generated secrets.
    Mac,
}

impl RingPurpose {
    /// The purpose's name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::Mac => "mac",
        }
    }
}
