use super::{Certificate, CertificateError, KeyKind, Validity, self_signed};
use jiff::Timestamp;
use proptest::prelude::*;

fn validity() -> Validity {
    Validity {
        not_before: Timestamp::from_second(1_700_000_000).unwrap(),
        not_after: Timestamp::from_second(1_800_000_000).unwrap(),
    }
}

#[test]
fn pem_and_der_give_the_same_certificate() {
    let issued = self_signed("자동화 앱", validity(), KeyKind::P256).unwrap();
    let from_pem = Certificate::parse(issued.certificate_pem.as_bytes()).unwrap();
    let from_der = Certificate::parse(&from_pem.der).unwrap();
    assert_eq!(from_pem, from_der);
    assert_eq!(from_pem, issued.certificate);
    assert_eq!(from_pem.subject, "CN=자동화 앱");
    assert_eq!(from_pem.validity, validity());
}

#[test]
fn thumbprints_are_digests_of_the_whole_certificate() {
    let certificate = self_signed("app", validity(), KeyKind::P256).unwrap().certificate;
    let sha1 = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, &certificate.der);
    assert_eq!(certificate.thumbprint_sha1, sha1.as_ref());
    assert_eq!(certificate.sha1_hex(), data_encoding::HEXUPPER.encode(sha1.as_ref()));
    assert_eq!(certificate.sha1_base64url().len(), 27);
    assert_eq!(certificate.sha256_base64url().len(), 43);
}

#[test]
fn a_file_with_a_private_key_is_refused_wherever_the_key_is() {
    let issued = self_signed("app", validity(), KeyKind::P256).unwrap();
    let (certificate, key) = (issued.certificate_pem, issued.private_key_pem);
    for file in [format!("{certificate}{}", *key), format!("{}{certificate}", *key), key.to_string()] {
        assert_eq!(Certificate::parse(file.as_bytes()), Err(CertificateError::ContainsPrivateKey));
    }
}

#[test]
fn the_first_certificate_of_a_chain_counts_and_text_before_it_does_not() {
    let first = self_signed("first", validity(), KeyKind::P256).unwrap();
    let second = self_signed("second", validity(), KeyKind::P256).unwrap();
    let file = format!("subject=first\n{}{}", first.certificate_pem, second.certificate_pem);
    assert_eq!(Certificate::parse(file.as_bytes()).unwrap(), first.certificate);
}

#[test]
fn what_is_not_exactly_a_certificate_is_refused() {
    let der = self_signed("app", validity(), KeyKind::P256).unwrap().certificate.der;
    let cut = &der[..der.len() - 1];
    let longer = [der.as_slice(), &[0]].concat();
    for file in [
        cut,
        &longer,
        b"",
        b"-----BEGIN CERTIFICATE-----\nAA",
        b"-----BEGIN PUBLIC KEY-----\nAA\n-----END PUBLIC KEY-----\n",
    ] {
        assert_eq!(Certificate::parse(file), Err(CertificateError::Malformed));
    }
    assert_eq!(Certificate::parse(&vec![0; 65 * 1024]), Err(CertificateError::TooLong));
}

#[test]
fn both_ends_of_the_validity_count() {
    let certificate = self_signed("app", validity(), KeyKind::P256).unwrap().certificate;
    let at = |second| certificate.is_valid_at(Timestamp::from_second(second).unwrap());
    assert!(at(1_700_000_000) && at(1_800_000_000));
    assert!(!at(1_699_999_999) && !at(1_800_000_001));
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused_without_a_crash(file: Vec<u8>) {
        prop_assert!(Certificate::parse(&file).is_err());
        let framed = [b"-----BEGIN CERTIFICATE-----\n".as_slice(), &file, b"\n-----END CERTIFICATE-----\n"].concat();
        prop_assert!(Certificate::parse(&framed).is_err());
    }
}
