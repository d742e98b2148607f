use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::token::ClientCredentialsPresented;

fn parse(body: &str, header: Option<&str>) -> Result<TokenQuery, TokenRequestError> {
    TokenQuery::parse(&Params::parse(body.as_bytes()).unwrap(), header)
}

#[test]
fn mail_servers_send_empty_credentials_beside_basic() {
    // a:b
    let query =
        parse("token=t&client_id=&client_secret=&token_type_hint=access_token", Some("Basic YTpi")).unwrap();
    assert!(matches!(query.client.presented, ClientCredentialsPresented::Basic { .. }));
    assert_eq!((query.token.expose(), query.hint), ("t", Some(TokenTypeHint::AccessToken)));
    assert_eq!(parse("client_id=a&token=t&token_type_hint=pat", None).unwrap().hint, None);
    assert!(parse("client_id=a", None).is_err() && parse("token=t", None).is_err());
}

#[test]
fn an_inactive_token_tells_nothing() {
    assert_eq!(serde_json::to_string(&Introspection::inactive()).unwrap(), r#"{"active":false}"#);
}

#[test]
fn an_active_token_tells_scope_and_user() {
    let id = Uuid::nil();
    let claims: AccessTokenClaims = serde_json::from_value(json!({
        "aud": "a", "iss": "i", "iat": 1, "nbf": 1, "exp": 2, "amr": ["pwd", "mfa"], "azp": id, "idtyp": "user",
        "oid": id, "scp": "mail User.Read", "sub": "s", "tid": id, "uti": "u", "ver": "2.0",
        "preferred_username": "kim@contoso.com",
    }))
    .unwrap();
    let answer = Introspection::active(&claims, user_name(&claims).map(Into::into));
    assert_eq!(
        serde_json::to_value(answer).unwrap(),
        json!({
            "active": true, "scope": "mail User.Read", "client_id": id, "username": "kim@contoso.com",
            "token_type": "Bearer", "exp": 2, "iat": 1, "nbf": 1, "sub": "s", "aud": "a", "iss": "i", "jti": "u",
            "tid": id, "oid": id, "idtyp": "user", "amr": ["pwd", "mfa"],
        })
    );
}

#[test]
fn an_active_refresh_token_tells_its_client_and_user() {
    let id = Uuid::nil();
    let answer = Introspection::active_refresh(ActiveRefreshToken {
        scope: "openid User.Read".to_owned(),
        client_id: id,
        username: "kim@contoso.com".to_owned(),
        iat: 1,
        sub: "s".to_owned(),
        iss: "i".to_owned(),
        tid: id,
        oid: id,
    });
    assert_eq!(
        serde_json::to_value(answer).unwrap(),
        json!({
            "active": true, "scope": "openid User.Read", "client_id": id, "username": "kim@contoso.com",
            "iat": 1, "sub": "s", "iss": "i", "tid": id, "oid": id,
        })
    );
}

proptest! {
    #[test]
    fn random_requests_never_panic(body in "[ -~]{0,80}", header in "(Basic )?[ -~]{0,40}") {
        if let Ok(params) = Params::parse(body.as_bytes()) {
            let _ = TokenQuery::parse(&params, Some(&header));
        }
    }
}
