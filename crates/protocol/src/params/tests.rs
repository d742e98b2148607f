use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Params {
    Params::parse(text.as_bytes()).unwrap()
}

#[test]
fn reads_values_and_treats_empty_as_omitted() {
    let params = parse("client_id=abc&scope=openid+User.Read%20x&&state=&flag");
    assert_eq!(params.required("client_id", 10), Ok("abc"));
    assert_eq!(params.optional("scope", 100), Ok(Some("openid User.Read x")));
    assert_eq!(params.optional("state", 10), Ok(None));
    assert_eq!(params.optional("flag", 10), Ok(None));
    assert!(params.is_present("state") && params.is_present("flag") && !params.is_present("nonce"));
    assert_eq!(params.required("state", 10), Err(ParamError::Missing { name: "state".into() }));
}

#[test]
fn a_repeated_parameter_is_named_when_asked_for() {
    let params = parse("a=1&b=2&a=1&unknown=1&unknown=2");
    assert_eq!(params.optional("a", 10), Err(ParamError::Repeated { name: "a".into() }));
    assert_eq!(params.optional("b", 10), Ok(Some("2")));
    // an empty second value is still a repetition
    assert!(matches!(parse("a=1&a=").optional("a", 10), Err(ParamError::Repeated { .. })));
    // two spellings of one name are one name
    assert!(matches!(parse("a=1&%61=2").optional("a", 10), Err(ParamError::Repeated { .. })));
}

#[test]
fn broken_encoding_is_refused_by_name() {
    for text in ["a=%", "a=%4", "a=%zz", "a=%ff", "a=%00", "a=%C3%28", "a=x\0"] {
        let error = Params::parse(text.as_bytes()).unwrap_err();
        assert_eq!(error, ParamError::BadEncoding { name: "a".into() }, "{text}");
        assert_eq!(error.fault().code, Code::REQUEST_MALFORMED);
    }
    let error = Params::parse(b"%f\r\n=1").unwrap_err();
    assert_eq!(error, ParamError::BadEncoding { name: "%f??".into() });
}

#[test]
fn limits_hold() {
    let limits = Limits { total_bytes: 20, parameters: 2, name_bytes: 3 };
    let parse = |text: &str| Params::parse_within(text.as_bytes(), limits);
    assert_eq!(parse(&"a".repeat(21)).unwrap_err(), ParamError::TooLarge { limit: 20 });
    assert_eq!(parse("a=1&b=1&c=1").unwrap_err(), ParamError::TooMany { limit: 2 });
    assert_eq!(parse("abcd=1").unwrap_err(), ParamError::TooLong { name: "abcd".into(), limit: 3 });
    assert_eq!(
        parse("abc=12345").unwrap().optional("abc", 4),
        Err(ParamError::TooLong { name: "abc".into(), limit: 4 })
    );
    assert!(Params::parse(&vec![b'a'; 65 * 1024]).is_err());
}

#[test]
fn faults_name_the_parameter() {
    let missing = ParamError::Missing { name: "scope".into() }.fault();
    assert_eq!(missing.description(), "The request body must contain the following parameter: 'scope'.");
    let invalid = ParamError::invalid("prompt", InvalidCause::UnknownValue).fault();
    assert_eq!(
        invalid.description(),
        "The authentication service request is not valid. The parameter 'prompt' has a value that is not known."
    );
    assert_eq!(ParamError::TooMany { limit: 3 }.name(), None);
    assert_eq!(ParamError::TooMany { limit: 3 }.fault().code, Code::REQUEST_TOO_LONG);
}

#[test]
fn debug_output_hides_values() {
    assert_eq!(format!("{:?}", parse("password=hunter2&username=x")), r#"["password", "username"]"#);
}

proptest! {
    #[test]
    fn random_bytes_never_panic(raw in proptest::collection::vec(any::<u8>(), 0..2000)) {
        if let Ok(params) = Params::parse(&raw) {
            for (_, value) in params.pairs() {
                prop_assert!(!value.contains('\0'));
            }
        }
    }

    #[test]
    fn what_is_encoded_is_read_back(value in "[^\\x00]{1,60}") {
        let params = Params::parse(format!("v={}", encode(&value)).as_bytes()).unwrap();
        prop_assert_eq!(params.required("v", 1000).unwrap(), value.as_str());
    }
}
