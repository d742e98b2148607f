mod space;
mod walk;

use super::*;
use crate::posture::posture;
use crate::samples::{
    at, by_password, by_recovery_code, by_totp, device_ending, enforced, id, now, password, request, session,
    tenant, totp, user,
};
use model::flow::Prompt;
use model::tenant::{Profile, Tenant};
use model::{CredentialId, FlowId, UserId};

/// Everything that [`Facts`] borrows.
struct Case {
    tenant: Tenant,
    request: FlowRequest,
    user: Option<User>,
    password: Option<Password>,
    methods: Vec<Method>,
    had_method_ever: bool,
    unused_recovery_codes: usize,
    session: Option<Session>,
    progress: Progress,
    consent: ConsentState,
}

/// Nothing done yet, a user whose name is known, in a tenant under enforcement.
fn case() -> Case {
    Case {
        tenant: enforced(),
        request: request(),
        user: Some(user()),
        password: Some(password(PasswordOrigin::Owner, 1000)),
        methods: vec![totp()],
        had_method_ever: true,
        unused_recovery_codes: 0,
        session: None,
        progress: Progress::default(),
        consent: ConsentState::Given(vec!["User.Read".into()]),
    }
}

impl Case {
    fn with<T>(&self, judge: impl Fn(&Facts<'_>) -> T) -> T {
        let posture = posture(&self.tenant, self.request.wants_mfa, now());
        judge(&Facts {
            posture: &posture,
            request: &self.request,
            user: self.user_facts(),
            session: self.session.as_ref(),
            progress: &self.progress,
            consent: self.consent.clone(),
            lifetimes: SessionLifetimes::default(),
            client_name: "Automation",
            resource_name: "Graph",
        })
    }

    fn user_facts(&self) -> Option<UserFacts<'_>> {
        self.user.as_ref().map(|user| UserFacts {
            user,
            password: self.password.as_ref(),
            methods: &self.methods,
            unused_recovery_codes: self.unused_recovery_codes,
            had_method_ever: self.had_method_ever,
            is_administrator: false,
        })
    }

    fn decide(&self) -> Decision {
        self.with(|facts| decide(facts, now()))
    }

