use super::{KeyError, PublicKey};
use crate::jose::tests::key;
use crate::jose::{Algorithm, VerifyingKey};
use serde_json::{Map, Value, json};

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => panic!("not an object"),
    }
}

/// RFC 7638 §3.1.
fn example() -> Map<String, Value> {
    object(json!({
        "kty": "RSA",
        "n": concat!(
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWK",
            "RXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMic",
            "AtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3",
            "XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        ),
        "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"
    }))
}

#[test]
fn the_standards_thumbprint_comes_out() {
    let key = PublicKey::from_jwk(&example()).unwrap();
    assert_eq!(key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

#[test]
fn a_key_survives_jwk_and_spki() {
    for algorithm in Algorithm::ALL {
        let spki = &key(algorithm).certificate().spki;
        let public = PublicKey::from_spki(spki).unwrap();
        assert_eq!(PublicKey::from_jwk(&public.to_jwk()).unwrap(), public);
        assert_eq!(public.thumbprint(), key(algorithm).key_id());
        let trailing = [spki.as_slice(), &[0]].concat();
        assert_eq!(PublicKey::from_spki(&trailing), Err(KeyError::Malformed));
        assert_eq!(PublicKey::from_spki(&spki[..spki.len() - 1]), Err(KeyError::Malformed));
    }
}

#[test]
fn weak_rsa_keys_are_refused() {
    let with = |name: &str, value: String| {
        let mut jwk = example();
        jwk.insert(name.to_owned(), json!(value));
        PublicKey::from_jwk(&jwk)
    };
    let modulus = |bits: usize| {
        let mut bytes = vec![0xff; bits.div_ceil(8)];
        bytes[0] = 0xff >> (bytes.len() * 8 - bits);
        crate::encoding::base64url(&bytes)
    };
    for bits in [1024, 2047, 8193] {
        assert_eq!(with("n", modulus(bits)), Err(KeyError::Weak), "{bits} bits");
    }
    assert!(with("n", modulus(2048)).is_ok());
    for exponent in ["AQ", "Ag", "AAAB", "AQAAAAAB", ""] {
        assert_eq!(with("e", exponent.to_owned()), Err(KeyError::Weak), "exponent {exponent}");
    }
    assert_eq!(with("n", String::new()), Err(KeyError::Weak));
    assert_eq!(with("n", "A".repeat(2049)), Err(KeyError::Malformed));
}

#[test]
fn private_and_foreign_keys_are_refused() {
    let mut private = example();
    private.insert("d".to_owned(), json!("AQAB"));
    assert_eq!(PublicKey::from_jwk(&private), Err(KeyError::Private));
    let oct = object(json!({"kty": "oct", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"}));
    assert_eq!(PublicKey::from_jwk(&oct), Err(KeyError::Private));
    for other in [
        json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}),
        json!({"kty": "EC", "crv": "P-384", "x": "", "y": ""}),
        json!({"kty": "EC", "crv": "secp256k1", "x": "", "y": ""}),
    ] {
        assert_eq!(PublicKey::from_jwk(&object(other)), Err(KeyError::UnsupportedType));
    }
    assert_eq!(PublicKey::from_jwk(&Map::new()), Err(KeyError::Malformed));
    let short = json!({"kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB"});
    assert_eq!(PublicKey::from_jwk(&object(short)), Err(KeyError::Malformed));
}

#[test]
fn a_point_outside_the_curve_never_becomes_a_key() {
    for (x, y) in [([1; 32], [1; 32]), ([0; 32], [0; 32]), ([0xff; 32], [0xff; 32])] {
        assert_eq!(VerifyingKey::new(&PublicKey::P256 { x, y }).unwrap_err(), KeyError::Weak);
    }
}
