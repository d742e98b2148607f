//! Codes, device codes, passwords and client credentials.

use crate::posture::posture;
use crate::samples::{
    application, at, by_password, by_totp, enforced, grant, id, now, password, tenant, user,
};
use crate::tokens::{
    CodeDecision, CodeFacts, CredentialsFacts, DeviceFacts, DeviceReady, PasswordChecked, PasswordDecision,
    PasswordFacts, client_credentials, device_poll, password_grant, redeem_code,
};
use model::application::{AppRole, Application, Platform, ServicePrincipal};
use model::consent::AppRoleAssignment;
use model::flow::Authority;
use model::grant::{AuthorizationCode, DeviceCode, DeviceState, Grant};
use model::lockout::Lockout;
use model::method::Proof;
use model::signin::ClientCredential;
use model::tenant::Tenant;
use model::user::{Password, PasswordOrigin, User};
use model::verdict::Cause;
use model::{
    AppId, CodeId, ConsentId, CredentialId, GrantId, PermissionId, ServicePrincipalId, SignInId, TenantId,
};

struct Redeeming {
    code: AuthorizationCode,
    grant: Grant,
    client: AppId,
    tenant: Option<TenantId>,
    redirect_uri: Option<&'static str>,
    verifier: Option<bool>,
    user: Option<User>,
    home: Tenant,
}

fn code() -> Redeeming {
    let grant = grant(Platform::Web, vec![by_password(at(-60)), by_totp(at(-60))]);
    Redeeming {
        code: AuthorizationCode {
            id: CodeId(id(61)),
            secret_hash: [0; 32],
            grant: grant.id,
            redirect_uri: "https://app.example/cb".into(),
            challenge: Some("challenge".into()),
            nonce: None,
            resource_tenant: TenantId(id(1)),
            resource: None,
            sign_in: SignInId(id(62)),
            expires_at: at(540),
            redeemed_at: None,
        },
        client: grant.client,
        grant,
        tenant: Some(TenantId(id(1))),
        redirect_uri: Some("https://app.example/cb"),
        verifier: Some(true),
        user: Some(user()),
        home: enforced(),
    }
}

impl Redeeming {
    fn decide(&self) -> CodeDecision {
        let facts = CodeFacts {
            code: &self.code,
            grant: &self.grant,
            client: self.client,
            tenant: self.tenant,
            redirect_uri: self.redirect_uri,
            verifier: self.verifier,
            user: self.user.as_ref(),
            posture: &posture(&self.home, false, now()),
            registered: true,
            resource_name: "Graph",
        };
        redeem_code(&facts, now())
    }
}

fn changed(change: impl Fn(&mut Redeeming)) -> CodeDecision {
    let mut code = code();
    change(&mut code);
    code.decide()
}

#[test]
fn a_good_code_is_issued_for() {
    assert_eq!(code().decide(), CodeDecision::Issue);
    assert_eq!(changed(|code| code.tenant = None), CodeDecision::Issue, "redeemed at common");
    let no_pkce = |code: &mut Redeeming| (code.code.challenge, code.verifier) = (None, None);
    assert_eq!(changed(no_pkce), CodeDecision::Issue, "a confidential client without PKCE");
}

#[test]
fn every_fault_of_a_code_has_its_cause() {
    let refused = |change: fn(&mut Redeeming)| match changed(change) {
        CodeDecision::Refuse { cause, revoke: false } => cause,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(|code| code.client = AppId(id(9))), Cause::CodeInvalid);
    assert_eq!(refused(|code| code.code.grant = GrantId(id(9))), Cause::CodeInvalid);
    assert_eq!(refused(|code| code.code.expires_at = now()), Cause::CodeExpired);
    assert_eq!(refused(|code| code.redirect_uri = Some("https://app.example/cb/")), Cause::CodeInvalid);
    assert_eq!(refused(|code| code.redirect_uri = None), Cause::CodeInvalid);
    assert_eq!(refused(|code| code.tenant = Some(TenantId(id(9)))), Cause::CodeWrongTenant);
    assert_eq!(refused(|code| code.verifier = Some(false)), Cause::VerifierMismatch);
    assert_eq!(refused(|code| code.verifier = None), Cause::MissingParameter("code_verifier"));
    assert_eq!(refused(|code| code.code.challenge = None), Cause::VerifierMismatch, "a downgrade");
    assert_eq!(refused(|code| code.user = None), Cause::UserNotFound);
    let disabled = |code: &mut Redeeming| code.user.as_mut().unwrap().account_enabled = false;
    assert_eq!(refused(disabled), Cause::UserDisabled(user().id));
    let revoked = |code: &mut Redeeming| code.grant.revoked_at = Some(now());
    assert!(matches!(refused(revoked), Cause::GrantRevoked { .. }));
    let all = |code: &mut Redeeming| code.user.as_mut().unwrap().sessions_valid_from = at(-59);
    assert!(matches!(refused(all), Cause::GrantRevoked { .. }));
    let single = |code: &mut Redeeming| code.grant.proofs.truncate(1);
    assert_eq!(refused(single), Cause::MfaRequired { resource: "Graph".into() });
}

