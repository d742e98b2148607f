//! TLS: the certificate, the provider, the protocol versions.

use crate::failure::{Failure, io};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::Path;
use std::sync::Arc;

/// TLS 1.2 and 1.3 with a certificate chain and key in PEM files; HTTP/2 is offered before HTTP/1.1.
pub fn from_files(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, Failure> {
    let chain = std::fs::read(certificate)
        .map_err(|error| io("cannot read the certificate", certificate, &error, "check tls.certificate"))?;
    let secret = std::fs::read(key)
        .map_err(|error| io("cannot read the certificate's key", key, &error, "check tls.key"))?;
    from_pem(&chain, &secret, &certificate.display().to_string())
}

/// As [`from_files`], from the files' contents; `name` is what a failure calls the certificate.
pub fn from_pem(chain: &[u8], key: &[u8], name: &str) -> Result<Arc<ServerConfig>, Failure> {
    let wrong = |what: &str| {
        Failure::usage(
            format!("the certificate {name} cannot be used: {what}"),
            "give PEM files of a matching chain and key",
        )
    };
    let chain = CertificateDer::pem_slice_iter(chain)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| wrong(&format!("its PEM does not parse ({error})")))?;
    if chain.is_empty() {
        return Err(wrong("the file holds no certificate"));
    }
    let key =
        PrivateKeyDer::from_pem_slice(key).map_err(|_| wrong("the key file holds no private key in PEM"))?;
    // Named explicitly: two providers in one binary would make rustls panic when it has to choose.
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(|error| wrong(&error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| wrong(&error.to_string()))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests;
