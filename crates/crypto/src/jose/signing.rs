//! Keys that sign, parsed once.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaEncoding, RsaKeyPair,
};
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use super::{Algorithm, KeyError, PublicKey, VerifyingKey};
use crate::certificate::{Certificate, Validity, self_signed_for_key};
use crate::encoding::{base64_standard, base64url, base64url_len, push_base64url};

/// The longest signature: RSA with 8192 bits.
const MAX_SIGNATURE: usize = 1024;

/// The signature could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token could not be signed")]
pub struct SignError;

/// `typ` of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenType {
    /// `JWT`.
    Jwt,
    /// `at+jwt` (RFC 9068 §2.1).
    AccessToken,
    /// `logout+jwt` (OpenID Connect Back-Channel Logout §2.4).
    LogoutToken,
}

impl TokenType {
    const ALL: [Self; 3] = [Self::Jwt, Self::AccessToken, Self::LogoutToken];

    /// The registered name without `application/`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jwt => "JWT",
            Self::AccessToken => "at+jwt",
            Self::LogoutToken => "logout+jwt",
        }
    }
}

/// What a token's header says besides `alg` and `kid`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Header {
    /// `typ`.
    pub token_type: TokenType,
    /// Whether `x5t` is there, as version 1.0 tokens have it.
    pub x5t: bool,
}

impl Header {
    /// `typ: JWT`, no `x5t`: id tokens and version 2.0 access tokens.
    pub const JWT: Self = Self { token_type: TokenType::Jwt, x5t: false };
    /// `typ: JWT` with `x5t`: version 1.0 tokens.
    pub const JWT_V1: Self = Self { token_type: TokenType::Jwt, x5t: true };
    /// `typ: at+jwt`.
    pub const ACCESS_TOKEN: Self = Self { token_type: TokenType::AccessToken, x5t: false };
}

enum Pair {
    Rsa(Box<RsaKeyPair>, &'static dyn RsaEncoding),
    P256(Box<EcdsaKeyPair>),
}

/// A private key for one algorithm, with its self-signed certificate and its encoded headers.
pub struct SigningKey {
    pair: Pair,
    algorithm: Algorithm,
    public: PublicKey,
    key_id: String,
    certificate: Certificate,
    /// Every header with its trailing dot, in base64url.
    headers: Vec<(Header, String)>,
}

impl SigningKey {
    /// Makes a key (RSA with 2048 bits, or P-256) and a certificate for it. RSA takes about a tenth of a second.
    pub fn generate(algorithm: Algorithm, validity: Validity) -> Result<Self, KeyError> {
        let pair = Pair::generate(algorithm)?;
        let certificate = self_signed_for_key("Countersign token signing", validity, &pair.to_pkcs8()?)?;
        Self::assemble(algorithm, pair, certificate)
    }

    /// Reads what [`SigningKey::to_pkcs8`] and [`SigningKey::certificate`] gave out.
    pub fn from_pkcs8(algorithm: Algorithm, pkcs8: &[u8], certificate_der: &[u8]) -> Result<Self, KeyError> {
        let certificate = Certificate::from_der(certificate_der).map_err(|_| KeyError::Malformed)?;
        Self::assemble(algorithm, Pair::from_pkcs8(algorithm, pkcs8)?, certificate)
    }

    fn assemble(algorithm: Algorithm, pair: Pair, certificate: Certificate) -> Result<Self, KeyError> {
        let public = pair.public()?;
        if PublicKey::from_spki(&certificate.spki)? != public {
            return Err(KeyError::CertificateMismatch);
        }
        let key_id = public.thumbprint();
        let x5t = certificate.sha1_base64url();
        let headers = TokenType::ALL
            .into_iter()
            .flat_map(|token_type| [false, true].map(|x5t| Header { token_type, x5t }))
            .map(|header| (header, encode_header(header, algorithm, &key_id, &x5t)))
            .collect();
        Ok(Self { pair, algorithm, public, key_id, certificate, headers })
    }

    /// The private key as PKCS#8; the copy is zeroed when dropped. Seal it before it is stored.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.pair.to_pkcs8()
    }

    /// The algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// `kid`: the RFC 7638 thumbprint in base64url.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The self-signed certificate behind `x5t` and `x5c`.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The key that verifies what this one signs, and only with this one's algorithm.
    pub fn verifying_key(&self) -> Result<VerifyingKey, KeyError> {
        VerifyingKey::new(&self.public)?.bound_to(self.algorithm)
    }

