//! What somebody who means harm would try at the pages.

use app::admin::passwords::{self, NewPassword};
use app::admin::{methods, users};
use axum::body::Body;
use axum::http::Method;
use model::user::PasswordOrigin;
use model::{Clock, SignedDuration};
use protocol::secret::Secret;
use testkit::PASSWORD;

use crate::browser::{NEW_PASSWORD, Somebody, shown_seed};
use crate::journey::code;
use crate::site::{Answer, request};
use crate::world::{CALLBACK, LOOPBACK, SCOPES, World, authorize, endpoint};

/// A page without what differs between any two: the sealed flow and the name that was typed.
fn without(page: &Answer, name: &str) -> String {
    let mut body = page.body.clone();
    for (field, value) in page.form().unwrap().hidden {
        if field == "flow" {
            body = body.replace(&value, "");
        }
    }
    // The badge of an account is the first letter of its name.
    let initial = name.chars().next().unwrap().to_uppercase().to_string();
    body.replace(name, "").replace(&format!(">{initial}</span>"), "></span>")
}

impl World {
    /// The page after a password for a name.
    async fn tried(&self, name: &str, password: &str) -> Answer {
        let mut browser = self.site.browser();
        let page = browser.open(&authorize(&self.partner, &self.web, CALLBACK, &[])).await;
        let page = browser.press(&page, "next", &[("loginfmt", name)]).await;
        browser.press(&page, "next", &[("passwd", password)]).await
    }

    async fn methods(&self, who: &testkit::TestUser) -> usize {
        let ctx = self.site.app.operator_in(&self.partner);
        methods::list(&ctx, &who.id.to_string()).await.unwrap().0.len()
    }

    async fn set_password(&self, who: &testkit::TestUser, password: &str) {
        let ctx = self.site.app.operator_in(&self.partner);
        let new = NewPassword::Given { text: Secret::new(password), origin: PasswordOrigin::Owner };
        passwords::reset(&ctx, &who.id.to_string(), new).await.unwrap();
    }
}

#[tokio::test]
async fn accounts_of_every_kind_look_alike_until_the_password_is_right() {
    let world = World::start().await;
    let app = &world.site.app;
    let disabled = app.user(&world.partner, "disabled").disabled().create().await;
    let deleted = app.user(&world.partner, "deleted").create().await;
    let ctx = app.operator_in(&world.partner);
    users::delete(&ctx, &deleted.id.to_string()).await.unwrap();
    let bare = app.user(&world.partner, "bare").create().await;
    passwords::reset(&ctx, &bare.id.to_string(), NewPassword::None).await.unwrap();
    let guest = app.user(&world.partner, "guest").guest().create().await;
    let unknown = "unknown@contoso.example".to_owned();
    let names = [&world.kim.name, &disabled.name, &deleted.name, &bare.name, &guest.name, &unknown];
    // The tenth failure locks, for each of them alike.
    for attempt in 1..=12 {
        let pages: Vec<Answer> =
            [world.tried(names[0], &format!("wrong {attempt}")).await].into_iter().collect();
        let first = without(&pages[0], names[0]);
        for name in &names[1..] {
            let page = world.tried(name, &format!("wrong {attempt}")).await;
            assert_eq!((page.status, without(&page, name)), (pages[0].status, first.clone()), "{name}");
        }
        assert_eq!(first.contains("locked"), attempt >= 11, "attempt {attempt}");
    }
    // Only now does the account's owner learn what is wrong with it.
    app.clock.advance_days(1);
    assert_eq!(world.tried(&disabled.name, PASSWORD).await.code(), Some(50057));
    for name in [&deleted.name, &bare.name, &unknown] {
        let page = world.tried(name, PASSWORD).await;
        assert!(page.has_problem() && page.step().as_deref() == Some("password"), "{name}");
    }
}

#[tokio::test]
async fn a_flow_is_worth_nothing_in_another_browser() {
    let world = World::start().await;
    let mut victim = world.site.browser();
    let mut kim = Somebody::from(&world.kim);
    let address = authorize(&world.partner, &world.web, CALLBACK, &[]);
    for until in ["username", "password", "code"] {
        let page = victim.walk(&mut kim, &address, until).await;
        let mut thief = world.site.browser();
        let refused = thief.answer(&mut kim, &page).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (400, None), "{refused:?}");
        assert!(refused.form().is_none());
        thief.open(&address).await;
        let refused = thief.answer(&mut kim, &page).await;
        assert!(refused.status == 400 && refused.form().is_none(), "another browser's cookie does not fit");
    }
}

