use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::scope::{OpenIdScope, Permission, resources};

const CLIENT: &str = "11111111-2222-3333-4444-555555555555";

fn params(body: &str) -> Params {
    Params::parse(body.as_bytes()).unwrap()
}

fn parse(body: &str, version: Version) -> Result<TokenRequest, TokenRequestError> {
    TokenRequest::parse(&params(&format!("client_id={CLIENT}&{body}")), None, version)
}

fn v2(body: &str) -> TokenRequest {
    parse(body, Version::V2).unwrap()
}

fn code_of(body: &str, version: Version) -> Code {
    parse(body, version).unwrap_err().fault().code
}

#[test]
fn client_credentials_on_both_versions() {
    let request = v2(
        "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F%2F.default&client_secret=a%2Bb",
    );
    let Grant::ClientCredentials { resource, asked } = request.grant else { panic!() };
    assert_eq!(resource, Resource::AppId(resources::GRAPH));
    assert_eq!(asked, "https://graph.microsoft.com//.default");
    let ClientCredentialsPresented::SecretPost(secret) = request.client.presented else { panic!() };
    assert_eq!(secret.expose(), "a+b");
    let request =
        parse("grant_type=client_credentials&resource=https://graph.microsoft.com/", Version::V1).unwrap();
    let Grant::ClientCredentials { asked, .. } = request.grant else { panic!() };
    assert_eq!(asked, "https://graph.microsoft.com/");
    assert_eq!(
        code_of("grant_type=client_credentials&scope=User.Read", Version::V2),
        Code::SCOPE_NEEDS_DEFAULT
    );
    assert_eq!(
        code_of("grant_type=client_credentials&scope=x/.default", Version::V1),
        Code::PARAMETER_MISSING
    );
    assert_eq!(
        code_of("grant_type=client_credentials&scope=x/.default&resource=x", Version::V2),
        Code::RESOURCE_PARAMETER_V2
    );
}

#[test]
fn authorization_codes_and_refresh_tokens() {
    let request = v2(
        "grant_type=authorization_code&code=abc&redirect_uri=http%3A%2F%2Flocalhost%3A5000&code_verifier=v&client_info=1\
         &scope=openid+User.Read&client-request-id=11111111-2222-3333-4444-555555555556&x-client-SKU=msal.js.node",
    );
    assert!(request.client_info && request.correlation_id.is_some());
    assert_eq!(request.grant.name(), "authorization_code");
    let Grant::AuthorizationCode { code, redirect_uri, code_verifier, wanted } = request.grant else {
        panic!()
    };
    assert_eq!((code.expose(), redirect_uri.as_deref()), ("abc", Some("http://localhost:5000")));
    assert_eq!(code_verifier.unwrap().expose(), "v");
    let scope = wanted.scope.unwrap();
    assert!(scope.has(OpenIdScope::Openid));
    assert_eq!(scope.resources[0].permission, Permission::Named("User.Read".into()));

    let request =
        parse("grant_type=refresh_token&refresh_token=r&resource=x&scope=openid", Version::V1).unwrap();
    let Grant::RefreshToken { refresh_token, wanted } = request.grant else { panic!() };
    assert_eq!(refresh_token.expose(), "r");
    assert_eq!(wanted.resource_asked.as_deref(), Some("x"));
    assert!(wanted.scope.unwrap().has(OpenIdScope::Openid));
    assert_eq!(code_of("grant_type=refresh_token", Version::V2), Code::PARAMETER_MISSING);
    assert_eq!(code_of("grant_type=authorization_code&code=a&code=b", Version::V2), Code::REQUEST_MALFORMED);
}

#[test]
fn the_device_grant_has_two_names_and_two_parameters() {
    for body in [
        "grant_type=device_code&device_code=d",
        "grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=d&code=d",
        "grant_type=device_code&code=d",
    ] {
        let Grant::DeviceCode { device_code, .. } = v2(body).grant else { panic!() };
        assert_eq!(device_code.expose(), "d", "{body}");
    }
    assert_eq!(code_of("grant_type=device_code&device_code=d&code=e", Version::V2), Code::PARAMETER_INVALID);
    assert_eq!(code_of("grant_type=device_code", Version::V2), Code::PARAMETER_MISSING);
}

