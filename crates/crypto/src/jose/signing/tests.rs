use super::{Header, KeyError, SigningKey, TokenType};
use crate::jose::tests::{key, validity};
use crate::jose::{Algorithm, KeySet, Limits, VerifyingKey, parse_compact, verify};
use proptest::prelude::*;
use serde_json::{Value, json};

const CLAIMS: &[u8] = br#"{"iss":"https://login.example/tid/v2.0","sub":"s"}"#;

#[test]
fn every_algorithm_signs_what_its_published_key_verifies() {
    for algorithm in Algorithm::ALL {
        let key = key(algorithm);
        let token = key.sign(Header::JWT, CLAIMS).unwrap();
        let published = VerifyingKey::from_jwk(&Value::Object(key.public_jwk())).unwrap();
        let parsed = parse_compact(&token, Limits::default()).unwrap();
        assert_eq!(parsed.header().key_id.as_deref(), Some(key.key_id()));
        let verified = verify(&parsed, &published, &[algorithm]).unwrap();
        assert_eq!(verified.payload(), CLAIMS);
        assert!(verify(&parsed, &key.verifying_key().unwrap(), &Algorithm::ALL).is_ok());
        assert!(!token.contains('='));
    }
}

#[test]
fn headers_carry_what_each_kind_of_token_needs() {
    let key = key(Algorithm::RS256);
    let x5t = key.certificate().thumbprint_sha1;
    let read = |header| {
        let token = key.sign(header, b"{}").unwrap();
        parse_compact(&token, Limits::default()).unwrap().header().clone()
    };
    assert_eq!(read(Header::JWT).x5t, None);
    assert_eq!(read(Header::JWT).token_type.as_deref(), Some("JWT"));
    assert_eq!(read(Header::JWT_V1).x5t, Some(x5t));
    assert_eq!(read(Header::ACCESS_TOKEN).token_type.as_deref(), Some("at+jwt"));
    let logout = Header { token_type: TokenType::LogoutToken, x5t: true };
    assert_eq!(read(logout).token_type.as_deref(), Some("logout+jwt"));
    assert_eq!(read(logout).x5t, Some(x5t));
}

#[test]
fn a_stored_key_comes_back_the_same() {
    for algorithm in Algorithm::ALL {
        let key = key(algorithm);
        let again =
            SigningKey::from_pkcs8(algorithm, &key.to_pkcs8().unwrap(), &key.certificate().der).unwrap();
        assert_eq!(again.public_jwk(), key.public_jwk());
        let token = again.sign(Header::JWT_V1, CLAIMS).unwrap();
        let parsed = parse_compact(&token, Limits::default()).unwrap();
        assert!(verify(&parsed, &key.verifying_key().unwrap(), &[algorithm]).is_ok());
    }
}

#[test]
fn a_key_needs_its_own_certificate_and_its_own_type() {
    let (rsa, ec) = (key(Algorithm::RS256), key(Algorithm::ES256));
    let load = |algorithm, pkcs8: &SigningKey, certificate: &SigningKey| {
        SigningKey::from_pkcs8(algorithm, &pkcs8.to_pkcs8().unwrap(), &certificate.certificate().der)
            .map(|_| ())
    };
    assert_eq!(load(Algorithm::RS256, rsa, ec), Err(KeyError::CertificateMismatch));
    assert_eq!(load(Algorithm::RS256, ec, ec), Err(KeyError::Malformed));
    assert_eq!(load(Algorithm::ES256, rsa, rsa), Err(KeyError::Malformed));
    let garbage = SigningKey::from_pkcs8(Algorithm::ES256, b"", &ec.certificate().der);
    assert_eq!(garbage.unwrap_err(), KeyError::Malformed);
}

#[test]
fn the_published_key_has_the_members_that_clients_read() {
    let jwk = key(Algorithm::RS256).public_jwk();
    let certificate = key(Algorithm::RS256).certificate();
    assert_eq!(jwk["kty"], "RSA");
    assert_eq!(jwk["use"], "sig");
    assert_eq!(jwk["alg"], "RS256");
    assert_eq!(jwk["kid"], key(Algorithm::RS256).key_id());
    assert_eq!(jwk["x5t"], certificate.sha1_base64url());
    assert_eq!(jwk["x5c"][0], crate::encoding::base64_standard(&certificate.der));
    assert_eq!(jwk["e"], "AQAB");
    assert_eq!(jwk["n"].as_str().unwrap().len(), 342);
    assert_eq!(jwk.len(), 8);
    let ec = key(Algorithm::ES256).public_jwk();
    assert_eq!((&ec["kty"], &ec["crv"], &ec["alg"]), (&json!("EC"), &json!("P-256"), &json!("ES256")));
    assert!(!ec.contains_key("n") && !ec.contains_key("d"));
}

#[test]
fn the_certificate_has_the_validity_asked_for_and_verifies_tokens() {
    let key = key(Algorithm::RS256);
    assert_eq!(key.certificate().validity, validity());
    assert_eq!(key.certificate().subject, "CN=Countersign token signing");
    let token = key.sign(Header::JWT, CLAIMS).unwrap();
    let parsed = parse_compact(&token, Limits::default()).unwrap();
    let from_certificate = VerifyingKey::from_certificate(key.certificate()).unwrap();
    assert!(verify(&parsed, &from_certificate, &[Algorithm::RS256]).is_ok());
}

#[test]
fn a_published_set_finds_each_key() {
    let keys: Vec<Value> =
        Algorithm::ALL.iter().map(|algorithm| Value::Object(key(*algorithm).public_jwk())).collect();
    let set = KeySet::from_jwks(json!({ "keys": keys }).to_string().as_bytes()).unwrap();
    for algorithm in Algorithm::ALL {
        assert!(set.get(key(algorithm).key_id()).unwrap().serves(algorithm));
    }
    assert_eq!(set.len(), 3);
}

#[test]
fn a_private_key_never_prints_itself() {
    let printed = format!("{:?}", key(Algorithm::ES256));
    assert_eq!(
        printed,
        format!("SigningKey {{ algorithm: ES256, key_id: {:?}, .. }}", key(Algorithm::ES256).key_id())
    );
}

proptest! {
    #[test]
    fn every_payload_comes_back(claims: Vec<u8>, x5t: bool) {
        let key = key(Algorithm::ES256);
        let token = key.sign(Header { token_type: TokenType::Jwt, x5t }, &claims).unwrap();
        let parsed = parse_compact(&token, Limits::default()).unwrap();
        let verifying = key.verifying_key().unwrap();
        prop_assert_eq!(verify(&parsed, &verifying, &[Algorithm::ES256]).unwrap().payload(), claims);
    }
}
