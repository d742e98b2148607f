use app::admin::users;
use app::{Ctx, housekeeping, keys, maintenance};
use model::SignedDuration;
use model::server_key::KeyState;
use testkit::TestApp;

#[tokio::test]
async fn a_job_runs_on_one_node_at_a_time_and_not_before_it_is_due() {
    let app = TestApp::start().await;
    let hour = SignedDuration::from_hours(1);
    let take = async |holder: &str| {
        let ctx = Ctx::job(&app.services, "test");
        housekeeping::lease(&ctx, "test", holder, ctx.now - hour, ctx.now + hour / 6).await.unwrap()
    };
    assert!(take("a").await);
    assert!(!take("b").await, "the lease is held");
    housekeeping::finish(&Ctx::job(&app.services, "test"), "test", "a").await.unwrap();
    assert!(!take("b").await, "it ran just now");
    app.clock.advance(hour);
    assert!(take("b").await);
    app.clock.advance(hour);
    assert!(take("a").await, "a lease ends when its holder does not come back");
}

#[tokio::test]
async fn deleted_users_are_removed_after_thirty_days() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let kim = app.user(&tenant, "kim").create().await;
    users::delete(&app.operator_in(&tenant), &kim.name).await.unwrap();
    app.clock.advance_days(29);
    assert_eq!(housekeeping::remove_expired(&Ctx::job(&app.services, "test")).await.unwrap(), 0);
    app.clock.advance_days(2);
    assert_eq!(housekeeping::remove_expired(&Ctx::job(&app.services, "test")).await.unwrap(), 1);
    assert!(users::list_deleted(&app.operator_in(&tenant), None, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_store_with_a_tenant_never_becomes_a_demonstration() {
    let app = TestApp::start().await;
    assert!(!maintenance::is_ready(&app.services).await.unwrap());
    app.customer("Fabrikam").await;
    assert!(maintenance::is_ready(&app.services).await.unwrap());
    let refused = maintenance::mark_as_demonstration(&app.operator()).await;
    assert!(crate::conflict(refused).contains("real server"));
    let refused = maintenance::set_clock_offset(&app.operator(), 60).await;
    assert!(crate::invalid(refused).contains("demonstration"));
}

#[tokio::test]
async fn the_next_keys_are_published_before_they_sign() {
    let app = TestApp::start().await;
    keys::rotate_now(&app.operator()).await.unwrap();
    keys::rotate_now(&app.operator()).await.unwrap();
    let count = async |state: KeyState| {
        keys::list(&app.operator()).await.unwrap().into_iter().filter(|key| key.state == state).count()
    };
    assert_eq!((count(KeyState::Current).await, count(KeyState::Next).await), (2, 2));
    app.clock.advance_days(3);
    keys::maintain(&Ctx::job(&app.services, "keys")).await.unwrap();
    assert_eq!((count(KeyState::Previous).await, count(KeyState::Current).await), (2, 2));
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let kim = app.user(&tenant, "kim").totp().create().await;
    let app = app.restart().await;
    let details = users::details(&app.operator_in(&tenant), &kim.name).await.unwrap();
    assert_eq!(details.methods.len(), 1);
}
