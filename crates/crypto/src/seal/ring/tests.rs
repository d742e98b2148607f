use super::{AES_256_GCM_SIV, Ring, SealError};
use crate::encoding::{base64url, from_base64url};
use crate::seal::{LessSafeKey, UnboundKey, append_sealed};
use data_encoding::HEXLOWER;
use proptest::prelude::*;

const OLD: [u8; 32] = [1; 32];
const NEW: [u8; 32] = [2; 32];

fn ring() -> Ring {
    Ring::new(&[(20, &NEW), (10, &OLD)]).unwrap()
}

/// RFC 8452 appendix C.2: an 8-byte plaintext without additional data.
#[test]
fn the_cipher_gives_the_published_result() {
    let mut key = [0; 32];
    key[0] = 1;
    let mut nonce = [0; 12];
    nonce[0] = 3;
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM_SIV, &key).unwrap());
    let mut out = Vec::new();
    append_sealed(&key, nonce, b"", &[1, 0, 0, 0, 0, 0, 0, 0], &mut out).unwrap();
    assert_eq!(HEXLOWER.encode(&out), "c2ef328e5c71c83b843122130f7364b761e0b97427e3df28");
}

#[test]
fn the_highest_id_seals_and_every_key_opens() {
    let old = Ring::new(&[(10, &OLD)]).unwrap();
    let from_old = old.seal("code", [3; 12], b"one").unwrap();
    let from_new = ring().seal("code", [3; 12], b"two").unwrap();
    assert_eq!(ring().newest_key_id(), 20);
    assert_eq!(ring().open("code", &from_old, 200).unwrap(), b"one");
    assert_eq!(ring().open("code", &from_new, 200).unwrap(), b"two");
    assert_eq!(old.open("code", &from_new, 200), Err(SealError::UnknownKey));
}

#[test]
fn a_value_serves_one_purpose() {
    let sealed = ring().seal("code", [3; 12], b"x").unwrap();
    assert_eq!(ring().open("cookie", &sealed, 200), Err(SealError::NotAuthentic));
    assert_eq!(ring().open("", &sealed, 200), Err(SealError::NotAuthentic));
}

#[test]
fn a_key_id_cannot_be_exchanged() {
    let same_key = Ring::new(&[(10, &OLD), (11, &OLD)]).unwrap();
    let mut bytes = from_base64url(&same_key.seal("code", [3; 12], b"x").unwrap()).unwrap();
    assert_eq!(bytes[..5], [1, 0, 0, 0, 11]);
    bytes[4] = 10;
    assert_eq!(same_key.open("code", &base64url(&bytes), 200), Err(SealError::NotAuthentic));
}

#[test]
fn rings_without_keys_or_with_one_id_twice_are_refused() {
    assert_eq!(Ring::new(&[]).unwrap_err(), SealError::UnknownKey);
    assert_eq!(Ring::new(&[(1, &OLD), (2, &OLD), (1, &NEW)]).unwrap_err(), SealError::UnknownKey);
}

#[test]
fn text_that_is_too_long_padded_or_of_another_version_is_refused() {
    let ring = ring();
    let sealed = ring.seal("code", [3; 12], b"xy").unwrap();
    assert_eq!(sealed.len(), Ring::sealed_len(2));
    assert!(ring.open("code", &sealed, sealed.len()).is_ok());
    assert_eq!(ring.open("code", &sealed, sealed.len() - 1), Err(SealError::TooLong));
    assert_eq!(ring.open("code", &format!("{sealed}="), 200), Err(SealError::Malformed));
    assert_eq!(ring.open("code", &format!("Ag{}", &sealed[2..]), 200), Err(SealError::Malformed));
    assert_eq!(ring.open("code", "", 200), Err(SealError::Malformed));
    assert_eq!(ring.open("code", &sealed[..30], 200), Err(SealError::Malformed));
}

proptest! {
    #[test]
    fn sealed_text_opens_and_no_other_text_does(
        nonce: [u8; 12], purpose in "[a-z]{0,12}", plaintext: Vec<u8>, at: prop::sample::Index, replacement in "[A-Za-z0-9_-]",
    ) {
        let ring = ring();
        let sealed = ring.seal(&purpose, nonce, &plaintext).unwrap();
        prop_assert_eq!(ring.open(&purpose, &sealed, 4096).unwrap(), plaintext);
        let at = at.index(sealed.len());
        let mut altered = sealed.clone();
        altered.replace_range(at..=at, &replacement);
        prop_assert_eq!(ring.open(&purpose, &altered, 4096).is_ok(), altered == sealed);
    }

    #[test]
    fn arbitrary_text_never_opens(text in ".{0,300}") {
        prop_assert!(ring().open("code", &text, 4096).is_err());
    }
}
