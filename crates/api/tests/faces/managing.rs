//! `revokeSignInSessions`.

use crate::client::{GRAPH, World};
use axum::http::StatusCode;
use model::SignedDuration;

#[tokio::test]
async fn revoking_ones_own_sessions_ends_every_token() {
    let world = World::start().await;
    let kim = world.app.user(&world.tenant, "kim").create().await;
    let token = world.user_token(&kim, &["User.ReadWrite.All", "User.Read"]).await;
    let other_device = world.user_token(&kim, &["User.Read"]).await;
    world.app.clock.advance(SignedDuration::from_secs(5));
    let answer = world.post("/v1.0/me/revokeSignInSessions", &token).await.ok();
    assert_eq!(answer["value"], true);
    for token in [&token, &other_device] {
        assert_eq!(world.get("/v1.0/me", token).await.status, StatusCode::UNAUTHORIZED);
    }
    world.app.clock.advance(SignedDuration::from_secs(5));
    let fresh = world.user_token(&kim, &["User.Read"]).await;
    world.get("/v1.0/me", &fresh).await.ok();
    let daemon = world.daemon("Reader", &["AuditLog.Read.All"]).await;
    let reader = world.application_token(&daemon, GRAPH).await;
    let path = "/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Update StsRefreshTokenValidFrom Timestamp'";
    let entry = world.get(path, &reader).await.ok()["value"][0].clone();
    assert_eq!(entry["initiatedBy"]["user"]["userPrincipalName"], kim.name);
    assert_eq!(entry["targetResources"][0]["id"], kim.id.to_string());
    assert_eq!(
        entry["targetResources"][0]["modifiedProperties"][0]["displayName"],
        "StsRefreshTokensValidFrom"
    );
}

#[tokio::test]
async fn nobody_revokes_whom_he_does_not_manage_and_nothing_is_written() {
    let world = World::start().await;
    let boss = world.app.user(&world.tenant, "boss").role("Global Administrator").create().await;
    let helpdesk = world.app.user(&world.tenant, "helpdesk").role("Helpdesk Administrator").create().await;
    let bosses = world.user_token(&boss, &["User.Read"]).await;
    let token = world.user_token(&helpdesk, &["User.ReadWrite.All"]).await;
    world.app.clock.advance(SignedDuration::from_secs(5));
    let answer = world.post(&format!("/v1.0/users/{}/revokeSignInSessions", boss.name), &token).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::FORBIDDEN, "Authorization_RequestDenied")
    );
    let daemon = world.daemon("Writer", &["User.ReadWrite.All"]).await;
    let writer = world.application_token(&daemon, GRAPH).await;
    let answer = world.post(&format!("/v1.0/users/{}/revokeSignInSessions", boss.id), &writer).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    world.get("/v1.0/me", &bosses).await.ok();
}

#[tokio::test]
async fn a_role_that_was_taken_is_worth_nothing_at_once() {
    let world = World::start().await;
    let kim = world.app.user(&world.tenant, "kim").create().await;
    let helpdesk = world.app.user(&world.tenant, "helpdesk").role("Helpdesk Administrator").create().await;
    let token = world.user_token(&helpdesk, &["User.ReadWrite.All"]).await;
    let path = format!("/v1.0/users/{}/revokeSignInSessions", kim.id);
    world.post(&path, &token).await.ok();
    let operator = world.app.operator_in(&world.tenant);
    let role = app::admin::roles::by_name("Helpdesk Administrator").unwrap();
    app::admin::roles::revoke(&operator, role.template, &helpdesk.name).await.unwrap();
    assert_eq!(world.post(&path, &token).await.status, StatusCode::FORBIDDEN);
}
