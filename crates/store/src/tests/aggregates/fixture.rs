//! One of everything, and a store with two tenants.

use crate::scope::{Actor, System};
use crate::tests::Site;
use crate::{Scope, Store, StoreError, Tx, tenants};
use model::application::{
    Application, Audience, Platform, Redirects, ServicePrincipal, SigningPreference, TokenVersion,
};
use model::audit::{Actor as AuditActor, AuditEntry, AuditResult};
use model::consent::{AppRoleAssignment, PermissionGrant};
use model::flow::{Progress, Step, StoredFlow};
use model::grant::{AuthorizationCode, DeviceCode, DeviceState, Grant};
use model::group::Group;
use model::method::{Method, MethodKind, Proof};
use model::session::Session;
use model::signin::{
    ClientApp, ClientCredential, DecisionFacts, EventType, IncomingToken, Protocol, Requirement, SignIn,
    SignInApp, SignInUser,
};
use model::tenant::{Cloud, Domain, Enforcement, EnforcementState, PartnerType, Profile, Tenant, TenantKind};
use model::user::{Password, PasswordOrigin, User, UserType};
use model::{
    AppId, ApplicationId, AuditId, CodeId, ConsentId, CredentialId, FlowId, GrantId, GroupId, PermissionId,
    ServicePrincipalId, SessionId, SignInId, TenantId, Timestamp, UserId, Uuid,
};

/// An identifier of any kind, made from a small number.
pub fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

/// A moment, in seconds after the tests' beginning.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_580_000_000 + seconds).unwrap()
}

/// A time-ordered identifier of a moment.
pub fn ordered<T: From<Uuid>>(seconds: i64, number: u8) -> T {
    let millis = u64::try_from(at(seconds).as_millisecond()).unwrap();
    uuid::Builder::from_unix_timestamp_millis(millis, &[number; 10]).into_uuid().into()
}

/// A store with two tenants in it.
pub struct World {
    pub store: Store,
    pub a: Actor,
    pub b: Actor,
}

pub const TENANT_A: TenantId = TenantId(Uuid::from_u128(0xA));
pub const TENANT_B: TenantId = TenantId(Uuid::from_u128(0xB));

impl World {
    pub async fn open(site: &Site) -> Self {
        let store = site.open().await;
        store.migrate().await.unwrap();
        let world = Self { store, a: Actor::new(TENANT_A), b: Actor::new(TENANT_B) };
        let made = world.system(|tx| {
            Ok(tenants::insert(tx, &tenant(TENANT_A, "a.example"))?
                && tenants::insert(tx, &tenant(TENANT_B, "b.example"))?)
        });
        assert!(made.await);
        world
    }

    pub async fn system<T, F>(&self, job: F) -> T
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_, System>) -> Result<T, StoreError> + Send + 'static,
    {
        self.write(System::new(), job).await
    }

    /// Runs a write that must not fail.
    pub async fn write<S, T, F>(&self, scope: S, job: F) -> T
    where
        S: Scope,
        T: Send + 'static,
        F: Fn(&mut Tx<'_, S>) -> Result<T, StoreError> + Send + 'static,
    {
        self.store.write(scope, job).await.unwrap()
    }
}

pub fn tenant(id: TenantId, domain: &str) -> Tenant {
    Tenant {
        id,
        display_name: domain.to_owned(),
        kind: TenantKind::Partner(PartnerType::DirectBill),
        cloud: Cloud::Global,
        domains: vec![self::domain(domain, true)],
        enforcement: Enforcement { contract_date: None, technical_date: Some(at(0)) },
        profile: Profile::Csp2025,
        password_grant_allowed: true,
        security_contact: Some(format!("security@{domain}")),
        locale: Some("ko".to_owned()),
        created_at: at(0),
    }
}

pub fn domain(name: &str, verified: bool) -> Domain {
    Domain { name: name.to_owned(), verified, is_default: verified }
}

