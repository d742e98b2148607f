//! Random walks through whole sign-ins: the app's part is played by a few lines that apply answers as the
//! app does, while administrators, clocks and thieves interfere.

use crate::consent::ConsentState;
use crate::posture::posture;
use crate::samples::{device_ending, enforced, id, now, password, request, session, tenant, totp, user};
use crate::signin::{
    Decision, Facts, Finish, UserFacts, continue_session, decide, expects, may_advance, method_registered,
    password_changed, primary_proved, recovery_codes_seen, second_factor_proved,
};
use model::flow::{Flow, FlowRequest, Progress, Prompt, Step, StoredFlow};
use model::method::{Method, MethodKind, Proof, Rank, rank};
use model::session::{Session, SessionLifetimes};
use model::tenant::{EnforcementState, Profile, Tenant};
use model::user::{Password, PasswordOrigin, User, UserType};
use model::verdict::Cause;
use model::{CredentialId, FlowId, SignedDuration, Timestamp};
use proptest::prelude::*;

/// What happens next.
#[derive(Clone, Debug)]
enum Event {
    /// The user answers the page he sees, rightly.
    Answer,
    /// He types something wrong.
    Wrong,
    /// He goes back and answers an earlier page again.
    Back(usize),
    /// He uses a recovery code instead of his app.
    Recovery,
    /// Seconds pass.
    Wait(i64),
    /// An administrator disables or enables the account.
    Toggle,
    /// An administrator sets a temporary password.
    Reset,
    /// An administrator removes all methods.
    RemoveMethods,
    /// An administrator ends all sessions.
    Revoke,
    /// The technical date comes.
    Enforce,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => Just(Event::Answer),
        2 => Just(Event::Wrong),
        3 => any::<usize>().prop_map(Event::Back),
        2 => Just(Event::Recovery),
        2 => (0_i64..300).prop_map(Event::Wait),
        1 => Just(Event::Toggle),
        1 => Just(Event::Reset),
        1 => Just(Event::RemoveMethods),
        1 => Just(Event::Revoke),
        1 => Just(Event::Enforce),
    ]
}

/// Where a walk begins.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each drawn at random")]
struct Start {
    enforced: bool,
    strict: bool,
    guest: bool,
    registered: bool,
    origin: PasswordOrigin,
    password_hours: i64,
    device: bool,
    wants_mfa: bool,
    login: bool,
    consents: bool,
    /// Whether the browser has a session, and whether that had a second factor.
    session: Option<bool>,
}

prop_compose! {
    fn start()(
        flags in prop::array::uniform8(any::<bool>()),
        origin in prop::sample::select(vec![PasswordOrigin::Owner, PasswordOrigin::Temporary, PasswordOrigin::Operator]),
        password_hours in 0_i64..150,
        session in prop::option::of(any::<bool>()),
    ) -> Start {
        let [enforced, strict, guest, registered, device, wants_mfa, login, consents] = flags;
        Start { enforced, strict, guest, registered, origin, password_hours, device, wants_mfa, login, consents, session }
    }
}

/// How a walk ended: with tokens, or with a refusal.
type End = Result<Finish, Cause>;

struct World {
    tenant: Tenant,
    user: User,
    password: Password,
    methods: Vec<Method>,
    had_method_ever: bool,
    recovery_codes: usize,
    consented: bool,
    session: Option<Session>,
    request: FlowRequest,
    stored: StoredFlow,
    /// Every sealed flow the browser was ever given, the present one last.
    pages: Vec<Flow>,
    now: Timestamp,
    ids: u128,
    asked: Vec<Step>,
    end: Option<End>,
}

impl World {
    fn new(start: &Start) -> Self {
        let profile = if start.strict { Profile::Strict2019 } else { Profile::Csp2025 };
        let tenant = Tenant { profile, ..if start.enforced { enforced() } else { tenant() } };
        let mut request = FlowRequest { wants_mfa: start.wants_mfa, ..request() };
        request.prompt = Prompt { login: start.login, ..Prompt::default() };
        if start.device {
            request.ending = device_ending();
        }
        let mut world = Self {
            tenant,
            user: User { user_type: if start.guest { UserType::Guest } else { UserType::Member }, ..user() },
            password: password(start.origin, start.password_hours),
            methods: Vec::new(),
            had_method_ever: start.registered,
            recovery_codes: if start.registered { 2 } else { 0 },
            consented: start.consents,
            session: None,
            stored: StoredFlow {
                id: FlowId(id(5)),
                user: user().id,
                step: Step::Password,
                version: 0,
                expires_at: now() + SignedDuration::from_mins(15),
                progress: Progress::default(),
                pending_secret: None,
            },
            pages: Vec::new(),
            request,
            now: now(),
            ids: 1000,
            asked: Vec::new(),
            end: None,
        };
        if start.registered {
            world.methods.push(totp());
        }
        if let Some(both) = start.session {
            world.begin_session(both && start.registered);
        }
        world.settle();
        world
    }

