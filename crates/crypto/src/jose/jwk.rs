//! Public keys: from JWK, from SPKI, from an uncompressed point; their JWK members and thumbprints.

use serde_json::{Map, Value};
use x509_parser::oid_registry::{OID_EC_P256, OID_KEY_TYPE_EC_PUBLIC_KEY, OID_PKCS1_RSAENCRYPTION};
use x509_parser::prelude::FromDer as _;
use x509_parser::public_key::PublicKey as DerKey;
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::encoding::{base64url, from_padded_base64url};
use crate::mac::sha256;

/// RSA modulus sizes that may sign, in bits.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;
/// Longer than any key that may be used here.
const MAX_MEMBER: usize = 2048;

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a JWK, SPKI or PKCS#8 of the expected shape.
    #[error("the key is malformed")]
    Malformed,
    /// Neither RSA nor P-256.
    #[error("keys must be RSA or P-256")]
    UnsupportedType,
    /// RSA below 2048 or above 8192 bits, an exponent that is even or below 3, or a point outside the curve.
    #[error("the key is too weak or not valid")]
    Weak,
    /// `alg`, `use` or `key_ops` of the JWK forbid it, or the algorithm does not fit the key.
    #[error("the key does not allow this use")]
    WrongUse,
    /// Private members where a public key was expected.
    #[error("the key contains private members")]
    Private,
    /// The certificate is for another key.
    #[error("the certificate does not belong to the key")]
    CertificateMismatch,
    /// The cryptographic library failed to make or write a key or a certificate.
    #[error("the key could not be made")]
    Library,
}

/// The parts of a public key, checked for size; see [`super::VerifyingKey`] for the key that verifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// RSA, big-endian without leading zeros.
    Rsa {
        /// Modulus.
        n: Vec<u8>,
        /// Exponent.
        e: Vec<u8>,
    },
    /// A point of the curve P-256.
    P256 {
        /// First coordinate.
        x: [u8; 32],
        /// Second coordinate.
        y: [u8; 32],
    },
}

impl PublicKey {
    /// Reads `kty`, `n`, `e`, `crv`, `x`, `y` (RFC 7518 §6); private members are refused, padding is not.
    pub fn from_jwk(jwk: &Map<String, Value>) -> Result<Self, KeyError> {
        if ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].iter().any(|name| jwk.contains_key(*name)) {
            return Err(KeyError::Private);
        }
        match jwk.get("kty").and_then(Value::as_str) {
            Some("RSA") => Self::rsa(&member(jwk, "n")?, &member(jwk, "e")?),
            Some("EC") if jwk.get("crv").and_then(Value::as_str) == Some("P-256") => Ok(Self::P256 {
                x: member(jwk, "x")?.try_into().map_err(|_| KeyError::Malformed)?,
                y: member(jwk, "y")?.try_into().map_err(|_| KeyError::Malformed)?,
            }),
            Some(_) => Err(KeyError::UnsupportedType),
            None => Err(KeyError::Malformed),
        }
    }

    /// Reads a DER `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7) with nothing behind it.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        let (rest, spki) = SubjectPublicKeyInfo::from_der(der).map_err(|_| KeyError::Malformed)?;
        if !rest.is_empty() {
            return Err(KeyError::Malformed);
        }
        if spki.algorithm.algorithm == OID_PKCS1_RSAENCRYPTION {
            return match spki.parsed() {
                Ok(DerKey::RSA(key)) => Self::rsa(key.modulus, key.exponent),
                _ => Err(KeyError::Malformed),
            };
        }
        let curve = spki.algorithm.parameters.as_ref().and_then(|curve| curve.as_oid().ok());
        if spki.algorithm.algorithm == OID_KEY_TYPE_EC_PUBLIC_KEY && curve == Some(OID_EC_P256) {
            return Self::from_point(&spki.subject_public_key.data);
        }
        Err(KeyError::UnsupportedType)
    }

    /// Reads an uncompressed point (SEC 1 §2.3.3).
    pub(super) fn from_point(point: &[u8]) -> Result<Self, KeyError> {
        let Some((4, coordinates)) = point.split_first().map(|(form, rest)| (*form, rest)) else {
            return Err(KeyError::Malformed);
        };
        let (x, y) = coordinates.split_first_chunk::<32>().ok_or(KeyError::Malformed)?;
        Ok(Self::P256 { x: *x, y: y.try_into().map_err(|_| KeyError::Malformed)? })
    }

    fn rsa(n: &[u8], e: &[u8]) -> Result<Self, KeyError> {
        let (n, e) = (without_leading_zeros(n), without_leading_zeros(e));
        let bits = n.first().map_or(0, |top| n.len() * 8 - top.leading_zeros() as usize);
        let exponent_fits = e.len() <= 4 && e.last().is_some_and(|low| low % 2 == 1) && e != [1];
        if !RSA_BITS.contains(&bits) || !exponent_fits {
            return Err(KeyError::Weak);
        }
        Ok(Self::Rsa { n: n.to_vec(), e: e.to_vec() })
    }

    /// The uncompressed point of a P-256 key.
    pub(super) fn point(x: &[u8; 32], y: &[u8; 32]) -> Vec<u8> {
        [[4].as_slice(), x, y].concat()
    }

    /// The members that make the key: `kty` and `n`, `e` or `crv`, `x`, `y`.
    pub fn to_jwk(&self) -> Map<String, Value> {
        let members = match self {
            Self::Rsa { n, e } => {
                vec![("kty", "RSA".to_owned()), ("n", base64url(n)), ("e", base64url(e))]
            }
            Self::P256 { x, y } => vec![
                ("kty", "EC".to_owned()),
                ("crv", "P-256".to_owned()),
                ("x", base64url(x)),
                ("y", base64url(y)),
            ],
        };
        members.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect()
    }

    /// The SHA-256 thumbprint in base64url: the required members in lexicographic order, no spaces (RFC 7638 §3).
    pub fn thumbprint(&self) -> String {
        let canonical = match self {
            Self::Rsa { n, e } => {
                format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, base64url(e), base64url(n))
            }
            Self::P256 { x, y } => {
                format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, base64url(x), base64url(y))
            }
        };
        base64url(&sha256(canonical.as_bytes()))
    }
}

fn member(jwk: &Map<String, Value>, name: &str) -> Result<Vec<u8>, KeyError> {
    let text = jwk.get(name).and_then(Value::as_str).ok_or(KeyError::Malformed)?;
    if text.len() > MAX_MEMBER {
        return Err(KeyError::Malformed);
    }
    from_padded_base64url(text).ok_or(KeyError::Malformed)
}

fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests;
