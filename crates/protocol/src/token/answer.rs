//! Successful token answers.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Serialize;
use uuid::Uuid;

use crate::Version;

/// The tokens of one answer, and what both generations of the endpoint tell about them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IssuedTokens {
    /// The access token.
    pub access_token: String,
    /// Seconds that it lives.
    pub expires_in: u32,
    /// When it ends, in seconds since 1970 (version 1 only).
    pub expires_on: i64,
    /// When it starts, in seconds since 1970 (version 1 only).
    pub not_before: i64,
    /// Seconds after which it should be renewed (version 2 only); before its end, for long tokens.
    pub refresh_in: Option<u32>,
    /// The granted scopes; absent for client credentials.
    pub scope: Option<String>,
    /// The resource, as asked (version 1 only).
    pub resource: Option<String>,
    /// The refresh token.
    pub refresh_token: Option<String>,
    /// Seconds that the refresh token lives, where it has a fixed end.
    pub refresh_token_expires_in: Option<u32>,
    /// The id token.
    pub id_token: Option<String>,
    /// See [`client_info`]; present whenever the client asked for it and a user is involved.
    pub client_info: Option<String>,
}

#[derive(Serialize)]
struct BodyV1<'a> {
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    expires_in: String,
    ext_expires_in: String,
    expires_on: String,
    not_before: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<&'a str>,
    access_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_info: Option<&'a str>,
}

#[derive(Serialize)]
struct BodyV2<'a> {
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    expires_in: u32,
    ext_expires_in: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_in: Option<u32>,
    access_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token_expires_in: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_info: Option<&'a str>,
}

impl IssuedTokens {
    /// The JSON body (RFC 6749 §5.1). Version 1 writes numbers as strings.
    ///
    /// Fails never in practice: every member is text or a number.
    pub fn body(&self, version: Version) -> Result<String, serde_json::Error> {
        match version {
            Version::V1 => serde_json::to_string(&self.v1()),
            Version::V2 => serde_json::to_string(&self.v2()),
        }
    }

    fn v1(&self) -> BodyV1<'_> {
        BodyV1 {
            token_type: "Bearer",
            scope: self.scope.as_deref(),
            expires_in: self.expires_in.to_string(),
            ext_expires_in: self.expires_in.to_string(),
            expires_on: self.expires_on.to_string(),
            not_before: self.not_before.to_string(),
            resource: self.resource.as_deref(),
            access_token: &self.access_token,
            refresh_token: self.refresh_token.as_deref(),
            id_token: self.id_token.as_deref(),
            client_info: self.client_info.as_deref(),
        }
    }

    fn v2(&self) -> BodyV2<'_> {
        BodyV2 {
            token_type: "Bearer",
            scope: self.scope.as_deref(),
            expires_in: self.expires_in,
            ext_expires_in: self.expires_in,
            refresh_in: self.refresh_in,
            access_token: &self.access_token,
            refresh_token: self.refresh_token.as_deref(),
            refresh_token_expires_in: self.refresh_token_expires_in,
            id_token: self.id_token.as_deref(),
            client_info: self.client_info.as_deref(),
        }
    }
}

/// `client_info`: base64url without padding of `{"uid":"<user id>","utid":"<home tenant id>"}`. Clients make their
/// account key from it.
pub fn client_info(user: Uuid, home_tenant: Uuid) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!(r#"{{"uid":"{user}","utid":"{home_tenant}"}}"#))
}