#[test]
fn a_second_use_revokes_but_only_for_the_codes_own_client() {
    let twice = Cause::CodeRedeemed;
    let used = changed(|code| code.code.redeemed_at = Some(at(-1)));
    assert_eq!(used, CodeDecision::Refuse { cause: twice.clone(), revoke: true });
    let late = changed(|code| (code.code.redeemed_at, code.code.expires_at) = (Some(at(-1)), at(-1)));
    assert_eq!(late, CodeDecision::Refuse { cause: twice, revoke: true });
    let foreign = changed(|code| (code.code.redeemed_at, code.client) = (Some(at(-1)), AppId(id(9))));
    assert_eq!(foreign, CodeDecision::Refuse { cause: Cause::CodeInvalid, revoke: false });
}

fn device(state: DeviceState) -> DeviceCode {
    DeviceCode {
        device_hash: [0; 32],
        user_hash: [0; 32],
        client: AppId(id(50)),
        tenant: None,
        scopes: Vec::new(),
        resource: None,
        address: None,
        state,
        expires_at: at(1),
    }
}

#[test]
fn a_device_hears_what_became_of_its_code() {
    let (home, grant, sign_in) = (TenantId(id(1)), GrantId(id(60)), SignInId(id(62)));
    let poll = |code: Option<&DeviceCode>| {
        device_poll(&DeviceFacts { code, client: AppId(id(50)), tenant: None }, now())
    };
    assert_eq!(poll(None), Err(Cause::DeviceCodeUnknown));
    assert_eq!(poll(Some(&device(DeviceState::Pending))), Err(Cause::DevicePending));
    assert_eq!(poll(Some(&device(DeviceState::Declined))), Err(Cause::DeviceDeclined));
    assert_eq!(poll(Some(&device(DeviceState::Redeemed))), Err(Cause::DeviceCodeUnknown));
    let approved = device(DeviceState::Approved { home, grant, sign_in });
    assert_eq!(poll(Some(&approved)), Ok(DeviceReady { home, grant, sign_in }));
    let late = DeviceCode { expires_at: now(), ..approved.clone() };
    assert_eq!(poll(Some(&late)), Err(Cause::DeviceExpired));
    let foreign = DeviceCode { client: AppId(id(9)), ..approved.clone() };
    assert_eq!(poll(Some(&foreign)), Err(Cause::DeviceCodeUnknown));
    let elsewhere = DeviceCode { tenant: Some(home), ..approved };
    assert_eq!(poll(Some(&elsewhere)), Err(Cause::DeviceCodeUnknown));
}

struct Sent {
    tenant: Tenant,
    lockout: Lockout,
    checked: PasswordChecked,
    user: Option<User>,
    password: Option<Password>,
    registered: bool,
}

fn sent(tenant: Tenant) -> Sent {
    Sent {
        tenant,
        lockout: Lockout::default(),
        checked: PasswordChecked::Right(by_password(now())),
        user: Some(user()),
        password: Some(password(PasswordOrigin::Owner, 100)),
        registered: false,
    }
}

impl Sent {
    fn decide(&self) -> PasswordDecision {
        let facts = PasswordFacts {
            tenant: &self.tenant,
            posture: &posture(&self.tenant, false, now()),
            lockout: &self.lockout,
            checked: &self.checked,
            user: self.user.as_ref(),
            password: self.password.as_ref(),
            registered: self.registered,
            resource_name: "Graph",
        };
        password_grant(&facts, now())
    }
}

fn refused(decision: PasswordDecision) -> (Cause, bool, bool) {
    match decision {
        PasswordDecision::Refuse { cause, counts, oracle } => (cause, counts, oracle),
        PasswordDecision::Issue(proof) => panic!("{proof:?}"),
    }
}

#[test]
fn the_password_grant_works_where_the_tenant_allows_it() {
    assert_eq!(sent(tenant()).decide(), PasswordDecision::Issue(by_password(now())));
    let closed = Tenant { password_grant_allowed: false, ..tenant() };
    assert_eq!(refused(sent(closed).decide()), (Cause::PasswordGrantDisabled, false, false));
}

#[test]
fn enforcement_refuses_it_by_what_the_user_has_registered() {
    let resource = || "Graph".to_owned();
    let mut sent = sent(enforced());
    let enrol = Cause::MfaEnrollmentRequired { resource: resource() };
    assert_eq!(refused(sent.decide()), (enrol, false, true));
    sent.registered = true;
    let mfa = || (Cause::MfaRequired { resource: resource() }, false, true);
    assert_eq!(refused(sent.decide()), mfa());
    sent.tenant.password_grant_allowed = false;
    assert_eq!(refused(sent.decide()), mfa(), "enforcement answers before the switch");
    sent.checked = PasswordChecked::Wrong;
    assert_eq!(refused(sent.decide()), (Cause::WrongPassword, true, false));
}

