use super::*;
use crate::posture::posture;
use crate::samples::{
    application, at, by_password, by_recovery_code, by_totp, enforced, grant, id, now, tenant, user,
};
use model::application::Platform;
use model::tenant::Tenant;
use model::{CredentialId, SessionId};
use protocol::claims::{AccessTokenClaims, IdTokenClaims};

const ISSUE: Issue<'static> = Issue {
    tenant: TenantId(model::Uuid::from_u128(1)),
    issuer: "https://login.example/t/v2.0",
    sign_in: SignInId(model::Uuid::from_u128(62)),
    now: Timestamp::UNIX_EPOCH,
};

fn both() -> Grant {
    let mut grant = grant(Platform::Web, vec![by_password(at(-60)), by_totp(at(-50))]);
    grant.session = Some(SessionId(id(40)));
    grant
}

fn access(
    home: &Tenant,
    grant: &Grant,
    user: &User,
    resource: &Application,
) -> Result<AccessTokenClaims, Cause> {
    let call = Call {
        client: AppId(id(50)),
        credential: ClientCredential::ClientSecret(CredentialId(id(81))),
        resource,
        resource_called: "https://graph.example",
        seconds: 4000,
    };
    let permissions = Permissions {
        scopes: &["User.Read".to_owned(), "AuditLog.Read.All".to_owned()],
        roles: &[],
        directory_roles: &[],
        address: Some("192.0.2.1"),
    };
    let posture = posture(home, false, now());
    let facts = facts(user, grant, &posture);
    user_access_token(&ISSUE, &call, &facts, &permissions).map(|token| AccessTokenClaims::from(&token))
}

fn facts<'a>(user: &'a User, grant: &'a Grant, posture: &'a Posture) -> UserFacts<'a> {
    UserFacts {
        user,
        grant,
        posture,
        registered: true,
        subject: "pairwise",
        home_issuer: None,
        profile: true,
        email: true,
    }
}

fn resource(version: TokenVersion) -> Application {
    Application { access_token_version: version, ..application() }
}

#[test]
fn every_user_token_of_either_version_names_its_methods() {
    for version in [TokenVersion::V1, TokenVersion::V2] {
        let claims = access(&enforced(), &both(), &user(), &resource(version)).unwrap();
        assert_eq!(claims.amr, ["pwd", "otp", "mfa"]);
        assert_eq!(claims.scp.as_deref(), Some("User.Read AuditLog.Read.All"));
        assert_eq!((claims.idtyp.as_str(), claims.sub.as_str()), ("user", "pairwise"));
        assert_eq!((claims.iat, claims.nbf, claims.exp), (0, 0, 4000));
        assert_eq!(claims.uti, unique_token_identifier(ISSUE.sign_in));
        assert_eq!(claims.auth_time, Some(at(-60).as_second()));
        assert!(claims.wids.is_empty() && claims.roles.is_empty());
    }
}

#[test]
fn the_versions_name_audience_client_and_user_differently() {
    let v1 = access(&enforced(), &both(), &user(), &resource(TokenVersion::V1)).unwrap();
    assert_eq!((v1.aud.as_str(), v1.acr.as_deref()), ("https://graph.example", Some("1")));
    assert_eq!((v1.appid, v1.azp), (Some(id(50)), None));
    assert_eq!(v1.upn.as_deref(), Some("jordan.miller@contoso.example"));
    let v2 = access(&enforced(), &both(), &user(), &resource(TokenVersion::V2)).unwrap();
    assert_eq!((v2.aud, v2.acr), (application().app_id.to_string(), None));
    assert_eq!((v2.appid, v2.azp), (None, Some(id(50))));
    assert_eq!(v2.preferred_username.as_deref(), Some("jordan.miller@contoso.example"));
}

