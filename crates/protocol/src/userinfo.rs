//! The `UserInfo` answer (OpenID Connect Core §5.3.2).

use serde::Serialize;

use crate::claims::AccessTokenClaims;

/// Claims about the person. `sub` is the one of the id token of the same client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserInfo {
    /// The pairwise subject.
    pub sub: String,
    /// Display name; with the scope `profile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Given name; with `profile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Family name; with `profile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// Mail address; with `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// The attributes of a person that `UserInfo` can tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// Display name.
    pub name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

impl UserInfo {
    /// The answer for a verified access token: only what its scopes allow. `sub` is the subject that the client knows
    /// the person by, which is another one than in the token if the token is for Graph.
    pub fn new(sub: String, claims: &AccessTokenClaims, profile: Profile) -> Self {
        let has_profile = claims.has_scope("profile");
        let with_profile = |value: Option<String>| value.filter(|_| has_profile);
        Self {
            sub,
            name: with_profile(profile.name),
            given_name: with_profile(profile.given_name),
            family_name: with_profile(profile.family_name),
            email: profile.email.filter(|_| claims.has_scope("email")),
        }
    }
}

#[cfg(test)]
mod tests;
