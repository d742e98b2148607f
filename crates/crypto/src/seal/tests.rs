use super::{MAX_PLAINTEXT, SealError, decrypt, encrypt};
use data_encoding::HEXLOWER;
use proptest::prelude::*;

const KEY: [u8; 32] = [9; 32];

/// Test case 16 of the GCM specification: AES-256, 20 bytes of additional data.
#[test]
fn encrypt_gives_the_published_ciphertext_and_tag() {
    let hex = |text: &str| HEXLOWER.decode(text.as_bytes()).unwrap();
    let key: [u8; 32] =
        hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308").try_into().unwrap();
    let nonce: [u8; 12] = hex("cafebabefacedbaddecaf888").try_into().unwrap();
    let plaintext = hex(concat!(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72",
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    ));
    let sealed = encrypt(&key, nonce, &hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"), &plaintext).unwrap();
    assert_eq!(
        HEXLOWER.encode(&sealed),
        concat!(
            "cafebabefacedbaddecaf888",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa",
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            "76fc6ece0f4e1768cddf8853bb2d551b"
        )
    );
}

#[test]
fn another_key_or_other_additional_data_is_refused() {
    let sealed = encrypt(&KEY, [1; 12], b"tenant", b"seed").unwrap();
    assert_eq!(decrypt(&KEY, b"tenant", &sealed).unwrap(), b"seed");
    assert_eq!(decrypt(&[8; 32], b"tenant", &sealed), Err(SealError::NotAuthentic));
    assert_eq!(decrypt(&KEY, b"other", &sealed), Err(SealError::NotAuthentic));
}

#[test]
fn lengths_are_bounded_on_both_sides() {
    assert_eq!(encrypt(&KEY, [1; 12], b"", &vec![0; MAX_PLAINTEXT + 1]), Err(SealError::TooLong));
    assert_eq!(decrypt(&KEY, b"", &vec![0; MAX_PLAINTEXT + 29]), Err(SealError::TooLong));
    assert_eq!(decrypt(&KEY, b"", &[0; 11]), Err(SealError::Malformed));
    assert_eq!(decrypt(&KEY, b"", &[0; 27]), Err(SealError::Malformed));
    assert_eq!(decrypt(&KEY, b"", &encrypt(&KEY, [1; 12], b"", b"").unwrap()).unwrap(), b"");
}

proptest! {
    #[test]
    fn what_is_sealed_opens_and_no_flipped_bit_does(
        nonce: [u8; 12], aad: Vec<u8>, plaintext: Vec<u8>, at: prop::sample::Index, bit in 0_u8..8,
    ) {
        let mut sealed = encrypt(&KEY, nonce, &aad, &plaintext).unwrap();
        prop_assert_eq!(sealed.len(), plaintext.len() + 28);
        prop_assert_eq!(decrypt(&KEY, &aad, &sealed).unwrap(), plaintext);
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert_eq!(decrypt(&KEY, &aad, &sealed), Err(SealError::NotAuthentic));
    }
}
