//! Every combination of facts, and what no decision may break (DESIGN invariants 5, 6 and 7).

use super::{CONSENT, LOGIN, NONE};
use crate::consent::ConsentState;
use crate::posture::Posture;
use crate::samples::{
    at, by_password, by_recovery_code, by_totp, device_ending, id, now, password, request, session, totp,
    user,
};
use crate::signin::{Decision, Facts, UserFacts, decide, live_proofs, may_enrol_first, session_usable};
use model::CredentialId;
use model::flow::{FlowRequest, Progress, Prompt, Step};
use model::method::{Method, Proof, Rank, rank};
use model::session::{Session, SessionLifetimes};
use model::signin::Requirement;
use model::tenant::EnforcementState;
use model::user::{Password, PasswordOrigin, User, UserType};

/// Everything a fact can be.
struct Space {
    postures: Vec<Posture>,
    requests: Vec<FlowRequest>,
    users: Vec<Option<User>>,
    passwords: Vec<Option<Password>>,
    methods: Vec<(Vec<Method>, bool)>,
    sessions: Vec<Option<Session>>,
    progresses: Vec<Progress>,
    consents: Vec<ConsentState>,
}

fn postures() -> Vec<Posture> {
    use EnforcementState::{Announced, Enforced, NotEnforced};
    // The last one contradicts itself: enforced, and yet nothing needed. It must not open a door.
    let kinds = [
        (NotEnforced, false, false),
        (NotEnforced, true, false),
        (Announced, false, false),
        (Enforced, true, false),
        (Enforced, true, true),
        (Enforced, false, false),
    ];
    kinds
        .map(|(enforcement, mfa, fresh_every_time)| Posture {
            enforcement,
            mfa,
            required_by: Vec::new(),
            fresh_every_time,
        })
        .into()
}

fn requests() -> Vec<FlowRequest> {
    let asked = [
        (Prompt::default(), None),
        (NONE, None),
        (LOGIN, None),
        (CONSENT, None),
        (Prompt::default(), Some(0)),
    ];
    let mut requests: Vec<FlowRequest> = Vec::new();
    for wants_mfa in [false, true] {
        let plain = FlowRequest { wants_mfa, ..request() };
        requests.extend(asked.map(|(prompt, max_age)| FlowRequest { prompt, max_age, ..plain.clone() }));
        requests.push(FlowRequest { ending: device_ending(), ..plain });
    }
    requests
}

fn users() -> Vec<Option<User>> {
    vec![
        None,
        Some(user()),
        Some(User { account_enabled: false, ..user() }),
        Some(User { user_type: UserType::Guest, service_account: true, ..user() }),
    ]
}

fn passwords() -> Vec<Option<Password>> {
    vec![
        None,
        Some(password(PasswordOrigin::Owner, 1)),
        Some(password(PasswordOrigin::Temporary, 1)),
        Some(password(PasswordOrigin::Temporary, 100)),
        Some(password(PasswordOrigin::Operator, 1)),
    ]
}

fn sessions() -> Vec<Option<Session>> {
    let good = session(vec![by_password(at(-3600)), by_totp(at(-3590))]);
    vec![
        None,
        Some(Session { ended_at: Some(at(-1)), ..good.clone() }),
        Some(Session { last_used_at: at(-90_000), ..good.clone() }),
        Some(Session { authenticated_at: at(-40 * 86_400), ..good.clone() }),
        Some(good),
    ]
}

fn progresses() -> Vec<Progress> {
    let stale = |proof: Proof| Proof { version: 0, ..proof };
    let foreign = |proof: Proof| Proof { credential: CredentialId(id(99)), ..proof };
    let (pwd, otp) = (by_password(at(-30)), by_totp(at(-20)));
    let proofs = [
        vec![],
        vec![pwd.clone()],
        vec![stale(pwd.clone()), otp.clone()],
        vec![pwd.clone(), otp.clone()],
        vec![pwd.clone(), stale(otp.clone())],
        vec![pwd.clone(), foreign(otp.clone())],
        vec![pwd.clone(), by_recovery_code(at(-20))],
        vec![pwd, by_totp(at(-3590))],
        vec![otp],
    ];
    let mut progresses = Vec::new();
    for proofs in proofs {
        for fresh in [false, true] {
            let authenticated_at = Some(at(if fresh { -30 } else { -3600 }));
            let base = Progress { proofs: proofs.clone(), authenticated_at, fresh, ..Progress::default() };
            let answered = Progress { stay_signed_in: Some(true), device_confirmed: true, ..base.clone() };
            progresses.push(Progress { pending_method: Some(totp().id), ..answered.clone() });
            progresses.push(Progress { consented: true, ..answered });
            progresses.push(base);
        }
    }
    progresses
}

impl Space {
    fn new() -> Self {
        Self {
            postures: postures(),
            requests: requests(),
            users: users(),
            passwords: passwords(),
            methods: vec![(vec![], false), (vec![], true), (vec![totp()], true)],
            sessions: sessions(),
            progresses: progresses(),
            consents: vec![ConsentState::Given(Vec::new()), ConsentState::NeedsAdmin(Vec::new())],
        }
    }

