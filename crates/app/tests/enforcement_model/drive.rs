//! Doing it: the real functions of the app, with a user of its own for each combination.

use crate::oracle::Verdict;
use crate::space::{Account, Case, Factor, Flow, KINDS, Kind, POLICIES, Policy};
use app::Ctx;
use app::admin::passwords::NewPassword;
use app::admin::{methods, passwords, users};
use model::flow::Step;
use model::tenant::{Enforcement, PartnerType, Profile, TenantKind};
use model::user::PasswordOrigin;
use model::verdict::Refusal;
use model::{SignedDuration, Timestamp};
use protocol::secret::Secret;
use protocol::token::IssuedTokens;
use std::collections::HashMap;
use testkit::{Caller, End, Habit, Person, TestApp, TestTenant, TestUser, amr, new_tenant, test_config};

const PASSWORD: &str = "Correct horse 42 battery staple";
const CHANGED: &str = "Changed horse 42 battery staple";
const TEMPORARY: &str = "Fleeting horse 42 battery staple";
const MFA: (&str, &str) = ("amr_values", "mfa");
const SECOND: SignedDuration = SignedDuration::from_secs(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// The tenants and clients that all combinations share.
pub struct World {
    pub app: TestApp,
    pub tenants: HashMap<Policy, TestTenant>,
    callers: HashMap<(Policy, Kind), Caller>,
    /// The moment between before and after.
    pub moment: Timestamp,
}

/// What came of a combination.
pub struct Outcome {
    pub verdict: Verdict,
    /// The identifier of the access token that left.
    pub uti: Option<String>,
}

impl World {
    pub async fn build() -> Self {
        let mut config = test_config();
        config.hashing.queue = 4096;
        config.hashing.threads = 2;
        let app = TestApp::with_config(config).await;
        let moment = app.operator().now;
        // Whatever the builders make is older than the story.
        app.clock.set(moment - HOUR * (20 * 24));
        let mut world = Self { app, tenants: HashMap::new(), callers: HashMap::new(), moment };
        for policy in POLICIES {
            world.add(policy).await;
        }
        world
    }

    async fn add(&mut self, policy: Policy) {
        let name = format!("{policy:?}");
        let domain = format!("{}.example", name.to_lowercase());
        let technical_date = match policy {
            Policy::NotEnforced => None,
            Policy::Announced => Some(self.moment + HOUR * (30 * 24)),
            Policy::Enforced | Policy::Strict => Some(self.enforced_since()),
            Policy::DatePasses => Some(self.moment),
        };
        let request = app::admin::tenants::NewTenant {
            kind: TenantKind::Partner(PartnerType::DirectBill),
            enforcement: Enforcement { contract_date: None, technical_date },
            profile: if policy == Policy::Strict { Profile::Strict2019 } else { Profile::Csp2025 },
            ..new_tenant(&name, &domain)
        };
        let tenant = TestTenant { id: self.app.tenant_with(request).await.id, domain };
        for kind in KINDS {
            let client =
                self.app.client(&tenant, "Client").asks("https://graph.microsoft.com", &["User.Read"], &[]);
            let caller = match kind {
                Kind::Native => {
                    let uri = "http://localhost:5000/callback";
                    client.public(&[uri]).consented().create().await.caller(uri)
                }
                Kind::Spa => {
                    let origin = "http://localhost:3000";
                    client.spa(&[origin]).consented().create().await.caller(origin).from_origin(origin)
                }
                Kind::Web => client.consented().create().await.caller("https://client.test/callback"),
            };
            self.callers.insert((policy, kind), caller);
        }
        self.tenants.insert(policy, tenant);
    }

    fn enforced_since(&self) -> Timestamp {
        self.moment - HOUR * 12
    }

    /// Tells the story of one combination.
    pub async fn tell(&self, case: Case, name: &str) -> Outcome {
        let tenant = &self.tenants[&case.policy];
        let caller = &self.callers[&(case.policy, case.kind)];
        let (user, person) = self.somebody(case, tenant, caller, name).await;
        let mut story = Story { world: self, case, tenant, caller, user, person, left: Left::Nothing };
        if let Some(refused) = story.before().await {
            return self.judged(refused);
        }
        story.the_moment().await;
        self.judged(story.after().await)
    }

    /// The account as it was long before.
    async fn somebody(
        &self,
        case: Case,
        tenant: &TestTenant,
        caller: &Caller,
        name: &str,
    ) -> (TestUser, Person) {
        let mut user = self.app.user(tenant, name).password(PASSWORD, PasswordOrigin::Owner);
        match case.account {
            Account::Service => user = user.service_account(),
            Account::Guest => user = user.guest(),
            _ => {}
        }
        if !matches!(case.factor, Factor::NoneRegistered | Factor::RecoveryCode) {
            user = user.totp();
        }
        let user = user.create().await;
        let mut person = Person::from(&user);
        if case.factor == Factor::RecoveryCode {
            let mut walk = self.app.walk_at(self.moment - HOUR * (19 * 24));
            walk.sign_in(caller, &mut person, &[MFA]).await.code();
        }
        if case.account == Account::Operators {
            let ctx = self.at(tenant, self.moment - HOUR * (18 * 24));
            reset(&ctx, &user, PASSWORD, PasswordOrigin::Operator).await;
        }
        (user, person)
    }

    fn at(&self, tenant: &TestTenant, now: Timestamp) -> Ctx {
        Ctx { now, ..self.app.operator_in(tenant) }
    }

    fn judged(&self, came: Came) -> Outcome {
        let tokens = match came {
            Came::Tokens(tokens) => tokens,
            Came::Refused(code) => return Outcome { verdict: Verdict::Refused(code), uti: None },
            Came::Rejected(code) => return Outcome { verdict: Verdict::Rejected(code), uti: None },
        };
        let access = self.app.claims(&tokens.access_token);
        let id = self.app.claims(tokens.id_token.as_deref().unwrap());
        let mfa = amr(&access).contains(&"mfa");
        assert_eq!(amr(&access), amr(&id), "both tokens say the same of how the user signed in");
        assert!(amr(&access).contains(&"pwd"), "{access:?}");
        let uti = access["uti"].as_str().map(str::to_owned);
        Outcome { verdict: Verdict::Tokens { mfa }, uti }
    }
}

/// What the story came to.
enum Came {
    Tokens(Box<IssuedTokens>),
    Refused(u32),
    Rejected(u32),
}

impl From<Result<IssuedTokens, Refusal>> for Came {
    fn from(answer: Result<IssuedTokens, Refusal>) -> Self {
        match answer {
            Ok(tokens) => Self::Tokens(Box::new(tokens)),
            Err(refusal) => Self::Refused(refusal.cause.code()),
        }
    }
}

/// What is left from before the moment.
enum Left<'a> {
    Nothing,
    Browser(Box<testkit::Walk<'a>>),
    Code(String),
    DeviceCode(String),
    RefreshToken(String),
}

struct Story<'a> {
    world: &'a World,
    case: Case,
    tenant: &'a TestTenant,
    caller: &'a Caller,
    user: TestUser,
    person: Person,
    left: Left<'a>,
}

