use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::{
    aadsts::{Code, Delivery},
    error_body::{ErrorContext, TokenError},
    redirect::{Platform, RedirectUri},
    scope::{OpenIdScope, resources},
};

const CLIENT: &str = "11111111-2222-3333-4444-555555555555";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Parameters that replace those of a good request, and what they lead to.
type Case = (&'static [(&'static str, &'static str)], Code, OAuthError);

fn params(extra: &[(&str, &str)]) -> Params {
    let base = [
        ("client_id", CLIENT),
        ("redirect_uri", "https://app.example/cb"),
        ("response_type", "code"),
        ("scope", "openid User.Read"),
        ("state", "s t&a=te"),
    ];
    let mut pairs: Vec<(&str, &str)> =
        base.into_iter().filter(|(name, _)| !extra.iter().any(|(other, _)| other == name)).collect();
    pairs.extend(extra.iter().filter(|(_, value)| *value != "-"));
    let body: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{name}={}", crate::params::encode(value))).collect();
    Params::parse(body.join("&").as_bytes()).unwrap()
}

fn parse(extra: &[(&str, &str)]) -> Result<AuthorizeRequest, AuthorizeError> {
    AuthorizeRequest::parse(&params(extra), Version::V2)
}

fn page(extra: &[(&str, &str)]) -> Fault {
    match parse(extra) {
        Err(AuthorizeError::Page(error)) => error.fault,
        other => panic!("{extra:?} gave {other:?}"),
    }
}

fn refusal(extra: &[(&str, &str)]) -> ClientError {
    match parse(extra) {
        Err(AuthorizeError::Client(error)) => *error,
        other => panic!("{extra:?} gave {other:?}"),
    }
}

fn registered() -> Vec<RedirectUri> {
    ["https://app.example/cb", "https://app.example/cb?tenant=1"]
        .map(|uri| RedirectUri::register(uri, Platform::Web).unwrap())
        .into()
}

#[test]
fn a_full_request_is_read() {
    let request = parse(&[
        ("prompt", "login consent"),
        ("login_hint", "kim@contoso.com"),
        ("max_age", "0"),
        ("ui_locales", "ko en"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("claims", r#"{"access_token":{"xms_cc":{"values":["CP1"]}}}"#),
        ("client_info", "1"),
        ("clidata", "1"),
        ("amr_values", "mfa"),
        ("client-request-id", CLIENT),
        ("nonce", "n"),
        ("X-AnchorMailbox", "UPN:kim@contoso.com"),
    ])
    .unwrap();
    assert_eq!(request.return_to.client_id().app_id(), CLIENT.parse().ok());
    assert_eq!(request.return_to.response_mode(), ResponseMode::Query);
    assert!(request.prompt.login && request.prompt.consent && !request.prompt.none);
    assert_eq!(request.max_age, Some(0));
    assert_eq!(request.ui_locales, ["ko", "en"]);
    assert_eq!(request.code_challenge.as_ref().map(CodeChallenge::as_str), Some(CHALLENGE));
    assert!(request.claims.handles_challenges() && request.client_info && request.wants_mfa());
    assert_eq!(request.correlation_id, CLIENT.parse().ok());
    assert!(request.scope.has(OpenIdScope::Openid));
    let sealed = serde_json::to_string(&request).unwrap();
    assert_eq!(serde_json::from_str::<AuthorizeRequest>(&sealed).unwrap(), request);
}

#[test]
fn version_1_takes_a_resource() {
    let params =
        params(&[("scope", "-"), ("resource", "https://graph.microsoft.com/"), ("prompt", "admin_consent")]);
    let request = AuthorizeRequest::parse(&params, Version::V1).unwrap();
    assert_eq!(request.resource, Some(Resource::AppId(resources::GRAPH)));
    assert!(request.scope.is_empty() && request.prompt.admin_consent);
    assert_eq!(
        refusal(&[("resource", "https://graph.microsoft.com")]).fault.code,
        Code::RESOURCE_PARAMETER_V2
    );
    assert_eq!(refusal(&[("prompt", "admin_consent")]).fault.code, Code::PARAMETER_INVALID);
}

#[test]
fn what_concerns_client_or_redirect_uri_stays_on_the_page() {
    assert_eq!(page(&[("client_id", "-")]).code, Code::PARAMETER_MISSING);
    assert_eq!(page(&[("client_id", "a b")]).code, Code::PARAMETER_INVALID);
    assert_eq!(page(&[("redirect_uri", "-")]).code, Code::PARAMETER_MISSING);
    assert_eq!(page(&[("redirect_uri", "https://app.example/c b")]).code, Code::PARAMETER_INVALID);
    for name in ["client_id", "redirect_uri"] {
        let body =
            format!("client_id={CLIENT}&redirect_uri=https://app.example/cb&{name}=x&response_type=code");
        let params = Params::parse(body.as_bytes()).unwrap();
        let error = AuthorizeRequest::parse(&params, Version::V2).unwrap_err();
        assert!(matches!(error, AuthorizeError::Page(_)), "{name}: {error:?}");
    }
}

#[test]
fn everything_else_may_go_to_the_client() {
    let cases: [Case; 20] = [
        (&[("response_type", "-")], Code::PARAMETER_MISSING, OAuthError::InvalidRequest),
        (&[("response_type", "token")], Code::RESPONSE_TYPE_UNSUPPORTED, OAuthError::UnsupportedResponseType),
        (
            &[("response_type", "id_token token")],
            Code::RESPONSE_TYPE_UNSUPPORTED,
            OAuthError::UnsupportedResponseType,
        ),
        (&[("response_type", "id_token")], Code::PARAMETER_MISSING, OAuthError::InvalidRequest),
        (
            &[("response_type", "id_token"), ("scope", "User.Read"), ("nonce", "n")],
            Code::RESPONSE_TYPE_UNSUPPORTED,
            OAuthError::UnsupportedResponseType,
        ),
        (
            &[("response_type", "id_token"), ("response_mode", "query"), ("nonce", "n")],
            Code::RESPONSE_MODE_UNSUPPORTED,
            OAuthError::InvalidRequest,
        ),
        (&[("response_mode", "okay")], Code::RESPONSE_MODE_UNSUPPORTED, OAuthError::InvalidRequest),
        (&[("scope", "-")], Code::PARAMETER_MISSING, OAuthError::InvalidRequest),
        (&[("scope", "a\"b")], Code::SCOPE_INVALID, OAuthError::InvalidScope),
        (&[("prompt", "none login")], Code::PARAMETER_INVALID, OAuthError::InvalidRequest),
        (&[("prompt", "dance")], Code::PARAMETER_INVALID, OAuthError::InvalidRequest),
        (&[("max_age", "-1")], Code::PARAMETER_INVALID, OAuthError::InvalidRequest),
        (&[("max_age", "9999999999")], Code::PARAMETER_INVALID, OAuthError::InvalidRequest),
        (&[("claims", "[]")], Code::PARAMETER_INVALID, OAuthError::InvalidRequest),
        (&[("code_challenge", CHALLENGE)], Code::PARAMETER_INVALID, OAuthError::InvalidRequest),
        (
            &[("code_challenge", CHALLENGE), ("code_challenge_method", "plain")],
            Code::PARAMETER_INVALID,
            OAuthError::InvalidRequest,
        ),
        (
            &[("code_challenge", "short"), ("code_challenge_method", "S256")],
            Code::CODE_CHALLENGE_INVALID,
            OAuthError::InvalidRequest,
        ),
        (&[("code_challenge_method", "S256")], Code::CODE_CHALLENGE_MISSING, OAuthError::InvalidRequest),
        (&[("request", "eyJ")], Code::PARAMETER_INVALID, OAuthError::RequestNotSupported),
        (
            &[("request_uri", "https://evil.example")],
            Code::PARAMETER_INVALID,
            OAuthError::RequestUriNotSupported,
        ),
    ];
    for (extra, code, error) in cases {
        let refusal = refusal(extra);
        assert_eq!((refusal.fault.code, refusal.error), (code, error), "{extra:?}");
        assert_eq!(refusal.fault.entry().delivery, Delivery::Client, "{extra:?}");
        assert_eq!(refusal.return_to.redirect_uri(), "https://app.example/cb");
    }
    assert_eq!(refusal(&[("request", "")]).error, OAuthError::RequestNotSupported);
}

#[test]
fn repetitions_are_errors_for_the_client() {
    let body = format!(
        "client_id={CLIENT}&redirect_uri=https://app.example/cb&response_type=code&scope=openid&state=1&state=2"
    );
    let params = Params::parse(body.as_bytes()).unwrap();
    let Err(AuthorizeError::Client(error)) = AuthorizeRequest::parse(&params, Version::V2) else { panic!() };
    assert_eq!(error.fault.code, Code::REQUEST_MALFORMED);
}

#[test]
fn a_request_too_large_for_its_flow_is_refused() {
    let long = "x".repeat(4000);
    let scope = format!("openid {}", "api://x/y ".repeat(100));
    assert!(parse(&[("state", &long)]).is_ok());
    let error = refusal(&[("state", &long), ("scope", &scope), ("claims", &format!("{{\"a\":\"{long}\"}}"))]);
    assert_eq!(error.fault.code, Code::REQUEST_TOO_LONG);
    assert_eq!(refusal(&[("state", &"x".repeat(5000))]).fault.code, Code::REQUEST_TOO_LONG);
}

#[test]
fn errors_of_hybrid_requests_never_use_the_query() {
    let error = refusal(&[("response_type", "code id_token"), ("response_mode", "query")]);
    assert_eq!(error.return_to.response_mode(), ResponseMode::Fragment);
    assert_eq!(
        parse(&[("response_type", "id_token code"), ("nonce", "n")]).unwrap().response_type,
        ResponseType::CodeIdToken
    );
}

#[test]
fn only_a_registered_address_gets_an_answer() {
    let request = parse(&[("redirect_uri", "https://app.example/other")]).unwrap();
    let error = request.return_to.check(&registered()).unwrap_err();
    assert_eq!(error.fault.code, Code::REDIRECT_MISMATCH);
    assert_eq!(
        error.fault.description(),
        format!(
            "The redirect URI 'https://app.example/other' specified in the request does not match the redirect URIs \
             configured for the application '{CLIENT}'."
        )
    );
}

fn success() -> AuthorizeSuccess {
    AuthorizeSuccess {
        issuer: "https://login.test/t/v2.0".into(),
        code: Some("a/b+c=".into()),
        client_info: Some("eyJ".into()),
        ..AuthorizeSuccess::default()
    }
}

fn answer(extra: &[(&str, &str)]) -> Answer {
    parse(extra).unwrap().return_to.check(&registered()).unwrap().success(&success())
}

#[test]
fn answers_are_encoded_for_each_mode() {
    let fields =
        "code=a%2Fb%2Bc%3D&client_info=eyJ&iss=https%3A%2F%2Flogin.test%2Ft%2Fv2.0&state=s%20t%26a%3Dte";
    assert_eq!(answer(&[]), Answer::Redirect(format!("https://app.example/cb?{fields}")));
    assert_eq!(
        answer(&[("redirect_uri", "https://app.example/cb?tenant=1")]),
        Answer::Redirect(format!("https://app.example/cb?tenant=1&{fields}"))
    );
    assert_eq!(
        answer(&[("response_mode", "fragment")]),
        Answer::Redirect(format!("https://app.example/cb#{fields}"))
    );
    let Answer::FormPost { action, fields } = answer(&[("response_mode", "form_post")]) else { panic!() };
    assert_eq!(action, "https://app.example/cb");
    assert_eq!(fields[0], ("code", "a/b+c=".to_owned()));
    assert_eq!(fields.last(), Some(&("state", "s t&a=te".to_owned())));
}

#[test]
fn refusals_return_the_state() {
    let refusal = refusal(&[("prompt", "dance")]);
    let context = ErrorContext {
        trace_id: Uuid::nil(),
        correlation_id: Uuid::nil(),
        at: Timestamp::UNIX_EPOCH,
        base_url: "https://l",
    };
    let error = TokenError::new(&refusal.fault, Version::V2, &context).with_error(refusal.error);
    let Answer::Redirect(url) = refusal.return_to.check(&registered()).unwrap().failure(&error, "https://i")
    else {
        panic!()
    };
    assert!(
        url.starts_with("https://app.example/cb?error=invalid_request&error_description=AADSTS90023%3A%20"),
        "{url}"
    );
    assert!(url.ends_with("&iss=https%3A%2F%2Fi&state=s%20t%26a%3Dte"), "{url}");
}

#[test]
fn the_origin_is_what_a_form_may_post_to() {
    for (uri, origin) in [
        ("http://localhost:8400", "http://localhost:8400"),
        ("http://localhost:8400/x?y", "http://localhost:8400"),
        ("com.example.app://auth", "com.example.app:"),
    ] {
        let address = parse(&[("redirect_uri", uri)]).unwrap().return_to;
        let registered = RedirectUri::register(uri, Platform::PublicClient).unwrap();
        assert_eq!(address.check(&[registered]).unwrap().origin(), origin);
    }
}

proptest! {
    #[test]
    fn state_survives_every_mode(state in "[^\\x00]{1,60}") {
        let Answer::Redirect(url) = answer(&[("state", &state)]) else { panic!() };
        let params = Params::parse(url.split_once('?').unwrap().1.as_bytes()).unwrap();
        prop_assert_eq!(params.required("state", 1000).unwrap(), state.as_str());
    }

    #[test]
    fn random_parameters_never_panic(
        names in proptest::collection::vec(prop::sample::select(vec![
            "response_type", "response_mode", "scope", "prompt", "max_age", "claims", "nonce", "code_challenge",
            "code_challenge_method", "ui_locales", "resource", "amr_values", "client-request-id",
        ]), 0..8),
        value in "\\PC{0,40}",
    ) {
        let extra: Vec<(&str, &str)> = names.iter().map(|name| (*name, value.as_str())).collect();
        for version in [Version::V1, Version::V2] {
            let _ = AuthorizeRequest::parse(&params(&extra), version);
        }
    }
}
