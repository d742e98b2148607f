use proptest::prelude::*;

use super::*;
use crate::redirect::{Platform, RedirectUri};

fn parse(query: &str) -> Result<LogoutRequest, ParamError> {
    LogoutRequest::parse(&Params::parse(query.as_bytes()).unwrap())
}

#[test]
fn everything_is_optional() {
    assert_eq!(parse("").unwrap(), LogoutRequest::default());
    let request = parse("client_id=a&logout_hint=h&ui_locales=ko+en&id_token_hint=e.y.J").unwrap();
    assert_eq!(request.client_id.unwrap().as_str(), "a");
    assert_eq!(request.ui_locales, ["ko", "en"]);
    assert!(parse("state=1&state=2").is_err());
    assert!(parse("post_logout_redirect_uri=https%3A%2F%2Fa%0d%0ab").is_err());
}

#[test]
fn only_a_registered_address_is_followed() {
    let registered = [RedirectUri::register("https://app.example/out", Platform::Web).unwrap()];
    let target = |query: &str| parse(query).unwrap().checked_target(&registered);
    assert_eq!(
        target("post_logout_redirect_uri=https%3A%2F%2Fapp.example%2Fout&state=a%26b").as_deref(),
        Some("https://app.example/out?state=a%26b")
    );
    assert_eq!(
        target("post_logout_redirect_uri=https%3A%2F%2Fapp.example%2Fout").as_deref(),
        Some("https://app.example/out")
    );
    for query in [
        "",
        "post_logout_redirect_uri=https%3A%2F%2Fevil.example",
        "post_logout_redirect_uri=https%3A%2F%2Fapp.example%2Fout%2F",
    ] {
        assert_eq!(target(query), None, "{query}");
    }
}

proptest! {
    #[test]
    fn random_queries_never_panic(value in "\\PC{0,60}") {
        let value = encode(&value);
        let _ = parse(&format!("client_id={value}&state={value}&post_logout_redirect_uri={value}"));
    }
}
