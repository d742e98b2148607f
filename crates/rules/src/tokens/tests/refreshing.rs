//! Refreshing, check by check.

use crate::posture::{Posture, posture};
use crate::samples::{at, by_password, by_totp, enforced, grant, id, now, tenant, user};
use crate::tokens::{Limits, RefreshDecision, RefreshFacts, refresh};
use model::application::Platform;
use model::grant::{Grant, RefreshHandle};
use model::user::User;
use model::verdict::Cause;
use model::{AppId, SignedDuration, Timestamp};

struct Case {
    grant: Grant,
    handle: RefreshHandle,
    secret_matches: bool,
    client: AppId,
    user: Option<User>,
    posture: Posture,
    registered: bool,
    now: Timestamp,
}

fn case(platform: Platform) -> Case {
    let grant = grant(platform, vec![by_password(at(-60)), by_totp(at(-60))]);
    let handle = RefreshHandle {
        tenant: grant.resource_tenant,
        grant: grant.id,
        generation: grant.generation,
        issued_at: at(-60).as_microsecond(),
        secret: [0; 16],
    };
    Case {
        client: grant.client,
        grant,
        handle,
        secret_matches: true,
        user: Some(user()),
        posture: posture(&enforced(), false, now()),
        registered: true,
        now: now(),
    }
}

impl Case {
    fn decide(&self) -> RefreshDecision {
        let facts = RefreshFacts {
            handle: &self.handle,
            secret_matches: self.secret_matches,
            grant: &self.grant,
            client: self.client,
            user: self.user.as_ref(),
            posture: &self.posture,
            registered: self.registered,
            resource_name: "Graph",
            limits: Limits::default(),
        };
        refresh(&facts, self.now)
    }

    fn cause(&self) -> Cause {
        match self.decide() {
            RefreshDecision::Refuse { cause, revoke: false, .. } => cause,
            other => panic!("{other:?}"),
        }
    }

    fn later(mut self, seconds: i64) -> Self {
        self.now += SignedDuration::from_secs(seconds);
        self
    }
}

const PLATFORMS: [Platform; 3] = [Platform::Web, Platform::Native, Platform::Spa];

#[test]
fn a_good_handle_is_answered_as_the_table_says() {
    let issue = |rotate_to, generation| RefreshDecision::Issue { rotate_to, generation };
    assert_eq!(case(Platform::Web).decide(), issue(None, 1));
    assert_eq!(case(Platform::Native).decide(), issue(Some(2), 2));
    assert_eq!(case(Platform::Spa).decide(), issue(Some(2), 2));
}

#[test]
fn a_handle_that_is_not_the_grants_or_the_clients_is_refused() {
    for platform in PLATFORMS {
        let changes: [fn(&mut Case); 6] = [
            |case| case.client = AppId(id(99)),
            |case| case.handle.grant = model::GrantId(id(99)),
            |case| case.secret_matches = false,
            |case| case.handle.generation = 2,
            |case| case.handle.issued_at = i64::MAX,
            |case| case.handle.issued_at = at(301).as_microsecond(),
        ];
        for change in changes {
            let mut case = case(platform);
            change(&mut case);
            assert_eq!(case.cause(), Cause::RefreshInvalid);
        }
    }
}

#[test]
fn revocation_tells_when_the_grant_was_issued_and_since_when_grants_count() {
    for platform in PLATFORMS {
        let issued_at = at(-60);
        let mut revoked = case(platform);
        revoked.grant.revoked_at = Some(at(-5));
        assert_eq!(revoked.cause(), Cause::GrantRevoked { issued_at, valid_from: at(-5) });
        let mut everything = case(platform);
        everything.user.as_mut().unwrap().sessions_valid_from = at(-59);
        assert_eq!(everything.cause(), Cause::GrantRevoked { issued_at, valid_from: at(-59) });
        everything.user.as_mut().unwrap().sessions_valid_from = issued_at;
        assert!(matches!(everything.decide(), RefreshDecision::Issue { .. }), "not older than that moment");
    }
}

#[test]
fn a_handle_handed_out_later_does_not_outlive_the_revocation_of_its_grant() {
    let mut case = case(Platform::Web);
    case.user.as_mut().unwrap().sessions_valid_from = at(-59);
    case.handle.issued_at = at(-10).as_microsecond();
    assert!(matches!(case.cause(), Cause::GrantRevoked { .. }));
}

#[test]
fn disabled_and_deleted_users_refresh_nothing() {
    for platform in PLATFORMS {
        let mut case = case(platform);
        case.user.as_mut().unwrap().account_enabled = false;
        assert_eq!(case.cause(), Cause::UserDisabled(user().id));
        case.user.as_mut().unwrap().deleted_at = Some(now());
        assert_eq!(case.cause(), Cause::UserNotFound);
        case.user = None;
        assert_eq!(case.cause(), Cause::UserNotFound);
        case.user = Some(User { id: model::UserId(id(99)), ..user() });
        assert_eq!(case.cause(), Cause::UserNotFound, "somebody else's facts");
    }
}

#[test]
fn ninety_days_without_use_end_a_handle() {
    let ninety = 90 * 86_400;
    for platform in [Platform::Web, Platform::Native] {
        assert!(matches!(case(platform).later(ninety - 61).decide(), RefreshDecision::Issue { .. }));
        let inactive = Cause::RefreshInactive { issued_at: at(-60), days: 90 };
        assert_eq!(case(platform).later(ninety - 60).cause(), inactive);
    }
}

#[test]
fn a_single_page_application_is_signed_in_for_a_day_and_no_rotation_prolongs_it() {
    let mut case = case(Platform::Spa).later(86_400 - 61);
    case.handle.issued_at = at(86_000).as_microsecond();
    assert!(matches!(case.decide(), RefreshDecision::Issue { .. }));
    let case = case.later(1);
    assert_eq!(case.cause(), Cause::RefreshSpaExpired { issued_at: at(-60) });
}

#[test]
fn enforcement_switched_on_later_stops_grants_made_without_a_second_factor() {
    for platform in PLATFORMS {
        let mut case = case(platform);
        case.grant.proofs.truncate(1);
        assert_eq!(case.cause(), Cause::MfaRequired { resource: "Graph".into() });
        case.registered = false;
        assert_eq!(case.cause(), Cause::MfaEnrollmentRequired { resource: "Graph".into() });
        case.posture = posture(&tenant(), false, now());
        assert!(matches!(case.decide(), RefreshDecision::Issue { .. }));
        case.grant.proofs.clear();
        assert_eq!(case.cause(), Cause::LoginRequired, "a grant nobody proved anything for");
    }
}

#[test]
fn an_older_handle_of_a_single_page_application_revokes_whoever_the_user_is_now() {
    let mut case = case(Platform::Spa);
    case.grant.generation = 3;
    case.user.as_mut().unwrap().account_enabled = false;
    let stolen = RefreshDecision::Refuse { cause: Cause::RefreshInvalid, revoke: true, anomalous: true };
    assert_eq!(case.decide(), stolen);
}

#[test]
fn a_native_client_that_lost_the_answer_has_thirty_seconds() {
    let mut case = case(Platform::Native);
    case.grant.generation = 2;
    case.grant.rotated_at = now();
    case.secret_matches = false;
    let again = RefreshDecision::Issue { rotate_to: None, generation: 2 };
    assert_eq!(case.decide(), again);
    let case = case.later(29);
    assert_eq!(case.decide(), again);
    let case = case.later(1);
    let late = RefreshDecision::Refuse { cause: Cause::RefreshInvalid, revoke: false, anomalous: true };
    assert_eq!(case.decide(), late);
}
