//! Somebody at a browser: walks through the sign-in pages with what he knows and has.

use crate::app::TestApp;
use crate::caller::Caller;
use crate::world::TestUser;
use app::Ctx;
use app::signin::{self, Answer, Browser, CodeAnswer, Outcome, Page, SetCookies, View};
use crypto::totp;
use model::flow::Step;
use model::verdict::{Cause, Refusal};
use model::{Clock, SignedDuration, Timestamp};
use protocol::secret::Secret;

/// The password that replaces a temporary one.
pub const NEW_PASSWORD: &str = "Another 7 staples, chosen alone";
/// More pages than any sign-in has.
const MOST_PAGES: usize = 20;

/// What somebody knows and has.
#[derive(Clone, Debug)]
pub struct Person {
    /// His user name.
    pub name: String,
    /// His password.
    pub password: String,
    /// The seed in his authenticator app.
    pub seed: Option<totp::Secret>,
    /// The time step whose code he used last.
    pub used_step: Option<i64>,
    /// His recovery codes.
    pub recovery_codes: Vec<String>,
    /// How he answers when a code is asked for.
    pub habit: Habit,
    /// Whether he stays signed in.
    pub stays: bool,
}

/// How somebody answers when a code is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// With the code of his app, waiting for the next one if he used it.
    App,
    /// With a recovery code.
    RecoveryCode,
    /// With a code that is wrong.
    Wrong,
    /// With the code he used before.
    Replay,
}

impl From<&TestUser> for Person {
    fn from(user: &TestUser) -> Self {
        Self {
            name: user.name.clone(),
            password: user.password.clone(),
            seed: user.seed.map(|seed| totp::Secret::new(&seed)),
            used_step: None,
            recovery_codes: Vec::new(),
            habit: Habit::App,
            stays: false,
        }
    }
}

/// How a walk ended.
#[derive(Debug)]
pub enum End {
    /// The client got a code.
    Code(Box<CodeAnswer>),
    /// The waiting device was told.
    Device,
    /// The sign-in was refused, on a page or to the client.
    Refused(Refusal),
    /// The page came again: the answer was not accepted.
    Rejected(Cause),
}

impl End {
    /// The code.
    ///
    /// # Panics
    /// When there is none.
    pub fn code(self) -> String {
        match self {
            Self::Code(answer) => answer.code,
            other => panic!("no code: {other:?}"),
        }
    }

    /// Why there is no code.
    ///
    /// # Panics
    /// When there is one.
    pub fn cause(self) -> Cause {
        match self {
            Self::Refused(refusal) => refusal.cause,
            Self::Rejected(cause) => cause,
            other => panic!("no refusal: {other:?}"),
        }
    }
}

/// A browser with its cookies and the page it shows. Each answer takes a second of the walk's own time, which the
/// app's clock follows unless the walk keeps its time to itself.
pub struct Walk<'a> {
    app: &'a TestApp,
    /// The present moment.
    pub at: Timestamp,
    /// The cookies.
    pub browser: Browser,
    /// The page on the screen.
    pub page: Option<Box<Page>>,
    /// The pages shown so far; one that came again is there twice.
    pub seen: Vec<Step>,
    /// Where the browser is.
    pub visitor: Ctx,
    moves_clock: bool,
}

impl TestApp {
    /// A new browser, now.
    pub fn walk(&self) -> Walk<'_> {
        Walk { moves_clock: true, ..self.walk_at(self.clock.now()) }
    }

    /// A new browser at a moment of its own, which leaves the app's clock alone.
    pub fn walk_at(&self, at: Timestamp) -> Walk<'_> {
        let visitor = self.visitor();
        let (browser, page, seen) = (Browser::default(), None, Vec::new());
        Walk { app: self, at, browser, page, seen, visitor, moves_clock: false }
    }
}

