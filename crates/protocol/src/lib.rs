//! The standards' nouns: OAuth, OpenID Connect, JOSE and OData shapes, the AADSTS catalogue, sign-in log formats.
//!
//! Pure: no I/O, no clock, no randomness, nothing of this product. Every parser takes untrusted text, is bounded
//! and answers with an error enum that names the cause; none of them panics.

pub mod aadsts;
pub mod authorize;
pub mod claims;
pub mod claims_request;
pub mod discovery;
pub mod error_body;
#[doc(hidden)]
pub mod fuzz;
pub mod graph_time;
pub mod introspection;
pub mod logout;
pub mod odata;
pub mod params;
pub mod redirect;
pub mod scope;
pub mod secret;
pub mod signin_log;
pub mod token;
pub mod userinfo;

use serde::{Deserialize, Serialize};

/// Which generation of the endpoints or of the tokens is meant: `/oauth2/…` or `/oauth2/v2.0/…`, `ver` 1.0 or 2.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Version {
    /// Version 1: one `resource`, numbers as strings, issuer with a trailing slash.
    #[serde(rename = "1.0")]
    V1,
    /// Version 2: `scope`, numbers as numbers, issuer ending in `/v2.0`.
    #[serde(rename = "2.0")]
    V2,
}

impl Version {
    /// The value of the claim `ver`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "1.0",
            Self::V2 => "2.0",
        }
    }
}
