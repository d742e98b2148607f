//! The headers of every answer, whatever it is.

use axum::body::Body;
use axum::http::Method;
use web::Route;

use crate::routes::{filled, natural};
use crate::site::{Answer, FORM, has_content_type, request};
use crate::world::World;

const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

fn assert_protected(answer: &Answer, what: &str) {
    let header = |name: &str| answer.header(name).unwrap_or_else(|| panic!("{what}: no {name}: {answer:?}"));
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header("strict-transport-security"), "max-age=63072000; includeSubDomains", "{what}");
    assert!(header("referrer-policy").contains("origin"), "{what}");
    assert!(has_content_type(answer), "{what}: {answer:?}");
    for leak in ["server", "x-powered-by", "access-control-allow-credentials"] {
        assert!(!answer.headers.contains_key(leak), "{what}: {leak}");
    }
    if answer.status.is_redirection() {
        assert_eq!(header("cache-control"), "no-store", "{what}");
        return;
    }
    let policy = header("content-security-policy");
    for directive in ["default-src 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(directive), "{what}: {policy}");
    }
    if answer.is_page() {
        assert_eq!((header("cache-control"), header("x-frame-options")), ("no-store", "DENY"), "{what}");
        for directive in ["base-uri 'none'", "object-src 'none'", "script-src 'none'", "form-action 'self'"] {
            assert!(policy.contains(directive), "{what}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{what}: {policy}");
    }
}

/// Answers that anybody may keep: they are the same for everyone.
fn may_be_kept(route: &Route) -> bool {
    route.path.contains("discovery")
        || route.path.contains("ealm")
        || route.path.contains("openid-configuration")
}

fn assert_not_kept(route: &Route, answer: &Answer, what: &str) {
    let control = answer.header("cache-control").unwrap_or_else(|| panic!("{what}: no cache-control"));
    let asset = route.path.starts_with("/assets") || route.path == "/favicon.ico";
    if answer.status == 200 && (asset || may_be_kept(route)) {
        assert!(control.starts_with("public, max-age="), "{what}: {control}");
    } else {
        assert!(control.contains("no-store"), "{what}: {control}");
    }
}

fn assert_origins(route: &Route, answer: &Answer, what: &str) {
    let allowed = answer.header("access-control-allow-origin");
    assert_eq!(allowed, route.any_origin.then_some("*"), "{what}");
}

#[tokio::test]
async fn every_answer_of_every_route_protects_its_reader() {
    let world = World::start().await;
    for route in web::routes() {
        let fields = natural(&world, &route).await;
        for method in METHODS {
            for body in [fields.clone(), String::new(), "x".repeat(70 * 1024)] {
                let what = format!("{method} {} with {} bytes", route.path, body.len());
                let path = filled(&world, &route);
                let (path, body) = match method {
                    Method::GET | Method::HEAD if body.len() < 4096 => {
                        (format!("{path}?{body}"), String::new())
                    }
                    _ => (path, body),
                };
                let headers = [("content-type", FORM), ("origin", "https://login.test")];
                let answer =
                    world.site.send(request(method.clone(), &path, &headers, Body::from(body))).await;
                assert!(!answer.status.is_server_error(), "{what}: {answer:?}");
                assert_protected(&answer, &what);
                assert_not_kept(&route, &answer, &what);
                assert_origins(&route, &answer, &what);
            }
        }
    }
}

#[tokio::test]
async fn what_is_no_route_is_protected_too() {
    let world = World::start().await;
    for path in [
        "/nothing",
        "/common/oauth2/v2.0/token/",
        "/%ff/oauth2/v2.0/token",
        "/%ff/oauth2/v2.0/authorize",
        "/assets/nothing",
        "/..%2f..%2fetc/passwd",
        "//common/oauth2/v2.0/token",
    ] {
        for method in METHODS {
            let answer = world.site.send(request(method.clone(), path, &[], Body::empty())).await;
            let what = format!("{method} {path}");
            assert!(answer.status.is_client_error() || method == Method::OPTIONS, "{what}: {answer:?}");
            assert_protected(&answer, &what);
            assert!(answer.header("cache-control").unwrap().contains("no-store"), "{what}");
            if method != Method::HEAD && !answer.body.is_empty() && !answer.is_page() {
                assert!(answer.json()["error"].is_string(), "{what}: some clients read nothing but JSON");
            }
        }
    }
}

#[tokio::test]
async fn scripts_of_other_origins_ask_first_where_they_may_ask_at_all() {
    let world = World::start().await;
    for route in web::routes() {
        let headers = [("origin", "https://spa.test"), ("access-control-request-method", "POST")];
        let path = filled(&world, &route);
        let answer = world.site.send(request(Method::OPTIONS, &path, &headers, Body::empty())).await;
        if route.any_origin {
            assert_eq!(answer.status, 204, "{}", route.path);
            assert!(answer.header("access-control-allow-headers").unwrap().contains("authorization"));
        } else {
            assert_eq!(answer.status, 405, "{}", route.path);
        }
    }
    // What holds a person's session, and what browsers only navigate to, is nobody's business.
    let closed = ["authorize", "login", "logout", "devicelogin", "introspect"];
    for route in web::routes().filter(|route| closed.iter().any(|word| route.path.ends_with(word))) {
        assert!(!route.any_origin, "{}", route.path);
    }
}

#[tokio::test]
async fn a_client_gets_its_correlation_id_back_and_nothing_else_of_its_headers() {
    let world = World::start().await;
    let id = "8a6e0804-2bd0-4672-b79d-d97027f9071a";
    let path = format!("/{}/oauth2/v2.0/token", world.partner.id);
    for headers in [
        vec![("client-request-id", id), ("return-client-request-id", "true")],
        vec![("x-ms-client-request-id", id), ("return-client-request-id", "true")],
    ] {
        let answer = world.site.post_with(&path, &headers, &[]).await;
        assert_eq!(
            (answer.header("client-request-id"), answer.text("correlation_id").as_str()),
            (Some(id), id)
        );
    }
    let with_query = format!("{path}?client-request-id={id}");
    assert_eq!(world.site.post(&with_query, &[]).await.text("correlation_id"), id);
    assert_eq!(world.site.post(&path, &[("client-request-id", id)]).await.text("correlation_id"), id);
    for bad in ["not-a-guid", "<x>", ""] {
        let headers = [("client-request-id", bad), ("return-client-request-id", "true")];
        let answer = world.site.post_with(&path, &headers, &[]).await;
        assert_ne!(answer.header("client-request-id"), Some(bad));
        assert!(!answer.body.contains("<x>") && answer.text("correlation_id") != bad);
    }
}
