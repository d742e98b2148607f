use super::{Arena, Params, PasswordError, hash, needs_rehash, verify, verify_dummy};
use proptest::prelude::*;

const CHEAP: Params = Params { m: 8, t: 1, p: 1 };
const SALT: [u8; 32] = [5; 32];

/// Vectors of the reference implementation (`test.c` of its version 1.3).
#[test]
fn published_hashes_verify() {
    let mut arena = Arena::new();
    let vectors = [
        ("password", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        ("password", "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"),
        (
            "password",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        ),
        (
            "differentpassword",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94",
        ),
    ];
    for (password, stored) in vectors {
        let verified = verify(&mut arena, password, stored, Params::default()).unwrap();
        assert!(verified.matched && verified.needs_rehash, "{stored}");
        assert!(!verify(&mut arena, "Password", stored, Params::default()).unwrap().matched);
    }
}

#[test]
fn a_new_hash_has_the_default_cost_and_verifies() {
    let mut arena = Arena::new();
    let stored = hash(&mut arena, "correct horse", &SALT, Params::default()).unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$BQUFBQUF"), "{stored}");
    let verified = verify(&mut arena, "correct horse", &stored, Params::default()).unwrap();
    assert!(verified.matched && !verified.needs_rehash);
}

#[test]
fn the_same_wrong_password_gives_the_same_output() {
    let mut arena = Arena::new();
    let stored = hash(&mut arena, "right", &SALT, CHEAP).unwrap();
    let mut output = |password| {
        let verified = verify(&mut arena, password, &stored, CHEAP).unwrap();
        assert!(!verified.matched);
        verified.output
    };
    assert_eq!(output("wrong"), output("wrong"));
    assert_ne!(output("wrong"), output("other"));
}

#[test]
fn composed_and_decomposed_letters_are_one_password() {
    let mut arena = Arena::new();
    for (composed, decomposed) in [
        (
            "한글암호",
            "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}\u{110b}\u{1161}\u{11b7}\u{1112}\u{1169}",
        ),
        ("é", "e\u{301}"),
    ] {
        assert_ne!(composed, decomposed);
        let stored = hash(&mut arena, composed, &SALT, CHEAP).unwrap();
        assert!(verify(&mut arena, decomposed, &stored, CHEAP).unwrap().matched);
        assert_eq!(stored, hash(&mut arena, decomposed, &SALT, CHEAP).unwrap());
    }
    // Compatibility forms and case stay different: the password counts as typed.
    let stored = hash(&mut arena, "ＡＢＣ", &SALT, CHEAP).unwrap();
    assert!(!verify(&mut arena, "ABC", &stored, CHEAP).unwrap().matched);
}

#[test]
fn every_character_counts_up_to_the_bound() {
    let mut arena = Arena::new();
    let long = "x".repeat(4096);
    let stored = hash(&mut arena, &long, &SALT, CHEAP).unwrap();
    assert!(verify(&mut arena, &long, &stored, CHEAP).unwrap().matched);
    assert!(!verify(&mut arena, &long[1..], &stored, CHEAP).unwrap().matched);
    let longer = "x".repeat(4097);
    assert_eq!(hash(&mut arena, &longer, &SALT, CHEAP), Err(PasswordError::TooLong));
    assert_eq!(verify(&mut arena, &longer, &stored, CHEAP), Err(PasswordError::TooLong));
}

#[test]
fn short_salts_serve_imports_only() {
    let mut arena = Arena::new();
    for len in [0, 8, 15, 65] {
        assert_eq!(hash(&mut arena, "x", &vec![1; len], CHEAP), Err(PasswordError::BadSalt));
        assert_eq!(verify_dummy(&mut arena, "x", &vec![1; len], CHEAP), Err(PasswordError::BadSalt));
    }
    assert!(hash(&mut arena, "x", &[1; 16], CHEAP).is_ok());
}

#[test]
fn a_hostile_import_cannot_ask_for_much() {
    let mut arena = Arena::new();
    for cost in [
        "m=262145,t=1,p=1",
        "m=8,t=11,p=1",
        "m=64,t=1,p=5",
        "m=4294967295,t=1,p=1",
        "m=7,t=1,p=1",
        "m=8,t=0,p=1",
    ] {
        let stored = format!("$argon2id$v=19${cost}$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
        assert_eq!(verify(&mut arena, "x", &stored, CHEAP), Err(PasswordError::BadParams), "{cost}");
    }
    assert_eq!(
        hash(&mut arena, "x", &SALT, Params { m: 1 << 20, t: 1, p: 1 }),
        Err(PasswordError::BadParams)
    );
    assert!(arena.blocks.is_empty(), "no memory was taken for what is refused");
}

#[test]
fn memory_is_kept_for_usual_hashes_and_given_back_after_large_ones() {
    let mut arena = Arena::new();
    hash(&mut arena, "x", &SALT, CHEAP).unwrap();
    let usual = arena.blocks.as_ptr();
    hash(&mut arena, "y", &SALT, CHEAP).unwrap();
    assert_eq!(arena.blocks.as_ptr(), usual);
    hash(&mut arena, "x", &SALT, Params { m: 1024, t: 1, p: 1 }).unwrap();
    assert_eq!(arena.blocks.len(), 1024);
    arena.shrink_to(CHEAP);
    assert!(arena.blocks.capacity() < 1024);
    assert!(hash(&mut arena, "x", &SALT, CHEAP).is_ok());
}

#[test]
fn what_earlier_hashes_left_in_memory_does_not_matter() {
    let mut used = Arena::new();
    hash(&mut used, "something else", &[6; 32], Params { m: 64, t: 2, p: 2 }).unwrap();
    assert_eq!(
        hash(&mut used, "x", &SALT, CHEAP).unwrap(),
        hash(&mut Arena::new(), "x", &SALT, CHEAP).unwrap()
    );
}

#[test]
fn an_output_of_another_length_is_digested() {
    let mut arena = Arena::new();
    let salt = "BQUFBQUFBQUFBQUFBQUFBQ";
    let stored = format!("$argon2id$v=19$m=8,t=1,p=1${salt}${}", "A".repeat(22));
    let verified = verify(&mut arena, "x", &stored, CHEAP).unwrap();
    assert!(!verified.matched && verified.needs_rehash);
    let mut raw = [0; 16];
    arena.compute("x", &[5; 16], CHEAP, &mut raw).unwrap();
    assert_eq!(verified.output, crate::mac::sha256(&raw));
}

#[test]
fn a_dummy_costs_the_same_and_never_matches() {
    let mut arena = Arena::new();
    let dummy = verify_dummy(&mut arena, "x", &SALT, CHEAP).unwrap();
    let stored = hash(&mut arena, "x", &SALT, CHEAP).unwrap();
    let real = verify(&mut arena, "x", &stored, CHEAP).unwrap();
    assert!(real.matched && !dummy.matched);
    assert_eq!(dummy.output, real.output, "the same work was done");
}

#[test]
fn another_cost_or_an_unreadable_hash_asks_for_a_new_one() {
    let stored = hash(&mut Arena::new(), "x", &SALT, CHEAP).unwrap();
    assert!(!needs_rehash(&stored, CHEAP));
    for other in [Params { m: 9, ..CHEAP }, Params { t: 2, ..CHEAP }, Params { m: 16, p: 2, ..CHEAP }] {
        assert!(needs_rehash(&stored, other));
    }
    assert!(needs_rehash("$2b$12$abc", CHEAP));
}

#[test]
fn outputs_never_print() {
    let verified = verify_dummy(&mut Arena::new(), "x", &SALT, CHEAP).unwrap();
    assert_eq!(format!("{verified:?}"), "Verified { matched: false, needs_rehash: false, .. }");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_password_matches_its_own_hash_only(password in "\\PC{0,40}", other in "\\PC{0,40}", salt: [u8; 16]) {
        let mut arena = Arena::new();
        let stored = hash(&mut arena, &password, &salt, CHEAP).unwrap();
        prop_assert!(verify(&mut arena, &password, &stored, CHEAP).unwrap().matched);
        let same = super::normalised(&password).unwrap() == super::normalised(&other).unwrap();
        prop_assert_eq!(verify(&mut arena, &other, &stored, CHEAP).unwrap().matched, same);
    }

    #[test]
    fn normalising_fits_the_room_it_reserved(password in "[\\u{340}-\\u{345}\\u{958}\\u{fb2c}\\u{1d160}a-z]{0,40}") {
        let normal = super::normalised(&password).unwrap();
        prop_assert!(normal.len() <= 3 * password.len());
        prop_assert_eq!(super::normalised(&normal).unwrap(), normal);
    }
}
