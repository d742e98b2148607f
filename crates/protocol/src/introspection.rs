//! Introspection (RFC 7662) and revocation (RFC 7009) of tokens.

use serde::Serialize;
use uuid::Uuid;

use crate::{
    Version,
    claims::AccessTokenClaims,
    params::Params,
    secret::Secret,
    token::{ClientAuthentication, TokenRequestError},
};

/// Longest token, in bytes.
const MAX_TOKEN: usize = 16 * 1024;

/// What a client says a token is. It is a hint only: the server looks further if it does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenTypeHint {
    /// `access_token`.
    AccessToken,
    /// `refresh_token`.
    RefreshToken,
}

/// A request about one token: to introspect or to revoke it.
#[derive(Debug, Clone)]
pub struct TokenQuery {
    /// The client that asks.
    pub client: ClientAuthentication,
    /// The token.
    pub token: Secret,
    /// What it may be. Unknown hints are ignored (RFC 7009 §2.1).
    pub hint: Option<TokenTypeHint>,
}

impl TokenQuery {
    /// Parses a form body and the value of the `Authorization` header, if there is one. Empty `client_id` and
    /// `client_secret` beside the header, as mail servers send them, count as absent.
    pub fn parse(params: &Params, authorization: Option<&str>) -> Result<Self, TokenRequestError> {
        let client = ClientAuthentication::parse(params, authorization)?;
        let token = Secret::new(params.required("token", MAX_TOKEN)?);
        let hint = match params.optional("token_type_hint", 64)? {
            Some("access_token") => Some(TokenTypeHint::AccessToken),
            Some("refresh_token") => Some(TokenTypeHint::RefreshToken),
            _ => None,
        };
        Ok(Self { client, token, hint })
    }
}

/// The answer to an introspection. `active` is always there: some resource servers take its absence for a yes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Introspection {
    active: bool,
    #[serde(flatten)]
    token: Option<Active>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
enum Active {
    Access(Box<ActiveToken>),
    Refresh(Box<ActiveRefreshToken>),
}

/// What is told of a refresh token that is good. It has no end of its own: each use puts it off.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActiveRefreshToken {
    /// The scopes asked for, separated by spaces.
    pub scope: String,
    /// The client it was issued to.
    pub client_id: Uuid,
    /// What the person types to sign in.
    pub username: String,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// The person's pairwise subject for the client.
    pub sub: String,
    /// Issuer.
    pub iss: String,
    /// Tenant.
    pub tid: Uuid,
    /// Object id of the person.
    pub oid: Uuid,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct ActiveToken {
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    token_type: &'static str,
    exp: i64,
    iat: i64,
    nbf: i64,
    sub: String,
    aud: String,
    iss: String,
    jti: String,
    tid: Uuid,
    oid: Uuid,
    idtyp: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    amr: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<String>,
}

impl Introspection {
    /// `{"active":false}`: unknown, expired, revoked, or not the asking client's business. Nothing else is told.
    pub const fn inactive() -> Self {
        Self { active: false, token: None }
    }

    /// The answer for a verified access token. `username` is what the person types to sign in.
    pub fn active(claims: &AccessTokenClaims, username: Option<String>) -> Self {
        let claims = claims.clone();
        let client_id = claims.client();
        let token = ActiveToken {
            scope: claims.scp,
            client_id,
            username,
            token_type: "Bearer",
            exp: claims.exp,
            iat: claims.iat,
            nbf: claims.nbf,
            sub: claims.sub,
            aud: claims.aud,
            iss: claims.iss,
            jti: claims.uti,
            tid: claims.tid,
            oid: claims.oid,
            idtyp: claims.idtyp,
            amr: claims.amr,
            roles: claims.roles,
        };
        Self { active: true, token: Some(Active::Access(Box::new(token))) }
    }

    /// The answer for a refresh token that could be exchanged now.
    pub fn active_refresh(token: ActiveRefreshToken) -> Self {
        Self { active: true, token: Some(Active::Refresh(Box::new(token))) }
    }
}

/// The user name in an access token, whichever version it has.
pub fn user_name(claims: &AccessTokenClaims) -> Option<&str> {
    match claims.ver {
        Version::V1 => claims.upn.as_deref().or(claims.unique_name.as_deref()),
        Version::V2 => claims.preferred_username.as_deref(),
    }
}

#[cfg(test)]
mod tests;
