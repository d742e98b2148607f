//! The same story on PostgreSQL, where transactions run side by side and are run again when they collide.

use super::{SECOND, Scene, code_of, refresh_token};
use model::tenant::Profile;
use testkit::{TestApp, amr, postgres};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_its_tokens_and_their_end() {
    let Some(app) = TestApp::start_on_postgres().await else {
        return postgres::skipped("signing in on PostgreSQL", "it is not installed");
    };
    let scene = Scene::on(app, Profile::Csp2025, true).await;
    let (_, mut kim) = scene.newcomer("kim").await;
    let mut walk = scene.app.walk();
    let code = walk.sign_in(&scene.native, &mut kim, &[]).await.code();
    walk.wait(SECOND);
    let ctx = walk.ctx();
    // Of several uses at once one succeeds, and the others revoke what it got.
    let (one, two, three) = tokio::join!(
        scene.native.redeem(&ctx, &code),
        scene.native.redeem(&ctx, &code),
        scene.native.redeem(&ctx, &code),
    );
    let answers = [one, two, three];
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    let tokens = answers.into_iter().find_map(Result::ok).unwrap();
    assert_eq!(amr(&scene.app.claims(&tokens.access_token)), ["pwd", "otp", "mfa"]);
    assert_eq!(code_of(scene.native.refresh(&ctx, refresh_token(&tokens)).await), 50_173);
    // Nothing that was asked for at once is lost.
    let token = refresh_token(&scene.tokens(&scene.native, &mut kim).await).to_owned();
    scene.wait(SECOND * 60);
    let ctx = scene.app.visitor();
    let (one, two) = tokio::join!(scene.native.refresh(&ctx, &token), scene.native.refresh(&ctx, &token));
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(code_of(scene.native.password(&ctx, &kim.name, &kim.password).await), 50_076);
    let codes: Vec<u32> = scene.entries().await.iter().map(|entry| entry.error_code).collect();
    assert_eq!(codes[..3], [50_072, 50_140, 0]);
    assert_eq!(codes.iter().filter(|code| **code == 54_005).count(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_code_of_the_app_opens_one_of_two_browsers() {
    let Some(app) = TestApp::start_on_postgres().await else {
        return postgres::skipped("racing codes on PostgreSQL", "it is not installed");
    };
    let scene = Scene::on(app, Profile::Csp2025, true).await;
    let (_, mut kim) = scene.member("kim").await;
    let (mut here, mut there) = (scene.app.walk(), scene.app.walk());
    for walk in [&mut here, &mut there] {
        walk.open(&scene.native, &[]).await;
        walk.until(&mut kim, &[model::flow::Step::OneTimeCode]).await;
    }
    let code = kim.seed.as_ref().unwrap().code(crypto::totp::step_at(here.at));
    let answer = || app::signin::Answer::Code(code.clone());
    let (one, two) = tokio::join!(here.answer(answer()), there.answer(answer()));
    let accepted = [one, two].iter().filter(|end| end.is_none()).count();
    assert_eq!(accepted, 1, "the other one was used before");
}
