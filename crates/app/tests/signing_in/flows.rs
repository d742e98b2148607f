//! A flow belongs to one browser, goes forward only, and ends.

use super::{SECOND, Scene};
use app::signin::Answer;
use model::flow::Step;
use model::verdict::Cause;
use protocol::secret::Secret;
use testkit::{End, Habit, Walk};

fn refused(end: Option<End>, cause: &Cause) {
    match end {
        Some(End::Refused(refusal)) => assert_eq!(refusal.cause, *cause),
        other => panic!("{other:?} where {cause:?} was due"),
    }
}

fn sealed(walk: &Walk<'_>) -> String {
    walk.page.as_ref().unwrap().flow.clone()
}

#[tokio::test]
async fn every_step_after_the_password_succeeds_once() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.newcomer("kim").await;
    let mut walk = scene.app.walk();
    walk.open(&scene.native, &[]).await;
    assert!(walk.until(&mut kim, &[Step::Register]).await.is_none());
    let mut answered = Vec::new();
    let code = loop {
        let (page, step) = (sealed(&walk), walk.step());
        answered.push((page, step));
        if let Some(end) = walk.answer_as(&mut kim).await {
            break end.code();
        }
        let mut back = scene.app.walk();
        back.browser = walk.browser.clone();
        for (page, step) in &answered {
            let answer = match step {
                Step::StaySignedIn => Answer::StaySignedIn(true),
                Step::ShowRecoveryCodes => Answer::Continue,
                _ => Answer::Code(kim.seed.as_ref().unwrap().code(crypto::totp::step_at(back.at) + 1)),
            };
            refused(back.answer_sealed(page, answer).await, &Cause::FlowReplayed);
        }
    };
    assert_eq!(answered.len(), 3);
    for (page, _) in answered {
        refused(walk.answer_sealed(&page, Answer::StaySignedIn(true)).await, &Cause::FlowReplayed);
    }
    scene.native.redeem(&walk.ctx(), &code).await.unwrap();
}

#[tokio::test]
async fn a_password_page_answered_twice_goes_on_once() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    walk.open(&scene.native, &[]).await;
    assert!(walk.until(&mut kim, &[Step::Password]).await.is_none());
    let page = sealed(&walk);
    assert!(walk.answer_as(&mut kim).await.is_none());
    let mut back = scene.app.walk();
    back.browser = walk.browser.clone();
    let again = back.answer_sealed(&page, Answer::Password(Secret::new(kim.password.clone()))).await;
    refused(again, &Cause::FlowReplayed);
    walk.go_on(&mut kim).await.code();
}

#[tokio::test]
async fn another_browser_cannot_go_on() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    walk.open(&scene.native, &[]).await;
    for step in [Step::Username, Step::Password, Step::OneTimeCode] {
        assert!(walk.until(&mut kim, &[step]).await.is_none());
        let page = sealed(&walk);
        let mut thief = scene.app.walk();
        refused(thief.answer_sealed(&page, Answer::Username(kim.name.clone())).await, &Cause::FlowReplayed);
        thief.open(&scene.native, &[]).await;
        assert!(thief.browser.binding.is_some());
        for answer in [
            Answer::Username(kim.name.clone()),
            Answer::Password(Secret::new(kim.password.clone())),
            Answer::Code("000000".to_owned()),
        ] {
            refused(thief.answer_sealed(&page, answer).await, &Cause::FlowReplayed);
        }
    }
    walk.go_on(&mut kim).await.code();
}

#[tokio::test]
async fn a_flow_value_that_is_not_ours_is_refused() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    walk.open(&scene.native, &[]).await;
    assert!(walk.until(&mut kim, &[Step::OneTimeCode]).await.is_none());
    let page = sealed(&walk);
    let mut changed = page.clone().into_bytes();
    let middle = changed.len() / 2;
    changed[middle] = if changed[middle] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).unwrap();
    let sessions = walk.browser.sessions.clone().unwrap_or_default();
    let cut = &page[..page.len() - 1];
    for value in ["", "x", &changed, cut, &sessions, &"A".repeat(100_000)] {
        refused(walk.answer_sealed(value, Answer::Code("000000".to_owned())).await, &Cause::FlowReplayed);
    }
}

