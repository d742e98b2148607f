//! From a person to a token and out again, over forms alone.

use serde_json::Value;

use crate::browser::Somebody;
use crate::site::Answer;
use crate::world::{CALLBACK, LOOPBACK, SCOPES, World, authorize, claims, endpoint};

/// The titles of the first sign-in under enforcement, page by page.
const FIRST: [(&str, &[&str]); 2] = [
    (
        "en",
        &[
            "Sign in",
            "Enter your password",
            "Set up an authenticator app",
            "Save your recovery codes",
            "Stay signed in?",
            "Allow Web portal to use your data?",
        ],
    ),
    (
        "ko",
        &[
            "로그인",
            "암호 입력",
            "인증 앱 설정",
            "복구 코드 저장",
            "로그인 상태를 유지할까요?",
            "Web portal에 권한을 허용할까요?",
        ],
    ),
];

fn words(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

/// The code in an answer that goes back to the client.
pub fn code(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{answer:?}");
    answer.sent("code").unwrap_or_else(|| panic!("no code: {answer:?}"))
}

#[tokio::test]
async fn a_new_user_registers_consents_and_signs_out_in_both_languages() {
    for (language, titles) in FIRST {
        let world = World::start().await;
        let mut browser = world.site.browser();
        browser.language = language;
        let mut new = Somebody::from(&world.new);
        let scope = "openid profile email offline_access User.Read";
        let address = authorize(
            &world.partner,
            &world.web,
            CALLBACK,
            &[("scope", scope), ("nonce", "n-0S6"), ("client_info", "1")],
        );
        let end = browser.sign_in(&mut new, &address).await;
        assert_eq!(browser.titles, titles);
        assert_eq!(new.recovery_codes.len(), 10);
        assert!(end.header("location").unwrap().starts_with("https://client.test/callback?"));
        assert_eq!(end.sent("state").as_deref(), Some("a state & more"));
        let issuer = format!("https://login.test/{}/v2.0", world.partner.id);
        assert_eq!(end.sent("iss").as_deref(), Some(issuer.as_str()));

        let tokens = world.site.redeem(&world.partner, &world.web, CALLBACK, &code(&end)).await;
        assert_eq!(tokens.status, 200, "{tokens:?}");
        let id = claims(&tokens.text("id_token"));
        assert_eq!((&id["iss"], &id["nonce"]), (&issuer.into(), &"n-0S6".into()));
        assert_eq!(id["preferred_username"], world.new.name);
        let access = claims(&tokens.text("access_token"));
        assert_eq!(words(&access["amr"]), ["pwd", "otp", "mfa"]);
        assert_eq!((&access["oid"], &access["tid"]), (&id["oid"], &id["tid"]));

        let again = world.site.refresh(&world.partner, &world.web, &tokens.text("refresh_token")).await;
        assert_eq!(words(&claims(&again.text("access_token"))["amr"]), ["pwd", "otp", "mfa"]);
        let bearer = format!("Bearer {}", again.text("access_token"));
        let user = world.site.post_with("/oidc/userinfo", &[("authorization", &bearer)], &[]).await;
        assert_eq!(user.json()["sub"], id["sub"]);

        let out = format!(
            "{}?id_token_hint={}&post_logout_redirect_uri=https%3A%2F%2Fclient.test%2Fcallback&state=s",
            endpoint(&world.partner, "logout"),
            tokens.text("id_token")
        );
        let gone = browser.open(&out).await;
        assert_eq!(gone.header("location"), Some("https://client.test/callback?state=s"));
        assert!(!browser.has_session());
        let silent = authorize(&world.partner, &world.web, CALLBACK, &[("prompt", "none")]);
        assert_eq!(browser.open(&silent).await.sent("error").as_deref(), Some("login_required"));
    }
}

#[tokio::test]
async fn whoever_stays_signed_in_is_still_known_after_the_browser_was_closed() {
    let world = World::start().await;
    let mut lee = Somebody { stays: true, ..Somebody::from(&world.lee) };
    let mut browser = world.site.browser();
    let plain = authorize(&world.customer, &world.customer_web, CALLBACK, &[]);
    code(&browser.sign_in(&mut lee, &plain).await);
    browser.reopen();
    assert!(browser.has_session());
    code(&browser.open(&plain).await);
    // What is asked for now needs a page, and the flow's own cookie ended with the browser.
    let mfa = authorize(&world.customer, &world.customer_web, CALLBACK, &[("amr_values", "mfa")]);
    let page = browser.open(&mfa).await;
    assert_eq!(page.step().as_deref(), Some("code"));
    code(&browser.go_on(&mut lee, page, "").await);

    let mut other = world.site.browser();
    let mut plain_user = Somebody::from(&world.plain);
    code(&other.sign_in(&mut plain_user, &plain).await);
    other.reopen();
    assert!(!other.has_session(), "who does not stay is forgotten with the browser");
}

#[tokio::test]
async fn a_recovery_code_stands_in_for_the_app_once() {
    let world = World::start().await;
    let mut new = Somebody::from(&world.new);
    let address = authorize(&world.partner, &world.web, CALLBACK, &[]);
    code(&world.site.browser().sign_in(&mut new, &address).await);
    let spent = new.recovery_codes.last().unwrap().clone();

    let mut browser = world.site.browser();
    let page = browser.walk(&mut new, &address, "code").await;
    let page = browser.press(&page, "recovery", &[]).await;
    assert_eq!(page.title(), "Use a recovery code");
    let page = browser.press(&page, "back", &[]).await;
    assert_eq!(page.step().as_deref(), Some("code"));
    let page = browser.press(&page, "recovery", &[]).await;
    code(&browser.go_on(&mut new, page, "").await);

    let mut thief = world.site.browser();
    let page = thief.walk(&mut new, &address, "code").await;
    let page = thief.press(&page, "recovery", &[]).await;
    let page = thief.press(&page, "next", &[("otc", &spent)]).await;
    assert!(page.has_problem() && page.step().as_deref() == Some("recovery"));
}

#[tokio::test]
async fn a_temporary_password_is_replaced_on_the_way() {
    let world = World::start().await;
    let app = &world.site.app;
    let user = app
        .user(&world.customer, "fresh")
        .password("given for one use", model::user::PasswordOrigin::Temporary);
    let mut fresh = Somebody::from(&user.create().await);
    let mut browser = world.site.browser();
    let address = authorize(&world.customer, &world.customer_web, CALLBACK, &[]);
    let page = browser.walk(&mut fresh, &address, "change").await;
    for (new, again) in [
        ("short", "short"),
        ("long enough to do", "but different"),
        ("given for one use", "given for one use"),
        ("", ""),
    ] {
        let refused = browser.walk(&mut fresh, &address, "change").await;
        let refused = browser.press(&refused, "next", &[("newpasswd", new), ("confirmpasswd", again)]).await;
        assert!(refused.has_problem(), "{new} was accepted");
    }
    code(&browser.go_on(&mut fresh, page, "").await);
    code(&world.site.browser().sign_in(&mut fresh, &address).await);
}

#[tokio::test]
async fn several_accounts_in_one_browser_are_told_apart() {
    let world = World::start().await;
    let mut browser = world.site.browser();
    let address = authorize(&world.customer, &world.customer_web, CALLBACK, &[]);
    let choose = authorize(&world.customer, &world.customer_web, CALLBACK, &[("prompt", "select_account")]);
    let (mut lee, mut plain) = (Somebody::from(&world.lee), Somebody::from(&world.plain));
    code(&browser.sign_in(&mut lee, &address).await);
    let page = browser.open(&choose).await;
    assert_eq!(page.title(), "Choose an account");
    let page = browser.press(&page, "other", &[]).await;
    code(&browser.go_on(&mut plain, page, "").await);

    let page = browser.open(&address).await;
    assert!(page.body.contains(&world.lee.name) && page.body.contains(&world.plain.name));
    let button = page.body.split("value=\"switch:").nth(1).unwrap().split('"').next().unwrap();
    let answer = browser.press(&page, &format!("switch:{button}"), &[]).await;
    let tokens = world.site.redeem(&world.customer, &world.customer_web, CALLBACK, &code(&answer)).await;
    assert_eq!(claims(&tokens.text("id_token"))["preferred_username"], world.plain.name);
    // The other one is asked for by name.
    let hinted =
        authorize(&world.customer, &world.customer_web, CALLBACK, &[("login_hint", &world.lee.name)]);
    let tokens = world
        .site
        .redeem(&world.customer, &world.customer_web, CALLBACK, &code(&browser.open(&hinted).await))
        .await;
    assert_eq!(claims(&tokens.text("id_token"))["preferred_username"], world.lee.name);
    // With neither, nothing can be decided silently.
    let silent = authorize(&world.customer, &world.customer_web, CALLBACK, &[("prompt", "none")]);
    assert_eq!(browser.open(&silent).await.sent("error").as_deref(), Some("interaction_required"));
}

#[tokio::test]
async fn an_answer_is_posted_where_the_client_wants_it_posted() {
    let world = World::start().await;
    for (client, callback, source) in [
        (&world.web, CALLBACK, "https://client.test"),
        (&world.tool, "http://localhost:61234/callback", "http://localhost:61234"),
    ] {
        let mut browser = world.site.browser();
        let mut kim = Somebody::from(&world.kim);
        let address = authorize(&world.partner, client, callback, &[("response_mode", "form_post")]);
        let page = browser.walk(&mut kim, &address, "username").await;
        let allows = |page: &Answer| {
            page.header("content-security-policy").unwrap().contains(&format!("form-action 'self' {source};"))
                || page
                    .header("content-security-policy")
                    .unwrap()
                    .ends_with(&format!("form-action 'self' {source}"))
        };
        assert!(allows(&page), "{:?}", page.headers);
        let page = browser.go_on(&mut kim, page, "").await;
        assert_eq!(page.status, 200);
        assert!(allows(&page), "{:?}", page.headers);
        let form = page.form().unwrap();
        assert_eq!(form.action, callback);
        let field = |name: &str| form.hidden.iter().find(|(key, _)| key == name).unwrap().1.clone();
        assert_eq!(field("state"), "a state & more");
        let tokens = world.site.redeem(&world.partner, client, callback, &field("code")).await;
        assert_eq!(tokens.status, 200, "{tokens:?}");
    }
}

#[tokio::test]
async fn an_answer_in_a_fragment_stays_out_of_the_query() {
    let world = World::start().await;
    let mut kim = Somebody::from(&world.kim);
    let address = authorize(&world.partner, &world.web, CALLBACK, &[("response_mode", "fragment")]);
    let end = world.site.browser().sign_in(&mut kim, &address).await;
    assert!(end.header("location").unwrap().starts_with("https://client.test/callback#"));
    code(&end);
}

#[tokio::test]
async fn whoever_declines_consent_goes_back_to_the_client() {
    let world = World::start().await;
    let mut browser = world.site.browser();
    let mut kim = Somebody::from(&world.kim);
    let scope = format!("{SCOPES} User.Read");
    let address = authorize(&world.partner, &world.web, CALLBACK, &[("scope", &scope)]);
    let page = browser.walk(&mut kim, &address, "consent").await;
    let answer = browser.press(&page, "cancel", &[]).await;
    assert_eq!((answer.sent("error").as_deref(), answer.code()), (Some("access_denied"), Some(65004)));
    assert_eq!(answer.sent("state").as_deref(), Some("a state & more"));
}

#[tokio::test]
async fn an_administrator_consents_for_everyone_and_nobody_else_does() {
    let world = World::start().await;
    let scope = format!("{SCOPES} User.ReadWrite.All");
    let address = authorize(&world.partner, &world.tool, LOOPBACK, &[("scope", &scope)]);
    let mut browser = world.site.browser();
    let mut new = Somebody::from(&world.new);
    let page = browser.walk(&mut new, &address, "approval").await;
    assert_eq!(page.title(), "An administrator must approve this app");
    // The page has no such button, and none is taken.
    let flow = page.form().unwrap().hidden.into_iter().find(|(name, _)| name == "flow").unwrap().1;
    let fields =
        [("flow", flow.as_str()), ("step", "consent"), ("action", "accept"), ("organization", "true")];
    let answer = browser.post("/common/login", &fields).await;
    assert_eq!(answer.code(), Some(90094), "{answer:?}");

    let mut kim = Somebody::from(&world.kim);
    let mut admin = world.site.browser();
    let page = admin.walk(&mut kim, &address, "consent").await;
    code(&admin.press(&page, "accept", &[("organization", "true")]).await);
    let end = browser.sign_in(&mut new, &address).await;
    let tokens = world.site.redeem(&world.partner, &world.tool, LOOPBACK, &code(&end)).await;
    assert!(tokens.text("scope").contains("User.ReadWrite.All"));
}
