//! Making certificates: self-signed ones, and a small authority for the demonstration world and for tests.

use std::net::IpAddr;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256, RsaKeySize, SanType, date_time_ymd,
};
use x509_parser::prelude::{FromDer as _, X509Certificate};
use zeroize::Zeroizing;

use super::{Certificate, CertificateError, Validity};
use crate::jose::KeyError;

/// The key of a new certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA with 2048 bits.
    Rsa2048,
    /// ECDSA on P-256.
    P256,
}

/// A new certificate and its private key.
#[derive(Debug)]
pub struct Issued {
    /// The certificate.
    pub certificate: Certificate,
    /// The certificate as PEM.
    pub certificate_pem: String,
    /// The private key as PKCS#8 PEM.
    pub private_key_pem: Zeroizing<String>,
}

/// Makes a self-signed certificate for an application or for token signing.
pub fn self_signed(common_name: &str, validity: Validity, key: KeyKind) -> Result<Issued, CertificateError> {
    let key = new_key(key)?;
    let certificate = signing_params(common_name, validity)?.self_signed(&key).map_err(library)?;
    issued(&certificate, &key)
}

/// Makes a self-signed certificate for a key that exists, given as PKCS#8.
pub(crate) fn self_signed_for_key(
    common_name: &str,
    validity: Validity,
    pkcs8: &[u8],
) -> Result<Certificate, KeyError> {
    let key = KeyPair::try_from(pkcs8).map_err(|_| KeyError::Library)?;
    let params = signing_params(common_name, validity).map_err(|_| KeyError::Library)?;
    let certificate = params.self_signed(&key).map_err(|_| KeyError::Library)?;
    Certificate::from_der(certificate.der()).map_err(|_| KeyError::Library)
}

/// A certificate authority with a P-256 key.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    issued: Issued,
}

impl Authority {
    /// Makes an authority that signs leaf certificates only.
    pub fn new(common_name: &str, validity: Validity) -> Result<Self, CertificateError> {
        let key = new_key(KeyKind::P256)?;
        let params = authority_params(common_name, validity)?;
        let certificate = params.self_signed(&key).map_err(library)?;
        let issued = issued(&certificate, &key)?;
        Ok(Self { issuer: Issuer::new(params, key), issued })
    }

    /// Takes up an authority that [`Authority::new`] made, from its two PEM files.
    pub fn from_pem(certificate_pem: &str, private_key_pem: &str) -> Result<Self, CertificateError> {
        let certificate = Certificate::parse(certificate_pem.as_bytes())?;
        let key = KeyPair::from_pem(private_key_pem).map_err(|_| CertificateError::Malformed)?;
        let params = authority_params(&common_name(&certificate)?, certificate.validity)?;
        if key_of(&certificate)? != key.public_key_raw() {
            return Err(CertificateError::Malformed);
        }
        let issued = Issued {
            certificate,
            certificate_pem: certificate_pem.to_owned(),
            private_key_pem: Zeroizing::new(private_key_pem.to_owned()),
        };
        Ok(Self { issuer: Issuer::new(params, key), issued })
    }

    /// The authority's own certificate and key.
    pub fn issued(&self) -> &Issued {
        &self.issued
    }

    /// Makes a TLS server certificate with a new P-256 key for these names and addresses; the first name is the subject.
    pub fn leaf(
        &self,
        names: &[&str],
        addresses: &[IpAddr],
        validity: Validity,
    ) -> Result<Issued, CertificateError> {
        let key = new_key(KeyKind::P256)?;
        let mut params = params(names.first().copied().unwrap_or("localhost"), validity)?;
        for name in names {
            let name = (*name).try_into().map_err(|_| CertificateError::Malformed)?;
            params.subject_alt_names.push(SanType::DnsName(name));
        }
        params.subject_alt_names.extend(addresses.iter().copied().map(SanType::IpAddress));
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(&key, &self.issuer).map_err(library)?;
        issued(&certificate, &key)
    }
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("subject", &self.issued.certificate.subject).finish_non_exhaustive()
    }
}

fn new_key(kind: KeyKind) -> Result<KeyPair, CertificateError> {
    match kind {
        KeyKind::Rsa2048 => KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048),
        KeyKind::P256 => KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256),
    }
    .map_err(library)
}

fn params(common_name: &str, validity: Validity) -> Result<CertificateParams, CertificateError> {
    let epoch = date_time_ymd(1970, 1, 1);
    let at = |time: jiff::Timestamp| {
        let seconds = u64::try_from(time.as_second()).map_err(|_| CertificateError::Malformed)?;
        epoch
            .checked_add(Duration::from_secs(seconds).try_into().map_err(|_| CertificateError::Malformed)?)
            .ok_or(CertificateError::Malformed)
    };
    let mut params = CertificateParams::default();
    params.not_before = at(validity.not_before)?;
    params.not_after = at(validity.not_after)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    Ok(params)
}

fn signing_params(common_name: &str, validity: Validity) -> Result<CertificateParams, CertificateError> {
    let mut params = params(common_name, validity)?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    Ok(params)
}

fn authority_params(common_name: &str, validity: Validity) -> Result<CertificateParams, CertificateError> {
    let mut params = params(common_name, validity)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

fn issued(certificate: &rcgen::Certificate, key: &KeyPair) -> Result<Issued, CertificateError> {
    Ok(Issued {
        certificate: Certificate::from_der(certificate.der())?,
        certificate_pem: certificate.pem(),
        private_key_pem: Zeroizing::new(key.serialize_pem()),
    })
}

fn common_name(certificate: &Certificate) -> Result<String, CertificateError> {
    let (_, parsed) = X509Certificate::from_der(&certificate.der).map_err(|_| CertificateError::Malformed)?;
    let mut names = parsed.subject().iter_common_name();
    let name = names.next().and_then(|name| name.as_str().ok()).ok_or(CertificateError::Malformed)?;
    Ok(name.to_owned())
}

/// The bare public key inside the certificate.
fn key_of(certificate: &Certificate) -> Result<Vec<u8>, CertificateError> {
    let (_, parsed) = X509Certificate::from_der(&certificate.der).map_err(|_| CertificateError::Malformed)?;
    Ok(parsed.public_key().subject_public_key.data.to_vec())
}

/// The library's reasons name no cause that a caller could act on.
fn library(_: rcgen::Error) -> CertificateError {
    CertificateError::Library
}

#[cfg(test)]
mod tests;
