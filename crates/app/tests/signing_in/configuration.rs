//! A change of the configuration is effective at the next request.

use super::{HOUR, MFA, NATIVE, SECOND, Scene, WEB, code_of, refresh_token};
use app::admin::{applications, credentials, roles, tenants};
use model::application::Platform;
use model::flow::Step;
use model::tenant::Enforcement;
use model::verdict::Cause;
use testkit::{Caller, End};

const CREDENTIALS: [(&str, &str); 2] =
    [("grant_type", "client_credentials"), ("scope", "https://graph.microsoft.com/.default")];

#[tokio::test]
async fn a_secret_that_is_removed_is_none() {
    let scene = Scene::enforced().await;
    scene.web.token(&scene.app.visitor(), &CREDENTIALS).await.unwrap();
    let (_, mut kim) = scene.member("kim").await;
    let token = refresh_token(&scene.tokens(&scene.web, &mut kim).await).to_owned();
    let ctx = scene.app.visitor();
    let operator = scene.operator();
    let known = applications::details(&operator, &scene.web.client_id).await.unwrap().application.secrets;
    let more = credentials::NewSecret { display_name: None, days: 30, hard_to_encode: true };
    let second = credentials::add_secret(&operator, &scene.web.client_id, more).await.unwrap();
    let renewed = Caller { secret: Some(second.value.to_string()), ..scene.web.clone() };
    renewed.token(&ctx, &CREDENTIALS).await.unwrap();
    for secret in known {
        credentials::remove_secret(&operator, &scene.web.client_id, secret.id).await.unwrap();
    }
    assert_eq!(code_of(scene.web.token(&ctx, &CREDENTIALS).await), 7_000_215);
    assert_eq!(code_of(scene.web.refresh(&ctx, &token).await), 7_000_215);
    renewed.refresh(&ctx, &token).await.unwrap();
    scene.wait(HOUR * (30 * 24));
    assert_eq!(code_of(renewed.token(&scene.app.visitor(), &CREDENTIALS).await), 7_000_222);
}

#[tokio::test]
async fn a_disabled_application_gets_nothing_anywhere() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let ctx = scene.app.visitor();
    let mut walk = scene.app.walk();
    let code = walk.sign_in(&scene.web, &mut kim, &[]).await.code();
    let token = refresh_token(&scene.tokens(&scene.web, &mut kim).await).to_owned();
    let mut waiting = scene.app.walk();
    waiting.open(&scene.web, &[]).await;
    assert!(waiting.until(&mut kim, &[Step::OneTimeCode]).await.is_none());
    applications::set_enabled(&scene.operator(), &scene.web.client_id, false).await.unwrap();
    assert_eq!(code_of(scene.web.token(&ctx, &CREDENTIALS).await), 7_000_112);
    assert_eq!(code_of(scene.web.refresh(&ctx, &token).await), 7_000_112);
    assert_eq!(code_of(scene.web.redeem(&ctx, &code).await), 7_000_112);
    let end = scene.app.walk().open(&scene.web, &[]).await.unwrap();
    assert!(matches!(end.cause(), Cause::ClientDisabled(_)));
    let end = waiting.go_on(&mut kim).await;
    assert!(matches!(end.cause(), Cause::ClientDisabled(_)), "in the middle of a sign-in, too");
    applications::set_enabled(&scene.operator(), &scene.web.client_id, true).await.unwrap();
    scene.web.refresh(&ctx, &token).await.unwrap();
}

#[tokio::test]
async fn nothing_is_sent_to_an_address_that_was_removed() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    walk.open(&scene.web, &[]).await;
    assert!(walk.until(&mut kim, &[Step::StaySignedIn]).await.is_none());
    let operator = scene.operator();
    applications::remove_redirect(&operator, &scene.web.client_id, Platform::Web, WEB).await.unwrap();
    assert!(matches!(walk.go_on(&mut kim).await, End::Refused(_)));
    let end = scene.app.walk().open(&scene.web, &[]).await.unwrap();
    assert_eq!(end.cause().code(), 50_011);
}

