//! The error body of every code that the token endpoint answers with, pinned by golden files.
//!
//! Not among them: 90055 and 90033, which tell of a server that is overloaded or without its store.

use std::collections::BTreeSet;
use std::path::PathBuf;

use app::admin::tenants::{self, TenantChanges};
use app::admin::{applications, credentials, users};
use model::SignedDuration;
use model::user::PasswordOrigin;
use serde_json::json;
use testkit::{PASSWORD, TestClient, TestUser};

use crate::browser::Somebody;
use crate::journey::code;
use crate::site::{Answer, assert_golden};
use crate::world::{CALLBACK, LOOPBACK, PAGE, SCOPES, World, authorize, endpoint};

const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const GRAPH: &str = "https://graph.test/.default";

/// A refusal by the name of its golden file.
type Refused = (&'static str, Answer);

/// Whatever differs from run to run replaced by what it is.
fn masked(answer: &Answer) -> String {
    let mut body = answer.json();
    let mut text = serde_json::to_string_pretty(&body).unwrap();
    for name in ["trace_id", "correlation_id", "timestamp"] {
        text = text.replace(body[name].as_str().unwrap(), &format!("<{name}>"));
    }
    body = serde_json::from_str(&text).unwrap();
    let shown = json!({
        "status": answer.status.as_u16(),
        "retry-after": answer.header("retry-after"),
        "www-authenticate": answer.header("www-authenticate"),
        "body": body,
    });
    format!("{}\n", without_ids(&serde_json::to_string_pretty(&shown).unwrap()))
}

/// The text with every GUID replaced.
fn without_ids(text: &str) -> String {
    let is_id = |candidate: &str| candidate.len() == 36 && uuid::Uuid::try_parse(candidate).is_ok();
    let mut shown = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let id = rest.get(..36).is_some_and(is_id);
        shown.push_str(if id { "<id>" } else { &rest[..letter.len_utf8()] });
        rest = &rest[if id { 36 } else { letter.len_utf8() }..];
    }
    shown
}

#[tokio::test]
async fn every_refusal_of_the_token_endpoint_is_what_its_golden_file_says() {
    let world = World::start().await;
    let mut refused = requests(&world).await;
    refused.extend(clients(&world).await);
    refused.extend(assertions(&world).await);
    refused.extend(scopes(&world).await);
    refused.extend(passwords(&world).await);
    refused.extend(codes(&world).await);
    refused.extend(devices(&World::start().await).await);
    refused.extend(refreshes(&World::start().await).await);
    refused.extend(ages(&World::start().await).await);
    let mut names = BTreeSet::new();
    for (name, answer) in &refused {
        let code = name.split('-').next().unwrap().parse().ok();
        assert_eq!(answer.code(), code, "{name}: {answer:?}");
        let body = answer.json();
        assert_eq!(body["error_codes"], json!([code.unwrap()]), "{name}");
        let description = body["error_description"].as_str().unwrap();
        assert!(
            !description.contains(['\r', '\n', '{', '}']) && !description.contains(" - "),
            "{description}"
        );
        assert_golden(&format!("errors/{name}.json"), &masked(answer));
        assert!(names.insert(format!("{name}.json")), "{name} is there twice");
    }
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/errors");
    for entry in std::fs::read_dir(directory).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(names.contains(&name), "{name} belongs to no refusal");
    }
}

impl World {
    fn named(&self, name: &str) -> String {
        endpoint(&self.partner, name)
    }

