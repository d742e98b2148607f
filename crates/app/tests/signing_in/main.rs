//! Signing in on a real store, page by page and request by request: what must happen, and what must not.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails panics; clippy takes its helpers for production code"
)]

mod codes;
mod configuration;
mod consent;
mod every_time;
mod flows;
mod isolation;
mod key_rotation;
mod locked_out;
mod on_postgres;
mod refreshing;
mod registration;

use app::Ctx;
use app::admin::credentials::{self, NewSecret};
use app::admin::records::{self, SignInFilter};
use app::admin::tenants::NewTenant;
use model::signin::SignIn;
use model::tenant::{Enforcement, PartnerType, Profile, TenantKind};
use model::user::PasswordOrigin;
use model::verdict::{Cause, Refusal};
use model::{Clock, SignedDuration};
use protocol::token::IssuedTokens;
use testkit::{Caller, Person, TestApp, TestTenant, TestUser, new_tenant};

const PASSWORD: &str = "Correct horse 42 battery staple";
const GRAPH: &str = "https://graph.microsoft.com";
const NATIVE: &str = "http://localhost:5000/callback";
const SPA: &str = "http://localhost:3000";
const WEB: &str = "https://client.test/callback";
const MFA: (&str, &str) = ("amr_values", "mfa");
const SECOND: SignedDuration = SignedDuration::from_secs(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// An app with one tenant and a client of each kind, to whose `User.Read` everybody consented.
struct Scene {
    app: TestApp,
    tenant: TestTenant,
    native: Caller,
    spa: Caller,
    web: Caller,
}

impl Scene {
    /// A partner under enforcement.
    async fn enforced() -> Self {
        Self::of(Profile::Csp2025, true).await
    }

    /// A partner of whom nothing is demanded.
    async fn relaxed() -> Self {
        Self::of(Profile::Csp2025, false).await
    }

    async fn of(profile: Profile, enforced: bool) -> Self {
        Self::on(TestApp::start().await, profile, enforced).await
    }

    async fn on(app: TestApp, profile: Profile, enforced: bool) -> Self {
        let tenant = partner(&app, "Fabrikam", profile, enforced).await;
        let [native, spa, web] = callers(&app, &tenant).await;
        Self { app, tenant, native, spa, web }
    }

    /// A member with an authenticator app.
    async fn member(&self, name: &str) -> (TestUser, Person) {
        let user = self.app.user(&self.tenant, name).password(PASSWORD, PasswordOrigin::Owner).totp();
        let user = user.create().await;
        let person = Person::from(&user);
        (user, person)
    }

    /// A member who has registered nothing.
    async fn newcomer(&self, name: &str) -> (TestUser, Person) {
        let user = self.app.user(&self.tenant, name).password(PASSWORD, PasswordOrigin::Owner);
        let user = user.create().await;
        let person = Person::from(&user);
        (user, person)
    }

    fn operator(&self) -> Ctx {
        self.app.operator_in(&self.tenant)
    }

    /// The tokens of a sign-in in a new browser.
    async fn tokens(&self, caller: &Caller, person: &mut Person) -> IssuedTokens {
        let mut walk = self.app.walk();
        let code = walk.sign_in(caller, person, &[]).await.code();
        caller.redeem(&walk.ctx(), &code).await.unwrap()
    }

    /// Every sign-in entry of the tenant, oldest first.
    async fn entries(&self) -> Vec<SignIn> {
        let mut entries =
            records::sign_ins(&self.operator(), SignInFilter::default(), None, 1000).await.unwrap();
        entries.sort_by_key(|entry| (entry.at, entry.id));
        entries
    }

    fn wait(&self, time: SignedDuration) {
        self.app.clock.advance(time);
    }
}

/// The client with a secret that outlives every story told here.
async fn with_lasting_secret(app: &TestApp, tenant: &TestTenant, caller: &Caller) -> Caller {
    let request = NewSecret { display_name: None, days: 730, hard_to_encode: false };
    let made = credentials::add_secret(&app.operator_in(tenant), &caller.client_id, request).await.unwrap();
    Caller { secret: Some(made.value.to_string()), ..caller.clone() }
}

async fn partner(app: &TestApp, name: &str, profile: Profile, enforced: bool) -> TestTenant {
    let domain = format!("{}.example", name.to_lowercase());
    let since = app.clock.now() - HOUR;
    let request = NewTenant {
        kind: TenantKind::Partner(PartnerType::DirectBill),
        enforcement: Enforcement { contract_date: None, technical_date: enforced.then_some(since) },
        profile,
        ..new_tenant(name, &domain)
    };
    TestTenant { id: app.tenant_with(request).await.id, domain }
}

/// A native, a single-page and a confidential client.
async fn callers(app: &TestApp, tenant: &TestTenant) -> [Caller; 3] {
    let client = |name| app.client(tenant, name).asks(GRAPH, &["User.Read"], &[]).consented();
    [
        client("Tools").public(&[NATIVE]).create().await.caller(NATIVE),
        client("Page").spa(&[SPA]).create().await.caller(SPA).from_origin(SPA),
        with_lasting_secret(app, tenant, &client("Site").create().await.caller(WEB)).await,
    ]
}

fn cause<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> Cause {
    answer.unwrap_err().cause
}

fn code_of<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> u32 {
    cause(answer).code()
}

fn refresh_token(tokens: &IssuedTokens) -> &str {
    tokens.refresh_token.as_deref().unwrap()
}
