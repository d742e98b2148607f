//! X.509 certificates: reading those that applications register, and making those that we need ourselves.

mod issuing;

use jiff::Timestamp;
use x509_parser::pem::Pem;
use x509_parser::prelude::FromDer as _;
use x509_parser::prelude::X509Certificate;

use crate::encoding::base64url;
use crate::mac::{sha1, sha256};

pub(crate) use self::issuing::self_signed_for_key;
pub use self::issuing::{Authority, Issued, KeyKind, self_signed};

/// The longest file that is read, in bytes.
const MAX_FILE: usize = 64 * 1024;

/// Why a certificate was not read or made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The file is longer than 64 KiB.
    #[error("the file is too long")]
    TooLong,
    /// Neither PEM with a certificate nor one DER certificate.
    #[error("the file contains no readable certificate")]
    Malformed,
    /// The file contains a private key; only the certificate may be uploaded, and the key is now to be replaced.
    #[error("the file contains a private key")]
    ContainsPrivateKey,
    /// The cryptographic library could not make the key or the certificate.
    #[error("the certificate could not be made")]
    Library,
}

/// The time in which a certificate counts, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// From.
    pub not_before: Timestamp,
    /// To.
    pub not_after: Timestamp,
}

/// A certificate's facts. Reading one proves nothing: no chain and no time is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The whole certificate.
    pub der: Vec<u8>,
    /// SHA-1 over `der`: `x5t`, and what the platform shows as the thumbprint.
    pub thumbprint_sha1: [u8; 20],
    /// SHA-256 over `der`: `x5t#S256`.
    pub thumbprint_sha256: [u8; 32],
    /// When it counts.
    pub validity: Validity,
    /// The subject's distinguished name, for people to read.
    pub subject: String,
    /// The public key as a DER `SubjectPublicKeyInfo`.
    pub spki: Vec<u8>,
}

impl Certificate {
    /// Reads PEM (the first certificate counts) or DER, whichever it is.
    pub fn parse(file: &[u8]) -> Result<Self, CertificateError> {
        if file.len() > MAX_FILE {
            return Err(CertificateError::TooLong);
        }
        let is_pem = file.windows(11).any(|window| window == b"-----BEGIN ");
        if is_pem { Self::from_pem(file) } else { Self::from_der(file) }
    }

    fn from_pem(file: &[u8]) -> Result<Self, CertificateError> {
        let mut first = None;
        for block in Pem::iter_from_buffer(file) {
            let block = block.map_err(|_| CertificateError::Malformed)?;
            if block.label.ends_with("PRIVATE KEY") {
                return Err(CertificateError::ContainsPrivateKey);
            }
            if block.label == "CERTIFICATE" && first.is_none() {
                first = Some(block.contents);
            }
        }
        Self::from_der(&first.ok_or(CertificateError::Malformed)?)
    }

    /// Reads one DER certificate with nothing behind it.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > MAX_FILE {
            return Err(CertificateError::TooLong);
        }
        let (rest, parsed) = X509Certificate::from_der(der).map_err(|_| CertificateError::Malformed)?;
        let end = |time: i64| Timestamp::from_second(time).map_err(|_| CertificateError::Malformed);
        if !rest.is_empty() {
            return Err(CertificateError::Malformed);
        }
        Ok(Self {
            der: der.to_vec(),
            thumbprint_sha1: sha1(der),
            thumbprint_sha256: sha256(der),
            validity: Validity {
                not_before: end(parsed.validity().not_before.timestamp())?,
                not_after: end(parsed.validity().not_after.timestamp())?,
            },
            subject: parsed.subject().to_string(),
            spki: parsed.public_key().raw.to_vec(),
        })
    }

    /// The SHA-1 thumbprint as the platform shows it: 40 upper-case hexadecimal digits.
    pub fn sha1_hex(&self) -> String {
        data_encoding::HEXUPPER.encode(&self.thumbprint_sha1)
    }

    /// `x5t` (RFC 7515 §4.1.7).
    pub fn sha1_base64url(&self) -> String {
        base64url(&self.thumbprint_sha1)
    }

    /// `x5t#S256` (RFC 7515 §4.1.8).
    pub fn sha256_base64url(&self) -> String {
        base64url(&self.thumbprint_sha256)
    }

    /// Whether `now` lies in the validity.
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        (self.validity.not_before..=self.validity.not_after).contains(&now)
    }
}

#[cfg(test)]
mod tests;