impl Story<'_> {
    async fn before(&mut self) -> Option<Came> {
        let minutes = HOUR / 30;
        let at = match (self.case.flow, self.case.policy) {
            (Flow::RefreshOfOneFactor, Policy::Enforced | Policy::Strict) => self.world.enforced_since(),
            _ => self.world.moment,
        } - minutes;
        let mut walk = self.world.app.walk_at(at);
        self.person.habit =
            if self.case.factor == Factor::RecoveryCode { Habit::RecoveryCode } else { Habit::App };
        match self.case.flow {
            Flow::Fresh | Flow::Password => return None,
            Flow::Interrupted => {
                walk.open(self.caller, &[]).await;
                let pages = [Step::OneTimeCode, Step::Register, Step::StaySignedIn];
                match walk.until(&mut self.person, &pages).await {
                    None => self.left = Left::Browser(Box::new(walk)),
                    Some(End::Code(code)) => self.left = Left::Code(code.code),
                    Some(end) => return Some(refused(end)),
                }
                return None;
            }
            Flow::Device => return self.approve(walk).await,
            _ => {}
        }
        let fields = if self.case.flow == Flow::RefreshOfTwoFactors { &[MFA][..] } else { &[] };
        let code = match walk.sign_in(self.caller, &mut self.person, fields).await {
            End::Code(code) => code.code,
            end => return Some(refused(end)),
        };
        self.left = match self.case.flow {
            Flow::CodeKept => Left::Code(code),
            Flow::RefreshOfTwoFactors | Flow::RefreshOfOneFactor => {
                let tokens = self.caller.redeem(&walk.ctx(), &code).await.unwrap();
                Left::RefreshToken(tokens.refresh_token.unwrap())
            }
            _ => Left::Browser(Box::new(walk)),
        };
        None
    }

    async fn approve(&mut self, mut walk: testkit::Walk<'_>) -> Option<Came> {
        let device = match self.device().device(&walk.ctx()).await {
            Ok(device) => device,
            Err(refusal) => return Some(Came::Refused(refusal.cause.code())),
        };
        walk.open_device(&device.user_code).await;
        match walk.go_on(&mut self.person).await {
            End::Device => self.left = Left::DeviceCode(device.device_code),
            end => return Some(refused(end)),
        }
        None
    }

    /// The client without a browser around it.
    fn device(&self) -> Caller {
        Caller { origin: None, ..self.caller.clone() }
    }

    async fn the_moment(&mut self) {
        let (moment, factor) = (self.world.moment, self.case.factor);
        if factor == Factor::ReplayedCode {
            // Somewhere else, and so lately that the code is still within the drift.
            let mut elsewhere = self.world.app.walk_at(moment - SECOND * 25);
            elsewhere.sign_in(self.caller, &mut self.person, &[MFA]).await.code();
        }
        let ctx = &self.world.at(self.tenant, moment - SECOND * 5);
        let name = &self.user.name;
        if factor == Factor::Removed {
            let (known, _) = methods::list(ctx, name).await.unwrap();
            methods::delete(ctx, name, known[0].id).await.unwrap();
        }
        match self.case.account {
            Account::Member | Account::Service | Account::Guest | Account::Operators => {}
            Account::Disabled => drop(users::set_enabled(ctx, name, false).await.unwrap()),
            Account::Deleted => drop(users::delete(ctx, name).await.unwrap()),
            Account::SessionsRevoked => drop(users::revoke_sessions(ctx, name).await.unwrap()),
            Account::PasswordChanged => {
                reset(ctx, &self.user, CHANGED, PasswordOrigin::Owner).await;
                CHANGED.clone_into(&mut self.person.password);
            }
            Account::FreshTemporary | Account::OldTemporary => {
                let hours = if self.case.account == Account::OldTemporary { 73 } else { 0 };
                let then = Ctx { now: ctx.now - HOUR * hours, ..ctx.clone() };
                reset(&then, &self.user, TEMPORARY, PasswordOrigin::Temporary).await;
                TEMPORARY.clone_into(&mut self.person.password);
            }
        }
        self.person.habit = match factor {
            Factor::NoneRegistered | Factor::App | Factor::Removed => Habit::App,
            Factor::RecoveryCode => Habit::RecoveryCode,
            Factor::WrongCode => Habit::Wrong,
            Factor::ReplayedCode => Habit::Replay,
        };
    }

    async fn after(&mut self) -> Came {
        let moment = self.world.moment;
        let ctx = Ctx { now: moment, ..self.world.app.visitor() };
        match std::mem::replace(&mut self.left, Left::Nothing) {
            Left::Nothing if self.case.flow == Flow::Password => {
                self.device().password(&ctx, &self.person.name, &self.person.password).await.into()
            }
            Left::Nothing => {
                let mut walk = self.world.app.walk_at(moment);
                let end = walk.sign_in(self.caller, &mut self.person, &[]).await;
                self.redeemed(&walk.ctx(), end).await
            }
            Left::Browser(mut walk) => {
                walk.at = moment;
                let end = match self.case.flow {
                    Flow::Interrupted => walk.go_on(&mut self.person).await,
                    Flow::Silent => walk.sign_in(self.caller, &mut self.person, &[("prompt", "none")]).await,
                    _ => walk.sign_in(self.caller, &mut self.person, &[]).await,
                };
                self.redeemed(&walk.ctx(), end).await
            }
            Left::Code(code) => self.caller.redeem(&ctx, &code).await.into(),
            Left::DeviceCode(code) => self.device().poll(&ctx, &code).await.into(),
            Left::RefreshToken(token) => self.caller.refresh(&ctx, &token).await.into(),
        }
    }

    async fn redeemed(&self, ctx: &Ctx, end: End) -> Came {
        match end {
            End::Code(code) => self.caller.redeem(ctx, &code.code).await.into(),
            end => refused(end),
        }
    }
}

fn refused(end: End) -> Came {
    match end {
        End::Rejected(cause) => Came::Rejected(cause.code()),
        end => Came::Refused(end.cause().code()),
    }
}

async fn reset(ctx: &Ctx, user: &TestUser, text: &str, origin: PasswordOrigin) {
    let new = NewPassword::Given { text: Secret::new(text), origin };
    passwords::reset(ctx, &user.name, new).await.unwrap();
}
