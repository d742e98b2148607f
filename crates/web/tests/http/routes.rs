//! Every route, and everything wrong that can be sent to it.

use std::fmt::Write;

use axum::body::Body;
use axum::http::Method;
use web::{Caller, Route};

use crate::journey::code;
use crate::site::{Answer, FORM, assert_golden, form, request};
use crate::world::{CALLBACK, CHALLENGE, SCOPES, VERIFIER, World};

/// The route's path at the partner.
pub fn filled(world: &World, route: &Route) -> String {
    at(route, &world.partner.id.to_string())
}

fn at(route: &Route, tenant: &str) -> String {
    route
        .path
        .replace("{tenant}", tenant)
        .replace("{user}", "somebody@contoso.example")
        .replace("{file}", web::assets::icon().path.trim_start_matches("/assets/"))
}

/// What a well-behaved caller sends to a route, form-encoded.
pub async fn natural(world: &World, route: &Route) -> String {
    let fields = fields(world, route).await;
    form(&fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

async fn fields(world: &World, route: &Route) -> Vec<(&'static str, String)> {
    let v1 = !route.path.contains("v2.0");
    let wanted =
        || if v1 { ("resource", "https://graph.test".to_owned()) } else { ("scope", SCOPES.to_owned()) };
    let web = || ("client_id", world.web.app_id.to_string());
    let secret = || ("client_secret", world.web.secret.clone().unwrap());
    match route.path.rsplit('/').next().unwrap_or_default() {
        "error" => vec![("code", "50076".to_owned())],
        "devicelogin" => vec![("user_code", world.device().await.text("user_code"))],
        "login" => {
            let address = crate::world::authorize(&world.partner, &world.web, CALLBACK, &[]);
            let page = world.site.browser().open(&address).await;
            let flow = page.form().unwrap().hidden.into_iter().find(|(name, _)| name == "flow").unwrap().1;
            vec![("flow", flow), ("step", "username".to_owned()), ("loginfmt", world.kim.name.clone())]
        }
        "instance" => vec![
            ("api-version", "1.1".to_owned()),
            ("authorization_endpoint", "https://login.test/common/oauth2/v2.0/authorize".to_owned()),
        ],
        "authorize" => vec![
            web(),
            ("redirect_uri", CALLBACK.to_owned()),
            ("response_type", "code".to_owned()),
            wanted(),
            ("state", "s".to_owned()),
            ("code_challenge", CHALLENGE.to_owned()),
            ("code_challenge_method", "S256".to_owned()),
        ],
        "token" => {
            let mut kim = (&world.kim).into();
            let address = crate::world::authorize(&world.partner, &world.web, CALLBACK, &[]);
            let code = code(&world.site.browser().sign_in(&mut kim, &address).await);
            vec![
                web(),
                secret(),
                ("grant_type", "authorization_code".to_owned()),
                ("code", code),
                ("redirect_uri", CALLBACK.to_owned()),
                ("code_verifier", VERIFIER.to_owned()),
            ]
        }
        "devicecode" => vec![("client_id", world.tool.app_id.to_string()), wanted()],
        "introspect" | "revoke" => vec![web(), secret(), ("token", "a token".to_owned())],
        "logout" => vec![web(), ("post_logout_redirect_uri", CALLBACK.to_owned()), ("state", "s".to_owned())],
        _ => Vec::new(),
    }
}

fn encoded(fields: &[(&'static str, String)]) -> String {
    form(&fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

async fn send(world: &World, method: &str, path: &str, kind: &str, fields: &str) -> Answer {
    let method: Method = method.parse().unwrap();
    let headers = [("content-type", kind), ("origin", "https://login.test")];
    if method == Method::POST {
        // Pages of ours send an origin; programs send none, and one would make them browsers.
        let program = !path.ends_with("login") && !path.ends_with("logout");
        let headers = if program { &headers[..1] } else { &headers[..] };
        return world.site.send(request(method, path, headers, Body::from(fields.to_owned()))).await;
    }
    world.site.send(request(method, &format!("{path}?{fields}"), &[], Body::empty())).await
}

/// What an answer is, in a word.
fn said(answer: &Answer) -> String {
    let status = answer.status.as_u16();
    let error = answer.code().map(|code| format!(" AADSTS{code}")).unwrap_or_default();
    let place = match answer.header("location") {
        Some(to) if to.starts_with(CALLBACK) => " to the client",
        Some(_) => " elsewhere",
        None if answer.is_page() && error.is_empty() => " page",
        None => "",
    };
    format!("{status}{place}{error}")
}

#[tokio::test]
async fn every_route_refuses_what_is_wrong_with_a_clear_error() {
    let world = World::start().await;
    let mut golden = String::from("# What each route answers. Rewritten by UPDATE_GOLDEN=1.\n");
    for route in web::routes() {
        for method in route.methods {
            writeln!(golden, "\n{method} {}", route.path).unwrap();
            for (case, said) in cases(&world, &route, method).await {
                writeln!(golden, "  {case}: {said}").unwrap();
            }
        }
    }
    assert!(!golden.contains(": 5"), "{golden}");
    assert_golden("routes.txt", &golden);
}

async fn cases(world: &World, route: &Route, method: &str) -> Vec<(String, String)> {
    let path = filled(world, route);
    let own = fields(world, route).await;
    let mut cases =
        vec![("as it should be".to_owned(), send(world, method, &path, FORM, &encoded(&own)).await)];
    cases.push(("nothing at all".to_owned(), send(world, method, &path, FORM, "").await));
    if route.path.contains("{tenant}") {
        for tenant in ["nobody.example", "00000000-0000-0000-0000-000000000000", "consumers"] {
            let fields = encoded(&fields(world, route).await);
            cases.push((
                format!("tenant {tenant}"),
                send(world, method, &at(route, tenant), FORM, &fields).await,
            ));
        }
        for (who, tenant) in
            [("another tenant", world.customer.id.to_string()), ("common", "common".to_owned())]
        {
            let fields = encoded(&fields(world, route).await);
            cases.push((who.to_owned(), send(world, method, &at(route, &tenant), FORM, &fields).await));
        }
    }
    for at in 0..own.len() {
        let mut fields = fields(world, route).await;
        let name = fields[at].0;
        fields.push((name, "x".to_owned()));
        cases.push((format!("{name} twice"), send(world, method, &path, FORM, &encoded(&fields)).await));
        fields.pop();
        fields[at].1.clear();
        cases.push((format!("{name} empty"), send(world, method, &path, FORM, &encoded(&fields)).await));
        fields[at].1 = "y".repeat(20_000);
        cases.push((format!("{name} too long"), send(world, method, &path, FORM, &encoded(&fields)).await));
    }
    if method == "POST" {
        let body = "a=".to_owned() + &"x".repeat(64 * 1024);
        cases.push(("oversized body".to_owned(), send(world, method, &path, FORM, &body).await));
        let fields = encoded(&fields(world, route).await);
        cases.push(("as JSON".to_owned(), send(world, method, &path, "application/json", &fields).await));
        cases.push(("as text".to_owned(), send(world, method, &path, "text/plain", &fields).await));
    } else {
        let query = "a=".to_owned() + &"x".repeat(64 * 1024 - 200);
        cases.push(("oversized query".to_owned(), send(world, method, &path, FORM, &query).await));
    }
    cases.push(("not encoded".to_owned(), send(world, method, &path, FORM, "client_id=%zz&flow=%00").await));
    cases.into_iter().map(|(case, answer)| (case, said(&answer))).collect()
}

#[tokio::test]
async fn every_route_says_which_methods_it_answers() {
    let world = World::start().await;
    for route in web::routes() {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"] {
            if route.methods.contains(&method) {
                continue;
            }
            let answer = send(&world, method, &filled(&world, &route), FORM, "").await;
            let what = format!("{method} {}: {answer:?}", route.path);
            assert_eq!((answer.status.as_u16(), answer.code()), (405, Some(900_561)), "{what}");
            let allowed = answer.header("allow").unwrap_or_else(|| panic!("{what}"));
            assert!(route.methods.iter().all(|method| allowed.contains(method)), "{what}");
            assert!(!allowed.contains(method), "{what}");
        }
    }
}

#[tokio::test]
async fn nobody_passes_without_what_his_route_asks_for() {
    let world = World::start().await;
    for route in web::routes().filter(|route| route.caller != Caller::Anyone) {
        for method in route.methods {
            let bare = send(&world, method, &filled(&world, &route), FORM, "").await;
            assert!(bare.status.is_client_error(), "{method} {}: {bare:?}", route.path);
            let headers = [("content-type", FORM), ("authorization", "Bearer nonsense"), ("cookie", "a=b")];
            let method: Method = method.parse().unwrap();
            let forged = request(method, &filled(&world, &route), &headers, Body::empty());
            let forged = world.site.send(forged).await;
            assert!(forged.status.is_client_error(), "{}: {forged:?}", route.path);
        }
    }
}
