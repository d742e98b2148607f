//! Whatever is posted, the server does not fail.

use axum::body::Body;
use axum::http::Method;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Runtime;

use crate::browser::Somebody;
use crate::site::{FORM, request};
use crate::world::{CALLBACK, LOOPBACK, SCOPES, World, authorize};

/// Names that some endpoint reads.
const NAMES: [&str; 30] = [
    "action",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "confirmpasswd",
    "device_code",
    "flow",
    "grant_type",
    "id_token_hint",
    "loginfmt",
    "newpasswd",
    "otc",
    "passwd",
    "password",
    "prompt",
    "redirect_uri",
    "refresh_token",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "step",
    "token",
    "user_code",
    "username",
];

/// Values that lead somewhere, beside those of the world.
const VALUES: [&str; 29] = [
    "authorization_code",
    "client_credentials",
    "code",
    "code id_token",
    "consent",
    "device",
    "device_code",
    "form_post",
    "fragment",
    "https://graph.test/.default",
    "https://graph.test",
    "login",
    "next",
    "no",
    "none",
    "openid",
    "password",
    "register",
    "recovery",
    "refresh_token",
    "S256",
    "stay",
    "true",
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:device_code",
    "username",
    "yes",
    CALLBACK,
    SCOPES,
];

/// Handles of every kind, each in the state it has half-way through a sign-in.
async fn handles(world: &World) -> Vec<String> {
    let mut kim = Somebody::from(&world.kim);
    let address = authorize(&world.partner, &world.web, CALLBACK, &[]);
    let mut values = Vec::new();
    for until in ["username", "password", "code", "stay"] {
        let page = world.site.browser().walk(&mut kim, &address, until).await;
        values.extend(page.form().unwrap().hidden.into_iter().map(|(_, value)| value));
    }
    let tokens = world.tokens(&world.tool, LOOPBACK, SCOPES).await;
    values.extend(["access_token", "refresh_token", "id_token"].map(|name| tokens.text(name)));
    let device = world.device().await;
    values.extend(["device_code", "user_code"].map(|name| device.text(name)));
    for client in [&world.web, &world.tool, &world.spa, &world.resource] {
        values.push(client.app_id.to_string());
        values.extend(client.secret.clone());
    }
    values.extend([world.kim.name.clone(), world.kim.password.clone(), LOOPBACK.to_owned()]);
    values
}

#[test]
fn no_form_makes_the_server_fail() {
    let runtime = Runtime::new().unwrap();
    let (world, handles) = runtime.block_on(async {
        let world = World::start().await;
        let handles = handles(&world).await;
        (world, handles)
    });
    let routes: Vec<_> = web::routes().filter(|route| route.methods.contains(&"POST")).collect();
    let tenants =
        [world.partner.id.to_string(), world.customer.domain.clone(), "common".to_owned(), "x".to_owned()];
    let known: Vec<String> = VALUES.iter().map(|&value| value.to_owned()).chain(handles).collect();
    let value = prop_oneof![
        6 => prop::sample::select(known.clone()),
        1 => "\\PC{0,40}",
        1 => prop::sample::select(known).prop_flat_map(|value| {
            // One letter of a good value is another one.
            (0..value.len().max(1), any::<char>()).prop_map(move |(at, letter)| {
                value.char_indices().map(|(index, own)| if index == at { letter } else { own }).collect()
            })
        }),
    ];
    let fields = prop::collection::vec((prop::sample::select(&NAMES[..]), value), 0..9);
    let raw = prop_oneof![5 => Just(None), 1 => prop::collection::vec(any::<u8>(), 0..80).prop_map(Some)];
    let header = prop_oneof![
        4 => Just(String::new()),
        1 => "(Basic|Bearer|basic) [A-Za-z0-9+/=.:_-]{0,60}",
        1 => "[ -~]{0,40}",
    ];
    let strategy =
        (prop::sample::select(routes), prop::sample::select(tenants.to_vec()), (fields, raw), header);
    // Its failures need the world they happened in, so that a file of seeds would help nobody.
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    let mut answered = std::collections::BTreeMap::<u16, usize>::new();
    let counted = std::cell::RefCell::new(&mut answered);
    TestRunner::new(config)
        .run(&strategy, |(route, tenant, (fields, raw), header)| {
            let path = route.path.replace("{tenant}", &tenant);
            let body = raw.unwrap_or_else(|| {
                let pairs = fields.iter().map(|(name, value)| (*name, value.as_str()));
                form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish().into_bytes()
            });
            let headers = [("content-type", FORM), ("authorization", header.as_str())];
            let headers = if header.is_empty() { &headers[..1] } else { &headers[..] };
            let answer =
                runtime.block_on(world.site.send(request(Method::POST, &path, headers, Body::from(body))));
            *counted.borrow_mut().entry(answer.status.as_u16()).or_default() += 1;
            prop_assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
            if !answer.is_page() && !answer.body.is_empty() {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&answer.body).is_ok(), "{answer:?}");
            }
            Ok(())
        })
        .unwrap();
    // Not everything is turned away at the door.
    assert!(answered.contains_key(&200) && answered.len() > 2, "{answered:?}");
}