#[tokio::test]
async fn a_page_of_another_site_posts_nothing() {
    let world = World::start().await;
    let mut browser = world.site.browser();
    let mut kim = Somebody::from(&world.kim);
    let address = authorize(&world.partner, &world.web, CALLBACK, &[]);
    let page = browser.walk(&mut kim, &address, "username").await;
    let flow = page.form().unwrap().hidden[0].1.clone();
    let device = world.device().await.text("user_code");
    for origin in ["https://evil.example", "null", "http://login.test", "https://login.test.evil.example"] {
        let fields = [("flow", flow.as_str()), ("step", "username"), ("loginfmt", "kim@contoso.example")];
        let refused = browser.post_from(origin, "/common/login", &fields).await;
        assert_eq!((refused.status.as_u16(), refused.form().is_none()), (400, true), "{origin}");
        let refused = browser.post_from(origin, "/devicelogin", &[("user_code", &device)]).await;
        assert_eq!((refused.status.as_u16(), refused.form().is_none()), (400, true), "{origin}");
    }
    code(&browser.go_on(&mut kim, page, "").await);
    for origin in ["https://evil.example", "null"] {
        let page = browser.post_from(origin, &endpoint(&world.partner, "logout"), &[("action", "yes")]).await;
        assert_eq!(page.title(), "Sign out?", "{origin}");
        assert!(browser.has_session());
    }
}

#[tokio::test]
async fn only_the_sessions_own_id_token_signs_out_without_a_question() {
    let world = World::start().await;
    let address = authorize(&world.partner, &world.web, CALLBACK, &[]);
    let mut kim = Somebody::from(&world.kim);
    let mut attacker = world.site.browser();
    let own = code(&attacker.sign_in(&mut kim, &address).await);
    let foreign = world.site.redeem(&world.partner, &world.web, CALLBACK, &own).await.text("id_token");

    let mut victim = world.site.browser();
    code(&victim.sign_in(&mut kim, &address).await);
    let out = |token: &str| {
        format!(
            "{}?id_token_hint={token}&post_logout_redirect_uri=https%3A%2F%2Fclient.test%2Fcallback",
            endpoint(&world.partner, "logout")
        )
    };
    let page = victim.open(&out(&foreign)).await;
    assert_eq!(page.title(), "Sign out?");
    let stays = victim.press(&page, "no", &[]).await;
    assert_eq!(stays.header("location"), Some("/"));
    code(&victim.open(&address).await);
    // The old cookie is worth nothing once the session is over.
    let mut copy = victim.copy();
    let page = victim.open(&endpoint(&world.partner, "logout")).await;
    let gone = victim.press(&page, "yes", &[]).await;
    assert_eq!(gone.title(), "You are signed out");
    assert_eq!(copy.open(&address).await.step().as_deref(), Some("username"));
}

#[tokio::test]
async fn signing_out_leads_only_to_registered_addresses() {
    let world = World::start().await;
    let mut browser = world.site.browser();
    let app_id = world.web.app_id.to_string();
    for (client, to) in [
        (app_id.as_str(), "https://evil.example/"),
        (&app_id, "https://client.test/callback/more"),
        (&app_id, "//evil.example"),
        ("00000000-0000-0000-0000-000000000000", CALLBACK),
        ("", CALLBACK),
    ] {
        let fields = [("client_id", client), ("post_logout_redirect_uri", to), ("state", "s")];
        let address = format!("{}?{}", endpoint(&world.partner, "logout"), crate::site::form(&fields));
        let page = browser.open(&address).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (200, None), "{client} {to}");
        assert!(!page.header("content-security-policy").unwrap().contains("evil"), "{to}");
    }
    let mut kim = Somebody::from(&world.kim);
    code(&browser.sign_in(&mut kim, &authorize(&world.partner, &world.web, CALLBACK, &[])).await);
    let fields = [("client_id", app_id.as_str()), ("post_logout_redirect_uri", "https://evil.example/")];
    let page =
        browser.open(&format!("{}?{}", endpoint(&world.partner, "logout"), crate::site::form(&fields))).await;
    assert_eq!(page.title(), "Sign out?");
    assert!(!page.header("content-security-policy").unwrap().contains("evil"));
}