    fn change(mut self, change: impl Fn(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The password was typed.
    fn typed_password(mut self) -> Self {
        primary_proved(&mut self.progress, by_password(at(-30)));
        self
    }

    /// The second factor was typed.
    fn typed_code(mut self) -> Self {
        second_factor_proved(&mut self.progress, by_totp(at(-10)));
        self
    }

    /// Whether to stay signed in was answered.
    fn stays(mut self) -> Self {
        self.progress.stay_signed_in = Some(true);
        self
    }

    /// Everything was answered.
    fn done() -> Self {
        case().typed_password().typed_code().stays()
    }

    /// A session with both factors is continued.
    fn continued() -> Self {
        case().change(|case| {
            let session = session(vec![by_password(at(-3600)), by_totp(at(-3590))]);
            continue_session(&mut case.progress, &session);
            case.session = Some(session);
        })
    }

    fn in_tenant(self, tenant: &Tenant) -> Self {
        self.change(|case| case.tenant = tenant.clone())
    }

    fn without_methods(self) -> Self {
        self.change(|case| {
            case.methods.clear();
            case.had_method_ever = false;
        })
    }

    fn prompt(self, prompt: Prompt) -> Self {
        self.change(|case| case.request.prompt = prompt)
    }
}

const NONE: Prompt = Prompt { none: true, login: false, consent: false, select_account: false };
const LOGIN: Prompt = Prompt { login: true, none: false, ..NONE };
const CONSENT: Prompt = Prompt { consent: true, none: false, ..NONE };

fn finish(case: &Case) -> Finish {
    match case.decide() {
        Decision::Finish(finish) => finish,
        other => panic!("{other:?}"),
    }
}

fn strict() -> Tenant {
    Tenant { profile: Profile::Strict2019, ..enforced() }
}

fn resource() -> String {
    "Graph".to_owned()
}

#[test]
fn the_steps_of_a_first_sign_in_in_order() {
    let nameless = case().change(|case| case.user = None);
    assert_eq!(nameless.decide(), Decision::Ask(Step::Username));
    let case = case().without_methods().change(|case| {
        case.password = Some(password(PasswordOrigin::Temporary, 1));
        case.consent = ConsentState::NeedsUser(Vec::new());
    });
    assert_eq!(case.decide(), Decision::Ask(Step::Password));
    let case = case.typed_password();
    assert_eq!(case.decide(), Decision::Ask(Step::Register));
    let case = case.change(|case| {
        case.methods.push(totp());
        case.had_method_ever = true;
        method_registered(&mut case.progress, &totp(), now());
    });
    assert_eq!(case.decide(), Decision::Ask(Step::ShowRecoveryCodes));
    let case = case.change(|case| assert!(recovery_codes_seen(&mut case.progress).is_some()));
    assert_eq!(case.decide(), Decision::Ask(Step::ChangePassword));
    let case = case.change(|case| {
        let own = Password { id: CredentialId(id(11)), ..password(PasswordOrigin::Owner, 0) };
        password_changed(&mut case.progress, &own, now());
        case.password = Some(own);
        // Changing a password ends all sessions; not the sign-in that changed it.
        case.user.as_mut().unwrap().sessions_valid_from = now();
    });
    assert_eq!(case.decide(), Decision::Ask(Step::StaySignedIn));
    let case = case.stays();
    assert_eq!(case.decide(), Decision::Ask(Step::Consent));
    let case = case.change(|case| {
        case.progress.consented = true;
        case.consent = ConsentState::Given(vec!["User.Read".into()]);
    });
    let finish = finish(&case);
    assert_eq!(finish.amr, ["pwd", "otp", "mfa"]);
    assert_eq!((finish.fresh, finish.stay_signed_in, finish.authenticated_at), (true, true, now()));
    assert_eq!(finish.requirement, Requirement::MultiFactorAuthentication);
    assert_eq!(finish.required_by, [RequirementProvider::EnforcedForCspAdmins]);
    assert_eq!(finish.granted, ["User.Read"]);
}

#[test]
fn an_account_picker_comes_first_if_asked_for() {
    let select = Prompt { select_account: true, none: false, ..NONE };
    let case = case().change(|case| case.user = None).prompt(select);
    assert_eq!(case.decide(), Decision::Ask(Step::PickAccount));
}

#[test]
fn the_state_of_an_account_is_told_only_to_who_proved_something() {
    let disabled = |case: Case| case.change(|case| case.user.as_mut().unwrap().account_enabled = false);
    assert_eq!(disabled(case()).decide(), Decision::Ask(Step::Password));
    let refused = Decision::Refuse(Cause::UserDisabled(user().id));
    assert_eq!(disabled(case().typed_password()).decide(), refused);
    assert_eq!(disabled(Case::continued()).decide(), refused);
    let deleted = case().typed_password().change(|case| case.user.as_mut().unwrap().deleted_at = Some(now()));
    assert_eq!(deleted.decide(), Decision::Refuse(Cause::UserNotFound));
    let gone = case().typed_password().change(|case| case.user = None);
    assert_eq!(gone.decide(), Decision::Refuse(Cause::UserNotFound));
}

#[test]
fn an_invalid_scope_is_told_before_anybody_types_anything() {
    let case = case().change(|case| {
        case.user = None;
        case.consent = ConsentState::Invalid("No.Such".into());
    });
    assert_eq!(case.decide(), Decision::Refuse(Cause::ScopeInvalid("No.Such".into())));
}

#[test]
fn a_session_continues_an_authentication_with_all_it_proved() {
    let finish = finish(&Case::continued());
    assert_eq!((finish.fresh, finish.authenticated_at), (false, at(-3600)));
    assert_eq!(finish.amr, ["pwd", "otp", "mfa"]);
    assert!(!finish.stay_signed_in);
    let persistent = Case::continued().change(|case| case.session.as_mut().unwrap().persistent = true);
    assert!(self::finish(&persistent).stay_signed_in);
}

#[test]
fn what_asks_for_the_password_again() {
    let again = Decision::Ask(Step::Password);
    let sessionless = Case::continued().change(|case| case.session = None);
    assert_eq!(sessionless.decide(), again);
    assert_eq!(Case::continued().prompt(LOGIN).decide(), again);
    let aged = |age| Case::continued().change(|case| case.request.max_age = Some(age)).decide();
    assert_eq!(aged(3599), again);
    assert!(matches!(aged(3600), Decision::Finish(_)));
    assert_eq!(aged(-1), again);
    assert_eq!(Case::continued().in_tenant(&strict()).decide(), again);
    let changed = |change: fn(&mut Case)| Case::continued().change(change).decide();
    assert_eq!(changed(|case| case.session.as_mut().unwrap().ended_at = Some(now())), again);
    assert_eq!(changed(|case| case.session.as_mut().unwrap().user = UserId(id(9))), again);
    assert_eq!(changed(|case| case.session.as_mut().unwrap().last_used_at = at(-86_400)), again);
    assert_eq!(changed(|case| case.user.as_mut().unwrap().sessions_valid_from = at(-3599)), again);
    assert_eq!(changed(|case| case.password.as_mut().unwrap().id = CredentialId(id(9))), again);
    assert_eq!(changed(|case| case.password = None), again);
    assert_eq!(changed(|case| case.password.as_mut().unwrap().origin = PasswordOrigin::Temporary), again);
    assert_eq!(changed(|case| case.progress.proofs.clear()), again);
    assert_eq!(changed(|case| case.session.as_mut().unwrap().proofs.clear()), again);
    let revoked = Case::done().change(|case| case.user.as_mut().unwrap().sessions_valid_from = at(-29));
    assert_eq!(revoked.decide(), again, "revoked in the middle of a flow");
}

#[test]
fn once_typed_the_password_is_not_asked_for_again() {
    for prompt in [LOGIN, Prompt::default()] {
        let case = Case::done().prompt(prompt).change(|case| case.request.max_age = Some(0));
        assert!(finish(&case).fresh);
    }
    assert!(finish(&Case::done().in_tenant(&strict())).fresh);
}

#[test]
fn presenting_the_password_begins_an_authentication_of_its_own() {
    // The session had both factors; prompt=login asks for the password; the old code must not count.
    let mut case = Case::continued().prompt(LOGIN);
    primary_proved(&mut case.progress, by_password(at(-5)));
    assert_eq!(case.decide(), Decision::Ask(Step::OneTimeCode));
    // Even if somebody kept it in the list.
    case.progress.proofs.push(by_totp(at(-3590)));
    assert_eq!(case.decide(), Decision::Ask(Step::OneTimeCode));
    case.progress.proofs.push(by_totp(at(-1)));
    assert_eq!(case.decide(), Decision::Ask(Step::StaySignedIn));
}

#[test]
fn a_session_of_one_factor_is_completed_by_a_second() {
    let case = Case::continued().change(|case| {
        case.progress.proofs.truncate(1);
        case.session.as_mut().unwrap().proofs.truncate(1);
    });
    assert_eq!(case.decide(), Decision::Ask(Step::OneTimeCode));
    assert!(matches!(case.typed_code().decide(), Decision::Finish(_)));
}

#[test]
fn without_enforcement_the_password_is_enough_unless_the_request_wants_more() {
    let case = case().in_tenant(&tenant()).typed_password().stays();
    let finish = finish(&case);
    assert_eq!(
        (finish.requirement, finish.amr),
        (Requirement::SingleFactorAuthentication, vec!["pwd".to_owned()])
    );
    let wants = case.change(|case| case.request.wants_mfa = true);
    assert_eq!(wants.decide(), Decision::Ask(Step::OneTimeCode));
    assert_eq!(wants.without_methods().decide(), Decision::Ask(Step::Register));
}

#[test]
fn what_the_password_alone_may_enrol() {
    let ask = |origin, hours, had_method_ever| {
        let case = case().without_methods().change(|case| {
            case.password = Some(password(origin, hours));
            case.had_method_ever = had_method_ever;
        });
        case.typed_password().decide()
    };
    let register = Decision::Ask(Step::Register);
    let refused = Decision::Refuse(Cause::MfaEnrollmentRequired { resource: resource() });
    assert_eq!(ask(PasswordOrigin::Owner, 10_000, false), register);
    assert_eq!(ask(PasswordOrigin::Temporary, 72, false), register);
    assert_eq!(ask(PasswordOrigin::Temporary, 73, false), Decision::Refuse(Cause::PasswordMustChange));
    assert_eq!(ask(PasswordOrigin::Operator, 1, false), refused);
    for origin in [PasswordOrigin::Owner, PasswordOrigin::Temporary, PasswordOrigin::Operator] {
        assert_eq!(
            ask(origin, 1, true),
            refused,
            "a method that was removed is not replaced by the password"
        );
    }
}

#[test]
fn a_session_alone_registers_no_method() {
    let case = Case::continued().without_methods().change(|case| {
        case.progress.proofs.truncate(1);
        case.session.as_mut().unwrap().proofs.truncate(1);
    });
    assert_eq!(case.decide(), Decision::Ask(Step::Password));
}

#[test]
fn an_overdue_temporary_password_needs_a_second_factor_even_without_enforcement() {
    let overdue = || {
        let case = case().in_tenant(&tenant());
        case.change(|case| case.password = Some(password(PasswordOrigin::Temporary, 73))).typed_password()
    };
    assert_eq!(overdue().decide(), Decision::Ask(Step::OneTimeCode));
    assert_eq!(overdue().typed_code().decide(), Decision::Ask(Step::ChangePassword));
    let refused = Decision::Refuse(Cause::PasswordMustChange);
    assert_eq!(overdue().without_methods().decide(), refused);
}

#[test]
fn whether_to_stay_signed_in_is_asked_only_where_it_means_something() {
    let asked = |case: Case| case.typed_password().typed_code().decide() == Decision::Ask(Step::StaySignedIn);
    assert!(asked(case()));
    assert!(!asked(case().change(|case| case.request.ending = device_ending())));
    assert!(!asked(case().change(|case| case.user.as_mut().unwrap().user_type = UserType::Guest)));
    assert!(!asked(case().in_tenant(&strict())));
    assert!(!asked(case().stays()));
    assert!(!asked(case().prompt(NONE)));
}

#[test]
fn a_device_is_confirmed_last() {
    let case = Case::done().change(|case| case.request.ending = device_ending());
    assert_eq!(case.decide(), Decision::Ask(Step::ConfirmDevice));
    let confirmed = case.change(|case| case.progress.device_confirmed = true);
    assert!(matches!(confirmed.decide(), Decision::Finish(_)));
}

#[test]
fn consent_is_asked_until_it_is_given_and_again_on_demand() {
    let needs = |consent: ConsentState| Case::done().change(|case| case.consent = consent.clone());
    let page = Decision::Ask(Step::Consent);
    assert_eq!(needs(ConsentState::NeedsUser(Vec::new())).decide(), page);
    let insisting = needs(ConsentState::NeedsAdmin(Vec::new())).change(|case| case.progress.consented = true);
    assert_eq!(insisting.decide(), page, "saying yes is not enough");
    let again = Case::done().prompt(CONSENT);
    assert_eq!(again.decide(), page);
    assert!(matches!(again.change(|case| case.progress.consented = true).decide(), Decision::Finish(_)));
}

#[test]
fn prompt_none_refuses_where_a_page_would_be_shown() {
    let silent = |case: Case| match case.prompt(NONE).decide() {
        Decision::Refuse(cause) => cause,
        other => panic!("{other:?}"),
    };
    let single = || {
        Case::continued().change(|case| {
            case.progress.proofs.truncate(1);
            case.session.as_mut().unwrap().proofs.truncate(1);
        })
    };
    let (app_id, name) = (request().client, "Automation".to_owned());
    assert_eq!(silent(case().change(|case| case.user = None)), Cause::LoginRequired);
    assert_eq!(silent(case()), Cause::LoginRequired);
    assert_eq!(silent(Case::continued().in_tenant(&strict())), Cause::LoginRequired);
    assert_eq!(silent(single()), Cause::MfaRequired { resource: resource() });
    let removed = single().change(|case| case.methods.clear());
    assert_eq!(silent(removed), Cause::MfaEnrollmentRequired { resource: resource() });
    let consent =
        |consent: ConsentState| silent(Case::continued().change(|case| case.consent = consent.clone()));
    let user = Cause::ConsentRequired { app_id, name: name.clone() };
    assert_eq!(consent(ConsentState::NeedsUser(Vec::new())), user);
    let admin = Cause::AdminConsentRequired { app_id, name };
    assert_eq!(consent(ConsentState::NeedsAdmin(Vec::new())), admin);
    let temporary =
        Case::continued().change(|case| case.password = Some(password(PasswordOrigin::Temporary, 1)));
    assert_eq!(silent(temporary), Cause::LoginRequired);
    let fresh = Case::done().change(|case| case.password = Some(password(PasswordOrigin::Temporary, 1)));
    assert_eq!(silent(fresh), Cause::InteractionRequired);
    let device = Case::continued().change(|case| case.request.ending = device_ending());
    assert_eq!(silent(device), Cause::InteractionRequired);
    assert!(matches!(Case::continued().prompt(NONE).decide(), Decision::Finish(_)));
}

#[test]
fn proofs_die_with_their_credentials() {
    let proofs = [by_password(at(-9)), by_totp(at(-8)), by_recovery_code(at(-7))];
    let alive = |change: fn(&mut Case)| {
        let case = case().change(change);
        let live = live_proofs(&proofs, &case.user_facts().unwrap());
        live.iter().map(|proof| proof.kind.amr()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(alive(|_| ()), "pwd otp otp");
    assert_eq!(alive(|case| case.password = None), "otp otp");
    // The hash of the same password was renewed: it is still the password that was typed.
    assert_eq!(alive(|case| case.password.as_mut().unwrap().version = 2), "pwd otp otp");
    assert_eq!(alive(|case| case.password.as_mut().unwrap().id = CredentialId(id(9))), "otp otp");
    assert_eq!(
        alive(|case| case.methods[0].version = 2),
        "pwd otp",
        "the recovery code stood in for the method"
    );
    assert_eq!(alive(|case| case.methods[0].id = CredentialId(id(9))), "pwd otp");
    assert_eq!(alive(|case| case.methods[0].created_at = at(-6)), "pwd otp", "a method that came later");
    assert_eq!(alive(|case| case.methods.clear()), "pwd");
}

#[test]
fn sessions_last_since_their_last_use() {
    let usable = |change: fn(&mut Session)| {
        let mut session = session(Vec::new());
        change(&mut session);
        session_usable(&session, &user(), SessionLifetimes::default(), now())
    };
    assert!(usable(|_| ()));
    assert!(usable(|session| session.last_used_at = at(-86_399)));
    assert!(!usable(|session| session.last_used_at = at(-86_400)));
    assert!(usable(|session| (session.persistent, session.last_used_at) = (true, at(-90 * 86_400 + 1))));
    assert!(!usable(|session| (session.persistent, session.last_used_at) = (true, at(-90 * 86_400))));
    assert!(usable(|session| session.authenticated_at = user().sessions_valid_from));
    assert!(!usable(|session| session.authenticated_at = at(-31 * 86_400)));
    let disabled = User { account_enabled: false, ..user() };
    assert!(!session_usable(&session(Vec::new()), &disabled, SessionLifetimes::default(), now()));
}

#[test]
fn an_answer_has_its_effect_only_while_its_step_is_asked_for() {
    let judge = |case: &Case, step| case.with(|facts| expects(facts, step, now()));
    let registering = case().without_methods().typed_password();
    assert_eq!(judge(&registering, Step::Register), Ok(()));
    // A second flow of the same user got there first.
    let late = registering.change(|case| {
        case.methods.push(totp());
        case.had_method_ever = true;
    });
    assert_eq!(judge(&late, Step::Register), Err(Cause::FlowReplayed));
    assert_eq!(judge(&late, Step::OneTimeCode), Ok(()));
    assert_eq!(judge(&late, Step::RecoveryCode), Err(Cause::FlowReplayed), "there are none");
    let spare = late.change(|case| case.unused_recovery_codes = 1);
    assert_eq!(judge(&spare, Step::RecoveryCode), Ok(()));
    let disabled = spare.change(|case| case.user.as_mut().unwrap().account_enabled = false);
    assert_eq!(judge(&disabled, Step::OneTimeCode), Err(Cause::UserDisabled(user().id)));
    assert_eq!(judge(&Case::done(), Step::StaySignedIn), Err(Cause::FlowReplayed));
}

#[test]
fn a_stored_flow_is_moved_on_by_its_own_version_only() {
    let stored = StoredFlow {
        id: FlowId(id(5)),
        user: user().id,
        step: Step::OneTimeCode,
        version: 3,
        expires_at: at(1),
        progress: Progress::default(),
        pending_secret: None,
    };
    let sealed = Flow {
        id: stored.id,
        request: request(),
        step: stored.step,
        version: 3,
        started_at: at(-60),
        home: None,
        name: None,
        session: None,
        binding: [0; 32],
        correlation_id: id(6),
    };
    assert_eq!(may_advance(&stored, &sealed, now()), Ok(()));
    assert_eq!(may_advance(&stored, &sealed, at(1)), Err(Cause::FlowExpired));
    let replayed = Err(Cause::FlowReplayed);
    assert_eq!(may_advance(&stored, &Flow { version: 2, ..sealed.clone() }, now()), replayed);
    assert_eq!(may_advance(&stored, &Flow { version: 4, ..sealed.clone() }, now()), replayed);
    assert_eq!(may_advance(&stored, &Flow { step: Step::Consent, ..sealed.clone() }, now()), replayed);
    assert_eq!(may_advance(&stored, &Flow { id: FlowId(id(9)), ..sealed }, now()), replayed);
}