    /// What a client without credentials of its own gets.
    async fn bare(&self, client: &TestClient, fields: &[(&str, &str)]) -> Answer {
        let app_id = client.app_id.to_string();
        let all: Vec<_> =
            [("client_id", app_id.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.site.post(&self.named("token"), &all).await
    }

    async fn own(&self, client: &TestClient, scope: &str) -> Answer {
        let fields = [("grant_type", "client_credentials"), ("scope", scope)];
        self.site.token(&self.partner, client, &fields).await
    }

    async fn password(&self, user: &TestUser, password: &str, scope: &str) -> Answer {
        let (tenant, client) = if user.tenant == self.partner.id {
            (&self.partner, self.tool.clone())
        } else {
            (&self.customer, self.site.app.client(&self.customer, "Tool").public(&[LOOPBACK]).create().await)
        };
        let fields =
            [("grant_type", "password"), ("username", &user.name), ("password", password), ("scope", scope)];
        self.site.token(tenant, &client, &fields).await
    }

    async fn fresh_code(&self, client: &TestClient, callback: &str) -> String {
        let mut kim = Somebody::from(&self.kim);
        let address = authorize(&self.partner, client, callback, &[]);
        code(&self.site.browser().sign_in(&mut kim, &address).await)
    }
}

async fn requests(world: &World) -> Vec<Refused> {
    let site = &world.site;
    let token = world.named("token");
    let graph = [("grant_type", "client_credentials"), ("scope", GRAPH)];
    let own: Vec<_> = [("client_id", "a"), ("client_secret", "b")].into_iter().chain(graph).collect();
    let long = "x".repeat(20_000);
    let twice = [("client_id", "a"), ("grant_type", "password"), ("grant_type", "password")];
    vec![
        ("900144", site.post(&token, &[]).await),
        ("9002313", site.post(&token, &twice).await),
        ("90015", site.post(&token, &[("client_id", "a"), ("client_secret", &long)]).await),
        ("90023", site.post(&token, &[("client_id", "a"), ("client_assertion_type", "x")]).await),
        (
            "90002-v1",
            site.post(
                "/nobody.example/oauth2/token",
                &[("client_id", "a"), ("grant_type", "client_credentials"), ("resource", GRAPH)],
            )
            .await,
        ),
        ("90002", site.post("/nobody.example/oauth2/v2.0/token", &own).await),
        ("9001023", site.post("/common/oauth2/v2.0/token", &own).await),
        ("900561", site.get(&token).await),
        ("70003", world.bare(&world.tool, &[("grant_type", "implicit")]).await),
        (
            "901002",
            world
                .bare(
                    &world.tool,
                    &[("grant_type", "password"), ("username", "a"), ("password", "b"), ("resource", "c")],
                )
                .await,
        ),
    ]
}

async fn clients(world: &World) -> Vec<Refused> {
    let app = &world.site.app;
    let ctx = app.operator_in(&world.partner);
    let disabled = app.client(&world.partner, "Disabled").create().await;
    applications::set_enabled(&ctx, &disabled.app_id.to_string(), false).await.unwrap();
    let with = |secret: Option<&str>, client: &TestClient| TestClient {
        secret: secret.map(str::to_owned),
        ..client.clone()
    };
    let nobody = TestClient { app_id: model::AppId(uuid::Uuid::nil()), ..world.web.clone() };
    let device = [
        ("client_id", world.tool.app_id.to_string()),
        ("grant_type", DEVICE.to_owned()),
        ("device_code", "x".to_owned()),
    ];
    let device: Vec<_> = device.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let basic = [("authorization", "Basic MDAwMDAwMDMtMDAwMC0wMDAwLWMwMDAtMDAwMDAwMDAwMDAwOng=")];
    let graph = [("grant_type", "client_credentials"), ("scope", GRAPH)];
    vec![
        ("700016", world.own(&nobody, GRAPH).await),
        ("7000112", world.own(&disabled, GRAPH).await),
        ("50194", world.site.post("/common/oauth2/v2.0/token", &device).await),
        ("7000218", world.own(&with(None, &world.web), GRAPH).await),
        ("7000215", world.own(&with(Some("wrong"), &world.web), GRAPH).await),
        ("7000215-basic", world.site.post_with(&world.named("token"), &basic, &graph).await),
        ("700025", {
            let code = world.fresh_code(&world.tool, LOOPBACK).await;
            world.site.redeem(&world.partner, &with(Some("x"), &world.tool), LOOPBACK, &code).await
        }),
        ("700056", world.own(&with(None, &world.tool), GRAPH).await),
        ("9002326", {
            let headers = [("origin", "https://evil.example")];
            let code = world.fresh_code(&world.tool, LOOPBACK).await;
            let app_id = world.tool.app_id.to_string();
            let fields =
                [("client_id", app_id.as_str()), ("grant_type", "authorization_code"), ("code", &code)];
            world.site.post_with(&world.named("token"), &headers, &fields).await
        }),
        ("9002327", {
            let code = world.fresh_code(&world.spa, PAGE).await;
            world.site.redeem(&world.partner, &world.spa, PAGE, &code).await
        }),
    ]
}

async fn assertions(world: &World) -> Vec<Refused> {
    let certificate = world.site.app.certificate(&world.partner, &world.web).await;
    let present = async |assertion: &str| {
        let fields = [
            ("grant_type", "client_credentials"),
            ("scope", GRAPH),
            ("client_assertion_type", ASSERTION),
            ("client_assertion", assertion),
        ];
        world.bare(&world.web, &fields).await
    };
    let good = certificate.assertion();
    assert_eq!(present(&good).await.status, 200);
    let (signed, _) = good.rsplit_once('.').unwrap();
    let stranger = world.site.app.certificate(&world.partner, &world.resource).await;
    for claims in [
        json!({"iss": "somebody else"}),
        json!({"sub": null}),
        json!({"aud": "https://evil.example/token"}),
        json!({"exp": null}),
        json!({"exp": "soon"}),
    ] {
        let refused = present(&certificate.assertion_with(claims.clone())).await;
        assert_eq!(refused.code(), Some(50027), "{claims}: {refused:?}");
    }
    for tampered in [format!("{signed}.AAAA"), stranger.assertion(), unsigned(&good)] {
        let refused = present(&tampered).await;
        assert!(matches!(refused.code(), Some(700_027 | 50027)), "{refused:?}");
    }
    vec![
        ("50027", present("not a JWT").await),
        ("700027", present(&format!("{signed}.{}", "A".repeat(86))).await),
        ("700024", present(&certificate.assertion_with(json!({"iat": 0, "nbf": 0, "exp": 600}))).await),
    ]
}

/// The same claims under `alg: none` (RFC 8725 section 2.1).
fn unsigned(assertion: &str) -> String {
    let payload = assertion.split('.').nth(1).unwrap();
    let header = data_encoding::BASE64URL_NOPAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
    format!("{header}.{payload}.")
}

async fn scopes(world: &World) -> Vec<Refused> {
    let of_two = format!("User.Read api://{}/Invoices.Read", world.resource.app_id);
    let answers = async |scope: &str| world.password(&world.plain, PASSWORD, scope).await;
    let code = world.fresh_code(&world.web, CALLBACK).await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", crate::world::VERIFIER),
        ("scope", &of_two),
    ];
    vec![
        ("70011", answers("Nonsense.Read").await),
        ("1002012", world.own(&world.web, "https://graph.test/User.Read").await),
        ("28000", world.site.token(&world.partner, &world.web, &fields).await),
        ("500011", world.own(&world.web, "api://nonsense/.default").await),
        ("65001", answers("User.Read").await),
        ("90094", answers("User.ReadWrite.All").await),
    ]
}

async fn passwords(world: &World) -> Vec<Refused> {
    let app = &world.site.app;
    let disabled = app.user(&world.customer, "disabled").disabled().create().await;
    let temporary =
        app.user(&world.customer, "temporary").password("given for one use", PasswordOrigin::Temporary);
    let temporary = temporary.create().await;
    let guessed = app.user(&world.customer, "guessed").create().await;
    let v1 = async |user: &TestUser, password: &str| {
        let client = app.client(&world.customer, "Old tool").public(&[LOOPBACK]).create().await;
        let (tenant, client) = if user.tenant == world.partner.id {
            (&world.partner, &world.tool)
        } else {
            (&world.customer, &client)
        };
        let app_id = client.app_id.to_string();
        let fields = [
            ("client_id", app_id.as_str()),
            ("grant_type", "password"),
            ("username", &user.name),
            ("password", password),
            ("resource", "https://graph.test"),
        ];
        world.site.post(&format!("/{}/oauth2/token", tenant.id), &fields).await
    };
    let mut refused = vec![
        ("50126", world.password(&world.plain, "wrong", SCOPES).await),
        ("50057", world.password(&disabled, PASSWORD, SCOPES).await),
        ("50055", world.password(&temporary, "given for one use", SCOPES).await),
        ("50055-v1", v1(&temporary, "given for one use").await),
        ("50076", world.password(&world.kim, PASSWORD, SCOPES).await),
        ("50076-v1", v1(&world.kim, PASSWORD).await),
        ("50079", world.password(&world.new, PASSWORD, SCOPES).await),
        ("50079-v1", v1(&world.new, PASSWORD).await),
    ];
    for attempt in 0..10 {
        let wrong = world.password(&guessed, &format!("wrong {attempt}"), SCOPES).await;
        assert_eq!(wrong.code(), Some(50126));
    }
    refused.push(("50053", world.password(&guessed, PASSWORD, SCOPES).await));
    refused.push(("50053-v1", v1(&guessed, PASSWORD).await));
    let changes = TenantChanges { password_grant_allowed: Some(false), ..TenantChanges::default() };
    tenants::update(&app.operator_in(&world.customer), changes).await.unwrap();
    for password in [PASSWORD, "wrong"] {
        let answer = world.password(&world.plain, password, SCOPES).await;
        assert_eq!(answer.code(), Some(700_056), "right and wrong are the same: {answer:?}");
    }
    refused
}

async fn codes(world: &World) -> Vec<Refused> {
    let redeem = async |code: &str| world.site.redeem(&world.partner, &world.web, CALLBACK, code).await;
    let used = world.fresh_code(&world.web, CALLBACK).await;
    assert_eq!(redeem(&used).await.status, 200);
    let unverified = world.fresh_code(&world.web, CALLBACK).await;
    let verifier = "x".repeat(43);
    let fields = |code: &str, verifier: &str| {
        [
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", CALLBACK.to_owned()),
            ("code_verifier", verifier.to_owned()),
        ]
    };
    let sent = async |fields: [(&'static str, String); 4]| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        world.site.token(&world.partner, &world.web, &fields).await
    };
    // A code without its verifier, another client's code, a challenge that was never made: each is refused.
    assert_eq!(sent(fields(&unverified, "")).await.code(), Some(900_144));
    let other = world.fresh_code(&world.tool, LOOPBACK).await;
    assert_eq!(redeem(&other).await.code(), Some(70000));
    let plain = {
        let mut kim = Somebody::from(&world.kim);
        let more = [("code_challenge", ""), ("code_challenge_method", "")];
        let address = authorize(&world.partner, &world.web, CALLBACK, &more);
        code(&world.site.browser().sign_in(&mut kim, &address).await)
    };
    assert_eq!(redeem(&plain).await.code(), Some(501_481), "a verifier nobody asked for is a downgrade");
    let elsewhere = world.fresh_code(&world.web, CALLBACK).await;
    vec![
        ("70000", redeem("nonsense").await),
        ("54005", redeem(&used).await),
        ("501481", sent(fields(&unverified, &verifier)).await),
        ("700005", world.site.redeem(&world.customer, &world.web, CALLBACK, &elsewhere).await),
    ]
}

async fn devices(world: &World) -> Vec<Refused> {
    let waiting = world.device().await;
    let pending = world.poll(&waiting).await;
    let mut browser = world.site.browser();
    let mut kim = Somebody::from(&world.kim);
    let page = browser.post("/devicelogin", &[("user_code", &waiting.text("user_code"))]).await;
    let page = browser.go_on(&mut kim, page, "device").await;
    browser.press(&page, "cancel", &[]).await;
    let declined = world.poll(&waiting).await;
    let unknown = world.bare(&world.tool, &[("grant_type", DEVICE), ("device_code", "nonsense")]).await;
    let late = world.device().await;
    world.site.app.clock.advance(SignedDuration::from_mins(15));
    let expired = world.poll(&late).await;
    vec![("70016", pending), ("70017", declined), ("70018", unknown), ("70019", expired)]
}

async fn refreshes(world: &World) -> Vec<Refused> {
    let token = world.tokens(&world.web, CALLBACK, SCOPES).await.text("refresh_token");
    let elsewhere = world.site.refresh(&world.customer, &world.customer_web, &token).await;
    // Another client's token is refused and its owner not disturbed.
    let foreign = world.site.refresh(&world.partner, &world.tool, &token).await;
    assert_eq!(foreign.code(), Some(70000), "{foreign:?}");
    assert_eq!(world.site.refresh(&world.partner, &world.web, &token).await.status, 200);
    let ctx = world.site.app.operator_in(&world.partner);
    world.site.app.clock.advance(SignedDuration::from_secs(5));
    users::revoke_sessions(&ctx, &world.kim.id.to_string()).await.unwrap();
    let revoked = world.site.refresh(&world.partner, &world.web, &token).await;
    vec![("50034", elsewhere), ("50173", revoked)]
}

/// What only time does.
async fn ages(world: &World) -> Vec<Refused> {
    let app = &world.site.app;
    let ctx = app.operator_in(&world.partner);
    let brief = app.client(&world.partner, "Brief").create().await;
    let name = brief.app_id.to_string();
    let shown = applications::details(&ctx, &name).await.unwrap();
    credentials::remove_secret(&ctx, &name, shown.application.secrets[0].id).await.unwrap();
    let request = credentials::NewSecret { display_name: None, days: 1, hard_to_encode: true };
    let made = credentials::add_secret(&ctx, &name, request).await.unwrap();
    let brief = TestClient { secret: Some(made.value.to_string()), ..brief };
    assert_eq!(world.own(&brief, GRAPH).await.status, 200);
    let old = world.fresh_code(&world.web, CALLBACK).await;
    let page = world.tokens_for(&world.spa, PAGE).await.text("refresh_token");
    let idle = world.tokens(&world.web, CALLBACK, SCOPES).await.text("refresh_token");
    app.clock.advance(SignedDuration::from_mins(10));
    let expired = world.site.redeem(&world.partner, &world.web, CALLBACK, &old).await;
    app.clock.advance_days(1);
    let secret = world.own(&brief, GRAPH).await;
    let origin = [("origin", "https://spa.test")];
    let spa = world.refresh_from(&world.spa, &origin, &page).await;
    app.clock.advance_days(89);
    let inactive = world.site.refresh(&world.partner, &world.web, &idle).await;
    vec![("70008", expired), ("7000222", secret), ("700084", spa), ("700082", inactive)]
}

#[test]
fn ids_are_masked_and_nothing_else() {
    let id = "8a6e0804-2bd0-4672-b79d-d97027f9071a";
    assert_eq!(without_ids(&format!("a {id}, {id}x 한글")), "a <id>, <id>x 한글");
    assert_eq!(without_ids("8a6e0804-2bd0"), "8a6e0804-2bd0");
}