#[tokio::test]
async fn an_answer_that_does_not_fit_the_page_is_refused() {
    let world = World::start().await;
    let mut kim = Somebody::from(&world.kim);
    let scope = format!("{SCOPES} User.Read");
    let address = authorize(&world.partner, &world.web, CALLBACK, &[("scope", &scope)]);
    let otc = [("otc", "123456")];
    let passwords = [("newpasswd", NEW_PASSWORD), ("confirmpasswd", NEW_PASSWORD)];
    for at in ["username", "password", "code", "stay", "consent"] {
        for (step, action, fields) in [
            ("stay", "yes", &[][..]),
            ("codes", "next", &[]),
            ("consent", "accept", &[("organization", "true")]),
            ("device", "next", &[]),
            ("change", "next", &passwords),
            ("register", "next", &otc),
            ("recovery", "back", &[]),
            ("code", "recovery", &[]),
            ("accounts", "switch:00000000-0000-0000-0000-000000000000", &[]),
            ("password", "next", &[("passwd", PASSWORD)]),
            ("nonsense", "next", &[]),
        ] {
            let fits = step == at || (at == "code" && (step, action) == ("register", "next"));
            if fits || (at == "code" && step == "code") {
                continue;
            }
            let mut browser = world.site.browser();
            let page = browser.walk(&mut kim, &address, at).await;
            let flow = page.form().unwrap().hidden[0].1.clone();
            let all: Vec<_> = [("flow", flow.as_str()), ("step", step), ("action", action)]
                .iter()
                .chain(fields)
                .copied()
                .collect();
            let refused = browser.post("/common/login", &all).await;
            assert_eq!(refused.status, 400, "{step} {action} at {at}: {refused:?}");
            assert!(!browser.has_session());
        }
    }
}

#[tokio::test]
async fn each_step_is_taken_once() {
    let world = World::start().await;
    let mut browser = world.site.browser();
    let mut kim = Somebody::from(&world.kim);
    let scope = format!("{SCOPES} User.Read");
    let address = authorize(&world.partner, &world.web, CALLBACK, &[("scope", &scope)]);
    let mut page = browser.open(&address).await;
    let mut pages = Vec::new();
    while page.step().is_some() {
        let next = browser.answer(&mut kim, &page).await;
        pages.push(page);
        page = next;
    }
    code(&page);
    for old in pages.iter().filter(|page| !["username", "password"].contains(&page.step().unwrap().as_str()))
    {
        let again = browser.answer(&mut kim, old).await;
        assert_eq!((again.status.as_u16(), again.form().is_none()), (400, true), "{:?}", old.step());
    }
    // An account that is picked twice is told so, and not that the server failed.
    let choose = authorize(
        &world.partner,
        &world.web,
        CALLBACK,
        &[("scope", &scope), ("prompt", "select_account consent")],
    );
    let page = browser.open(&choose).await;
    let button = page.body.split("value=\"switch:").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let first = browser.press(&page, &format!("switch:{button}"), &[]).await;
    assert_eq!(first.step().as_deref(), Some("consent"));
    let second = browser.press(&page, &format!("switch:{button}"), &[]).await;
    assert_eq!((second.status.as_u16(), second.form().is_none()), (400, true));
}

#[tokio::test]
async fn the_same_code_in_two_tabs_at_once_counts_once() {
    let world = World::start().await;
    let address = authorize(&world.partner, &world.web, CALLBACK, &[]);
    let mut kim = Somebody::from(&world.kim);
    let (mut one, mut two) = (world.site.browser(), world.site.browser());
    let first = one.walk(&mut kim, &address, "code").await;
    let second = two.walk(&mut kim, &address, "code").await;
    let otc = kim.next_code(&world.site.app);
    let fields = [("otc", otc.as_str())];
    let (first, second) =
        tokio::join!(one.press(&first, "next", &fields), two.press(&second, "next", &fields));
    let mut steps = [first.step().unwrap(), second.step().unwrap()];
    steps.sort();
    assert_eq!(steps, ["code", "stay"]);
}

#[tokio::test]
async fn second_factors_are_counted_per_user_whatever_the_flow() {
    let world = World::start().await;
    let address = authorize(&world.partner, &world.web, CALLBACK, &[]);
    let mut kim = Somebody::from(&world.kim);
    for attempt in 0..10 {
        let mut browser = world.site.browser();
        let page = browser.walk(&mut kim, &address, "code").await;
        let page = browser.press(&page, "next", &[("otc", &format!("00000{attempt}"))]).await;
        assert!(page.has_problem());
    }
    let mut browser = world.site.browser();
    let page = browser.walk(&mut kim, &address, "code").await;
    let right = world.kim.code_at(world.site.app.clock.now());
    let page = browser.press(&page, "next", &[("otc", &right)]).await;
    assert!(page.has_problem(), "a right code is not even looked at");
    world.site.app.clock.advance(SignedDuration::from_mins(2));
    code(&browser.go_on(&mut kim, browser.copy().open(&address).await, "").await);
}