pub fn application(number: u128) -> Application {
    Application {
        id: id::<ApplicationId>(0x1000 + number),
        app_id: id::<AppId>(0x2000 + number),
        display_name: format!("Application {number}"),
        audience: Audience::MyOrganization,
        identifier_uris: vec![format!("api://{number}")],
        redirects: Redirects { web: vec!["https://app.example/callback".to_owned()], ..Redirects::default() },
        public_client: false,
        implicit_id_token: false,
        access_token_version: TokenVersion::V2,
        signing: SigningPreference::Rs256,
        scopes: Vec::new(),
        app_roles: Vec::new(),
        required_access: Vec::new(),
        secrets: Vec::new(),
        certificates: Vec::new(),
        created_at: at(0),
        deleted_at: None,
        version: 1,
    }
}

pub fn service_principal(number: u128) -> ServicePrincipal {
    ServicePrincipal {
        id: id::<ServicePrincipalId>(0x3000 + number),
        app_id: id::<AppId>(0x2000 + number),
        owner: Some(TENANT_A),
        display_name: format!("Application {number}"),
        enabled: true,
        assignment_required: false,
        created_at: at(0),
    }
}

/// A consent of the service principal `client` on the service principal 9.
pub fn consent(number: u128, client: u128, user: Option<u128>) -> PermissionGrant {
    PermissionGrant {
        id: id::<ConsentId>(0x4000 + number),
        client: service_principal(client).id,
        principal: user.map(|user| self::user(user).id),
        resource: service_principal(9).id,
        scopes: vec!["User.Read".to_owned(), "Mail.Read".to_owned()],
        created_at: at(1),
    }
}

pub fn app_role(number: u128, principal: Uuid) -> AppRoleAssignment {
    AppRoleAssignment {
        id: id::<ConsentId>(0x5000 + number),
        principal,
        resource: service_principal(9).id,
        role: id::<PermissionId>(0x5500),
        created_at: at(1),
    }
}

pub fn user(number: u128) -> User {
    User {
        id: id::<UserId>(0x6000 + number),
        user_principal_name: format!("user{number}@a.example"),
        display_name: format!("Ärzte {number}"),
        given_name: None,
        surname: Some("Kim".to_owned()),
        mail: Some(format!("Mail{number}@Elsewhere.example")),
        user_type: UserType::Member,
        account_enabled: true,
        service_account: false,
        usage_location: Some("KR".to_owned()),
        phones: vec!["+8225550100".to_owned()],
        preferred_language: None,
        sessions_valid_from: at(0),
        created_at: at(0),
        deleted_at: None,
        version: 1,
    }
}

pub fn password(number: u128) -> Password {
    Password {
        id: id::<CredentialId>(0x7000 + number),
        phc: format!("$argon2id$v=19$m=8,t=1,p=1$salt$hash{number}"),
        origin: PasswordOrigin::Owner,
        set_at: at(2),
        version: 1,
    }
}

pub fn method(number: u128) -> Method {
    Method {
        id: id::<CredentialId>(0x8000 + number),
        kind: MethodKind::SoftwareOath,
        display_name: format!("Phone {number}"),
        secret: format!("seed {number}").into_bytes(),
        last_step: None,
        created_at: at(i64::try_from(number).unwrap()),
        last_used_at: None,
        version: 1,
    }
}

pub fn group(number: u128) -> Group {
    Group {
        id: id::<GroupId>(0x9000 + number),
        display_name: format!("Group {number}"),
        created_at: at(0),
        deleted_at: None,
        version: 1,
    }
}

pub fn proofs() -> Vec<Proof> {
    vec![
        Proof { kind: MethodKind::Password, credential: id(0x7001), version: 1, at: at(3) },
        Proof { kind: MethodKind::SoftwareOath, credential: id(0x8001), version: 1, at: at(4) },
    ]
}

pub fn session(number: u8, user: u128) -> Session {
    Session {
        id: ordered::<SessionId>(i64::from(number), number),
        secret_hash: [number; 32],
        user: self::user(user).id,
        proofs: proofs(),
        authenticated_at: at(3),
        persistent: true,
        last_used_at: at(5),
        ended_at: None,
        version: 1,
    }
}

