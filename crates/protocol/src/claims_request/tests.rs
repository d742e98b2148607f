use proptest::prelude::*;

use super::*;

#[test]
fn reads_what_clients_send() {
    let claims = ClaimsRequest::parse(
        r#"{"access_token":{"xms_cc":{"values":["CP1"]},"acrs":{"essential":true,"value":"c1"}},
            "id_token":{"signin_state":{"essential":false},"auth_time":null}}"#,
    )
    .unwrap();
    assert!(claims.handles_challenges());
    assert_eq!(claims.authentication_contexts(), ["c1"]);
    assert!(claims.is_essential(Target::AccessToken, "acrs"));
    assert!(!claims.is_essential(Target::IdToken, "signin_state"));
    assert!(claims.asks_for(Target::IdToken, "auth_time"));
    assert!(!claims.asks_for(Target::UserInfo, "auth_time"));
    assert!(!claims.wants_mfa());
}

#[test]
fn mfa_can_be_asked_for_by_method_and_by_policy() {
    for text in [
        r#"{"id_token":{"amr":{"essential":true,"values":["mfa"]}}}"#,
        r#"{"access_token":{"amr":{"value":"ngcmfa"}}}"#,
        &Challenge::Policies(vec![Uuid::nil()]).to_json(),
        r#"{"access_token":{"polids":{"essential":true,"Values":["x"]}}}"#,
    ] {
        assert!(ClaimsRequest::parse(text).unwrap().wants_mfa(), "{text}");
    }
}

#[test]
fn refuses_what_is_no_bounded_object() {
    let deep = format!("{}1{}", "{\"a\":".repeat(9), "}".repeat(9));
    let wide = format!("{{\"a\":[{}1]}}", "1,".repeat(600));
    for text in ["", "null", "[]", "1", "{", "{\"a\":}", &deep, &wide] {
        assert_eq!(
            ClaimsRequest::parse(text),
            Err(ParamError::invalid("claims", InvalidCause::NotJson)),
            "{text}"
        );
    }
    let deepest = format!("{}1{}", "{\"a\":".repeat(8), "}".repeat(8));
    assert!(ClaimsRequest::parse(&deepest).is_ok());
    assert!(matches!(ClaimsRequest::parse(&" ".repeat(MAX_BYTES + 1)), Err(ParamError::TooLong { .. })));
}

#[test]
fn challenges_have_the_platforms_shape() {
    let id: Uuid = "6a7b1f6c-0b6e-4a7e-9d0b-0e3b7c6d5f10".parse().unwrap();
    assert_eq!(
        Challenge::Policies(vec![id]).to_json(),
        r#"{"access_token":{"capolids":{"essential":true,"values":["6a7b1f6c-0b6e-4a7e-9d0b-0e3b7c6d5f10"]}}}"#
    );
    assert_eq!(
        Challenge::IssuedAfter(1_700_000_000).to_json(),
        r#"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#
    );
    let header =
        Challenge::AuthenticationContext("c1".into()).www_authenticate("https://login.test/a", Uuid::nil());
    assert!(header.starts_with(
        "Bearer realm=\"\", authorization_uri=\"https://login.test/a\", \
         client_id=\"00000000-0000-0000-0000-000000000000\", error=\"insufficient_claims\", claims=\"ey"
    ));
}

proptest! {
    #[test]
    fn base64_suits_every_decoder(id in "\\PC{0,40}") {
        let challenge = Challenge::AuthenticationContext(id.clone());
        let encoded = challenge.to_base64();
        prop_assert!(!encoded.contains(['+', '/', '=']), "{}", encoded);
        let json = String::from_utf8(BASE64_STANDARD.decode(encoded).unwrap()).unwrap();
        let read = ClaimsRequest::parse(&json).unwrap();
        prop_assert_eq!(read.authentication_contexts(), [id.as_str()]);
    }

    #[test]
    fn random_text_never_panics(text in "\\PC*") {
        if let Ok(claims) = ClaimsRequest::parse(&text) {
            let _ = (claims.wants_mfa(), claims.handles_challenges(), claims.is_empty());
        }
    }
}