#[tokio::test]
async fn a_flow_of_whoever_knew_the_old_password_ends_with_it() {
    let world = World::start().await;
    let address = authorize(&world.partner, &world.web, CALLBACK, &[]);
    let mut thief = world.site.browser();
    let mut new = Somebody::from(&world.new);
    let page = thief.walk(&mut new, &address, "register").await;
    new.user.seed = shown_seed(&page);
    // The owner notices, and his administrator acts.
    world.set_password(&world.new, "a password only the owner knows").await;
    let otc = new.next_code(&world.site.app);
    let answer = thief.press(&page, "next", &[("otc", &otc)]).await;
    assert_eq!(answer.step().as_deref(), Some("password"), "{answer:?}");
    assert_eq!(world.methods(&world.new).await, 0, "nothing was registered");
}

#[tokio::test]
async fn a_stolen_temporary_password_replaces_no_chosen_one() {
    let world = World::start().await;
    let app = &world.site.app;
    let made = app.user(&world.customer, "fresh").password("given for one use", PasswordOrigin::Temporary);
    let user = made.create().await;
    let address = authorize(&world.customer, &world.customer_web, CALLBACK, &[]);
    let (mut owner, mut thief) = (world.site.browser(), world.site.browser());
    let stolen = thief.walk(&mut Somebody::from(&user), &address, "change").await;
    let mut fresh = Somebody::from(&user);
    code(&owner.sign_in(&mut fresh, &address).await);
    let fields = [("newpasswd", "the thief's own password"), ("confirmpasswd", "the thief's own password")];
    let answer = thief.press(&stolen, "next", &fields).await;
    assert_eq!(answer.step().as_deref(), Some("password"), "{answer:?}");
    code(&world.site.browser().sign_in(&mut fresh, &address).await);
}

#[tokio::test]
async fn two_tabs_register_one_method() {
    let world = World::start().await;
    let address = authorize(&world.partner, &world.web, CALLBACK, &[]);
    let (mut one, mut two) = (world.site.browser(), world.site.browser());
    let (mut owner, mut thief) = (Somebody::from(&world.new), Somebody::from(&world.new));
    let first = one.walk(&mut owner, &address, "register").await;
    let second = two.walk(&mut thief, &address, "register").await;
    code(&one.go_on(&mut owner, first, "").await);
    thief.user.seed = shown_seed(&second);
    let otc = thief.next_code(&world.site.app);
    let answer = two.press(&second, "next", &[("otc", &otc)]).await;
    assert_eq!(answer.step().as_deref(), Some("code"), "the owner's method is asked for");
    assert_eq!(world.methods(&world.new).await, 1);
}

#[tokio::test]
async fn a_session_without_a_second_factor_registers_none() {
    let world = World::start().await;
    // Signed in before the partner was under enforcement.
    let announced = world.site.app.announced_partner("Northwind").await;
    let user = world.site.app.user(&announced, "early").create().await;
    let client = world.site.app.client(&announced, "Portal").create().await;
    let address = authorize(&announced, &client, CALLBACK, &[]);
    let mut browser = world.site.browser();
    let mut early = Somebody { stays: true, ..Somebody::from(&user) };
    code(&browser.sign_in(&mut early, &address).await);
    world.site.app.clock.advance_days(11);
    let page = browser.open(&address).await;
    assert_eq!(page.step().as_deref(), Some("password"), "the session alone is not enough: {page:?}");
    assert_eq!(browser.go_on(&mut early, page, "register").await.step().as_deref(), Some("register"));
    let silent = authorize(&announced, &client, CALLBACK, &[("prompt", "none")]);
    assert!(browser.open(&silent).await.sent("code").is_none());
}