    /// Asks `judge` about every combination, and gives their number.
    fn each(&self, mut judge: impl FnMut(&Facts<'_>)) -> usize {
        let mut size = 0;
        for (posture, request) in product(&self.postures, &self.requests) {
            for (user, password) in product(&self.users, &self.passwords) {
                for ((methods, had_method_ever), session) in product(&self.methods, &self.sessions) {
                    let user = user.as_ref().map(|user| UserFacts {
                        user,
                        password: password.as_ref(),
                        methods,
                        unused_recovery_codes: 0,
                        had_method_ever: *had_method_ever,
                        is_administrator: false,
                    });
                    for (progress, consent) in product(&self.progresses, &self.consents) {
                        judge(&Facts {
                            posture,
                            request,
                            user,
                            session: session.as_ref(),
                            progress,
                            consent: consent.clone(),
                            lifetimes: SessionLifetimes::default(),
                            client_name: "client",
                            resource_name: "resource",
                        });
                        size += 1;
                    }
                }
            }
        }
        size
    }
}

fn product<'a, A, B>(left: &'a [A], right: &'a [B]) -> impl Iterator<Item = (&'a A, &'a B)> {
    left.iter().flat_map(move |a| right.iter().map(move |b| (a, b)))
}

/// How often each kind of decision came out: a space in which nothing finishes would prove nothing.
#[derive(Debug, Default)]
struct Seen {
    finished: usize,
    finished_enforced: usize,
    registered: usize,
    asked: usize,
    refused: usize,
}

#[test]
fn nothing_in_the_whole_space_breaks_an_invariant() {
    let mut seen = Seen::default();
    let size = Space::new().each(|facts| match decide(facts, now()) {
        Decision::Finish(finish) => {
            seen.finished += 1;
            seen.finished_enforced += usize::from(facts.posture.enforcement == EnforcementState::Enforced);
            finished(facts, &finish);
        }
        Decision::Ask(step) => {
            seen.asked += 1;
            seen.registered += usize::from(step == Step::Register);
            asked(facts, step);
        }
        Decision::Refuse(_) => seen.refused += 1,
    });
    println!("{size} combinations of facts: {seen:?}");
    assert!(size > 1_000_000);
    assert!(seen.finished_enforced > 0 && seen.finished > seen.finished_enforced && seen.registered > 0);
}

fn finished(facts: &Facts<'_>, finish: &super::Finish) {
    let user = facts.user.expect("nobody finishes without an account");
    let needed = facts.posture.mfa
        || facts.posture.enforcement == EnforcementState::Enforced
        || facts.request.wants_mfa;
    if needed {
        assert_eq!(rank(&finish.proofs), Rank::MultiFactor, "{facts:?}");
        assert!(finish.amr.iter().any(|value| value == "mfa"));
    }
    assert_eq!(finish.requirement == Requirement::MultiFactorAuthentication, needed);
    assert!(rank(&finish.proofs) >= Rank::Password);
    assert!(user.user.may_sign_in());
    assert!(user.password.is_some_and(|password| password.origin != PasswordOrigin::Temporary));
    assert_eq!(live_proofs(&finish.proofs, &user), finish.proofs, "a proof of a credential that is gone");
    assert!(matches!(facts.consent, ConsentState::Given(_)));
    assert_eq!(finish.fresh, facts.progress.fresh);
    if finish.fresh {
        assert!(finish.proofs.iter().all(|proof| Some(proof.at) >= facts.progress.authenticated_at));
    } else {
        let session = facts.session.expect("only a session stands in for a password");
        assert!(session_usable(session, user.user, facts.lifetimes, now()));
        assert!(!facts.request.prompt.login && facts.request.max_age.is_none());
        assert!(!facts.posture.fresh_every_time, "every sign-in presents both factors");
    }
    let device = matches!(facts.request.ending, model::flow::Ending::Device { .. });
    assert!(!device || facts.progress.device_confirmed);
    assert!(!facts.request.prompt.consent || facts.progress.consented);
}

fn asked(facts: &Facts<'_>, step: Step) {
    assert!(!facts.request.prompt.none, "prompt=none shows nothing");
    if step == Step::Register {
        let user = facts.user.expect("somebody registers");
        assert!(may_enrol_first(&user, now()) && facts.progress.fresh);
        assert_eq!(rank(&live_proofs(&facts.progress.proofs, &user)), Rank::Password);
    }
    if step == Step::OneTimeCode {
        assert!(facts.user.is_some_and(|user| user.has_second_factor()));
    }
}

/// Taking a proof away never lets anybody further: whoever could not finish with more cannot finish with less.
#[test]
fn fewer_proofs_never_finish_where_more_did_not() {
    let (mut compared, mut size) = (0, 0);
    let requests = vec![request(), FlowRequest { wants_mfa: true, ..request() }];
    let space = Space { requests, consents: vec![ConsentState::Given(Vec::new())], ..Space::new() };
    space.each(|facts| {
        size += 1;
        if matches!(decide(facts, now()), Decision::Finish(_)) {
            return;
        }
        // A pending method or an unanswered question would stop both; only the proofs are of interest.
        for index in 0..facts.progress.proofs.len() {
            let mut progress = facts.progress.clone();
            progress.proofs.remove(index);
            let fewer = Facts { progress: &progress, ..facts.clone() };
            compared += 1;
            assert!(!matches!(decide(&fewer, now()), Decision::Finish(_)), "{fewer:?}");
        }
    });
    println!("{compared} comparisons in {size} combinations");
    assert!(compared > 0);
}
