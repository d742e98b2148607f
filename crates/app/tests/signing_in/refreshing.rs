//! The refresh table of DESIGN section 5, and what ends a refresh token.

use super::{HOUR, SECOND, Scene, cause, code_of, refresh_token};
use app::admin::passwords::NewPassword;
use app::admin::{passwords, users};
use model::SignedDuration;
use model::user::PasswordOrigin;
use model::verdict::Cause;
use protocol::secret::Secret;
use testkit::Caller;

impl Scene {
    /// The next refresh token.
    async fn next(&self, caller: &Caller, token: &str) -> String {
        refresh_token(&caller.refresh(&self.app.visitor(), token).await.unwrap()).to_owned()
    }

    async fn refused(&self, caller: &Caller, token: &str) -> u32 {
        code_of(caller.refresh(&self.app.visitor(), token).await)
    }
}

#[tokio::test]
async fn a_native_client_may_lose_an_answer_and_a_replay_harms_nobody() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let first = refresh_token(&scene.tokens(&scene.native, &mut kim).await).to_owned();
    scene.wait(SECOND * 60);
    let second = scene.next(&scene.native, &first).await;
    scene.wait(SECOND * 29);
    // The answer was lost: the same again, and both go on.
    let again = scene.next(&scene.native, &first).await;
    let kept = scene.next(&scene.native, &second).await;
    scene.wait(SECOND * 60);
    let third = scene.next(&scene.native, &again).await;
    scene.wait(SECOND * 31);
    for old in [&first, &second, &kept] {
        assert_eq!(scene.refused(&scene.native, old).await, 70_000);
    }
    scene.next(&scene.native, &third).await;
}

#[tokio::test]
async fn the_one_before_the_one_before_is_never_served() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let first = refresh_token(&scene.tokens(&scene.native, &mut kim).await).to_owned();
    scene.wait(SECOND * 60);
    let second = scene.next(&scene.native, &first).await;
    scene.wait(SECOND * 31);
    let third = scene.next(&scene.native, &second).await;
    assert_eq!(scene.refused(&scene.native, &first).await, 70_000, "within the grace of the second");
    scene.next(&scene.native, &third).await;
}

#[tokio::test]
async fn a_replay_at_a_single_page_application_revokes_the_grant() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let first = refresh_token(&scene.tokens(&scene.spa, &mut kim).await).to_owned();
    let second = scene.next(&scene.spa, &first).await;
    assert_eq!(scene.refused(&scene.spa, &first).await, 70_000, "there is no grace");
    assert_eq!(scene.refused(&scene.spa, &second).await, 50_173, "both are gone");
    // Another grant of the same user is none of it.
    let other = refresh_token(&scene.tokens(&scene.spa, &mut kim).await).to_owned();
    scene.next(&scene.spa, &other).await;
}

#[tokio::test]
async fn a_confidential_client_keeps_its_tokens_side_by_side() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let first = refresh_token(&scene.tokens(&scene.web, &mut kim).await).to_owned();
    for _ in 0..5 {
        scene.wait(HOUR);
        let next = scene.next(&scene.web, &first).await;
        assert_ne!(next, first);
        scene.next(&scene.web, &next).await;
    }
}

#[tokio::test]
async fn ninety_days_without_use_end_a_token_and_the_answer_says_so() {
    for kind in 0..2 {
        let scene = Scene::enforced().await;
        let (_, mut kim) = scene.member("kim").await;
        let caller = if kind == 0 { &scene.native } else { &scene.web };
        let first = refresh_token(&scene.tokens(caller, &mut kim).await).to_owned();
        scene.wait(HOUR * (89 * 24));
        let second = scene.next(caller, &first).await;
        let issued = scene.app.visitor().now;
        scene.wait(HOUR * (90 * 24) - SECOND);
        let third = scene.next(caller, &second).await;
        scene.wait(HOUR * (91 * 24));
        let refused = cause(caller.refresh(&scene.app.visitor(), &third).await);
        let issued_at = issued + HOUR * (90 * 24) - SECOND;
        assert_eq!(refused, Cause::RefreshInactive { issued_at, days: 90 });
        let text = refused.fault().description();
        assert!(text.starts_with("The refresh token has expired due to inactivity."), "{text}");
        assert!(text.contains("was inactive for 90.00:00:00"), "{text}");
        assert_eq!(refused.code(), 700_082);
    }
}