impl Walk<'_> {
    /// The circumstances of a request from this browser.
    pub fn ctx(&self) -> Ctx {
        Ctx { now: self.at, correlation_id: self.app.services.entropy.uuid_v4(), ..self.visitor.clone() }
    }

    /// Waits.
    pub fn wait(&mut self, time: SignedDuration) {
        self.at += time;
        if self.moves_clock {
            self.app.clock.set(self.at.max(self.app.clock.now()));
        }
    }

    /// Opens the client's sign-in address; `fields` are added to its request. `None` if a page is shown.
    ///
    /// # Panics
    /// When the app has a fault.
    pub async fn open(&mut self, caller: &Caller, fields: &[(&str, &str)]) -> Option<End> {
        let request = caller.authorization(fields);
        let outcome = signin::authorize(&self.ctx(), &self.browser, request).await.unwrap();
        self.take(outcome)
    }

    /// Types the code of a waiting device.
    ///
    /// # Panics
    /// When the app has a fault.
    pub async fn open_device(&mut self, user_code: &str) -> Option<End> {
        let outcome = signin::verify_device(&self.ctx(), &self.browser, user_code, None).await.unwrap();
        self.take(outcome)
    }

    /// Signs in from the first page to the end.
    pub async fn sign_in(&mut self, caller: &Caller, person: &mut Person, fields: &[(&str, &str)]) -> End {
        match self.open(caller, fields).await {
            Some(end) => end,
            None => self.go_on(person).await,
        }
    }

    /// Answers every page until the end.
    ///
    /// # Panics
    /// When there is no end.
    pub async fn go_on(&mut self, person: &mut Person) -> End {
        for _ in 0..MOST_PAGES {
            if let Some(end) = self.answer_as(person).await {
                return end;
            }
        }
        panic!("pages without end: {:?}", self.seen)
    }

    /// Answers pages until one of these is shown. `Some` if the end came first.
    ///
    /// # Panics
    /// When neither comes.
    pub async fn until(&mut self, person: &mut Person, steps: &[Step]) -> Option<End> {
        for _ in 0..MOST_PAGES {
            if steps.contains(&self.step()) {
                return None;
            }
            if let Some(end) = self.answer_as(person).await {
                return Some(end);
            }
        }
        panic!("none of {steps:?} in {:?}", self.seen)
    }

    /// The step of the page on the screen.
    ///
    /// # Panics
    /// When there is no page.
    pub fn step(&self) -> Step {
        self.page.as_ref().unwrap().step
    }

    /// Answers the page on the screen as this person does.
    pub async fn answer_as(&mut self, person: &mut Person) -> Option<End> {
        let answer = self.thought_of(person);
        let end = self.answer(answer).await;
        if let Some(page) = &self.page
            && let View::RecoveryCodes(codes) = &page.view
        {
            person.recovery_codes.clone_from(codes);
        }
        end
    }

    /// Answers the page on the screen. `None` if another page is shown.
    ///
    /// # Panics
    /// When there is no page, or the app has a fault.
    pub async fn answer(&mut self, answer: Answer) -> Option<End> {
        let sealed = self.page.as_ref().unwrap().flow.clone();
        self.answer_sealed(&sealed, answer).await
    }

    /// Sends an answer with a flow value that need not be the one on the screen.
    ///
    /// # Panics
    /// When the app has a fault.
    pub async fn answer_sealed(&mut self, sealed: &str, answer: Answer) -> Option<End> {
        self.wait(SignedDuration::from_secs(1));
        let outcome = signin::answer(&self.ctx(), &self.browser, sealed, answer).await.unwrap();
        self.take(outcome)
    }

    /// What the person answers to the page on the screen.
    fn thought_of(&mut self, person: &mut Person) -> Answer {
        let page = self.page.as_ref().unwrap();
        match &page.view {
            View::Accounts(accounts) => {
                let own = accounts.iter().find(|account| account.name == person.name);
                own.map_or(Answer::UseAnotherAccount, |account| Answer::Pick(account.session))
            }
            View::Username { .. } => Answer::Username(person.name.clone()),
            View::Password { .. } => Answer::Password(Secret::new(person.password.clone())),
            View::OneTimeCode { .. } if person.habit == Habit::RecoveryCode => Answer::UseRecoveryCode,
            View::OneTimeCode { .. } => Answer::Code(self.code(person)),
            View::RecoveryCode { .. } => Answer::Code(person.recovery_codes.pop().unwrap_or_default()),
            View::Register(register) => {
                person.seed = totp::Secret::from_base32(&register.seed);
                Answer::Code(self.next_code(person))
            }
            View::RecoveryCodes(_) => Answer::Continue,
            View::ChangePassword { .. } => {
                NEW_PASSWORD.clone_into(&mut person.password);
                Answer::NewPassword(Secret::new(NEW_PASSWORD), Secret::new(NEW_PASSWORD))
            }
            View::StaySignedIn { .. } => Answer::StaySignedIn(person.stays),
            View::Consent(_) => Answer::Consent { accept: true, for_everyone: false },
            View::ConfirmDevice(_) => Answer::ConfirmDevice(true),
        }
    }

    /// The code that the person types, by his habit.
    fn code(&mut self, person: &mut Person) -> String {
        let seed = person.seed.clone().unwrap();
        match (person.habit, person.used_step) {
            (Habit::Wrong, _) => wrong_code(&seed, self.at),
            (Habit::Replay, Some(step)) => seed.code(step),
            _ => self.next_code(person),
        }
    }

    /// The code of the person's app; if he has used the one it shows, he waits for the next.
    fn next_code(&mut self, person: &mut Person) -> String {
        let soon = self.at + SignedDuration::from_secs(1);
        let step = totp::step_at(soon).max(person.used_step.map_or(i64::MIN, |used| used + 1));
        let shown_from = Timestamp::from_second(step * totp::STEP_SECONDS).unwrap();
        self.wait(shown_from.duration_since(self.at).max(SignedDuration::ZERO));
        person.used_step = Some(step);
        person.seed.as_ref().unwrap().code(step)
    }

    fn take(&mut self, outcome: Outcome) -> Option<End> {
        self.page = None;
        match outcome {
            Outcome::Page(page) => {
                self.keep(&page.cookies);
                self.seen.push(page.step);
                let alert = page.alert.clone();
                self.page = Some(page);
                alert.map(End::Rejected)
            }
            Outcome::Answer(answered) => {
                self.keep(&answered.cookies);
                Some(match answered.answer {
                    Ok(code) => End::Code(Box::new(code)),
                    Err(refusal) => End::Refused(refusal),
                })
            }
            Outcome::Refused(refused) => Some(End::Refused(refused.refusal)),
            Outcome::DeviceDone(_, cookies) => {
                self.keep(&cookies);
                Some(End::Device)
            }
        }
    }

    fn keep(&mut self, cookies: &SetCookies) {
        if let Some(binding) = &cookies.binding {
            self.browser.binding = Some(binding.clone());
        }
        if let Some(sessions) = &cookies.sessions {
            self.browser.sessions = (!sessions.is_empty()).then(|| sessions.clone());
        }
    }
}

/// Six digits that the app shows neither now nor around now.
fn wrong_code(seed: &totp::Secret, at: Timestamp) -> String {
    let step = totp::step_at(at);
    let near: Vec<String> = (step - 2..=step + 2).map(|step| seed.code(step)).collect();
    (0..6).map(|number| format!("{number:06}")).find(|code| !near.contains(code)).unwrap_or_default()
}
