//! Builders: a tenant, a user, an application in one line each.

use crate::app::TestApp;
use app::Ctx;
use app::admin::applications::NewApplication;
use app::admin::credentials::NewSecret;
use app::admin::passwords::NewPassword;
use app::admin::permissions::NewScope;
use app::admin::tenants::NewTenant;
use app::admin::users::NewUser;
use app::admin::{applications, consent, credentials, methods, permissions, roles, tenants, users};
use crypto::totp;
use model::application::{Audience, Redirects, SigningPreference, TokenVersion};
use model::tenant::{Cloud, Enforcement, PartnerType, Profile, Tenant, TenantKind};
use model::user::{PasswordOrigin, UserType};
use model::{AppId, SignedDuration, TenantId, Timestamp, UserId, nature};
use protocol::secret::Secret;

/// The password of every user whose test names no other.
pub const PASSWORD: &str = "correct horse battery staple";

/// A tenant of the test's world.
#[derive(Clone, Debug)]
pub struct TestTenant {
    /// Its id.
    pub id: TenantId,
    /// Its verified domain.
    pub domain: String,
}

/// A user of the test's world.
#[derive(Clone, Debug)]
pub struct TestUser {
    /// His tenant.
    pub tenant: TenantId,
    /// His id.
    pub id: UserId,
    /// His user name.
    pub name: String,
    /// His password.
    pub password: String,
    /// The seed of his authenticator app.
    pub seed: Option<[u8; 20]>,
}

impl TestUser {
    /// The code that his authenticator app shows at a moment.
    ///
    /// # Panics
    /// When he has none.
    pub fn code_at(&self, at: Timestamp) -> String {
        totp::Secret::new(&self.seed.unwrap()).code(totp::step_at(at))
    }
}

/// A client of the test's world.
#[derive(Clone, Debug)]
pub struct TestClient {
    /// The tenant it was registered in.
    pub tenant: TenantId,
    /// Its client id.
    pub app_id: AppId,
    /// Its secret.
    pub secret: Option<String>,
}

impl TestApp {
    /// A tenant with the domain `{name}.example`.
    pub async fn tenant(&self, name: &str, kind: TenantKind, enforcement: Enforcement) -> TestTenant {
        let domain = format!("{}.example", name.to_lowercase());
        let made = self.tenant_with(NewTenant { kind, enforcement, ..new_tenant(name, &domain) }).await;
        TestTenant { id: made.id, domain }
    }

    /// A tenant in every detail.
    pub async fn tenant_with(&self, request: NewTenant) -> Tenant {
        tenants::create(&self.operator(), request).await.unwrap()
    }

    /// A partner under enforcement since a day.
    pub async fn partner(&self, name: &str) -> TestTenant {
        let yesterday = self.operator().now - SignedDuration::from_hours(24);
        let enforcement = Enforcement { contract_date: Some(yesterday), technical_date: Some(yesterday) };
        self.tenant(name, TenantKind::Partner(PartnerType::DirectBill), enforcement).await
    }

    /// A partner whose enforcement begins in ten days.
    pub async fn announced_partner(&self, name: &str) -> TestTenant {
        let now = self.operator().now;
        let enforcement = Enforcement {
            contract_date: Some(now - SignedDuration::from_hours(24)),
            technical_date: Some(now + SignedDuration::from_hours(240)),
        };
        self.tenant(name, TenantKind::Partner(PartnerType::IndirectReseller), enforcement).await
    }

    /// A customer.
    pub async fn customer(&self, name: &str) -> TestTenant {
        self.tenant(name, TenantKind::Customer, Enforcement::default()).await
    }

    /// The operator's circumstances in a tenant.
    pub fn operator_in(&self, tenant: &TestTenant) -> Ctx {
        self.operator().in_tenant(tenant.id)
    }

    /// A user to be made.
    pub fn user<'a>(&'a self, tenant: &'a TestTenant, name: &str) -> UserBuilder<'a> {
        let request = NewUser::member(&format!("{name}@{}", tenant.domain), name);
        UserBuilder {
            app: self,
            tenant,
            request,
            origin: PasswordOrigin::Owner,
            password: PASSWORD.to_owned(),
            totp: false,
        }
    }

    /// An application to be registered: confidential, with a secret and the redirect `https://client.test/callback`.
    pub fn client<'a>(&'a self, tenant: &'a TestTenant, name: &str) -> ClientBuilder<'a> {
        let request = NewApplication {
            app_id: None,
            display_name: name.to_owned(),
            audience: Audience::MyOrganization,
            identifier_uris: Vec::new(),
            redirects: Redirects {
                web: vec!["https://client.test/callback".to_owned()],
                ..Redirects::default()
            },
            public_client: false,
            access_token_version: TokenVersion::V1,
            signing: SigningPreference::Rs256,
        };
        ClientBuilder { app: self, tenant, request, scopes: Vec::new(), asks: Vec::new(), consented: false }
    }
}

/// A tenant to be made: a customer with one domain and every setting as it comes.
pub fn new_tenant(name: &str, domain: &str) -> NewTenant {
    NewTenant {
        id: None,
        display_name: name.to_owned(),
        domains: vec![domain.to_owned()],
        kind: TenantKind::Customer,
        cloud: Cloud::Global,
        profile: Profile::Csp2025,
        enforcement: Enforcement::default(),
        password_grant_allowed: true,
        security_contact: None,
        locale: None,
    }
}

