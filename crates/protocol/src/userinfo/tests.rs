use serde_json::json;
use uuid::Uuid;

use super::*;

fn answer(scp: &str) -> serde_json::Value {
    let id = Uuid::nil();
    let claims: AccessTokenClaims = serde_json::from_value(json!({
        "aud": "a", "iss": "i", "iat": 1, "nbf": 1, "exp": 2, "idtyp": "user", "oid": id, "scp": scp, "sub": "other",
        "tid": id, "uti": "u", "ver": "2.0",
    }))
    .unwrap();
    let profile =
        Profile { name: Some("Kim".into()), email: Some("kim@contoso.com".into()), ..Profile::default() };
    serde_json::to_value(UserInfo::new("s".into(), &claims, profile)).unwrap()
}

#[test]
fn only_what_the_scopes_allow_is_told() {
    assert_eq!(answer("openid"), json!({"sub": "s"}));
    assert_eq!(answer("openid profile"), json!({"sub": "s", "name": "Kim"}));
    assert_eq!(answer("openid email"), json!({"sub": "s", "email": "kim@contoso.com"}));
}
