//! Keys that verify, parsed once, and the decision.

use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
};
use serde_json::{Map, Value};

use super::compact::read_object;
use super::{Algorithm, JwsError, JwsHeader, KeyError, ParsedJws, PublicKey};
use crate::certificate::Certificate;

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The caller does not accept the token's algorithm, or the key does not serve it.
    #[error("the token's algorithm is not allowed for this key")]
    AlgorithmNotAllowed,
    /// The signature is not this key's over this text.
    #[error("the signature is not valid")]
    BadSignature,
}

/// A public key that verifies the algorithms of its type, or the one its `alg` names.
#[derive(Debug, Clone)]
pub struct VerifyingKey {
    kind: Kind,
    /// `alg` of the JWK.
    bound: Option<Algorithm>,
    thumbprint: String,
}

#[derive(Debug, Clone)]
enum Kind {
    Rsa { pkcs1: ParsedPublicKey, pss: ParsedPublicKey },
    P256(ParsedPublicKey),
}

impl VerifyingKey {
    /// A key for every algorithm of its type.
    pub fn new(public: &PublicKey) -> Result<Self, KeyError> {
        let kind = match public {
            PublicKey::Rsa { n, e } => {
                let parts = PublicKeyComponents { n, e };
                let parse = |scheme| parts.to_parsed_public_key(scheme).map_err(|_| KeyError::Weak);
                Kind::Rsa {
                    pkcs1: parse(&RSA_PKCS1_2048_8192_SHA256)?,
                    pss: parse(&RSA_PSS_2048_8192_SHA256)?,
                }
            }
            PublicKey::P256 { x, y } => {
                let point = PublicKey::point(x, y);
                Kind::P256(ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).map_err(|_| KeyError::Weak)?)
            }
        };
        Ok(Self { kind, bound: None, thumbprint: public.thumbprint() })
    }

    /// A key for one algorithm only.
    pub fn bound_to(mut self, algorithm: Algorithm) -> Result<Self, KeyError> {
        if !self.serves(algorithm) {
            return Err(KeyError::WrongUse);
        }
        self.bound = Some(algorithm);
        Ok(self)
    }

    /// From a JWK object: `use` must be absent or `sig`, `key_ops` absent or with `verify`; `alg` binds (RFC 7517 §4).
    pub fn from_jwk(jwk: &Value) -> Result<Self, KeyError> {
        let jwk = jwk.as_object().ok_or(KeyError::Malformed)?;
        let signs = jwk.get("use").is_none_or(|value| value == "sig");
        let verifies = jwk.get("key_ops").is_none_or(|operations| {
            operations.as_array().is_some_and(|list| list.iter().any(|operation| operation == "verify"))
        });
        if !signs || !verifies {
            return Err(KeyError::WrongUse);
        }
        let key = Self::new(&PublicKey::from_jwk(jwk)?)?;
        match jwk.get("alg") {
            None => Ok(key),
            Some(alg) => {
                let algorithm = alg.as_str().and_then(Algorithm::from_name).ok_or(KeyError::WrongUse)?;
                key.bound_to(algorithm)
            }
        }
    }

    /// From a DER `SubjectPublicKeyInfo`.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        Self::new(&PublicKey::from_spki(der)?)
    }

    /// From a certificate's key. Whether the certificate is valid now and registered is the caller's question.
    pub fn from_certificate(certificate: &Certificate) -> Result<Self, KeyError> {
        Self::from_spki(&certificate.spki)
    }

    /// The RFC 7638 thumbprint in base64url.
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// Whether this key verifies signatures of `algorithm`.
    pub fn serves(&self, algorithm: Algorithm) -> bool {
        self.bound.is_none_or(|bound| bound == algorithm)
            && match algorithm {
                Algorithm::RS256 | Algorithm::PS256 => matches!(self.kind, Kind::Rsa { .. }),
                Algorithm::ES256 => matches!(self.kind, Kind::P256(_)),
            }
    }

    fn parsed(&self, algorithm: Algorithm) -> Option<&ParsedPublicKey> {
        if !self.serves(algorithm) {
            return None;
        }
        match (&self.kind, algorithm) {
            (Kind::Rsa { pkcs1, .. }, Algorithm::RS256) => Some(pkcs1),
            (Kind::Rsa { pss, .. }, Algorithm::PS256) => Some(pss),
            (Kind::P256(key), Algorithm::ES256) => Some(key),
            _ => None,
        }
    }
}

/// A token whose signature is good. Times, issuer and audience are still the caller's to check.
#[derive(Debug)]
pub struct Verified<'a> {
    jws: &'a ParsedJws<'a>,
}

impl<'a> Verified<'a> {
    /// The header.
    pub fn header(&self) -> &'a JwsHeader {
        self.jws.header()
    }

    /// The payload.
    pub fn payload(&self) -> &'a [u8] {
        self.jws.unverified_payload()
    }

    /// The payload as a JSON object without repeated names (RFC 7519 §4).
    pub fn claims(&self) -> Result<Map<String, Value>, JwsError> {
        read_object(self.payload())
    }
}

/// Checks the signature over the bytes received, with an algorithm that the caller allows and the key serves.
pub fn verify<'a>(
    jws: &'a ParsedJws<'a>,
    key: &VerifyingKey,
    allowed: &[Algorithm],
) -> Result<Verified<'a>, VerifyError> {
    let algorithm = jws.header().algorithm;
    if !allowed.contains(&algorithm) {
        return Err(VerifyError::AlgorithmNotAllowed);
    }
    let key = key.parsed(algorithm).ok_or(VerifyError::AlgorithmNotAllowed)?;
    key.verify_sig(jws.signing_input, &jws.signature).map_err(|_| VerifyError::BadSignature)?;
    Ok(Verified { jws })
}

#[cfg(test)]
mod tests;