    /// The JWK for the published key set: `kty`, `use`, `alg`, `kid`, `x5t`, `x5c` and the key's own members.
    pub fn public_jwk(&self) -> Map<String, Value> {
        let mut jwk = self.public.to_jwk();
        jwk.insert("use".to_owned(), json!("sig"));
        jwk.insert("alg".to_owned(), json!(self.algorithm.as_str()));
        jwk.insert("kid".to_owned(), json!(self.key_id));
        jwk.insert("x5t".to_owned(), json!(self.certificate.sha1_base64url()));
        jwk.insert("x5c".to_owned(), json!([base64_standard(&self.certificate.der)]));
        jwk
    }

    /// A compact JWS over `claims`, which must be the JSON text of an object.
    pub fn sign(&self, header: Header, claims: &[u8]) -> Result<String, SignError> {
        let prefix = self.headers.iter().find(|(known, _)| *known == header).ok_or(SignError)?.1.as_str();
        let body = prefix.len() + base64url_len(claims.len());
        let mut token = String::with_capacity(body + 1 + base64url_len(self.pair.signature_len()));
        token.push_str(prefix);
        push_base64url(claims, &mut token);
        self.pair.sign_and_append(&mut token)?;
        Ok(token)
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

fn encode_header(header: Header, algorithm: Algorithm, key_id: &str, x5t: &str) -> String {
    let x5t = if header.x5t { format!(r#","x5t":"{x5t}""#) } else { String::new() };
    let json =
        format!(r#"{{"typ":"{}","alg":"{algorithm}"{x5t},"kid":"{key_id}"}}"#, header.token_type.as_str());
    let mut encoded = base64url(json.as_bytes());
    encoded.push('.');
    encoded
}

impl Pair {
    fn generate(algorithm: Algorithm) -> Result<Self, KeyError> {
        let rsa = || RsaKeyPair::generate(KeySize::Rsa2048).map(Box::new).map_err(|_| KeyError::Library);
        Ok(match algorithm {
            Algorithm::RS256 => Self::Rsa(rsa()?, &RSA_PKCS1_SHA256),
            Algorithm::PS256 => Self::Rsa(rsa()?, &RSA_PSS_SHA256),
            Algorithm::ES256 => Self::P256(Box::new(
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(|_| KeyError::Library)?,
            )),
        })
    }

    fn from_pkcs8(algorithm: Algorithm, pkcs8: &[u8]) -> Result<Self, KeyError> {
        let rsa = || RsaKeyPair::from_pkcs8(pkcs8).map(Box::new).map_err(|_| KeyError::Malformed);
        Ok(match algorithm {
            Algorithm::RS256 => Self::Rsa(rsa()?, &RSA_PKCS1_SHA256),
            Algorithm::PS256 => Self::Rsa(rsa()?, &RSA_PSS_SHA256),
            Algorithm::ES256 => Self::P256(Box::new(
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)
                    .map_err(|_| KeyError::Malformed)?,
            )),
        })
    }

    fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        match self {
            Self::Rsa(pair, _) => pair.as_der().map(|der| Zeroizing::new(der.as_ref().to_vec())),
            Self::P256(pair) => pair.to_pkcs8v1().map(|der| Zeroizing::new(der.as_ref().to_vec())),
        }
        .map_err(|_| KeyError::Library)
    }

    fn public(&self) -> Result<PublicKey, KeyError> {
        match self {
            Self::Rsa(pair, _) => {
                let der = pair.public_key().as_der().map_err(|_| KeyError::Library)?;
                PublicKey::from_spki(der.as_ref())
            }
            Self::P256(pair) => PublicKey::from_point(pair.public_key().as_ref()),
        }
    }

    fn signature_len(&self) -> usize {
        match self {
            Self::Rsa(pair, _) => pair.public_modulus_len(),
            Self::P256(_) => 64,
        }
    }

    /// Signs the text so far and appends a dot and the signature.
    fn sign_and_append(&self, token: &mut String) -> Result<(), SignError> {
        match self {
            Self::Rsa(pair, scheme) => {
                let mut buffer = [0; MAX_SIGNATURE];
                let signature = buffer.get_mut(..pair.public_modulus_len()).ok_or(SignError)?;
                pair.sign(*scheme, &SystemRandom::new(), token.as_bytes(), signature)
                    .map_err(|_| SignError)?;
                append(token, signature);
            }
            Self::P256(pair) => {
                let signature = pair.sign(&SystemRandom::new(), token.as_bytes()).map_err(|_| SignError)?;
                append(token, signature.as_ref());
            }
        }
        Ok(())
    }
}

fn append(token: &mut String, signature: &[u8]) {
    token.push('.');
    push_base64url(signature, token);
}

#[cfg(test)]
mod tests;
