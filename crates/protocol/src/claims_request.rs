//! The `claims` request parameter (OpenID Connect Core §5.5) and the claims challenge that asks a client to send it.
//!
//! One JSON shape goes both ways: a refusal carries `claims` as a string, the client sends it back to the
//! authorization endpoint, and resources put it, base64-encoded, into `WWW-Authenticate`.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::params::{InvalidCause, ParamError};

/// Longest `claims` parameter, in bytes.
pub const MAX_BYTES: usize = 8 * 1024;
/// Deepest nesting of objects and arrays.
const MAX_DEPTH: usize = 8;
/// Most members and elements altogether.
const MAX_NODES: usize = 500;

/// A parsed `claims` parameter. Unknown members are kept and ignored.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimsRequest(Map<String, Value>);

/// The token a claim is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// `id_token`.
    IdToken,
    /// `access_token`, the platform's addition.
    AccessToken,
    /// `userinfo`.
    UserInfo,
}

impl Target {
    const fn member(self) -> &'static str {
        match self {
            Self::IdToken => "id_token",
            Self::AccessToken => "access_token",
            Self::UserInfo => "userinfo",
        }
    }
}

impl ClaimsRequest {
    /// Parses the parameter: a JSON object, at most 8 KB, 8 levels and 500 nodes.
    pub fn parse(text: &str) -> Result<Self, ParamError> {
        let refuse = || ParamError::invalid("claims", InvalidCause::NotJson);
        if text.len() > MAX_BYTES {
            return Err(ParamError::TooLong { name: "claims".into(), limit: MAX_BYTES });
        }
        let Ok(Value::Object(members)) = serde_json::from_str(text) else { return Err(refuse()) };
        let mut nodes = 0;
        if members.values().all(|value| is_bounded(value, 1, &mut nodes)) {
            Ok(Self(members))
        } else {
            Err(refuse())
        }
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the claim is named for this token at all (`"auth_time": null` counts).
    pub fn asks_for(&self, target: Target, claim: &str) -> bool {
        self.member(target).is_some_and(|members| members.contains_key(claim))
    }

    /// Whether the claim is asked for as essential.
    pub fn is_essential(&self, target: Target, claim: &str) -> bool {
        self.detail(target, claim).and_then(|detail| detail.get("essential")) == Some(&Value::Bool(true))
    }

    /// The texts in `value` and `values` of a claim, in order.
    pub fn values(&self, target: Target, claim: &str) -> Vec<&str> {
        let Some(detail) = self.detail(target, claim) else { return Vec::new() };
        let one = detail.get("value").into_iter();
        let many = detail.get("values").and_then(Value::as_array).into_iter().flatten();
        one.chain(many).filter_map(Value::as_str).collect()
    }

    /// Whether the client says that it can handle claims challenges (`xms_cc` holds `cp1`, in either case).
    pub fn handles_challenges(&self) -> bool {
        self.values(Target::AccessToken, "xms_cc").iter().any(|value| value.eq_ignore_ascii_case("cp1"))
    }

    /// The authentication contexts (`c1`…) that the access token must carry.
    pub fn authentication_contexts(&self) -> Vec<&str> {
        self.values(Target::AccessToken, "acrs")
    }

    /// Whether multi-factor authentication is asked for, in the words that the platform's clients use: an essential
    /// `amr` with `mfa` or `ngcmfa`, or policies to satisfy (`capolids`, formerly `polids`).
    pub fn wants_mfa(&self) -> bool {
        let targets = [Target::IdToken, Target::AccessToken];
        let by_method = targets
            .iter()
            .any(|target| self.values(*target, "amr").iter().any(|amr| matches!(*amr, "mfa" | "ngcmfa")));
        by_method
            || targets
                .iter()
                .any(|target| self.asks_for(*target, "capolids") || self.asks_for(*target, "polids"))
    }

    fn member(&self, target: Target) -> Option<&Map<String, Value>> {
        self.0.get(target.member()).and_then(Value::as_object)
    }

    fn detail(&self, target: Target, claim: &str) -> Option<&Map<String, Value>> {
        self.member(target)?.get(claim)?.as_object()
    }
}

fn is_bounded(value: &Value, depth: usize, nodes: &mut usize) -> bool {
    *nodes += 1;
    if depth > MAX_DEPTH || *nodes > MAX_NODES {
        return false;
    }
    match value {
        Value::Object(members) => members.values().all(|inner| is_bounded(inner, depth + 1, nodes)),
        Value::Array(items) => items.iter().all(|inner| is_bounded(inner, depth + 1, nodes)),
        _ => true,
    }
}

/// What a client is asked to come back with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Challenge {
    /// Satisfy these conditional access policies: `capolids`.
    Policies(Vec<Uuid>),
    /// Bring a token with this authentication context: `acrs`.
    AuthenticationContext(String),
    /// Bring a token issued after this time, in seconds since 1970: `nbf`, after a revocation.
    IssuedAfter(i64),
}

impl Challenge {
    /// The JSON text for the field `claims` of an error answer.
    pub fn to_json(&self) -> String {
        let (name, detail) = match self {
            Self::Policies(ids) => ("capolids", json!({"essential": true, "values": ids})),
            Self::AuthenticationContext(id) => ("acrs", json!({"essential": true, "value": id})),
            Self::IssuedAfter(time) => ("nbf", json!({"essential": true, "value": time.to_string()})),
        };
        json!({"access_token": {name: detail}}).to_string()
    }

    /// The JSON in base64 for `WWW-Authenticate`. Some clients decode strictly with the standard alphabet, others with
    /// the URL alphabet, and some stop at `=`: the text therefore holds neither `+`, `/` nor `=`.
    pub fn to_base64(&self) -> String {
        let mut json = escape_ascii(&self.to_json());
        while !json.len().is_multiple_of(3) {
            json.push(' ');
        }
        BASE64_STANDARD.encode(json)
    }

    /// The whole `WWW-Authenticate` value of a resource that refuses a token for want of claims.
    pub fn www_authenticate(&self, authorization_uri: &str, resource: Uuid) -> String {
        format!(
            "Bearer realm=\"\", authorization_uri=\"{authorization_uri}\", client_id=\"{resource}\", \
             error=\"insufficient_claims\", claims=\"{}\"",
            self.to_base64()
        )
    }
}

/// Escapes inside JSON strings what would give `+` or `/` in base64: only `>`, `?`, `~`, DEL and non-ASCII can.
fn escape_ascii(json: &str) -> String {
    let escape = |unit: u16| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() && !matches!(byte, b'>' | b'?' | b'~' | 0x7F) => {
            char::from(byte).to_string()
        }
        _ => format!("\\u{unit:04x}"),
    };
    json.encode_utf16().map(escape).collect()
}

#[cfg(test)]
mod tests;
