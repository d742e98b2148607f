//! Reading a compact JWS as real clients send it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::Algorithm;
use crate::encoding::{array_from_any_base64, from_padded_base64url};

const MAX_MEMBERS: usize = 64;
const MAX_KEY_ID: usize = 256;

/// What is read at all.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The longest token, in characters.
    pub max_len: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_len: 16 * 1024 }
    }
}

/// Why a text is not a token that could be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// Longer than the limit.
    #[error("the token is too long")]
    TooLong,
    /// Not three segments of base64url, or a header that is not a JSON object of the expected types.
    #[error("the token is malformed")]
    Malformed,
    /// A member name occurs twice (RFC 7515 §4).
    #[error("the token names a member twice")]
    DuplicateMember,
    /// `crit` or `b64` is present; no extension is understood here (RFC 7515 §4.1.11, RFC 7797).
    #[error("the token needs an extension that is not supported")]
    UnsupportedExtension,
    /// `none`, a shared-secret algorithm, or anything but [`Algorithm`].
    #[error("the token's algorithm is not supported")]
    UnsupportedAlgorithm,
    /// The token brings its own key (`jwk`).
    #[error("the token carries its own key")]
    EmbeddedKey,
}

/// What the header says about which key to try. `jku`, `x5u` and `x5c` are never read: they cannot name a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JwsHeader {
    /// `alg`.
    pub algorithm: Algorithm,
    /// `kid`, at most 256 bytes.
    pub key_id: Option<String>,
    /// `typ`, as sent.
    pub token_type: Option<String>,
    /// `x5t`: SHA-1 of the certificate.
    pub x5t: Option<[u8; 20]>,
    /// `x5t#S256`: SHA-256 of the certificate.
    pub x5t_s256: Option<[u8; 32]>,
}

/// A token whose signature has not been checked.
#[derive(Debug)]
pub struct ParsedJws<'a> {
    header: JwsHeader,
    /// Header and payload exactly as received, padding included: this is what was signed.
    pub(super) signing_input: &'a [u8],
    payload: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

impl ParsedJws<'_> {
    /// The header.
    pub fn header(&self) -> &JwsHeader {
        &self.header
    }

    /// The payload before verification: good for finding out whose key to try, and for nothing else.
    pub fn unverified_payload(&self) -> &[u8] {
        &self.payload
    }
}

/// Splits and decodes a token. Padding (`=`) may end any segment (some client libraries leave it and sign over it).
pub fn parse_compact(token: &str, limits: Limits) -> Result<ParsedJws<'_>, JwsError> {
    if token.len() > limits.max_len {
        return Err(JwsError::TooLong);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(JwsError::Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(JwsError::Malformed)?;
    let decode = |segment: &str| from_padded_base64url(segment).ok_or(JwsError::Malformed);
    let signature = decode(signature)?;
    if signature.is_empty() {
        return Err(JwsError::Malformed);
    }
    Ok(ParsedJws {
        header: read_header(&decode(header)?)?,
        signing_input: signed.as_bytes(),
        payload: decode(payload)?,
        signature,
    })
}

fn read_header(json: &[u8]) -> Result<JwsHeader, JwsError> {
    let members = read_object(json)?;
    if members.contains_key("crit") || members.contains_key("b64") {
        return Err(JwsError::UnsupportedExtension);
    }
    if members.contains_key("jwk") {
        return Err(JwsError::EmbeddedKey);
    }
    let algorithm = text(&members, "alg")?.ok_or(JwsError::Malformed)?;
    let key_id = text(&members, "kid")?;
    if key_id.is_some_and(|id| id.len() > MAX_KEY_ID) {
        return Err(JwsError::Malformed);
    }
    Ok(JwsHeader {
        algorithm: Algorithm::from_name(algorithm).ok_or(JwsError::UnsupportedAlgorithm)?,
        key_id: key_id.map(str::to_owned),
        token_type: text(&members, "typ")?.map(str::to_owned),
        x5t: certificate_hash(&members, "x5t")?,
        x5t_s256: certificate_hash(&members, "x5t#S256")?,
    })
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, JwsError> {
    members.get(name).map(|value| value.as_str().ok_or(JwsError::Malformed)).transpose()
}

fn certificate_hash<const N: usize>(
    members: &Map<String, Value>,
    name: &str,
) -> Result<Option<[u8; N]>, JwsError> {
    text(members, name)?.map(|hash| array_from_any_base64(hash).ok_or(JwsError::Malformed)).transpose()
}

/// Reads a JSON object in which no name of the top level occurs twice: two parsers must never see two meanings.
pub(super) fn read_object(json: &[u8]) -> Result<Map<String, Value>, JwsError> {
    let mut twice = false;
    let mut reader = serde_json::Deserializer::from_slice(json);
    let members = UniqueMembers { twice: &mut twice }.deserialize(&mut reader);
    match members {
        Ok(members) if reader.end().is_ok() => Ok(members),
        _ if twice => Err(JwsError::DuplicateMember),
        _ => Err(JwsError::Malformed),
    }
}

struct UniqueMembers<'a> {
    twice: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for UniqueMembers<'_> {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for UniqueMembers<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object without repeated names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = Map::new();
        while let Some((name, value)) = access.next_entry::<String, Value>()? {
            if members.len() == MAX_MEMBERS {
                return Err(A::Error::custom("too many members"));
            }
            if members.insert(name, value).is_some() {
                *self.twice = true;
                return Err(A::Error::custom("a name occurs twice"));
            }
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests;
