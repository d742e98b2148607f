//! Sample nouns for the tests of this crate, and the comparison with golden files.

use model::application::{Application, Audience, Platform, Redirects, SigningPreference, TokenVersion};
use model::flow::{Authority, Ending, FlowRequest, Prompt, RedirectEnding};
use model::grant::Grant;
use model::method::{Method, MethodKind, Proof};
use model::session::Session;
use model::tenant::{Cloud, Enforcement, PartnerType, Profile, Tenant, TenantKind};
use model::user::{Password, PasswordOrigin, User, UserType};
use model::{
    AppId, ApplicationId, CredentialId, GrantId, SessionId, SignedDuration, TenantId, Timestamp, UserId, Uuid,
};
use protocol::Version;
use protocol::authorize::AuthorizeRequest;
use protocol::params::Params;

/// A moment all samples are arranged around: long after enforcement began.
pub(crate) fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// `now` and some seconds, which may be negative.
pub(crate) fn at(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn tenant() -> Tenant {
    Tenant {
        id: TenantId(id(1)),
        display_name: "Contoso Cloud GmbH".into(),
        kind: TenantKind::Partner(PartnerType::DirectBill),
        cloud: Cloud::Global,
        domains: vec![model::tenant::Domain {
            name: "contoso.example".into(),
            verified: true,
            is_default: true,
        }],
        enforcement: Enforcement::default(),
        profile: Profile::Csp2025,
        password_grant_allowed: true,
        security_contact: None,
        locale: None,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

pub(crate) fn enforced() -> Tenant {
    let enforcement = Enforcement { contract_date: None, technical_date: Some(at(-365 * 86_400)) };
    Tenant { enforcement, ..tenant() }
}

pub(crate) fn user() -> User {
    User {
        id: UserId(id(2)),
        user_principal_name: "jordan.miller@contoso.example".into(),
        display_name: "Jordan Miller".into(),
        given_name: Some("Jordan".into()),
        surname: Some("Miller".into()),
        mail: None,
        user_type: UserType::Member,
        account_enabled: true,
        service_account: false,
        usage_location: None,
        phones: Vec::new(),
        preferred_language: None,
        sessions_valid_from: at(-30 * 86_400),
        created_at: at(-30 * 86_400),
        deleted_at: None,
        version: 1,
    }
}

pub(crate) fn password(origin: PasswordOrigin, age_hours: i64) -> Password {
    Password {
        id: CredentialId(id(10)),
        phc: "$argon2id$sample".into(),
        origin,
        set_at: at(-3600 * age_hours),
        version: 1,
    }
}

pub(crate) fn totp() -> Method {
    Method {
        id: CredentialId(id(20)),
        kind: MethodKind::SoftwareOath,
        display_name: "Authenticator app".into(),
        secret: vec![7; 20],
        last_step: None,
        created_at: at(-20 * 86_400),
        last_used_at: None,
        version: 1,
    }
}

pub(crate) fn by_password(when: Timestamp) -> Proof {
    Proof { kind: MethodKind::Password, credential: CredentialId(id(10)), version: 1, at: when }
}

pub(crate) fn by_totp(when: Timestamp) -> Proof {
    Proof { kind: MethodKind::SoftwareOath, credential: CredentialId(id(20)), version: 1, at: when }
}

pub(crate) fn by_recovery_code(when: Timestamp) -> Proof {
    Proof { kind: MethodKind::RecoveryCode, credential: CredentialId(id(30)), version: 1, at: when }
}

pub(crate) fn session(proofs: Vec<Proof>) -> Session {
    Session {
        id: SessionId(id(40)),
        secret_hash: [1; 32],
        user: UserId(id(2)),
        proofs,
        authenticated_at: at(-3600),
        persistent: false,
        last_used_at: at(-600),
        ended_at: None,
        version: 1,
    }
}

pub(crate) const CLIENT: AppId = AppId(Uuid::from_u128(50));

pub(crate) fn redirect_ending() -> Ending {
    let query =
        format!("client_id={CLIENT}&response_type=code&scope=openid&redirect_uri=https://app.example/cb");
    let params = Params::parse(query.as_bytes()).unwrap();
    let request = AuthorizeRequest::parse(&params, Version::V2).unwrap();
    Ending::Redirect(RedirectEnding {
        return_to: request.return_to,
        platform: Platform::Web,
        response_type: request.response_type,
        challenge: None,
        client_info: false,
    })
}

pub(crate) fn device_ending() -> Ending {
    Ending::Device { user_hash: [2; 32], address: None }
}

pub(crate) fn request() -> FlowRequest {
    FlowRequest {
        authority: Authority::Tenant(TenantId(id(1))),
        v1: false,
        client: CLIENT,
        ending: redirect_ending(),
        scopes: vec!["openid".into(), "User.Read".into()],
        resource: None,
        nonce: None,
        prompt: Prompt::default(),
        login_hint: None,
        max_age: None,
        wants_mfa: false,
        ui_locales: None,
    }
}

pub(crate) fn grant(platform: Platform, proofs: Vec<Proof>) -> Grant {
    Grant {
        id: GrantId(id(60)),
        user: UserId(id(2)),
        client: CLIENT,
        platform,
        session: None,
        resource_tenant: TenantId(id(1)),
        scopes: vec!["User.Read".into()],
        proofs,
        authenticated_at: at(-60),
        created_at: at(-60),
        generation: 1,
        secret_hash: [3; 32],
        rotated_at: at(-60),
        revoked_at: None,
        version: 1,
    }
}

pub(crate) fn application() -> Application {
    Application {
        id: ApplicationId(id(51)),
        app_id: CLIENT,
        display_name: "Automation".into(),
        audience: Audience::MyOrganization,
        identifier_uris: Vec::new(),
        redirects: Redirects::default(),
        public_client: false,
        implicit_id_token: false,
        access_token_version: TokenVersion::V2,
        signing: SigningPreference::Rs256,
        scopes: Vec::new(),
        app_roles: Vec::new(),
        required_access: Vec::new(),
        secrets: Vec::new(),
        certificates: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
        deleted_at: None,
        version: 1,
    }
}

/// Compares `text` with `golden/{name}`; `UPDATE_GOLDEN=1` writes the file instead.
pub(crate) fn assert_golden(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        golden == text,
        "{name} differs; look at the change, then run with UPDATE_GOLDEN=1. Now:\n{text}"
    );
}
