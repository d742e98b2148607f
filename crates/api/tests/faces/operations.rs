//! Health and figures.

use crate::client::{World, send};
use axum::http::{Method, StatusCode};
use testkit::TestApp;

#[tokio::test]
async fn a_server_without_a_tenant_is_alive_and_not_ready() {
    let app = TestApp::start().await;
    let get = |path| send(api::operations_router(app.services.clone()), Method::GET, path, &[], "");
    assert_eq!(get("/healthz").await.ok()["status"], "alive");
    let answer = get("/readyz").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json()["cause"], "there is no tenant yet");
}

#[tokio::test]
async fn figures_grow_and_tell_nothing_of_tenants() {
    let world = World::start().await;
    let get = |path| send(world.operations(), Method::GET, path, &[("origin", "https://a.example")], "");
    assert_eq!(get("/readyz").await.ok()["status"], "ready");
    let answer = get("/metrics").await;
    assert_eq!(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    let commits = text.lines().find_map(|line| line.strip_prefix("countersign_store_commits_total "));
    assert!(commits.unwrap().parse::<u64>().unwrap() > 0);
    assert!(!text.contains("contoso"));
    assert_eq!(get("/elsewhere").await.status, StatusCode::NOT_FOUND);
}
