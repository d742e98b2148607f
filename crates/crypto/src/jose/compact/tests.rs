use super::{JwsError, Limits, parse_compact, read_object};
use crate::encoding::base64url;
use crate::jose::Algorithm;
use crate::jose::tests::PAYLOAD;
use proptest::prelude::*;

fn parse_header(header: &str) -> Result<super::JwsHeader, JwsError> {
    let token = format!("{}.{PAYLOAD}.AAAA", base64url(header.as_bytes()));
    parse_compact(&token, Limits::default()).map(|jws| jws.header().clone())
}

#[test]
fn the_header_says_which_key_to_try() {
    let header = parse_header(&format!(
        r#"{{"alg":"PS256","kid":"k1","typ":"JWT","x5t":"{}","x5t#S256":"{}"}}"#,
        "AAECAwQFBgcICQoLDA0ODxAREhM=",
        base64url(&[9; 32])
    ))
    .unwrap();
    assert_eq!(header.algorithm, Algorithm::PS256);
    assert_eq!(header.key_id.as_deref(), Some("k1"));
    assert_eq!(header.token_type.as_deref(), Some("JWT"));
    assert_eq!(header.x5t, Some(std::array::from_fn(|i| u8::try_from(i).unwrap())));
    assert_eq!(header.x5t_s256, Some([9; 32]));
}

#[test]
fn hostile_headers_are_refused_with_their_reason() {
    let long = format!(r#"{{"alg":"RS256","kid":"{}"}}"#, "k".repeat(257));
    let members: Vec<String> = (0..64).map(|i| format!(r#""m{i}":0"#)).collect();
    let many = format!(r#"{{"alg":"RS256",{}}}"#, members.join(","));
    let cases = [
        (r#"{"alg":"none"}"#, JwsError::UnsupportedAlgorithm),
        (r#"{"alg":"HS256"}"#, JwsError::UnsupportedAlgorithm),
        (r#"{"alg":"RS512"}"#, JwsError::UnsupportedAlgorithm),
        (r#"{"alg":["RS256"]}"#, JwsError::Malformed),
        (r#"{"typ":"JWT"}"#, JwsError::Malformed),
        (r#"{"alg":"RS256","alg":"RS256"}"#, JwsError::DuplicateMember),
        (r#"{"alg":"RS256","kid":"a","kid":"b"}"#, JwsError::DuplicateMember),
        (r#"{"alg":"RS256","kid":"a","\u006bid":"b"}"#, JwsError::DuplicateMember),
        (r#"{"alg":"RS256","crit":["exp"],"exp":1}"#, JwsError::UnsupportedExtension),
        (r#"{"alg":"RS256","crit":[]}"#, JwsError::UnsupportedExtension),
        (r#"{"alg":"RS256","b64":false}"#, JwsError::UnsupportedExtension),
        (r#"{"alg":"RS256","jwk":{"kty":"RSA"}}"#, JwsError::EmbeddedKey),
        (r#"{"alg":"RS256","kid":7}"#, JwsError::Malformed),
        (r#"{"alg":"RS256","x5t":"AAAA"}"#, JwsError::Malformed),
        (r#"{"alg":"RS256"} {}"#, JwsError::Malformed),
        (r#"["RS256"]"#, JwsError::Malformed),
        ("", JwsError::Malformed),
        (&long, JwsError::Malformed),
        (&many, JwsError::Malformed),
    ];
    for (header, reason) in cases {
        assert_eq!(parse_header(header), Err(reason), "{header}");
    }
}

#[test]
fn places_that_offer_keys_are_not_read() {
    let header =
        r#"{"alg":"RS256","jku":"https://evil.example/","x5u":"https://evil.example/","x5c":["AA"]}"#;
    let parsed = parse_header(header).unwrap();
    assert_eq!((parsed.key_id, parsed.x5t, parsed.x5t_s256), (None, None, None));
}

#[test]
fn only_three_segments_within_the_limit_are_a_token() {
    let header = base64url(br#"{"alg":"RS256"}"#);
    let good = format!("{header}.{PAYLOAD}.AAAA");
    let exact = Limits { max_len: good.len() };
    assert!(parse_compact(&good, exact).is_ok());
    assert_eq!(parse_compact(&good, Limits { max_len: good.len() - 1 }).unwrap_err(), JwsError::TooLong);
    let too_long = format!("{header}.{}.AAAA", "A".repeat(17_000));
    assert_eq!(parse_compact(&too_long, Limits::default()).unwrap_err(), JwsError::TooLong);
    let bad = [
        String::new(),
        "..".to_owned(),
        format!("{header}.{PAYLOAD}"),
        format!("{header}.{PAYLOAD}."),
        format!("{header}.{PAYLOAD}.AAAA.AAAA"),
        format!("{header}.{PAYLOAD}.A AA"),
        format!("{header}.{PAYLOAD}.AA+/"),
        format!(" {header}.{PAYLOAD}.AAAA"),
        format!("{header}.{PAYLOAD}.AAAA\n"),
    ];
    for token in bad {
        assert_eq!(parse_compact(&token, Limits::default()).unwrap_err(), JwsError::Malformed, "{token}");
    }
}

#[test]
fn padding_is_accepted_in_every_segment_and_stays_in_the_signed_text() {
    let token = "eyJhbGciOiJSUzI1NiJ9.e30=.AA==";
    let parsed = parse_compact(token, Limits::default()).unwrap();
    assert_eq!(parsed.unverified_payload(), b"{}");
    assert_eq!(parsed.signing_input, b"eyJhbGciOiJSUzI1NiJ9.e30=");
    assert_eq!(parsed.signature, [0]);
}

#[test]
fn claims_with_a_repeated_name_are_refused() {
    assert_eq!(read_object(br#"{"aud":"a","aud":"b"}"#), Err(JwsError::DuplicateMember));
    assert_eq!(read_object(br#"{"exp":1765380565.25}"#).unwrap()["exp"], 1_765_380_565.25);
    let deep = "[".repeat(2000);
    assert_eq!(read_object(format!(r#"{{"a":{deep}"#).as_bytes()), Err(JwsError::Malformed));
}

proptest! {
    #[test]
    fn arbitrary_text_is_refused_without_a_crash(text in "[A-Za-z0-9_=.-]{0,200}|.{0,60}") {
        if let Ok(parsed) = parse_compact(&text, Limits::default()) {
            prop_assert_eq!(text.matches('.').count(), 2);
            prop_assert!(text.as_bytes().starts_with(parsed.signing_input));
        }
    }
}
