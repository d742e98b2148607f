//! What belongs to one tenant is worth nothing in another.

use super::{HOUR, PASSWORD, Scene, callers, code_of, partner, refresh_token};
use model::flow::{Authority, Step};
use model::tenant::Profile;
use model::user::PasswordOrigin;
use model::verdict::Cause;
use testkit::{Caller, End, Person, TestTenant};

/// A second tenant with clients of its own, and a user of the same nickname and password.
async fn neighbour(scene: &Scene) -> (TestTenant, [Caller; 3], Person) {
    let tenant = partner(&scene.app, "Contoso", Profile::Csp2025, true).await;
    let callers = callers(&scene.app, &tenant).await;
    let user = scene.app.user(&tenant, "kim").password(PASSWORD, PasswordOrigin::Owner).totp().create().await;
    (tenant, callers, Person::from(&user))
}

#[tokio::test]
async fn codes_and_refresh_tokens_are_refused_elsewhere() {
    let scene = Scene::enforced().await;
    let (tenant, [native, _, web], _) = neighbour(&scene).await;
    let (_, mut kim) = scene.member("kim").await;
    let ctx = || scene.app.visitor();
    let there = Authority::Tenant(tenant.id);
    let code = scene.app.walk().sign_in(&scene.web, &mut kim, &[]).await.code();
    let token = refresh_token(&scene.tokens(&scene.web, &mut kim).await).to_owned();
    // The same client at the other tenant, and the other tenant's clients anywhere.
    for caller in [scene.web.clone().at(there), web.clone(), web.clone().at(scene.web.authority), native] {
        assert!(caller.redeem(&ctx(), &code).await.is_err());
        assert!(caller.refresh(&ctx(), &token).await.is_err());
    }
    scene.web.redeem(&ctx(), &code).await.unwrap();
    scene.web.refresh(&ctx(), &token).await.unwrap();
}

#[tokio::test]
async fn a_session_is_not_seen_elsewhere() {
    let scene = Scene::enforced().await;
    let (_, [native, ..], mut other) = neighbour(&scene).await;
    let (_, mut kim) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    walk.sign_in(&scene.native, &mut kim, &[]).await.code();
    let end = walk.open(&native, &[("prompt", "none")]).await.unwrap();
    assert_eq!(end.cause(), Cause::LoginRequired);
    assert!(walk.open(&native, &[]).await.is_none());
    assert_eq!(walk.step(), Step::Username);
    // Both accounts side by side in one browser.
    walk.go_on(&mut other).await.code();
    for caller in [&scene.native, &native] {
        assert!(matches!(walk.open(caller, &[("prompt", "none")]).await, Some(End::Code(_))));
    }
}

#[tokio::test]
async fn a_user_is_found_in_his_own_tenant_only() {
    let scene = Scene::enforced().await;
    let (tenant, [native, ..], other) = neighbour(&scene).await;
    let (_, mut kim) = scene.member("kim").await;
    let end = scene.app.walk().sign_in(&native, &mut kim, &[]).await;
    assert!(matches!(end, End::Rejected(Cause::WrongPassword)));
    let ctx = scene.app.visitor();
    assert_eq!(code_of(native.password(&ctx, &kim.name, &kim.password).await), 50_126);
    // A client is present in its own tenant only.
    let there = scene.native.clone().at(Authority::Tenant(tenant.id));
    let end = scene.app.walk().open(&there, &[]).await.unwrap();
    assert!(matches!(end.cause(), Cause::ClientNotFound { .. }));
    assert_eq!(code_of(there.password(&ctx, &other.name, &other.password).await), 700_016);
    let common = scene.native.clone().at(Authority::Common);
    let end = scene.app.walk().open(&common, &[]).await.unwrap();
    assert!(matches!(end.cause(), Cause::ClientNotMultiTenant(_)));
}

#[tokio::test]
async fn a_device_code_is_asked_for_and_polled_at_one_tenant() {
    let scene = Scene::enforced().await;
    let (tenant, [native, ..], mut other) = neighbour(&scene).await;
    let (_, mut kim) = scene.member("kim").await;
    let device = scene.native.device(&scene.app.visitor()).await.unwrap();
    let mut walk = scene.app.walk();
    walk.open_device(&device.user_code).await;
    let end = walk.go_on(&mut other).await;
    assert!(matches!(end, End::Rejected(Cause::WrongPassword)), "the neighbour's user is nobody here");
    let mut walk = scene.app.walk();
    walk.open_device(&device.user_code).await;
    assert!(matches!(walk.go_on(&mut kim).await, End::Device));
    let ctx = walk.ctx();
    for caller in [native, scene.native.clone().at(Authority::Tenant(tenant.id))] {
        assert!(caller.poll(&ctx, &device.device_code).await.is_err());
    }
    scene.native.poll(&ctx, &device.device_code).await.unwrap();
}

#[tokio::test]
async fn a_flow_stays_in_the_tenant_it_began_in() {
    let scene = Scene::enforced().await;
    let (_, [native, ..], mut other) = neighbour(&scene).await;
    let (_, mut kim) = scene.member("kim").await;
    // The pages of two flows are swapped between two tabs of one browser.
    let mut here = scene.app.walk();
    here.open(&scene.native, &[]).await;
    let mut there = scene.app.walk();
    there.browser = here.browser.clone();
    there.open(&native, &[]).await;
    std::mem::swap(&mut here.page, &mut there.page);
    let end = here.go_on(&mut kim).await;
    assert!(matches!(end, End::Rejected(Cause::WrongPassword)), "the page is the other tenant's");
    let code = there.go_on(&mut kim).await.code();
    scene.native.redeem(&there.ctx(), &code).await.unwrap();
    other.password.push('!');
    assert!(matches!(here.go_on(&mut other).await, End::Rejected(Cause::WrongPassword)));
    scene.wait(HOUR);
}