#[test]
fn no_token_is_described_that_enforcement_forbids() {
    let single = Grant { proofs: vec![by_password(at(-60))], ..both() };
    let resource = resource(TokenVersion::V2);
    let refused = Err(Cause::MfaRequired { resource: "Automation".into() });
    assert_eq!(access(&enforced(), &single, &user(), &resource), refused);
    let allowed = access(&tenant(), &single, &user(), &resource).unwrap();
    assert_eq!(allowed.amr, ["pwd"]);
    let posture = posture(&enforced(), false, now());
    let user = user();
    let id_token = id_token(&ISSUE, Version::V2, &resource, &facts(&user, &single, &posture), None);
    assert_eq!(id_token.map(drop), refused.map(drop));
}

#[test]
fn no_token_is_described_for_nobody() {
    let resource = resource(TokenVersion::V2);
    let nothing = Grant { proofs: Vec::new(), ..both() };
    assert_eq!(access(&tenant(), &nothing, &user(), &resource), Err(Cause::LoginRequired));
    let disabled = User { account_enabled: false, ..user() };
    assert_eq!(access(&tenant(), &both(), &disabled, &resource), Err(Cause::UserNotFound));
    let other = User { id: model::UserId(id(99)), ..user() };
    assert_eq!(access(&tenant(), &both(), &other, &resource), Err(Cause::UserNotFound));
}

#[test]
fn an_id_token_shows_what_the_scopes_allow() {
    let (user, grant, posture) = (
        User { mail: Some("jordan@contoso.example".into()), ..user() },
        both(),
        posture(&enforced(), false, now()),
    );
    let token = |profile, email| {
        let facts = UserFacts { profile, email, ..facts(&user, &grant, &posture) };
        let token = id_token(&ISSUE, Version::V2, &application(), &facts, Some("n-1")).unwrap();
        IdTokenClaims::from(&token)
    };
    let bare = token(false, false);
    assert_eq!((bare.name, bare.email), (None, None));
    assert_eq!((bare.nonce.as_deref(), bare.exp - bare.iat), (Some("n-1"), 3600));
    assert_eq!((bare.aud, bare.acct), (application().app_id.to_string(), Some(0)));
    assert_eq!(bare.amr, ["pwd", "otp", "mfa"]);
    assert_eq!(bare.sid, Some(id(40).to_string()));
    let full = token(true, true);
    assert_eq!(full.name.as_deref(), Some("Jordan Miller"));
    assert_eq!(full.email.as_deref(), Some("jordan@contoso.example"));
}

#[test]
fn an_applications_token_has_roles_and_neither_scopes_nor_methods() {
    let resource = resource(TokenVersion::V2);
    let call = Call {
        client: AppId(id(50)),
        credential: ClientCredential::Certificate(CredentialId(id(82))),
        resource: &resource,
        resource_called: "https://graph.example",
        seconds: 3600,
    };
    let roles = vec!["User.Read.All".to_owned()];
    let token = application_access_token(&ISSUE, &call, ServicePrincipalId(id(70)), roles.clone());
    let claims = AccessTokenClaims::from(&token);
    assert!(claims.is_app_only() && claims.scp.is_none() && claims.amr.is_empty());
    assert_eq!((claims.roles, claims.oid), (roles, id(70)));
    assert_eq!(claims.azpacr, Some(ClientAcr::Certificate));
}

#[test]
fn mfa_is_said_of_two_factors_only() {
    let said = |proofs: &[Proof]| amr(proofs).map(|set| set.has_mfa());
    assert_eq!(said(&[]), None);
    assert_eq!(said(&[by_totp(now())]), None, "a second factor without a first proves nothing");
    assert_eq!(said(&[by_password(now())]), Some(false));
    assert_eq!(said(&[by_password(now()), by_recovery_code(now())]), Some(true));
    assert_eq!(said(&[by_password(now()), by_password(now())]), Some(false));
    for proofs in [vec![by_password(now())], vec![by_password(now()), by_totp(now())]] {
        let ours: Vec<&str> = amr(&proofs).unwrap().as_slice().iter().map(|value| value.as_str()).collect();
        assert_eq!(ours, model::method::amr(&proofs), "the log and the token say the same");
    }
}