/// A user to be made.
pub struct UserBuilder<'a> {
    app: &'a TestApp,
    tenant: &'a TestTenant,
    request: NewUser,
    origin: PasswordOrigin,
    password: String,
    totp: bool,
}

impl UserBuilder<'_> {
    /// With a directory role, by name.
    ///
    /// # Panics
    /// When there is no such role.
    #[must_use]
    pub fn role(mut self, name: &str) -> Self {
        self.request.roles.push(roles::by_name(name).unwrap().template);
        self
    }

    /// With an authenticator app registered.
    #[must_use]
    pub fn totp(mut self) -> Self {
        self.totp = true;
        self
    }

    /// With this password.
    #[must_use]
    pub fn password(mut self, text: &str, origin: PasswordOrigin) -> Self {
        text.clone_into(&mut self.password);
        self.origin = origin;
        self
    }

    /// An account that a program uses.
    #[must_use]
    pub fn service_account(mut self) -> Self {
        self.request.service_account = true;
        self
    }

    /// A guest.
    #[must_use]
    pub fn guest(mut self) -> Self {
        self.request.user_type = UserType::Guest;
        self
    }

    /// Disabled from the beginning.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.request.account_enabled = false;
        self
    }

    /// Makes him.
    pub async fn create(self) -> TestUser {
        let Self { app, tenant, mut request, origin, password, totp } = self;
        let ctx = app.operator_in(tenant);
        request.password = NewPassword::Given { text: Secret::new(password.clone()), origin };
        let user = users::create(&ctx, request).await.unwrap().user;
        let mut seed = None;
        if totp {
            let bytes: [u8; 20] = nature::random(app.services.entropy.as_ref());
            methods::import_authenticator(&ctx, &user.id.to_string(), "Authenticator app", bytes.to_vec())
                .await
                .unwrap();
            seed = Some(bytes);
        }
        TestUser { tenant: tenant.id, id: user.id, name: user.user_principal_name, password, seed }
    }
}

/// An application to be registered.
pub struct ClientBuilder<'a> {
    app: &'a TestApp,
    tenant: &'a TestTenant,
    request: NewApplication,
    scopes: Vec<String>,
    asks: Vec<(String, Vec<String>, Vec<String>)>,
    consented: bool,
}

impl ClientBuilder<'_> {
    /// A public client with these redirect URIs and no secret.
    #[must_use]
    pub fn public(mut self, redirects: &[&str]) -> Self {
        self.request.public_client = true;
        let public_client = redirects.iter().map(|&uri| uri.to_owned()).collect();
        self.request.redirects = Redirects { public_client, ..Redirects::default() };
        self
    }

    /// A single-page application with these redirect URIs and no secret.
    #[must_use]
    pub fn spa(mut self, redirects: &[&str]) -> Self {
        self.request.public_client = true;
        let spa = redirects.iter().map(|&uri| uri.to_owned()).collect();
        self.request.redirects = Redirects { spa, ..Redirects::default() };
        self
    }

    /// For every tenant.
    #[must_use]
    pub fn multi_tenant(mut self) -> Self {
        self.request.audience = Audience::AnyOrganization;
        self
    }

    /// A resource whose access tokens have this version and signature.
    #[must_use]
    pub fn tokens(mut self, version: TokenVersion, signing: SigningPreference) -> Self {
        self.request.access_token_version = version;
        self.request.signing = signing;
        self
    }

    /// Offers a delegated permission that users may consent to.
    #[must_use]
    pub fn exposes(mut self, scope: &str) -> Self {
        self.scopes.push(scope.to_owned());
        self
    }

    /// Asks for permissions on a resource.
    #[must_use]
    pub fn asks(mut self, resource: &str, scopes: &[&str], roles: &[&str]) -> Self {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        self.asks.push((resource.to_owned(), words(scopes), words(roles)));
        self
    }

    /// With an administrator's consent to everything it asks for.
    #[must_use]
    pub fn consented(mut self) -> Self {
        self.consented = true;
        self
    }

    /// Registers it.
    pub async fn create(self) -> TestClient {
        let Self { app, tenant, request, scopes, asks, consented } = self;
        let ctx = app.operator_in(tenant);
        let public = request.public_client;
        let app_id = applications::create(&ctx, request).await.unwrap().application.app_id;
        let name = app_id.to_string();
        for value in scopes {
            let scope = NewScope {
                display_name: value.clone(),
                description: value.clone(),
                value,
                admin_only: false,
            };
            permissions::expose_scope(&ctx, &name, scope).await.unwrap();
        }
        for (resource, scopes, roles) in asks {
            permissions::require(&ctx, &name, &resource, scopes, roles).await.unwrap();
        }
        if consented {
            consent::grant(&ctx, &name).await.unwrap();
        }
        let mut secret = None;
        if !public {
            let request = NewSecret { display_name: None, days: 180, hard_to_encode: false };
            secret = Some(credentials::add_secret(&ctx, &name, request).await.unwrap().value.to_string());
        }
        TestClient { tenant: tenant.id, app_id, secret }
    }
}
