use super::{Params, PasswordError, Phc, write};
use proptest::prelude::*;

const SALT: &str = "BQUFBQUFBQUFBQUFBQUFBQ";
const HASH: &str = "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

#[test]
fn only_the_one_form_is_read() {
    let good = format!("$argon2id$v=19$m=8,t=1,p=1${SALT}${HASH}");
    assert!(Phc::read(&good).is_ok());
    let bad = [
        String::new(),
        good[1..].to_owned(),
        good.replace("argon2id", "argon2i"),
        good.replace("argon2id", "argon2d"),
        good.replace("v=19", "v=16"),
        good.replace("$v=19", ""),
        good.replace("m=8,t=1,p=1", "t=1,m=8,p=1"),
        good.replace("m=8,t=1,p=1", "m=8,t=1"),
        good.replace("m=8", "m=+8"),
        good.replace("m=8", "m=-8"),
        good.replace("m=8", "m="),
        good.replace("m=8", "m=99999999999"),
        good.replace("p=1", "p=1,keyid=AA"),
        good.replace(SALT, ""),
        good.replace(SALT, "AAAAAAA"),
        good.replace(SALT, &format!("{SALT}==")),
        good.replace(HASH, "AAAA"),
        good.replace(HASH, &"A".repeat(90)),
        good.replace('/', "_"),
        format!("{good}$"),
        format!("{good}\n"),
        format!("{good}{}", "A".repeat(300)),
        "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW".to_owned(),
    ];
    for text in bad {
        assert_eq!(Phc::read(&text).map(|_| ()), Err(PasswordError::UnknownFormat), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        m: u32, t: u32, p: u32,
        salt in prop::collection::vec(any::<u8>(), 8..=64),
        hash in prop::collection::vec(any::<u8>(), 16..=64),
    ) {
        let params = Params { m, t, p };
        let read = Phc::read(&write(params, &salt, &hash)).unwrap();
        prop_assert_eq!((read.params, read.salt, read.hash.to_vec()), (params, salt, hash));
    }

    #[test]
    fn arbitrary_text_is_refused_without_a_crash(text in "[$=,a-z0-9]{0,80}|\\PC{0,80}") {
        prop_assert!(Phc::read(&text).is_err());
    }
}
