//! Keys shared by the tests of this module, and the published examples.

use std::sync::OnceLock;

use jiff::Timestamp;

use super::{Algorithm, Limits, SigningKey, VerifyError, VerifyingKey, parse_compact, verify};
use crate::certificate::Validity;

pub(super) const PAYLOAD: &str =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

pub(super) fn validity() -> Validity {
    Validity {
        not_before: Timestamp::from_second(1_700_000_000).unwrap(),
        not_after: Timestamp::from_second(1_900_000_000).unwrap(),
    }
}

/// One key for each algorithm, made once: RSA keys take time.
pub(super) fn key(algorithm: Algorithm) -> &'static SigningKey {
    static KEYS: [OnceLock<SigningKey>; 3] = [const { OnceLock::new() }; 3];
    let at = Algorithm::ALL.iter().position(|known| *known == algorithm).unwrap();
    KEYS[at].get_or_init(|| SigningKey::generate(algorithm, validity()).unwrap())
}

/// RFC 7515 appendix A.2.
#[test]
fn the_standards_rs256_example_verifies() {
    let jwk = serde_json::json!({
        "kty": "RSA",
        "n": concat!(
            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4Ql",
            "L-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs",
            "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoud",
            "F8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
        ),
        "e": "AQAB"
    });
    let token = format!(
        "eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}.{}",
        concat!(
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujG",
            "bds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K",
            "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6",
            "LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
        )
    );
    assert_example(&jwk, &token, Algorithm::RS256);
}

/// RFC 7515 appendix A.3.
#[test]
fn the_standards_es256_example_verifies() {
    let jwk = serde_json::json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    });
    let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    assert_example(&jwk, &format!("eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}.{signature}"), Algorithm::ES256);
}

fn assert_example(jwk: &serde_json::Value, token: &str, algorithm: Algorithm) {
    let key = VerifyingKey::from_jwk(jwk).unwrap();
    let parsed = parse_compact(token, Limits::default()).unwrap();
    let verified = verify(&parsed, &key, &[algorithm]).unwrap();
    assert_eq!(verified.claims().unwrap()["iss"], "joe");
    let altered = token.replacen("eyJpc3MiOiJqb2Ui", "eyJpc3MiOiJqb2Uj", 1);
    if let Ok(altered) = parse_compact(&altered, Limits::default()) {
        assert_eq!(verify(&altered, &key, &[algorithm]).unwrap_err(), VerifyError::BadSignature);
    }
}

#[test]
fn names_of_algorithms_are_exact() {
    for algorithm in Algorithm::ALL {
        assert_eq!(Algorithm::from_name(&algorithm.to_string()), Some(algorithm));
    }
    for name in ["none", "None", "HS256", "rs256", "RS256 ", "RS512", "ES256K", ""] {
        assert_eq!(Algorithm::from_name(name), None, "{name}");
    }
}