#[tokio::test]
async fn nothing_leads_to_an_address_that_is_not_registered() {
    let world = World::start().await;
    let mut browser = world.site.browser();
    let mut kim = Somebody::from(&world.kim);
    code(&browser.sign_in(&mut kim, &authorize(&world.partner, &world.web, CALLBACK, &[])).await);
    for uri in [
        "https://evil.example/callback",
        "https://client.test/callback/",
        "https://client.test/Callback",
        "https://client.test/callback?a=b",
        "https://client.test:444/callback",
        "https://client.test@evil.example/callback",
        "https://client.test/callback#x",
        "http://client.test/callback",
        "//client.test/callback",
        "javascript:alert(1)",
        LOOPBACK,
    ] {
        for prompt in ["", "none", "login"] {
            for broken in [("response_type", "code"), ("response_type", "nonsense"), ("scope", "")] {
                let address = authorize(&world.partner, &world.web, uri, &[("prompt", prompt), broken]);
                let page = browser.open(&address).await;
                assert_eq!((page.status.as_u16(), page.header("location")), (400, None), "{uri}");
                assert!(page.is_page() && page.form().is_none());
            }
        }
    }
}

#[tokio::test]
async fn foreign_text_stays_text() {
    let world = World::start().await;
    let evil = "\"><script>alert(1)</script>\r\nSet-Cookie: a=b";
    let mut browser = world.site.browser();
    let base = endpoint(&world.partner, "authorize");
    for name in [
        "client_id",
        "redirect_uri",
        "state",
        "scope",
        "response_type",
        "response_mode",
        "login_hint",
        "nonce",
        "ui_locales",
    ] {
        let address = authorize(&world.partner, &world.web, CALLBACK, &[(name, evil)]);
        assert!(address.starts_with(&base));
        let answer = browser.open(&address).await;
        assert!(!answer.body.contains("<script>alert"), "{name}");
        assert!(answer.header("set-cookie").is_none_or(|cookie| cookie.starts_with("__Host-")), "{name}");
        if let Some(location) = answer.header("location") {
            assert!(
                location.starts_with(CALLBACK) && !location.contains(['\r', '\n', ' ', '<']),
                "{location}"
            );
            let description = answer.sent("error_description").unwrap_or_default();
            assert!(!description.contains(['\r', '\n', '"', '\\']), "{description}");
        }
    }
    for name in ["grant_type", "client_id", "scope", "username", "redirect_uri", "requested_token_use"] {
        let mut fields = vec![
            ("grant_type", "password"),
            ("client_id", "a"),
            ("scope", "openid"),
            ("username", "a"),
            ("password", "b"),
        ];
        fields.retain(|(known, _)| *known != name);
        fields.push((name, evil));
        let answer = world.site.post(&endpoint(&world.partner, "token"), &fields).await;
        let description = answer.text("error_description");
        assert!(!description.contains(['\r', '\n', '"', '\\']), "{description}");
    }
    let realm = world.site.get("/common/userrealm/%3Cscript%3E@contoso.example").await;
    assert_eq!(realm.header("content-type"), Some("application/json; charset=utf-8"));
}

#[tokio::test]
async fn no_host_but_our_own_gets_into_an_address() {
    let world = World::start().await;
    for header in ["host", "x-forwarded-host", "x-original-host", "forwarded"] {
        let path = format!("/{}/v2.0/.well-known/openid-configuration", world.partner.id);
        let headers = [(header, "evil.example")];
        let answer = world.site.send(request(Method::GET, &path, &headers, Body::empty())).await;
        assert!(answer.status == 200 && !answer.body.contains("evil"), "{header}");
        let page = world.site.send(request(Method::GET, "/", &headers, Body::empty())).await;
        assert!(!page.body.contains("evil"), "{header}");
    }
}

#[tokio::test]
async fn a_user_of_one_tenant_does_not_sign_in_at_another() {
    let world = World::start().await;
    // The name is one of the customer's, the address the partner's.
    let page = world.tried(&world.lee.name, PASSWORD).await;
    assert!(page.has_problem());
    // A session of one tenant is none at the other.
    let mut browser = world.site.browser();
    let mut lee = Somebody::from(&world.lee);
    code(&browser.sign_in(&mut lee, &authorize(&world.customer, &world.customer_web, CALLBACK, &[])).await);
    let silent = authorize(&world.partner, &world.web, CALLBACK, &[("prompt", "none")]);
    assert_eq!(browser.open(&silent).await.sent("error").as_deref(), Some("login_required"));
    // At `common` a client of one tenant only is refused before anybody types anything.
    let common =
        authorize(&world.partner, &world.web, CALLBACK, &[]).replace(&world.partner.id.to_string(), "common");
    assert_eq!(browser.open(&common).await.code(), Some(50194));
}
