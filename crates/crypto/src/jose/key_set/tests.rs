use super::{KeyError, KeySet};
use crate::jose::Algorithm;
use crate::jose::tests::key;
use serde_json::{Value, json};

fn read(document: &Value) -> Result<KeySet, KeyError> {
    KeySet::from_jwks(document.to_string().as_bytes())
}

#[test]
fn keys_for_other_uses_are_left_out() {
    let mut encryption = key(Algorithm::RS256).public_jwk();
    encryption.insert("use".to_owned(), json!("enc"));
    let set = read(&json!({"keys": [
        encryption, {"kty": "OKP", "crv": "Ed25519", "x": "AA"}, {"kty": "oct", "k": "AA"}, 7,
        key(Algorithm::ES256).public_jwk(),
    ]}))
    .unwrap();
    assert_eq!(set.iter().map(|(id, _)| id).collect::<Vec<_>>(), [key(Algorithm::ES256).key_id()]);
    assert!(set.get("other").is_none());
}

#[test]
fn a_key_without_kid_is_found_by_its_thumbprint() {
    let mut jwk = key(Algorithm::ES256).public_jwk();
    jwk.remove("kid");
    let set = read(&json!({ "keys": [jwk] })).unwrap();
    assert!(set.get(key(Algorithm::ES256).key_id()).is_some());
}

#[test]
fn ambiguous_and_oversized_documents_are_refused() {
    let jwk = key(Algorithm::ES256).public_jwk();
    assert_eq!(read(&json!({"keys": [jwk, jwk]})).unwrap_err(), KeyError::Malformed);
    assert_eq!(read(&json!({"keys": vec![7; 101]})).unwrap_err(), KeyError::Malformed);
    assert_eq!(read(&json!({"keys": {}})).unwrap_err(), KeyError::Malformed);
    let padded = format!("{}{}", json!({"keys": []}), " ".repeat(256 * 1024));
    assert_eq!(KeySet::from_jwks(padded.as_bytes()).unwrap_err(), KeyError::Malformed);
    assert!(read(&json!({"keys": []})).unwrap().is_empty());
}

#[test]
fn an_inserted_key_replaces_its_predecessor() {
    let verifying = || key(Algorithm::ES256).verifying_key().unwrap();
    let mut set = KeySet::default();
    assert!(set.insert("a".to_owned(), verifying()).is_none());
    assert!(set.insert("a".to_owned(), verifying()).is_some());
    assert_eq!(set.len(), 1);
}
