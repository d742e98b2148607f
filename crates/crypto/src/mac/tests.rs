use super::{MacKey, ct_eq, keyed_hash, sha1, sha256};
use data_encoding::HEXLOWER;
use proptest::prelude::*;

#[test]
fn sha256_of_abc_is_the_fips_180_vector() {
    assert_eq!(
        HEXLOWER.encode(&sha256(b"abc")),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn sha1_of_abc_is_the_fips_180_vector() {
    assert_eq!(HEXLOWER.encode(&sha1(b"abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

#[test]
fn keyed_hash_is_hmac_over_length_prefixed_parts() {
    let key = [7; 32];
    let mut input = Vec::new();
    for part in [b"purpose".as_slice(), b"a", b"", b"bc"] {
        input.extend_from_slice(&(part.len() as u64).to_be_bytes());
        input.extend_from_slice(part);
    }
    let plain = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &key);
    let expected = aws_lc_rs::hmac::sign(&plain, &input);
    assert_eq!(keyed_hash(&MacKey::new(&key), "purpose", &[b"a", b"", b"bc"]), expected.as_ref());
}

#[test]
fn moving_a_byte_between_parts_changes_the_hash() {
    let key = MacKey::new(&[1; 32]);
    let hashes = [
        keyed_hash(&key, "p", &[b"ab", b"c"]),
        keyed_hash(&key, "p", &[b"a", b"bc"]),
        keyed_hash(&key, "p", &[b"abc"]),
        keyed_hash(&key, "p", &[b"abc", b""]),
        keyed_hash(&key, "pa", &[b"b", b"c"]),
        keyed_hash(&MacKey::new(&[2; 32]), "p", &[b"ab", b"c"]),
    ];
    for (i, a) in hashes.iter().enumerate() {
        for b in &hashes[i + 1..] {
            assert_ne!(a, b);
        }
    }
}

#[test]
fn a_key_never_prints_itself() {
    assert_eq!(format!("{:?}", MacKey::new(&[1; 32])), "MacKey(..)");
}

proptest! {
    #[test]
    fn ct_eq_agrees_with_equality(a in prop::collection::vec(0_u8..3, 0..6), b in prop::collection::vec(0_u8..3, 0..6)) {
        prop_assert_eq!(ct_eq(&a, &b), a == b);
    }

    #[test]
    fn different_lists_hash_differently(
        a in prop::collection::vec(prop::collection::vec(0_u8..2, 0..3), 0..3),
        b in prop::collection::vec(prop::collection::vec(0_u8..2, 0..3), 0..3),
    ) {
        let key = MacKey::new(&[3; 32]);
        let hash = |list: &[Vec<u8>]| {
            let parts: Vec<&[u8]> = list.iter().map(Vec::as_slice).collect();
            keyed_hash(&key, "list", &parts)
        };
        prop_assert_eq!(hash(&a) == hash(&b), a == b);
    }
}
