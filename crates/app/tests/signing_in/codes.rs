//! Authorization codes: for one client, one address, one verifier, ten minutes, once.

use super::{SECOND, Scene, code_of, refresh_token};
use model::flow::Authority;
use testkit::{Caller, Person, VERIFIER};

async fn code(scene: &Scene, caller: &Caller, person: &mut Person) -> String {
    scene.app.walk().sign_in(caller, person, &[]).await.code()
}

#[tokio::test]
async fn a_second_use_revokes_what_the_first_one_got() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    for caller in [&scene.native, &scene.spa, &scene.web] {
        let code = code(&scene, caller, &mut kim).await;
        let tokens = caller.redeem(&scene.app.visitor(), &code).await.unwrap();
        assert_eq!(code_of(caller.redeem(&scene.app.visitor(), &code).await), 54_005);
        let refreshed = caller.refresh(&scene.app.visitor(), refresh_token(&tokens)).await;
        assert_eq!(code_of(refreshed), 50_173);
    }
}

#[tokio::test]
async fn a_stranger_neither_redeems_a_code_nor_harms_its_owner() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let code = code(&scene, &scene.web, &mut kim).await;
    let ctx = scene.app.visitor();
    let no_secret = Caller { secret: None, ..scene.web.clone() };
    assert_eq!(code_of(no_secret.redeem(&ctx, &code).await), 7_000_218);
    let wrong_secret = Caller { secret: Some("guess".to_owned()), ..scene.web.clone() };
    assert_eq!(code_of(wrong_secret.redeem(&ctx, &code).await), 7_000_215);
    assert_eq!(code_of(scene.native.redeem(&ctx, &code).await), 70_000);
    let elsewhere = Caller { redirect_uri: "https://client.test/other".to_owned(), ..scene.web.clone() };
    assert_eq!(code_of(elsewhere.redeem(&ctx, &code).await), 70_000);
    assert_eq!(code_of(scene.web.redeem(&ctx, &code[..code.len() - 1]).await), 70_000);
    assert_eq!(code_of(scene.web.redeem(&ctx, "not a code").await), 70_000);
    let page = scene.web.clone().from_origin("https://client.test");
    assert_eq!(code_of(page.redeem(&ctx, &code).await), 9_002_326);
    scene.web.redeem(&ctx, &code).await.unwrap();
}

#[tokio::test]
async fn the_verifier_must_be_the_one_of_the_challenge() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let code = code(&scene, &scene.native, &mut kim).await;
    let ctx = scene.app.visitor();
    let common =
        [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", &scene.native.redirect_uri)];
    assert_eq!(code_of(scene.native.token(&ctx, &common).await), 900_144);
    let other = VERIFIER.replace('a', "b");
    for (verifier, refused) in [(other.as_str(), true), ("short", true), (VERIFIER, false)] {
        let fields = [&common[..], &[("code_verifier", verifier)]].concat();
        let answer = scene.native.token(&ctx, &fields).await;
        assert_eq!(answer.map_or_else(|refusal| refusal.cause.code(), |_| 0), u32::from(refused) * 501_481);
    }
}

#[tokio::test]
async fn a_code_lives_ten_minutes() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    for (seconds, refused) in [(10 * 60 - 1, false), (10 * 60, true)] {
        let code = code(&scene, &scene.native, &mut kim).await;
        scene.wait(SECOND * seconds);
        let answer = scene.native.redeem(&scene.app.visitor(), &code).await;
        assert_eq!(answer.is_err(), refused, "{seconds}");
        assert!(answer.map_or_else(|refusal| refusal.cause.code() == 70_008, |_| true));
    }
}

#[tokio::test]
async fn a_single_pages_code_is_redeemed_by_its_page_only() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let code = code(&scene, &scene.spa, &mut kim).await;
    let ctx = scene.app.visitor();
    assert_eq!(code_of(Caller { origin: None, ..scene.spa.clone() }.redeem(&ctx, &code).await), 9_002_327);
    let foreign = scene.spa.clone().from_origin("https://evil.test");
    assert_eq!(code_of(foreign.redeem(&ctx, &code).await), 9_002_326);
    scene.spa.redeem(&ctx, &code).await.unwrap();
}

#[tokio::test]
async fn a_code_is_redeemed_at_its_tenant_or_where_none_is_named() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let other = scene.app.customer("Elsewhere").await;
    let code = code(&scene, &scene.native, &mut kim).await;
    let ctx = scene.app.visitor();
    let there = scene.native.clone().at(Authority::Tenant(other.id));
    assert_eq!(code_of(there.redeem(&ctx, &code).await), 700_005);
    scene.native.redeem(&ctx, &code).await.unwrap();
}

#[tokio::test]
async fn a_device_code_is_redeemed_once_by_the_client_that_asked() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let ctx = scene.app.visitor();
    let device = scene.native.device(&ctx).await.unwrap();
    assert_eq!(code_of(scene.native.poll(&ctx, &device.device_code).await), 70_016);
    let mut walk = scene.app.walk();
    walk.open_device(&device.user_code.to_lowercase()).await;
    assert!(matches!(walk.go_on(&mut kim).await, testkit::End::Device));
    let ctx = walk.ctx();
    let other = Caller { origin: None, ..scene.spa.clone() };
    assert_eq!(code_of(other.poll(&ctx, &device.device_code).await), 70_018);
    assert_eq!(code_of(scene.native.poll(&ctx, &device.user_code).await), 70_018);
    scene.native.poll(&ctx, &device.device_code).await.unwrap();
    assert_eq!(code_of(scene.native.poll(&ctx, &device.device_code).await), 70_018);
    let late = scene.native.device(&ctx).await.unwrap();
    scene.wait(SECOND * (15 * 60));
    assert_eq!(code_of(scene.native.poll(&scene.app.visitor(), &late.device_code).await), 70_019);
    assert_eq!(scene.app.walk().open_device(&late.user_code).await.unwrap().cause().code(), 70_018);
}