pub fn flow(number: u8) -> StoredFlow {
    StoredFlow {
        id: ordered::<FlowId>(i64::from(number), number),
        user: user(1).id,
        step: Step::OneTimeCode,
        version: 1,
        expires_at: at(900),
        progress: Progress { proofs: proofs(), fresh: true, ..Progress::default() },
        pending_secret: Some(b"seed being set up".to_vec()),
    }
}

pub fn grant(number: u8, user: u128) -> Grant {
    Grant {
        id: ordered::<GrantId>(i64::from(number), number),
        user: self::user(user).id,
        client: application(1).app_id,
        platform: Platform::Native,
        session: Some(session(1, user).id),
        resource_tenant: TENANT_A,
        scopes: vec!["openid".to_owned(), "offline_access".to_owned()],
        proofs: proofs(),
        authenticated_at: at(3),
        created_at: at(5),
        generation: 1,
        secret_hash: [number; 32],
        rotated_at: at(5),
        revoked_at: None,
        version: 1,
    }
}

pub fn code(number: u8) -> AuthorizationCode {
    AuthorizationCode {
        id: ordered::<CodeId>(i64::from(number), number),
        secret_hash: [number; 32],
        grant: grant(1, 1).id,
        redirect_uri: "https://app.example/callback".to_owned(),
        challenge: Some("challenge".to_owned()),
        nonce: None,
        resource_tenant: TENANT_A,
        resource: None,
        sign_in: sign_in(1).id,
        expires_at: at(600),
        redeemed_at: None,
    }
}

pub fn device_code(number: u8) -> DeviceCode {
    DeviceCode {
        device_hash: [number; 32],
        user_hash: [number + 100; 32],
        client: application(1).app_id,
        tenant: None,
        scopes: vec!["openid".to_owned()],
        resource: None,
        address: Some("192.0.2.1".to_owned()),
        state: DeviceState::Pending,
        expires_at: at(900),
    }
}

/// An entry of the user with the same number, that many minutes after the beginning.
pub fn sign_in(number: u8) -> SignIn {
    let minute = i64::from(number) * 60;
    let user = user(u128::from(number));
    SignIn {
        id: ordered::<SignInId>(minute, number),
        at: at(minute),
        correlation_id: id(0xC000 + u128::from(number)),
        event: EventType::InteractiveUser,
        interactive: true,
        user: Some(SignInUser {
            id: user.id,
            user_principal_name: user.user_principal_name,
            display_name: user.display_name,
            user_type: user.user_type,
        }),
        identifier: None,
        client: SignInApp {
            app_id: application(1).app_id,
            display_name: "Application 1".to_owned(),
            service_principal: Some(service_principal(1).id),
        },
        resource: None,
        home_tenant: TENANT_A,
        resource_tenant: TENANT_B,
        address: Some("192.0.2.1".to_owned()),
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36".to_owned()),
        client_app: ClientApp::Browser,
        error_code: 0,
        details: None,
        protocol: Protocol::OAuth2,
        incoming_token: IncomingToken::None,
        client_credential: ClientCredential::None,
        requirement: Requirement::MultiFactorAuthentication,
        required_by: Vec::new(),
        steps: Vec::new(),
        session: Some(session(1, 1).id),
        grant: Some(grant(1, 1).id),
        facts: DecisionFacts {
            config_version: 7,
            enforcement: EnforcementState::Enforced,
            roles: vec![model::role::GLOBAL_ADMINISTRATOR],
            service_account: false,
            familiar_place: Some(true),
        },
    }
}

pub fn audit(number: u8) -> AuditEntry {
    let minute = i64::from(number) * 60;
    AuditEntry {
        id: ordered::<AuditId>(minute, number),
        at: at(minute),
        activity: "Add user".to_owned(),
        category: "UserManagement".to_owned(),
        actor: AuditActor::User { id: user(1).id.0, name: user(1).user_principal_name },
        targets: Vec::new(),
        correlation_id: id(0xC000 + u128::from(number)),
        address: None,
        result: AuditResult::Success,
    }
}