    fn begin_session(&mut self, both: bool) {
        let when = self.now - SignedDuration::from_hours(1);
        let mut proofs = vec![crate::samples::by_password(when)];
        if both {
            proofs.push(crate::samples::by_totp(when));
        }
        let session = session(proofs);
        continue_session(&mut self.stored.progress, &session);
        self.session = Some(session);
    }

    fn fresh_id(&mut self) -> CredentialId {
        self.ids += 1;
        CredentialId(id(self.ids))
    }

    fn with<T>(&self, judge: impl Fn(&Facts<'_>) -> T) -> T {
        let posture = posture(&self.tenant, self.request.wants_mfa, self.now);
        let consent = if self.consented {
            ConsentState::Given(Vec::new())
        } else {
            ConsentState::NeedsUser(Vec::new())
        };
        judge(&Facts {
            posture: &posture,
            request: &self.request,
            user: Some(UserFacts {
                user: &self.user,
                password: Some(&self.password),
                methods: &self.methods,
                unused_recovery_codes: self.recovery_codes,
                had_method_ever: self.had_method_ever,
                is_administrator: false,
            }),
            session: self.session.as_ref(),
            progress: &self.stored.progress,
            consent,
            lifetimes: SessionLifetimes::default(),
            client_name: "client",
            resource_name: "resource",
        })
    }

    /// Asks the rules, and gives the browser its next page.
    fn settle(&mut self) {
        match self.with(|facts| decide(facts, self.now)) {
            Decision::Ask(step) => {
                self.stored.step = step;
                self.stored.version += 1;
                self.asked.push(step);
                self.pages.push(Flow {
                    id: self.stored.id,
                    request: self.request.clone(),
                    step,
                    version: self.stored.version,
                    started_at: now(),
                    home: None,
                    name: None,
                    session: None,
                    binding: [0; 32],
                    correlation_id: id(6),
                });
            }
            Decision::Refuse(cause) => self.end = Some(Err(cause)),
            Decision::Finish(finish) => self.end = Some(Ok(finish)),
        }
    }

    /// Applies a right answer to the page with this index; `false` if it was not taken.
    fn answer(&mut self, page: usize, step: Option<Step>) -> bool {
        let sealed = &self.pages[page];
        let step = step.unwrap_or(sealed.step);
        if let Err(cause) = may_advance(&self.stored, sealed, self.now) {
            if cause == Cause::FlowExpired {
                self.end = Some(Err(cause));
            }
            return false;
        }
        if self.with(|facts| expects(facts, step, self.now)).is_err() {
            // Something changed since the page was shown: ask again what comes next.
            self.settle();
            return false;
        }
        self.apply(step);
        self.settle();
        true
    }

    fn apply(&mut self, step: Step) {
        let at = self.now;
        let progress = &mut self.stored.progress;
        match step {
            Step::Password => {
                let (credential, version) = (self.password.id, self.password.version);
                primary_proved(progress, Proof { kind: MethodKind::Password, credential, version, at });
            }
            Step::OneTimeCode => {
                let (credential, version) = (self.methods[0].id, self.methods[0].version);
                second_factor_proved(
                    progress,
                    Proof { kind: MethodKind::SoftwareOath, credential, version, at },
                );
            }
            Step::RecoveryCode => {
                self.recovery_codes -= 1;
                let credential = CredentialId(id(30));
                second_factor_proved(
                    progress,
                    Proof { kind: MethodKind::RecoveryCode, credential, version: 1, at },
                );
            }
            Step::Register => {
                let id = self.fresh_id();
                let method = Method { id, created_at: at, ..totp() };
                method_registered(&mut self.stored.progress, &method, at);
                self.methods.push(method);
                (self.had_method_ever, self.recovery_codes) = (true, 10);
            }
            Step::ShowRecoveryCodes => drop(recovery_codes_seen(progress)),
            Step::ChangePassword => {
                let id = self.fresh_id();
                self.password = Password { id, set_at: at, ..password(PasswordOrigin::Owner, 0) };
                password_changed(&mut self.stored.progress, &self.password, at);
                self.user.sessions_valid_from = at;
            }
            Step::StaySignedIn => progress.stay_signed_in = Some(true),
            Step::Consent => (progress.consented, self.consented) = (true, true),
            Step::ConfirmDevice => progress.device_confirmed = true,
            Step::PickAccount | Step::Username => {}
        }
    }

    fn happen(&mut self, event: &Event) -> Result<(), TestCaseError> {
        let last = self.pages.len() - 1;
        match event {
            Event::Answer => drop(self.answer(last, None)),
            Event::Recovery if self.stored.step == Step::OneTimeCode => {
                self.answer(last, Some(Step::RecoveryCode));
            }
            Event::Back(page) if last > 0 => {
                let before = (self.stored.clone(), self.methods.len(), self.recovery_codes);
                prop_assert!(!self.answer(page % last, None), "an old page moved the flow on");
                prop_assert_eq!(before, (self.stored.clone(), self.methods.len(), self.recovery_codes));
            }
            Event::Recovery | Event::Wrong | Event::Back(_) => {}
            Event::Wait(seconds) => self.now += SignedDuration::from_secs(*seconds),
            Event::Toggle => self.user.account_enabled = !self.user.account_enabled,
            Event::Reset => {
                let (id, set_at) = (self.fresh_id(), self.now);
                self.password = Password { id, set_at, ..password(PasswordOrigin::Temporary, 0) };
            }
            Event::RemoveMethods => (self.methods, self.recovery_codes) = (Vec::new(), 0),
            Event::Revoke => self.user.sessions_valid_from = self.now,
            Event::Enforce => self.tenant.enforcement = enforced().enforcement,
        }
        Ok(())
    }

    fn is_enforced(&self) -> bool {
        self.tenant.enforcement_at(self.now) == EnforcementState::Enforced
    }
}

/// What holds whenever a walk ends.
fn ended(world: &World) -> Result<(), TestCaseError> {
    if let Some(Ok(finish)) = &world.end {
        prop_assert!(world.user.may_sign_in());
        prop_assert!(world.password.origin != PasswordOrigin::Temporary);
        if world.is_enforced() || world.request.wants_mfa {
            prop_assert_eq!(rank(&finish.proofs), Rank::MultiFactor);
            prop_assert!(finish.amr.contains(&"mfa".to_owned()));
        }
        for proof in &finish.proofs {
            prop_assert!(proof.at <= world.now);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    /// Whatever interferes, an old page never moves the flow on, and nobody finishes with less than is needed.
    #[test]
    fn no_walk_breaks_a_promise(start in start(), events in prop::collection::vec(event(), 1..60)) {
        let mut world = World::new(&start);
        for event in &events {
            if world.end.is_some() {
                break;
            }
            world.happen(event)?;
        }
        ended(&world)?;
    }

    /// A user who answers rightly reaches an end, and no page is shown twice on the way.
    #[test]
    fn every_undisturbed_walk_ends(start in start()) {
        let mut world = World::new(&start);
        for _ in 0..12 {
            if world.end.is_some() {
                break;
            }
            prop_assert!(world.answer(world.pages.len() - 1, None), "a right answer was not taken");
        }
        prop_assert!(world.end.is_some(), "asked for ever: {:?}", world.asked);
        ended(&world)?;
        let mut once = world.asked.clone();
        once.sort_by_key(|step| format!("{step:?}"));
        once.dedup();
        prop_assert_eq!(once.len(), world.asked.len(), "a page came twice: {:?}", &world.asked);
        if world.is_enforced() && world.stored.progress.fresh && matches!(world.end, Some(Ok(_))) {
            let second = [Step::OneTimeCode, Step::Register];
            prop_assert!(
                world.asked.iter().any(|step| second.contains(step)),
                "a password was typed and no second factor asked for: {:?}",
                world.asked
            );
        }
    }
}
