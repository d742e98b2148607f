//! Under the profile `strict-2019` every sign-in shows both factors; otherwise a session continues what was proved,
//! and the log says so.

use super::{SECOND, Scene, refresh_token};
use model::signin::{AuthenticationStep, Requirement, RequirementProvider, SignIn};
use model::tenant::Profile;
use testkit::amr;

const CONTINUED: &str = "Previously satisfied";
const SECOND_FACTOR: &str = "Multifactor authentication";

fn second_factors(entry: &SignIn) -> Vec<&AuthenticationStep> {
    entry.steps.iter().filter(|step| step.requirement == SECOND_FACTOR && step.succeeded).collect()
}

fn successes(entries: &[SignIn]) -> Vec<&SignIn> {
    entries.iter().filter(|entry| entry.interactive && entry.error_code == 0).collect()
}

#[tokio::test]
async fn each_interactive_sign_in_has_a_second_factor_of_its_own() {
    const TIMES: usize = 6;
    let scene = Scene::of(Profile::Strict2019, true).await;
    let (_, mut person) = scene.member("kim").await;
    // One browser, which holds the session of the sign-in before.
    let mut walk = scene.app.walk();
    for time in 0..TIMES {
        let before = walk.at;
        let code = walk.sign_in(&scene.native, &mut person, &[]).await.code();
        let tokens = scene.native.redeem(&walk.ctx(), &code).await.unwrap();
        let claims = scene.app.claims(&tokens.access_token);
        assert_eq!(amr(&claims), ["pwd", "otp", "mfa"]);
        assert!(claims["auth_time"].as_i64().unwrap() >= before.as_second(), "sign-in {time} is a new one");
    }
    let entries = scene.entries().await;
    let done = successes(&entries);
    assert_eq!(done.len(), TIMES);
    let mut fresh = 0;
    for entry in &done {
        assert_eq!(entry.requirement, Requirement::MultiFactorAuthentication);
        assert!(entry.steps.iter().all(|step| step.method != CONTINUED), "{:?}", entry.steps);
        let steps = second_factors(entry);
        fresh += steps.len();
        assert!(steps.iter().all(|step| step.method == "Software OATH token" && step.at <= entry.at));
        assert!(steps.iter().all(|step| entry.at.duration_since(step.at) < SECOND * 60));
    }
    assert_eq!(fresh, TIMES, "as many fresh second factors as sign-ins");
}

#[tokio::test]
async fn a_session_continues_a_sign_in_and_the_log_claims_no_more() {
    let scene = Scene::enforced().await;
    let (_, mut person) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    walk.sign_in(&scene.native, &mut person, &[]).await.code();
    let first_at = walk.at;
    walk.wait(SECOND * 600);
    let pages = walk.seen.len();
    let code = walk.sign_in(&scene.native, &mut person, &[]).await.code();
    assert_eq!(walk.seen.len(), pages, "nothing is shown");
    let tokens = scene.native.redeem(&walk.ctx(), &code).await.unwrap();
    let claims = scene.app.claims(&tokens.access_token);
    assert_eq!(amr(&claims), ["pwd", "otp", "mfa"]);
    assert!(claims["auth_time"].as_i64().unwrap() <= first_at.as_second(), "the time of the first one");
    walk.wait(SECOND);
    scene.native.refresh(&walk.ctx(), refresh_token(&tokens)).await.unwrap();
    let entries = scene.entries().await;
    let continued: Vec<_> =
        entries.iter().filter(|entry| entry.error_code == 0 && !entry.interactive).collect();
    assert_eq!(continued.len(), 2, "the silent one and the refresh");
    for entry in continued {
        let methods: Vec<&str> = entry.steps.iter().map(|step| step.method.as_str()).collect();
        assert_eq!(methods, [CONTINUED, CONTINUED]);
        assert!(entry.steps.iter().all(|step| step.at <= first_at));
    }
}

#[tokio::test]
async fn a_session_of_one_factor_steps_up_with_a_fresh_second_one() {
    let scene = Scene::relaxed().await;
    let (_, mut person) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    let code = walk.sign_in(&scene.native, &mut person, &[]).await.code();
    let tokens = scene.native.redeem(&walk.ctx(), &code).await.unwrap();
    assert_eq!(amr(&scene.app.claims(&tokens.access_token)), ["pwd"]);
    let code = walk.sign_in(&scene.native, &mut person, &[super::MFA]).await.code();
    let tokens = scene.native.redeem(&walk.ctx(), &code).await.unwrap();
    assert_eq!(amr(&scene.app.claims(&tokens.access_token)), ["pwd", "otp", "mfa"]);
    let entries = scene.entries().await;
    let last = entries.iter().rfind(|entry| entry.error_code == 0).unwrap();
    let methods: Vec<&str> = last.steps.iter().map(|step| step.method.as_str()).collect();
    assert_eq!(methods, [CONTINUED, "Software OATH token"]);
    assert_eq!(last.required_by, [RequirementProvider::Request], "the log says what demanded it");
}