#[test]
fn passwords_and_on_behalf_of() {
    let request = v2(
        "grant_type=password&username=kim%40contoso.com&password=p+w&scope=openid&response_type=id_token+token",
    );
    let Grant::Password { username, password, .. } = &request.grant else { panic!() };
    assert_eq!((username.as_str(), password.expose()), ("kim@contoso.com", "p w"));
    assert!(!format!("{request:?}").contains("p w"));
    let jwt = "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=a";
    let request = v2(&format!("{jwt}&requested_token_use=on_behalf_of&scope=User.Read"));
    assert!(matches!(request.grant, Grant::OnBehalfOf { .. }));
    assert_eq!(code_of(jwt, Version::V2), Code::PARAMETER_MISSING);
    assert_eq!(code_of(&format!("{jwt}&requested_token_use=x"), Version::V2), Code::PARAMETER_INVALID);
}

#[test]
fn unknown_grants_are_named() {
    for grant in ["user_fic", "urn:ietf:params:oauth:grant-type:saml2-bearer", "implicit"] {
        let error = parse(&format!("grant_type={grant}"), Version::V2).unwrap_err();
        assert_eq!(error.fault().code, Code::GRANT_TYPE_UNSUPPORTED);
        assert!(error.fault().description().contains(grant));
    }
    assert_eq!(code_of("scope=x", Version::V2), Code::PARAMETER_MISSING);
}

fn authenticate(body: &str, header: Option<&str>) -> Result<ClientAuthentication, TokenRequestError> {
    ClientAuthentication::parse(&params(body), header)
}

fn basic(text: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(text))
}

#[test]
fn basic_is_kept_raw_and_decoded() {
    let client = authenticate("", Some(&basic(&format!("{CLIENT}:a%2Bb+c")))).unwrap();
    assert_eq!(client.client_id.unwrap().as_str(), CLIENT);
    let ClientCredentialsPresented::Basic { raw, decoded } = client.presented else { panic!() };
    assert_eq!(raw.secret.expose(), "a%2Bb+c");
    assert_eq!(decoded.unwrap().secret.expose(), "a+b c");
    // a secret that cannot be decoded, and one that reads the same
    for secret in ["100%", "plain:~"] {
        let client = authenticate("", Some(&basic(&format!("{CLIENT}:{secret}")))).unwrap();
        let ClientCredentialsPresented::Basic { raw, decoded } = client.presented else { panic!() };
        assert_eq!(raw.secret.expose(), secret);
        assert!(decoded.is_none(), "{secret}");
    }
    let escaped = basic(&format!("{}:s", CLIENT.replace('-', "%2D")));
    assert_eq!(authenticate("", Some(&escaped)).unwrap().client_id.unwrap().as_str(), CLIENT);
    let unpadded = format!("basic {}", BASE64_STANDARD_NO_PAD.encode(format!("{CLIENT}:ab")));
    assert!(authenticate("", Some(&unpadded)).is_ok());
}

#[test]
fn only_one_authentication_and_one_name() {
    use TokenRequestError as E;
    let header = basic(&format!("{CLIENT}:s"));
    let assertion = format!("client_assertion_type={JWT_BEARER_ASSERTION}&client_assertion=a.b.c");
    assert!(authenticate(&format!("client_id={CLIENT}"), Some(&header)).is_ok());
    for (body, expected) in [
        ("client_secret=x".to_owned(), E::SeveralAuthentications),
        (assertion.clone(), E::SeveralAuthentications),
        ("client_id=other".to_owned(), E::ClientIdMismatch),
    ] {
        assert_eq!(authenticate(&body, Some(&header)).unwrap_err(), expected, "{body}");
    }
    for header in
        ["Basic", "Basic !!", "Bearer abc", "Basic", &basic("nocolon"), &basic(":secret"), &basic("a b:c")]
    {
        assert_eq!(
            authenticate("client_id=a", Some(header)).unwrap_err(),
            E::MalformedAuthorization,
            "{header}"
        );
    }
    let client = authenticate(&assertion, None).unwrap();
    assert!(
        client.client_id.is_none() && matches!(client.presented, ClientCredentialsPresented::Assertion(_))
    );
    // an empty secret is no secret
    let client = authenticate("client_id=a&client_secret=", None).unwrap();
    assert!(matches!(client.presented, ClientCredentialsPresented::None));
}

