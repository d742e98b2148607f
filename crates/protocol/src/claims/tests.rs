use proptest::prelude::*;

use super::*;

const CLIENT: Uuid = Uuid::from_u128(7);

fn envelope() -> Envelope {
    Envelope {
        aud: "00000003-0000-0000-c000-000000000000".into(),
        iss: "https://login.test/00000000-0000-0000-0000-000000000001/v2.0".into(),
        iat: 1_700_000_000,
        nbf: 1_700_000_000,
        exp: 1_700_003_600,
        tid: Uuid::from_u128(1),
        uti: "uti".into(),
    }
}

fn person(methods: &[Amr]) -> Box<Person> {
    Box::new(Person {
        oid: Uuid::from_u128(2),
        sub: "pairwise".into(),
        amr: AmrSet::new(methods.iter().copied()).unwrap(),
        upn: "kim@contoso.com".into(),
        name: Some("Kim".into()),
        given_name: Some("K".into()),
        family_name: Some("Im".into()),
        email: None,
        auth_time: None,
        idp: None,
        sid: Some("s".into()),
        login_hint: None,
        acct: Some(0),
    })
}

fn user_token(version: Version) -> AccessToken {
    AccessToken {
        version,
        envelope: envelope(),
        client: CLIENT,
        client_acr: ClientAcr::Public,
        subject: Subject::User {
            person: person(&[Amr::Pwd, Amr::Otp, Amr::Mfa, Amr::Pwd]),
            scp: "User.Read Mail.Read".into(),
            roles: Vec::new(),
            wids: vec![Uuid::from_u128(9)],
            groups: Groups::Omitted,
            acrs: vec!["c1".into()],
            ipaddr: Some("192.0.2.1".into()),
        },
        handles_challenges: true,
        tenant_region_scope: Some("AS".into()),
    }
}

fn json(token: &AccessToken) -> serde_json::Value {
    serde_json::to_value(AccessTokenClaims::from(token)).unwrap()
}

#[test]
fn user_tokens_of_version_2() {
    let text = serde_json::to_string(&AccessTokenClaims::from(&user_token(Version::V2))).unwrap();
    assert_eq!(
        text,
        "{\"aud\":\"00000003-0000-0000-c000-000000000000\",\
         \"iss\":\"https://login.test/00000000-0000-0000-0000-000000000001/v2.0\",\"iat\":1700000000,\
         \"nbf\":1700000000,\"exp\":1700003600,\"acrs\":[\"c1\"],\"amr\":[\"pwd\",\"otp\",\"mfa\"],\
         \"azp\":\"00000000-0000-0000-0000-000000000007\",\"azpacr\":\"0\",\"idtyp\":\"user\",\"name\":\"Kim\",\
         \"oid\":\"00000000-0000-0000-0000-000000000002\",\"preferred_username\":\"kim@contoso.com\",\
         \"scp\":\"User.Read Mail.Read\",\"sid\":\"s\",\"sub\":\"pairwise\",\
         \"tid\":\"00000000-0000-0000-0000-000000000001\",\"uti\":\"uti\",\"ver\":\"2.0\",\
         \"wids\":[\"00000000-0000-0000-0000-000000000009\"],\"xms_cc\":[\"cp1\"]}"
    );
}

#[test]
fn user_tokens_of_version_1() {
    let claims = json(&user_token(Version::V1));
    assert_eq!(claims["ver"], "1.0");
    assert_eq!(claims["appid"], CLIENT.to_string());
    assert_eq!(claims["appidacr"], "0");
    assert_eq!(claims["upn"], "kim@contoso.com");
    assert_eq!(claims["unique_name"], "kim@contoso.com");
    assert_eq!(claims["ipaddr"], "192.0.2.1");
    assert_eq!(claims["acr"], "1");
    assert_eq!(claims["tenant_region_scope"], "AS");
    assert_eq!(claims["amr"], serde_json::json!(["pwd", "otp", "mfa"]));
    for absent in ["azp", "azpacr", "preferred_username", "groups"] {
        assert!(claims.get(absent).is_none(), "{absent}");
    }
}

#[test]
fn app_tokens_hold_roles_and_no_person() {
    let subject =
        Subject::App { oid: Uuid::from_u128(3), roles: vec!["User.Read.All".into()], managed_identity: None };
    let token = AccessToken { subject, client_acr: ClientAcr::Secret, ..user_token(Version::V2) };
    let claims = AccessTokenClaims::from(&token);
    assert!(claims.is_app_only() && !claims.has_mfa());
    assert_eq!(claims.client(), Some(CLIENT));
    let claims = json(&token);
    assert_eq!(claims["idtyp"], "app");
    assert_eq!(claims["sub"], claims["oid"]);
    assert_eq!(claims["roles"], serde_json::json!(["User.Read.All"]));
    for absent in ["scp", "amr", "name", "preferred_username", "wids"] {
        assert!(claims.get(absent).is_none(), "{absent}");
    }
}