#[test]
fn nothing_is_told_of_an_account_whose_password_was_not_given() {
    let wrong = (Cause::WrongPassword, true, false);
    let mut sent = sent(tenant());
    sent.checked = PasswordChecked::Wrong;
    sent.user.as_mut().unwrap().account_enabled = false;
    assert_eq!(refused(sent.decide()), wrong);
    (sent.user, sent.password) = (None, None);
    assert_eq!(refused(sent.decide()), wrong);
    sent.checked = PasswordChecked::Right(by_password(now()));
    assert_eq!(refused(sent.decide()), wrong, "a proof without an account");
}

#[test]
fn a_proof_of_a_password_that_was_since_replaced_is_none() {
    let mut sent = sent(tenant());
    sent.password.as_mut().unwrap().id = CredentialId(id(99));
    assert_eq!(refused(sent.decide()).0, Cause::WrongPassword);
    let stale = Proof { version: 0, ..by_password(now()) };
    let mut sent = Sent { checked: PasswordChecked::Right(stale), ..self::sent(tenant()) };
    assert_eq!(refused(sent.decide()).0, Cause::WrongPassword);
    sent.lockout.locked_until = Some(at(1));
    assert_eq!(refused(sent.decide()), (Cause::Locked, false, false));
}

#[test]
fn disabled_accounts_and_temporary_passwords_are_named_to_who_knows_the_password() {
    let mut sent = sent(tenant());
    sent.password = Some(password(PasswordOrigin::Temporary, 1));
    assert_eq!(refused(sent.decide()).0, Cause::PasswordMustChange);
    sent.user.as_mut().unwrap().account_enabled = false;
    assert_eq!(refused(sent.decide()).0, Cause::UserDisabled(user().id));
}

fn principal(number: u128, app_id: AppId) -> ServicePrincipal {
    ServicePrincipal {
        id: ServicePrincipalId(id(number)),
        app_id,
        owner: None,
        display_name: "Principal".into(),
        enabled: true,
        assignment_required: false,
        created_at: now(),
    }
}

fn api() -> Application {
    let role = |number, value: &str| AppRole {
        id: PermissionId(id(number)),
        value: value.into(),
        display_name: value.into(),
    };
    Application { app_roles: vec![role(91, "Read.All"), role(92, "Write.All")], ..application() }
}

#[test]
fn an_application_gets_the_roles_assigned_to_it_at_the_resource() {
    let (api, client, resource) = (api(), principal(70, AppId(id(50))), principal(71, AppId(id(50))));
    let assignment = |principal, resource, role| AppRoleAssignment {
        id: ConsentId(id(90)),
        principal: id(principal),
        resource: ServicePrincipalId(id(resource)),
        role: PermissionId(id(role)),
        created_at: now(),
    };
    let assignments =
        [assignment(70, 71, 92), assignment(99, 71, 91), assignment(70, 99, 91), assignment(70, 71, 93)];
    let good = CredentialsFacts {
        authority: Authority::Tenant(TenantId(id(1))),
        credential: &ClientCredential::ClientSecret(CredentialId(id(81))),
        client: &client,
        scope: Some("api://x/.default"),
        resource: ("api://x", Some((&api, &resource))),
        assignments: &assignments,
    };
    assert_eq!(client_credentials(&good), Ok(vec!["Write.All".to_owned()]));
    let v1 = CredentialsFacts { scope: None, ..good };
    assert_eq!(client_credentials(&v1), Ok(vec!["Write.All".to_owned()]));
    for authority in [Authority::Common, Authority::Organizations] {
        assert_eq!(client_credentials(&CredentialsFacts { authority, ..good }), Err(Cause::TenantRequired));
    }
    let anonymous = CredentialsFacts { credential: &ClientCredential::None, ..good };
    assert_eq!(client_credentials(&anonymous), Err(Cause::ClientCredentialMissing));
    let disabled = ServicePrincipal { enabled: false, ..client.clone() };
    let refused = client_credentials(&CredentialsFacts { client: &disabled, ..good });
    assert_eq!(refused, Err(Cause::ClientDisabled(AppId(id(50)))));
    for scope in ["api://x/Read.All", "", "api://x/.default openid", "/.default", ".default"] {
        let refused = client_credentials(&CredentialsFacts { scope: Some(scope), ..good });
        assert_eq!(refused, Err(Cause::ScopeNotDefault(scope.to_owned())), "{scope}");
    }
    let closed = ServicePrincipal { enabled: false, ..resource.clone() };
    for found in [None, Some((&api, &closed))] {
        let refused = client_credentials(&CredentialsFacts { resource: ("api://x", found), ..good });
        assert!(matches!(refused, Err(Cause::ResourceNotFound { .. })));
    }
}
