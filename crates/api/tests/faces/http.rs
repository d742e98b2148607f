//! What every answer has, and what every request may be.

use crate::client::{GRAPH, World, send};
use axum::http::{Method, StatusCode};
use model::Uuid;

#[tokio::test]
async fn every_answer_carries_its_ids() {
    let world = World::start().await;
    let id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    let answer = send(world.graph(), Method::GET, "/v1.0/me", &[("client-request-id", id)], "").await;
    assert_eq!(answer.header("client-request-id"), id);
    let inner = &answer.json()["error"]["innerError"];
    assert_eq!(inner["client-request-id"], id);
    assert_eq!(inner["request-id"], answer.header("request-id"));
    assert_eq!(inner["date"], "2026-03-02T09:00:00");
    let other = send(world.graph(), Method::GET, "/v1.0/me", &[("client-request-id", "not an id")], "").await;
    assert!(other.header("client-request-id").parse::<Uuid>().is_ok());
    assert_ne!(other.header("request-id"), answer.header("request-id"));
}

#[tokio::test]
async fn what_is_not_there_is_refused_in_json() {
    let world = World::start().await;
    for path in
        ["/", "/v1.0", "/v2.0/me", "/v1.0/nothing", "/v1.0/me/messages", "/v1.0//me", "/beta/users/a/b/c"]
    {
        let answer = send(world.graph(), Method::GET, path, &[], "").await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::NOT_FOUND, "Request_ResourceNotFound"),
            "{path}"
        );
    }
    for (method, path) in [
        (Method::POST, "/v1.0/me"),
        (Method::DELETE, "/v1.0/users/x"),
        (Method::GET, "/v1.0/me/revokeSignInSessions"),
        (Method::PUT, "/beta/auditLogs/signIns"),
    ] {
        let answer = send(world.graph(), method, path, &[], "").await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed"),
            "{path}"
        );
        assert!(!answer.header("allow").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn scripts_of_any_origin_may_ask() {
    let world = World::start().await;
    let asked = [
        ("origin", "http://localhost:3000"),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "authorization,client-request-id,sdkversion"),
    ];
    for path in ["/v1.0/me", "/beta/auditLogs/signIns", "/v1.0/nothing"] {
        let answer = send(world.graph(), Method::OPTIONS, path, &asked, "").await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("access-control-allow-headers"), asked[2].1);
        assert!(answer.header("access-control-allow-methods").contains("GET"));
        assert!(answer.header("access-control-allow-credentials").is_empty());
    }
    let refused = send(world.graph(), Method::GET, "/v1.0/me", &asked[..1], "").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    assert!(refused.header("access-control-expose-headers").contains("request-id"));
}

#[tokio::test]
async fn bodies_are_bounded_json() {
    let world = World::start().await;
    let kim = world.app.user(&world.tenant, "kim").create().await;
    let token = world.user_token(&kim, &["User.ReadWrite.All"]).await;
    let bearer = format!("Bearer {token}");
    let large = format!("\"{}\"", "a".repeat(70_000));
    for (kind, body, status) in [
        ("application/json", large.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
        ("text/plain", "{}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/json", "{", StatusCode::BAD_REQUEST),
        ("application/json", "{}", StatusCode::OK),
    ] {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        let answer = send(world.graph(), Method::POST, "/v1.0/me/revokeSignInSessions", &headers, body).await;
        assert_eq!(answer.status, status, "{kind} {}", body.len());
    }
}

#[tokio::test]
async fn links_stand_where_the_caller_asked() {
    let world = World::start().await;
    for name in ["kim", "lee"] {
        world.app.user(&world.tenant, name).create().await;
    }
    let daemon = world.daemon("Reader", &["User.Read.All"]).await;
    let bearer = format!("Bearer {}", world.application_token(&daemon, GRAPH).await);
    let router = axum::Router::new().nest("/graph", world.graph());
    let headers = [("authorization", bearer.as_str())];
    let body = send(router, Method::GET, "/graph/beta/users?$top=1", &headers, "").await.ok();
    let link = body["@odata.nextLink"].as_str().unwrap();
    assert!(link.starts_with("https://graph.test/graph/beta/users?$top=1&$skiptoken="), "{link}");
    assert_eq!(body["@odata.context"], "https://graph.test/graph/beta/$metadata#users");
}

#[tokio::test]
async fn heads_are_answered_without_a_body() {
    let world = World::start().await;
    let answer = send(world.graph(), Method::HEAD, "/v1.0/me", &[], "").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.is_empty());
}
