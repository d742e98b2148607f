use super::*;
use app::admin::users;
use model::server_key::KeyState;
use testkit::TestApp;

#[tokio::test]
async fn jobs_run_when_they_are_due_by_the_products_clock() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let kim = app.user(&tenant, "kim").create().await;
    users::delete(&app.operator_in(&tenant), &kim.name).await.unwrap();
    let jobs = Jobs::new(Arc::clone(&app.services));
    app.clock.advance_days(31);
    jobs.run_due().await;
    assert!(users::list_deleted(&app.operator_in(&tenant), None, 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn keys_rotate_by_themselves_and_are_announced_first() {
    let app = TestApp::start().await;
    let jobs = Jobs::new(Arc::clone(&app.services));
    let count = async |state: KeyState| {
        let keys = keys::list(&app.operator()).await.unwrap();
        keys.into_iter().filter(|key| key.state == state).count()
    };
    app.clock.advance_days(88);
    jobs.run_due().await;
    assert_eq!((count(KeyState::Current).await, count(KeyState::Next).await), (2, 2));
    app.clock.advance_days(2);
    jobs.run_due().await;
    assert_eq!((count(KeyState::Previous).await, count(KeyState::Current).await), (2, 2));
}

#[tokio::test]
async fn nothing_is_due_twice_in_one_interval() {
    let app = TestApp::start().await;
    let jobs = Jobs::new(Arc::clone(&app.services));
    let first = *jobs.due.lock().await;
    jobs.run_due().await;
    assert_eq!(*jobs.due.lock().await, first, "nothing was due");
    app.clock.advance(SignedDuration::from_mins(1));
    jobs.run_due().await;
    let now = app.services.clock.now();
    let due = *jobs.due.lock().await;
    assert_eq!(due[1], now + SignedDuration::from_mins(1));
    assert_eq!(due[2], first[2]);
}