#[test]
fn resources_read_what_was_issued() {
    for version in [Version::V1, Version::V2] {
        let claims = AccessTokenClaims::from(&user_token(version));
        let read: AccessTokenClaims = serde_json::from_str(&serde_json::to_string(&claims).unwrap()).unwrap();
        assert_eq!(read, claims);
        assert!(
            read.has_scope("Mail.Read") && !read.has_scope("Mail") && read.has_mfa() && !read.is_app_only()
        );
        assert_eq!(read.client(), Some(CLIENT));
    }
}

#[test]
fn group_overage_points_to_graph() {
    let mut token = user_token(Version::V2);
    let Subject::User { groups, .. } = &mut token.subject else { panic!() };
    *groups = Groups::Overage { endpoint: "https://graph.test/v1.0/users/x/getMemberObjects".into() };
    let claims = json(&token);
    assert_eq!(claims["_claim_names"]["groups"], "src1");
    assert_eq!(
        claims["_claim_sources"]["src1"]["endpoint"],
        "https://graph.test/v1.0/users/x/getMemberObjects"
    );
    let Subject::User { groups, .. } = &mut token.subject else { panic!() };
    *groups = Groups::Listed(vec![Uuid::nil()]);
    assert_eq!(json(&token)["groups"], serde_json::json!([Uuid::nil()]));
}

fn id_token(version: Version) -> IdToken {
    IdToken {
        version,
        envelope: envelope(),
        person: person(&[Amr::Fido, Amr::Mfa]),
        nonce: Some("n".into()),
        c_hash: None,
        at_hash: None,
        roles: Vec::new(),
        groups: Groups::Omitted,
        acrs: Vec::new(),
    }
}

#[test]
fn id_tokens_hold_amr_on_both_versions() {
    let text = serde_json::to_string(&IdTokenClaims::from(&id_token(Version::V2))).unwrap();
    assert_eq!(
        text,
        "{\"aud\":\"00000003-0000-0000-c000-000000000000\",\
         \"iss\":\"https://login.test/00000000-0000-0000-0000-000000000001/v2.0\",\"iat\":1700000000,\
         \"nbf\":1700000000,\"exp\":1700003600,\"acct\":0,\"amr\":[\"fido\",\"mfa\"],\"name\":\"Kim\",\"nonce\":\"n\",\
         \"oid\":\"00000000-0000-0000-0000-000000000002\",\"preferred_username\":\"kim@contoso.com\",\"sid\":\"s\",\
         \"sub\":\"pairwise\",\"tid\":\"00000000-0000-0000-0000-000000000001\",\"uti\":\"uti\",\"ver\":\"2.0\"}"
    );
    let v1 = serde_json::to_value(IdTokenClaims::from(&id_token(Version::V1))).unwrap();
    assert_eq!(v1["amr"], serde_json::json!(["fido", "mfa"]));
    assert_eq!(v1["unique_name"], "kim@contoso.com");
    assert_eq!(v1["given_name"], "K");
    assert!(v1.get("preferred_username").is_none());
}

#[test]
fn a_nonce_is_never_invented() {
    let token = IdToken { nonce: None, ..id_token(Version::V2) };
    assert!(serde_json::to_value(IdTokenClaims::from(&token)).unwrap().get("nonce").is_none());
}

proptest! {
    #[test]
    fn method_sets_are_never_empty_and_never_repeat(methods in proptest::collection::vec(
        prop::sample::select(vec![Amr::Pwd, Amr::Otp, Amr::Mfa, Amr::Fido, Amr::Rsa]), 0..8))
    {
        match AmrSet::new(methods.iter().copied()) {
            None => prop_assert!(methods.is_empty()),
            Some(set) => {
                let mut sorted = set.as_slice().to_vec();
                sorted.sort();
                sorted.dedup();
                prop_assert_eq!(sorted.len(), set.as_slice().len());
                prop_assert_eq!(set.has_mfa(), methods.contains(&Amr::Mfa));
            }
        }
    }

    #[test]
    fn foreign_json_never_panics(text in "\\PC*") {
        let _ = serde_json::from_str::<AccessTokenClaims>(&text);
        let _ = serde_json::from_str::<IdTokenClaims>(&text);
    }
}
