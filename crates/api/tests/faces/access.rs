//! Who is let in at all: no token, foreign tokens, foreign tenants.

use crate::client::{ARM, GRAPH, World, send};
use api::{ARM_ROUTES, GRAPH_ROUTES, GRAPH_VERSIONS, Needs};
use axum::Router;
use axum::http::{Method, StatusCode};

/// Every route of the two faces that needs a token: router, method, path.
fn protected(world: &World) -> Vec<(Router, Method, String)> {
    let mut found = Vec::new();
    for route in GRAPH_ROUTES {
        for version in GRAPH_VERSIONS {
            let path = format!("{version}{}", route.path.replace("{id}", &world.tenant.id.to_string()));
            found.push((world.graph(), route.verb.method(), path));
        }
    }
    for route in ARM_ROUTES.iter().filter(|route| route.needs != Needs::Nothing) {
        found.push((world.arm(), route.verb.method(), format!("{}?api-version=2022-12-01", route.path)));
    }
    found
}

/// Every protected route refuses with these headers.
async fn all_refuse(world: &World, headers: &[(&str, &str)]) {
    for (router, method, path) in protected(world) {
        let answer = send(router, method, &path, headers, "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path} {headers:?}");
        assert_eq!(answer.code(), "InvalidAuthenticationToken", "{path}");
        let challenge = answer.header("www-authenticate");
        assert!(challenge.starts_with("Bearer realm=\"\""), "{challenge}");
        let authority = "authorization_uri=\"https://login.test/common/oauth2/v2.0/authorize\"";
        assert!(challenge.contains(authority), "{challenge}");
        assert!(answer.header("cache-control").contains("no-store"));
    }
}

#[tokio::test]
async fn nothing_but_the_metadata_is_public() {
    let public: Vec<_> = GRAPH_ROUTES
        .iter()
        .chain(ARM_ROUTES)
        .filter(|route| route.needs == Needs::Nothing)
        .map(|route| route.name)
        .collect();
    assert_eq!(public, ["arm::endpoints"]);
}

#[tokio::test]
async fn every_route_refuses_who_shows_no_token_of_its_own() {
    let world = World::start().await;
    let daemon = world.daemon("Daemon", &["AuditLog.Read.All"]).await;
    let good = world.application_token(&daemon, GRAPH).await;
    let basic = format!("Basic {good}");
    let tampered = format!("Bearer {good}x");
    let unsigned = format!("Bearer {}.", good.rsplit_once('.').unwrap().0);
    let long = format!("Bearer {}", "a".repeat(100_000));
    all_refuse(&world, &[]).await;
    for value in ["", "Bearer", "Bearer ", "Bearer a.b.c", &basic, &tampered, &unsigned, &long] {
        all_refuse(&world, &[("authorization", value)]).await;
    }
    let twice = format!("Bearer {good}");
    all_refuse(&world, &[("authorization", &twice), ("authorization", &twice)]).await;
    all_refuse(&world, &[("cookie", &format!("access_token={good}"))]).await;
}

#[tokio::test]
async fn no_face_takes_tokens_for_the_other() {
    let world = World::start().await;
    let user = world.app.user(&world.tenant, "kim").role("Global Administrator").create().await;
    let graph = world.user_token_for(&user, GRAPH, &["Directory.AccessAsUser.All"]).await;
    let arm = world.user_token_for(&user, ARM, &["user_impersonation"]).await;
    for (router, method, path) in protected(&world) {
        let foreign = if path.starts_with("/v1.0") || path.starts_with("/beta") { &arm } else { &graph };
        let header = format!("Bearer {foreign}");
        let answer = send(router, method, &path, &[("authorization", &header)], "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(answer.header("www-authenticate").contains("error=\"invalid_token\""), "{path}");
    }
}

#[tokio::test]
async fn a_token_is_worth_nothing_once_its_user_or_time_is_gone() {
    let world = World::start().await;
    let user = world.app.user(&world.tenant, "kim").create().await;
    let token = world.user_token(&user, &["User.Read"]).await;
    world.get("/v1.0/me", &token).await.ok();
    let operator = world.app.operator_in(&world.tenant);
    app::admin::users::set_enabled(&operator, &user.name, false).await.unwrap();
    assert_eq!(world.get("/v1.0/me", &token).await.status, StatusCode::UNAUTHORIZED);
    app::admin::users::set_enabled(&operator, &user.name, true).await.unwrap();
    let token = world.user_token(&user, &["User.Read"]).await;
    world.app.clock.advance_days(1);
    assert_eq!(world.get("/v1.0/me", &token).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_changes_in_the_directory_counts_at_the_next_request() {
    let world = World::start().await;
    let first = world.daemon("First", &["AuditLog.Read.All"]).await;
    let token = world.application_token(&first, GRAPH).await;
    world.get("/v1.0/auditLogs/signIns", &token).await.ok();
    // A client that is newer than what the first requests made the server read.
    let second = world.daemon("Second", &["AuditLog.Read.All"]).await;
    let newer = world.application_token(&second, GRAPH).await;
    world.get("/v1.0/auditLogs/signIns", &newer).await.ok();
    let operator = world.app.operator_in(&world.tenant);
    app::admin::applications::delete(&operator, &first.app_id.to_string()).await.unwrap();
    assert_eq!(world.get("/v1.0/auditLogs/signIns", &token).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_belongs_to_another_tenant_does_not_exist() {
    let world = World::start().await;
    let daemon =
        world.daemon("Daemon", &["AuditLog.Read.All", "User.ReadWrite.All", "Organization.Read.All"]).await;
    let stranger = world.daemon_in(&world.other, "Stranger", &["AuditLog.Read.All"]).await;
    let theirs = world.application_token(&stranger, GRAPH).await;
    let their_entry = world.get("/v1.0/auditLogs/signIns", &theirs).await.ok()["value"][0]["id"].clone();
    let their_audit =
        world.get("/v1.0/auditLogs/directoryAudits", &theirs).await.ok()["value"][0]["id"].clone();
    let their_user = world.app.user(&world.other, "lee").create().await;
    let token = world.application_token(&daemon, GRAPH).await;
    for path in [
        format!("/v1.0/users/{}", their_user.id),
        format!("/v1.0/users/{}", their_user.name),
        format!("/v1.0/organization/{}", world.other.id),
        format!("/v1.0/auditLogs/signIns/{}", their_entry.as_str().unwrap()),
        format!("/v1.0/auditLogs/directoryAudits/{}", their_audit.as_str().unwrap()),
    ] {
        let answer = world.get(&path, &token).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::NOT_FOUND, "Request_ResourceNotFound"),
            "{path}"
        );
    }
    let answer = world.post(&format!("/v1.0/users/{}/revokeSignInSessions", their_user.id), &token).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    for (path, foreign) in
        [("/v1.0/users", &their_user.name), ("/v1.0/auditLogs/signIns", &stranger.app_id.to_string())]
    {
        let answer = world.get(path, &token).await;
        answer.ok();
        assert!(!String::from_utf8_lossy(&answer.body).contains(foreign.as_str()), "{path}");
    }
}