#[tokio::test]
async fn a_flow_ends_fifteen_minutes_after_its_first_factor() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    for (seconds, expired) in [(15 * 60 - 3, false), (15 * 60, true), (29 * 60, true)] {
        let mut walk = scene.app.walk();
        walk.open(&scene.native, &[]).await;
        assert!(walk.until(&mut kim, &[Step::OneTimeCode]).await.is_none());
        walk.wait(SECOND * seconds);
        let end = walk.answer_as(&mut kim).await;
        match end {
            None => assert!(!expired, "{seconds}"),
            end => {
                assert!(expired, "{seconds}");
                refused(end, &Cause::FlowExpired);
            }
        }
    }
    let mut walk = scene.app.walk();
    walk.open(&scene.native, &[]).await;
    walk.wait(SECOND * (31 * 60));
    refused(walk.answer(Answer::Username(kim.name.clone())).await, &Cause::FlowExpired);
}

#[tokio::test]
async fn tabs_of_one_browser_do_not_disturb_each_other() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let mut one = scene.app.walk();
    one.open(&scene.native, &[]).await;
    let mut other = scene.app.walk();
    other.browser = one.browser.clone();
    other.open(&scene.web, &[]).await;
    assert!(one.until(&mut kim, &[Step::OneTimeCode]).await.is_none());
    assert!(other.until(&mut kim, &[Step::OneTimeCode]).await.is_none());
    let first = one.go_on(&mut kim).await.code();
    other.at = one.at;
    let second = other.go_on(&mut kim).await.code();
    scene.native.redeem(&one.ctx(), &first).await.unwrap();
    scene.web.redeem(&other.ctx(), &second).await.unwrap();
}

#[tokio::test]
async fn a_code_of_the_app_counts_once_across_browsers() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    scene.app.walk().sign_in(&scene.native, &mut kim, &[]).await.code();
    kim.habit = Habit::Replay;
    let mut walk = scene.app.walk();
    let end = walk.sign_in(&scene.native, &mut kim, &[]).await;
    assert!(matches!(end, End::Rejected(Cause::SecondFactorReplayed)), "{end:?}");
    kim.habit = Habit::App;
    walk.go_on(&mut kim).await.code();
}

#[tokio::test]
async fn signing_out_ends_the_session_and_not_the_refresh_token() {
    use app::signin::{SignOut, SignedOut, sign_out};
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    let code = walk.sign_in(&scene.native, &mut kim, &[]).await.code();
    let tokens = scene.native.redeem(&walk.ctx(), &code).await.unwrap();
    let stolen = walk.browser.clone();
    let request = SignOut {
        authority: scene.native.authority,
        request: protocol::logout::LogoutRequest::default(),
        confirmed: true,
    };
    let ended = sign_out(&walk.ctx(), &walk.browser, request).await.unwrap();
    assert!(matches!(ended, SignedOut::Done { .. }));
    let mut thief = scene.app.walk();
    thief.browser = stolen;
    refused(thief.open(&scene.native, &[("prompt", "none")]).await, &Cause::LoginRequired);
    scene.native.refresh(&walk.ctx(), super::refresh_token(&tokens)).await.unwrap();
}

#[tokio::test]
async fn proving_oneself_again_ends_the_session_before() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    walk.sign_in(&scene.native, &mut kim, &[]).await.code();
    let mut thief = scene.app.walk();
    thief.browser = walk.browser.clone();
    assert!(matches!(thief.open(&scene.native, &[("prompt", "none")]).await, Some(End::Code(_))));

    walk.wait(model::SignedDuration::from_mins(1));
    walk.sign_in(&scene.native, &mut kim, &[("prompt", "login")]).await.code();
    refused(thief.open(&scene.native, &[("prompt", "none")]).await, &Cause::LoginRequired);
    assert!(matches!(walk.open(&scene.native, &[("prompt", "none")]).await, Some(End::Code(_))));
}