#[tokio::test]
async fn a_single_pages_tokens_end_a_day_after_the_first() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let mut token = refresh_token(&scene.tokens(&scene.spa, &mut kim).await).to_owned();
    for _ in 0..11 {
        scene.wait(HOUR * 2);
        token = scene.next(&scene.spa, &token).await;
    }
    scene.wait(HOUR * 2);
    assert_eq!(scene.refused(&scene.spa, &token).await, 700_084);
}

#[tokio::test]
async fn what_ends_everything_ends_refresh_tokens() {
    let scene = Scene::enforced().await;
    let (user, mut kim) = scene.member("kim").await;
    let mut tokens = Vec::new();
    for caller in [&scene.native, &scene.spa, &scene.web] {
        tokens.push((caller, refresh_token(&scene.tokens(caller, &mut kim).await).to_owned()));
    }
    scene.wait(SECOND);
    users::revoke_sessions(&scene.operator(), &user.name).await.unwrap();
    for (caller, token) in tokens {
        let answer = caller.refresh(&scene.app.visitor(), &token).await;
        assert!(matches!(cause(answer), Cause::GrantRevoked { .. }));
    }
    scene.wait(SECOND);
    let token = refresh_token(&scene.tokens(&scene.native, &mut kim).await).to_owned();
    scene.next(&scene.native, &token).await;
    let given =
        NewPassword::Given { text: Secret::new("Other horse 43 battery"), origin: PasswordOrigin::Owner };
    passwords::reset(&scene.operator(), &user.name, given).await.unwrap();
    assert_eq!(scene.refused(&scene.native, &token).await, 50_173);
}

#[tokio::test]
async fn an_account_is_looked_at_each_time() {
    let scene = Scene::enforced().await;
    let (user, mut kim) = scene.member("kim").await;
    let token = refresh_token(&scene.tokens(&scene.web, &mut kim).await).to_owned();
    let operator = scene.operator();
    users::set_enabled(&operator, &user.name, false).await.unwrap();
    assert_eq!(scene.refused(&scene.web, &token).await, 50_057);
    users::set_enabled(&operator, &user.name, true).await.unwrap();
    assert_eq!(scene.refused(&scene.web, &token).await, 50_173, "enabling revives nothing");
    scene.wait(SECOND);
    let token = refresh_token(&scene.tokens(&scene.web, &mut kim).await).to_owned();
    users::delete(&scene.operator(), &user.name).await.unwrap();
    assert_eq!(scene.refused(&scene.web, &token).await, 50_034);
    users::restore(&scene.operator(), user.id).await.unwrap();
    assert_eq!(scene.refused(&scene.web, &token).await, 50_173);
}

#[tokio::test]
async fn a_refresh_token_belongs_to_its_client() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let token = refresh_token(&scene.tokens(&scene.native, &mut kim).await).to_owned();
    let other = Caller { origin: None, ..scene.spa.clone() };
    for stranger in [&other, &scene.web] {
        assert_eq!(scene.refused(stranger, &token).await, 70_000);
    }
    let mut changed = token.clone().into_bytes();
    let last = changed.len() - 2;
    changed[last] = if changed[last] == b'A' { b'B' } else { b'A' };
    assert_eq!(scene.refused(&scene.native, &String::from_utf8(changed).unwrap()).await, 70_000);
    scene.next(&scene.native, &token).await;
}

#[tokio::test]
async fn racing_refreshes_of_a_native_client_all_succeed() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let token = refresh_token(&scene.tokens(&scene.native, &mut kim).await).to_owned();
    scene.wait(SignedDuration::from_mins(5));
    let ctx = scene.app.visitor();
    let (one, two, three) = tokio::join!(
        scene.native.refresh(&ctx, &token),
        scene.native.refresh(&ctx, &token),
        scene.native.refresh(&ctx, &token),
    );
    scene.wait(SignedDuration::from_mins(5));
    let mut served = 0;
    for answer in [one, two, three] {
        let next = refresh_token(&answer.unwrap()).to_owned();
        served += usize::from(scene.native.refresh(&scene.app.visitor(), &next).await.is_ok());
    }
    assert_eq!(served, 3, "one generation for all: the second and third use within the grace of the first");
}
