//! A device without a browser, and the person who lets it in (RFC 8628).

use crate::browser::Somebody;
use crate::site::Answer;
use crate::world::{SCOPES, World, claims, endpoint};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

impl World {
    pub async fn device(&self) -> Answer {
        let app_id = self.tool.app_id.to_string();
        let fields = [("client_id", app_id.as_str()), ("scope", SCOPES)];
        self.site.post(&endpoint(&self.partner, "devicecode"), &fields).await
    }

    pub async fn poll(&self, device: &Answer) -> Answer {
        let code = device.text("device_code");
        self.site.token(&self.partner, &self.tool, &[("grant_type", GRANT), ("device_code", &code)]).await
    }
}

#[tokio::test]
async fn a_device_waits_is_let_in_once_and_says_so_in_both_languages() {
    for (language, titles) in [
        ("en", ["Sign in to a device", "Are you trying to sign in to Tool?", "You are signed in"]),
        ("ko", ["장치에서 로그인", "Tool에 로그인하려고 하시나요?", "로그인되었습니다"]),
    ] {
        let world = World::start().await;
        let device = world.device().await;
        assert_eq!(world.poll(&device).await.text("error"), "authorization_pending");
        let mut browser = world.site.browser();
        browser.language = language;
        let mut kim = Somebody::from(&world.kim);
        let page = browser.open("/devicelogin").await;
        assert_eq!(page.title(), titles[0]);
        // However it is typed.
        let typed = device.text("user_code").to_lowercase();
        let page = browser.press(&page, "next", &[("user_code", &typed)]).await;
        let page = browser.go_on(&mut kim, page, "device").await;
        assert_eq!(page.title(), titles[1]);
        assert!(page.body.contains("192.0.2.10"), "the page says where the device asked from");
        assert_eq!(world.poll(&device).await.text("error"), "authorization_pending");
        let done = browser.press(&page, "next", &[]).await;
        assert_eq!((done.status.as_u16(), done.title()), (200, titles[2]));
        let tokens = world.poll(&device).await;
        assert_eq!(tokens.status, 200, "{tokens:?}");
        assert!(claims(&tokens.text("access_token"))["amr"].to_string().contains("mfa"));
        assert_eq!(world.poll(&device).await.text("error"), "bad_verification_code");
    }
}

#[tokio::test]
async fn a_session_alone_lets_no_device_in() {
    let world = World::start().await;
    let mut browser = world.site.browser();
    let mut kim = Somebody::from(&world.kim);
    let address = crate::world::authorize(&world.partner, &world.web, crate::world::CALLBACK, &[]);
    crate::journey::code(&browser.sign_in(&mut kim, &address).await);
    let device = world.device().await;
    let page = browser.open(&format!("/devicelogin?user_code={}", device.text("user_code"))).await;
    assert_eq!(page.step(), None, "the code is put into the field and not taken");
    let page = browser.press(&page, "next", &[("user_code", &device.text("user_code"))]).await;
    let page = browser.go_on(&mut kim, page, "device").await;
    assert_eq!(page.step().as_deref(), Some("device"));
    assert_eq!(world.poll(&device).await.text("error"), "authorization_pending");
    let declined = browser.press(&page, "cancel", &[]).await;
    assert_eq!(declined.code(), Some(70017));
    assert_eq!(world.poll(&device).await.text("error"), "authorization_declined");
}

#[tokio::test]
async fn a_code_nobody_waits_with_is_asked_for_again() {
    let world = World::start().await;
    let mut browser = world.site.browser();
    for typed in ["", "AAAAAAAAA", "not a code at all", "<script>"] {
        let page = browser.open("/devicelogin").await;
        let page = browser.press(&page, "next", &[("user_code", typed)]).await;
        assert!(page.has_problem() && page.title() == "Sign in to a device", "{typed}");
        assert!(!page.body.contains("<script>"));
    }
}
