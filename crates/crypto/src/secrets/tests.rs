use super::{
    ALPHANUMERIC, CLIENT_SECRET, CONSONANTS, CROCKFORD, RECOVERY_CODES, characters, client_secret,
    normalised_recovery_code, normalised_user_code, recovery_codes, user_code,
};
use proptest::prelude::*;
use std::collections::HashSet;

/// A reproducible source: SHA-256 of a counter.
fn seeded(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut counter = 0_u64;
    move |dest| {
        for chunk in dest.chunks_mut(32) {
            counter += 1;
            let block = crate::mac::sha256(&[seed.to_be_bytes(), counter.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

#[test]
fn the_ends_of_the_range_draw_the_ends_of_the_alphabet() {
    assert_eq!(*characters(&mut |dest| dest.fill(0), b"abc", 3), "aaa");
    assert_eq!(*characters(&mut |dest| dest.fill(0xff), b"abc", 3), "ccc");
    assert_eq!(*characters(&mut |dest| dest.fill(0x7f), b"ab", 2), "aa");
    assert_eq!(*characters(&mut |dest| dest.fill(0x80), b"ab", 2), "bb");
}

#[test]
fn characters_are_drawn_evenly() {
    let drawn = characters(&mut seeded(1), CLIENT_SECRET, 66_000);
    for letter in CLIENT_SECRET {
        let count = drawn.bytes().filter(|byte| byte == letter).count();
        assert!((850..1150).contains(&count), "{} came {count} times", char::from(*letter));
    }
}

#[test]
fn a_client_secret_is_long_marked_and_hinted() {
    let secret = client_secret(&mut seeded(1));
    assert_eq!(secret.value.len(), 40);
    assert_eq!(&secret.value[..3], secret.hint);
    assert_eq!(&secret.value[3..6], "Cs~");
    assert!(secret.hint.bytes().all(|byte| ALPHANUMERIC.contains(&byte)));
    assert!(secret.value.bytes().all(|byte| CLIENT_SECRET.contains(&byte)));
    assert_ne!(secret, client_secret(&mut seeded(2)));
    assert!(!format!("{secret:?}").contains(&secret.value[6..]));
}

#[test]
fn ten_different_recovery_codes_in_readable_groups() {
    let codes = recovery_codes(&mut seeded(1));
    assert_eq!(codes.iter().map(|code| code.as_str()).collect::<HashSet<_>>().len(), RECOVERY_CODES);
    for code in &codes {
        let groups: Vec<&str> = code.split('-').collect();
        assert_eq!(groups.len(), 4);
        assert!(groups.iter().all(|group| group.len() == 4));
        assert!(code.bytes().all(|byte| byte == b'-' || CROCKFORD.contains(&byte)));
        assert_eq!(*normalised_recovery_code(code).unwrap(), code.replace('-', ""));
    }
}

#[test]
fn recovery_codes_are_read_as_people_type_them() {
    let plain = "01AB23CD45EF67GH";
    for typed in [
        "01AB-23CD-45EF-67GH",
        "oiab 23cd 45ef 67gh",
        " OLAB–23CD—45EF−67GH\n",
        "０１ＡＢ－２３ＣＤ－４５ＥＦ－６７ＧＨ",
    ] {
        assert_eq!(normalised_recovery_code(typed).as_deref().map(String::as_str), Some(plain), "{typed}");
    }
    for bad in [
        "",
        "01AB-23CD-45EF-67G",
        "01AB-23CD-45EF-67GHJ",
        "01AB-23CD-45EF-67GU",
        "01AB_23CD_45EF_67GH",
        &"-".repeat(129),
    ] {
        assert_eq!(normalised_recovery_code(bad), None, "{bad}");
    }
}

#[test]
fn a_user_code_is_eight_consonants() {
    let code = user_code(&mut seeded(1));
    assert_eq!((code.len(), &code[4..5]), (9, "-"));
    assert!(code.bytes().all(|byte| byte == b'-' || CONSONANTS.contains(&byte)));
    assert_ne!(code, user_code(&mut seeded(2)));
    assert_eq!(normalised_user_code(&code.to_lowercase()), Some(code.replace('-', "")));
    for bad in ["", "BCDF-GHJ", "BCDF-GHJKL", "ACDF-GHJK", "BCDF-GHJ1", "BCDF.GHJK"] {
        assert_eq!(normalised_user_code(bad), None, "{bad}");
    }
}

proptest! {
    #[test]
    fn typed_codes_are_normal_or_refused(typed in "\\PC{0,40}|[0-9A-Za-z -]{14,24}") {
        if let Some(code) = normalised_recovery_code(&typed) {
            prop_assert_eq!(normalised_recovery_code(&code).unwrap(), code);
        }
        if let Some(code) = normalised_user_code(&typed) {
            prop_assert_eq!(normalised_user_code(&code).unwrap(), code);
        }
    }

    #[test]
    fn every_draw_stays_inside_its_alphabet(seed: u64, count in 0_usize..50) {
        let drawn = characters(&mut seeded(seed), CONSONANTS, count);
        prop_assert_eq!(drawn.len(), count);
        prop_assert!(drawn.bytes().all(|byte| CONSONANTS.contains(&byte)));
    }
}