#[test]
fn half_an_assertion_is_refused() {
    for body in [
        "client_id=a&client_assertion=x",
        &format!("client_id=a&client_assertion_type={JWT_BEARER_ASSERTION}"),
        "client_id=a&client_assertion_type=saml&client_assertion=x",
        "grant_type=x",
    ] {
        assert!(matches!(authenticate(body, None), Err(TokenRequestError::Param(_))), "{body}");
    }
}

fn issued() -> IssuedTokens {
    IssuedTokens {
        access_token: "at".into(),
        expires_in: 3599,
        expires_on: 1_700_003_599,
        not_before: 1_700_000_000,
        refresh_in: Some(1800),
        scope: Some("User.Read openid".into()),
        resource: Some("https://graph.microsoft.com/".into()),
        refresh_token: Some("rt".into()),
        id_token: Some("it".into()),
        client_info: Some(client_info(Uuid::nil(), Uuid::nil())),
        ..IssuedTokens::default()
    }
}

#[test]
fn version_2_answers_with_numbers() {
    let body: Value = serde_json::from_str(&issued().body(Version::V2).unwrap()).unwrap();
    assert_eq!(
        body,
        json!({
            "token_type": "Bearer", "scope": "User.Read openid", "expires_in": 3599, "ext_expires_in": 3599,
            "refresh_in": 1800, "access_token": "at", "refresh_token": "rt", "id_token": "it",
            "client_info": client_info(Uuid::nil(), Uuid::nil()),
        })
    );
    let only = IssuedTokens { access_token: "at".into(), expires_in: 3599, ..IssuedTokens::default() };
    assert_eq!(
        only.body(Version::V2).unwrap(),
        r#"{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"at"}"#
    );
}

#[test]
fn version_1_answers_with_strings() {
    let body: Value = serde_json::from_str(&issued().body(Version::V1).unwrap()).unwrap();
    assert_eq!(body["expires_in"], "3599");
    assert_eq!(body["ext_expires_in"], "3599");
    assert_eq!(body["expires_on"], "1700003599");
    assert_eq!(body["not_before"], "1700000000");
    assert_eq!(body["resource"], "https://graph.microsoft.com/");
    assert!(body.get("refresh_in").is_none());
}

#[test]
fn client_info_is_unpadded_base64url() {
    let text = client_info(Uuid::from_u128(1), Uuid::from_u128(2));
    let json = String::from_utf8(base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap();
    assert_eq!(
        json,
        r#"{"uid":"00000000-0000-0000-0000-000000000001","utid":"00000000-0000-0000-0000-000000000002"}"#
    );
}

#[test]
fn device_authorization_requests_and_answers() {
    let body = format!("client_id={CLIENT}&scope=openid+User.Read&claims=%7B%22access_token%22%3A%7B%7D%7D");
    let request = DeviceRequest::parse(&params(&body), None, Version::V2).unwrap();
    assert!(request.wanted.scope.is_some() && !request.claims.is_empty());
    assert!(DeviceRequest::parse(&params("scope=openid"), None, Version::V2).is_err());
    let answer = DeviceAuthorization {
        user_code: "ABCD1234".into(),
        device_code: "d".into(),
        verification_uri: "https://login.test/devicelogin".into(),
        verification_uri_complete: None,
        expires_in: 900,
        interval: 5,
        message: "m".into(),
    };
    assert_eq!(
        answer.body(Version::V2),
        json!({
            "user_code": "ABCD1234", "device_code": "d", "verification_uri": "https://login.test/devicelogin",
            "expires_in": 900, "interval": 5, "message": "m",
        })
    );
    let v1 = answer.body(Version::V1);
    assert_eq!((v1["interval"].as_str(), v1["verification_url"].as_str().is_some()), (Some("5"), true));
}

proptest! {
    #[test]
    fn random_requests_never_panic(
        grant in prop::sample::select(vec![
            "client_credentials", "authorization_code", "refresh_token", "device_code", "password", "x",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ]),
        value in "\\PC{0,40}",
        header in "(Basic |)[ -~]{0,60}",
    ) {
        let value = crate::params::encode(&value);
        let body = format!(
            "grant_type={grant}&code={value}&refresh_token={value}&scope={value}&username={value}&password={value}\
             &client_assertion={value}&claims={value}&client_id={value}"
        );
        for version in [Version::V1, Version::V2] {
            let _ = TokenRequest::parse(&params(&body), Some(&header), version).map_err(|error| error.fault().description());
            let _ = TokenRequest::parse(&params(&body), None, version);
        }
    }
}