#[tokio::test]
async fn enforcement_that_begins_stops_what_was_proved_by_one_factor() {
    let scene = Scene::relaxed().await;
    let (_, mut kim) = scene.member("kim").await;
    let weak = refresh_token(&scene.tokens(&scene.web, &mut kim).await).to_owned();
    let mut walk = scene.app.walk();
    let code = walk.sign_in(&scene.web, &mut kim, &[MFA]).await.code();
    let strong = refresh_token(&scene.web.redeem(&walk.ctx(), &code).await.unwrap()).to_owned();
    let ctx = || scene.app.visitor();
    scene.web.refresh(&ctx(), &weak).await.unwrap();
    scene.native.password(&ctx(), &kim.name, &kim.password).await.unwrap();
    let date = ctx().now + HOUR;
    let announced = Enforcement { contract_date: None, technical_date: Some(date) };
    tenants::set_enforcement(&scene.operator(), announced).await.unwrap();
    scene.wait(HOUR - SECOND);
    scene.web.refresh(&ctx(), &weak).await.unwrap();
    scene.wait(SECOND);
    assert_eq!(code_of(scene.web.refresh(&ctx(), &weak).await), 50_076);
    assert_eq!(code_of(scene.native.password(&ctx(), &kim.name, &kim.password).await), 50_076);
    scene.web.refresh(&ctx(), &strong).await.unwrap();
    // Taken back.
    tenants::set_enforcement(&scene.operator(), Enforcement::default()).await.unwrap();
    scene.web.refresh(&ctx(), &weak).await.unwrap();
}

#[tokio::test]
async fn the_password_grant_is_switched_off_and_says_nothing_of_passwords() {
    let scene = Scene::relaxed().await;
    let (_, kim) = scene.member("kim").await;
    let ctx = scene.app.visitor();
    scene.native.password(&ctx, &kim.name, &kim.password).await.unwrap();
    let changes = tenants::TenantChanges { password_grant_allowed: Some(false), ..Default::default() };
    tenants::update(&scene.operator(), changes).await.unwrap();
    for password in [kim.password.as_str(), "a guess"] {
        assert_eq!(code_of(scene.native.password(&ctx, &kim.name, password).await), 700_056);
    }
}

#[tokio::test]
async fn a_role_counts_from_the_next_request_on() {
    let scene = Scene::enforced().await;
    let client = scene.app.client(&scene.tenant, "Stranger").public(&[NATIVE]);
    let client = client.asks(super::GRAPH, &["User.Read"], &[]).create().await.caller(NATIVE);
    let scope = ("scope", "openid AuditLog.Read.All");
    let (user, mut kim) = scene.member("kim").await;
    let role = roles::by_name("Global Administrator").unwrap().template;
    // The last administrator cannot be taken away.
    scene.app.user(&scene.tenant, "admin").role("Global Administrator").create().await;
    let mut walk = scene.app.walk();
    walk.open(&client, &[scope]).await;
    assert!(walk.until(&mut kim, &[Step::Consent]).await.is_none());
    roles::assign(&scene.operator(), role, &user.name).await.unwrap();
    let consent = || app::signin::Answer::Consent { accept: true, for_everyone: true };
    assert!(matches!(walk.answer(consent()).await, Some(End::Code(_))), "he may by now");
    let operator = scene.operator();
    app::admin::consent::withdraw(&operator, &client.client_id, None).await.unwrap();
    let mut walk = scene.app.walk();
    walk.open(&client, &[scope]).await;
    assert!(walk.until(&mut kim, &[Step::Consent]).await.is_none());
    roles::revoke(&operator, role, &user.name).await.unwrap();
    let end = walk.answer(consent()).await.unwrap();
    assert!(matches!(end.cause(), Cause::AdminConsentRequired { .. }), "he may no more");
}
