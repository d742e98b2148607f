use super::{Authority, CertificateError, Issued, KeyKind, Validity, self_signed};
use jiff::Timestamp;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};

fn validity() -> Validity {
    Validity {
        not_before: Timestamp::from_second(1_700_000_000).unwrap(),
        not_after: Timestamp::from_second(1_731_536_000).unwrap(),
    }
}

fn parsed(issued: &Issued) -> X509Certificate<'_> {
    X509Certificate::from_der(&issued.certificate.der).unwrap().1
}

/// Checks with the cryptographic library alone that `issuer`'s key signed `subject`.
fn signed_by(subject: &Issued, issuer: &Issued) -> bool {
    let (subject, issuer) = (parsed(subject), parsed(issuer));
    aws_lc_rs::signature::UnparsedPublicKey::new(
        &aws_lc_rs::signature::ECDSA_P256_SHA256_ASN1,
        &issuer.public_key().subject_public_key.data,
    )
    .verify(subject.tbs_certificate.as_ref(), &subject.signature_value.data)
    .is_ok()
}

#[test]
fn a_leaf_is_signed_by_its_authority_and_names_its_hosts() {
    let authority = Authority::new("Demo authority", validity()).unwrap();
    let leaf = authority
        .leaf(
            &["localhost", "vault.localhost"],
            &["127.0.0.1".parse().unwrap(), "::1".parse().unwrap()],
            validity(),
        )
        .unwrap();
    assert!(signed_by(&leaf, authority.issued()));
    assert!(!signed_by(&leaf, &leaf));
    let leaf = parsed(&leaf);
    assert_eq!(leaf.subject().to_string(), "CN=localhost");
    assert_eq!(leaf.issuer().to_string(), "CN=Demo authority");
    assert!(!leaf.is_ca());
    assert!(leaf.extended_key_usage().unwrap().unwrap().value.server_auth);
    let names = &leaf.subject_alternative_name().unwrap().unwrap().value.general_names;
    let ipv6: &[u8] = &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    assert_eq!(
        *names,
        [
            GeneralName::DNSName("localhost"),
            GeneralName::DNSName("vault.localhost"),
            GeneralName::IPAddress(&[127, 0, 0, 1]),
            GeneralName::IPAddress(ipv6),
        ]
    );
}

#[test]
fn the_authority_may_sign_leaves_only() {
    let authority = Authority::new("Demo authority", validity()).unwrap();
    let certificate = parsed(authority.issued());
    let constraints = certificate.basic_constraints().unwrap().unwrap().value;
    assert!(constraints.ca);
    assert_eq!(constraints.path_len_constraint, Some(0));
    let usage = certificate.key_usage().unwrap().unwrap().value;
    assert!(usage.key_cert_sign() && !usage.digital_signature());
}

#[test]
fn an_authority_comes_back_from_its_files() {
    let first = Authority::new("데모 인증 기관", validity()).unwrap();
    let files = first.issued();
    let again = Authority::from_pem(&files.certificate_pem, &files.private_key_pem).unwrap();
    let leaf = again.leaf(&["localhost"], &[], validity()).unwrap();
    assert!(signed_by(&leaf, files));
    assert_eq!(parsed(&leaf).issuer().to_string(), "CN=데모 인증 기관");
    let other = Authority::new("Other", validity()).unwrap();
    let mixed = Authority::from_pem(&files.certificate_pem, &other.issued().private_key_pem);
    assert_eq!(mixed.unwrap_err(), CertificateError::Malformed);
}

#[test]
fn an_application_certificate_can_have_an_rsa_key() {
    let issued = self_signed("automation", validity(), KeyKind::Rsa2048).unwrap();
    assert!(issued.private_key_pem.starts_with("-----BEGIN PRIVATE KEY-----"));
    let key = crate::jose::PublicKey::from_spki(&issued.certificate.spki).unwrap();
    assert!(matches!(key, crate::jose::PublicKey::Rsa { n, .. } if n.len() == 256));
}

#[test]
fn a_name_that_no_certificate_can_carry_is_refused() {
    let authority = Authority::new("Demo authority", validity()).unwrap();
    assert_eq!(authority.leaf(&["한글.example"], &[], validity()).unwrap_err(), CertificateError::Malformed);
}
