use super::{KeyError, VerifyError, VerifyingKey, verify};
use crate::encoding::{base64url, from_base64url};
use crate::jose::tests::key;
use crate::jose::{Algorithm, Header, Limits, parse_compact};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use proptest::prelude::*;
use serde_json::{Value, json};

fn jwk(algorithm: Algorithm) -> Value {
    Value::Object(key(algorithm).public_jwk())
}

fn outcome(token: &str, key: &VerifyingKey, allowed: &[Algorithm]) -> Result<(), VerifyError> {
    verify(&parse_compact(token, Limits::default()).unwrap(), key, allowed).map(|_| ())
}

#[test]
fn the_caller_and_the_key_both_have_to_allow_the_algorithm() {
    let token = key(Algorithm::RS256).sign(Header::JWT, b"{}").unwrap();
    let rsa = VerifyingKey::from_spki(&key(Algorithm::RS256).certificate().spki).unwrap();
    let ec = VerifyingKey::from_spki(&key(Algorithm::ES256).certificate().spki).unwrap();
    let bound = rsa.clone().bound_to(Algorithm::PS256).unwrap();
    assert_eq!(outcome(&token, &rsa, &[Algorithm::PS256, Algorithm::RS256]), Ok(()));
    for (key, allowed) in [
        (&rsa, [].as_slice()),
        (&rsa, &[Algorithm::PS256, Algorithm::ES256]),
        (&ec, &Algorithm::ALL),
        (&bound, &Algorithm::ALL),
    ] {
        assert_eq!(outcome(&token, key, allowed), Err(VerifyError::AlgorithmNotAllowed));
    }
    assert_eq!(rsa.bound_to(Algorithm::ES256).unwrap_err(), KeyError::WrongUse);
}

#[test]
fn a_header_that_names_the_other_rsa_scheme_does_not_verify() {
    let token = key(Algorithm::RS256).sign(Header::JWT, b"{}").unwrap();
    let rsa = VerifyingKey::from_spki(&key(Algorithm::RS256).certificate().spki).unwrap();
    let rest = token.split_once('.').unwrap().1;
    let relabelled = format!("{}.{rest}", base64url(br#"{"alg":"PS256"}"#));
    assert_eq!(outcome(&relabelled, &rsa, &Algorithm::ALL), Err(VerifyError::BadSignature));
}

#[test]
fn members_of_the_jwk_restrict_its_use() {
    let with = |name: &str, value: Value| {
        let mut jwk = jwk(Algorithm::RS256);
        jwk[name] = value;
        VerifyingKey::from_jwk(&jwk).map(|_| ())
    };
    assert_eq!(with("use", json!("enc")), Err(KeyError::WrongUse));
    assert_eq!(with("key_ops", json!(["sign"])), Err(KeyError::WrongUse));
    assert_eq!(with("key_ops", json!("verify")), Err(KeyError::WrongUse));
    assert_eq!(with("key_ops", json!(["verify"])), Ok(()));
    for alg in [json!("HS256"), json!("none"), json!("RSA-OAEP"), json!("ES256"), json!(null)] {
        assert_eq!(with("alg", alg), Err(KeyError::WrongUse));
    }
    assert_eq!(VerifyingKey::from_jwk(&json!("key")).unwrap_err(), KeyError::Malformed);
}

/// Some client libraries keep base64 padding in all three segments and sign over it.
#[test]
fn a_padded_assertion_verifies_over_the_bytes_received() {
    let own = key(Algorithm::RS256);
    let pair = RsaKeyPair::from_pkcs8(&own.to_pkcs8().unwrap()).unwrap();
    let signed = format!(
        "{}.{}",
        URL_SAFE.encode(br#"{"alg":"RS256","typ":"JWT" }"#),
        URL_SAFE.encode(br#"{"exp":1765380565.25,"aud":"x"}"#)
    );
    assert!(signed.matches('=').count() > 1, "{signed}");
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
    let token = format!("{signed}.{}", URL_SAFE.encode(&signature));
    let key = own.verifying_key().unwrap();
    assert_eq!(outcome(&token, &key, &[Algorithm::RS256]), Ok(()));
    let stripped = token.replace('=', "");
    assert_eq!(outcome(&stripped, &key, &[Algorithm::RS256]), Err(VerifyError::BadSignature));
}

#[test]
fn signatures_of_another_length_or_in_der_are_refused() {
    let token = key(Algorithm::ES256).sign(Header::JWT, b"{}").unwrap();
    let verifying = key(Algorithm::ES256).verifying_key().unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = from_base64url(signature).unwrap();
    let der = [[0x30, 68, 2, 32].as_slice(), &signature[..32], &[2, 32], &signature[32..]].concat();
    for wrong in [signature[..63].to_vec(), [signature.as_slice(), &[0]].concat(), der, vec![0; 64]] {
        let token = format!("{signed}.{}", base64url(&wrong));
        assert_eq!(outcome(&token, &verifying, &Algorithm::ALL), Err(VerifyError::BadSignature));
    }
}

proptest! {
    #[test]
    fn no_altered_token_verifies(which in 0_usize..3, at: prop::sample::Index, bit in 0_u8..8) {
        let algorithm = Algorithm::ALL[which];
        let token = key(algorithm).sign(Header::JWT, br#"{"sub":"someone","tid":"t"}"#).unwrap();
        let mut segments: Vec<Vec<u8>> = token.split('.').map(|part| from_base64url(part).unwrap()).collect();
        let total: usize = segments.iter().map(Vec::len).sum();
        let mut at = at.index(total);
        for segment in &mut segments {
            if at < segment.len() {
                segment[at] ^= 1 << bit;
                break;
            }
            at -= segment.len();
        }
        let altered: Vec<String> = segments.iter().map(|part| base64url(part)).collect();
        if let Ok(parsed) = parse_compact(&altered.join("."), Limits::default()) {
            prop_assert!(verify(&parsed, &key(algorithm).verifying_key().unwrap(), &Algorithm::ALL).is_err());
        }
    }
}
