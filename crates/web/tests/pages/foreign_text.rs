//! Names and messages that others chose must not change what a page is.

use web::locale::{Language, Locale};
use web::pages::{
    Account, AccountChoice, AccountPickerPage, AdminApprovalPage, BusyPage, ConfirmSignOutPage,
    ConsentAudience, ConsentPage, DeviceCodePage, DeviceConfirmPage, DeviceDonePage, ErrorPage, ExplainPage,
    FORM_POST_SCRIPT, Form, FormPostPage, Frame, Page, PasswordPage, Permission, RegisterAuthenticatorPage,
    SignedOutPage, UsernamePage,
};

use super::html::{assert_accessible, assert_balanced, assert_strict, tags};
use super::samples::Sample;

/// Foreign text at its worst: markup, quotes, direction overrides, control characters, endless length.
fn hostile_values() -> Vec<String> {
    vec![
        "<script>alert(1)</script>".to_owned(),
        "\"><img src=x onerror=alert(1)>".to_owned(),
        "' onfocus='alert(1)' autofocus='".to_owned(),
        "&lt;b&gt;{{ 7*7 }}{ $app }".to_owned(),
        "safe\u{202E}evil\u{2066}\u{2069}\r\nSet-Cookie: a=b\0".to_owned(),
        "</title></textarea></style></script><h1>".to_owned(),
        "가".repeat(1000),
        "<".repeat(1000),
        "שלום (Test)".to_owned(),
        "javascript:alert(1)".to_owned(),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table of pages")]
/// Pages whose every text field holds `value`.
fn hostile_pages(value: &str) -> Vec<Sample> {
    let text = || value.to_owned();
    let some = || Some(value.to_owned());
    let frame = || Frame { tenant_name: some(), demo: true };
    let form = || Form { action: "/login".to_owned(), hidden: vec![("flow".to_owned(), text())] };
    let account = || Account { name: some(), username: text() };
    let accounts = || vec![AccountChoice { id: text(), account: account(), signed_in: true }];
    let permissions = || vec![Permission { display_name: text(), description: text(), resource: some() }];
    vec![
        (
            "username",
            Box::new(UsernamePage {
                frame: frame(),
                form: form(),
                app_name: some(),
                username: text(),
                problem: None,
                can_cancel: true,
            }),
        ),
        (
            "picker",
            Box::new(AccountPickerPage {
                frame: frame(),
                form: form(),
                app_name: some(),
                accounts: accounts(),
            }),
        ),
        (
            "password",
            Box::new(PasswordPage {
                frame: frame(),
                form: form(),
                account: account(),
                app_name: some(),
                forgot_url: Some("/forgot".to_owned()),
                problem: None,
            }),
        ),
        (
            "register",
            Box::new(RegisterAuthenticatorPage {
                frame: frame(),
                form: form(),
                account: account(),
                otpauth_uri: "otpauth://totp/a?secret=JBSWY3DP".to_owned(),
                secret: "JBSWY3DP".to_owned(),
                app_account_name: text(),
                ..RegisterAuthenticatorPage::default()
            }),
        ),
        (
            "consent",
            Box::new(ConsentPage {
                frame: frame(),
                form: form(),
                account: account(),
                app_name: text(),
                publisher: some(),
                redirect_host: some(),
                permissions: permissions(),
                audience: ConsentAudience::Organization,
            }),
        ),
        (
            "approval",
            Box::new(AdminApprovalPage {
                frame: frame(),
                form: form(),
                account: account(),
                app_name: text(),
                publisher: some(),
                permissions: permissions(),
            }),
        ),
        (
            "device-code",
            Box::new(DeviceCodePage { frame: frame(), form: form(), user_code: text(), problem: None }),
        ),
        (
            "device-confirm",
            Box::new(DeviceConfirmPage {
                frame: frame(),
                form: form(),
                account: Some(account()),
                app_name: text(),
                origin: some(),
            }),
        ),
        ("device-done", Box::new(DeviceDonePage { frame: frame(), app_name: text(), cancelled: true })),
        (
            "sign-out",
            Box::new(ConfirmSignOutPage {
                frame: frame(),
                form: form(),
                account: account(),
                app_name: some(),
            }),
        ),
        (
            "signed-out",
            Box::new(SignedOutPage { frame: frame(), account: Some(account()), return_url: None }),
        ),
        (
            "error",
            Box::new(ErrorPage {
                frame: frame(),
                code: 50011,
                message: text(),
                app_name: some(),
                username: some(),
                trace_id: text(),
                correlation_id: text(),
                timestamp: text(),
                form: Some(form()),
                can_switch: true,
                can_return: true,
            }),
        ),
        ("explain", Box::new(ExplainPage { frame: frame(), code: Some(1), name: some(), message: some() })),
        ("busy", Box::new(BusyPage { frame: frame(), correlation_id: some(), ..BusyPage::default() })),
        (
            "form-post",
            Box::new(FormPostPage {
                frame: frame(),
                redirect_uri: "https://app.example/".to_owned(),
                fields: vec![("state".to_owned(), text())],
                app_name: some(),
            }),
        ),
    ]
}

#[test]
fn foreign_text_stays_text() {
    for value in hostile_values() {
        for language in Language::ALL {
            let locale = Locale::of(language);
            let harmless: Vec<usize> =
                hostile_pages("x").iter().map(|(_, page)| tags(&page.render(locale)).len()).collect();
            for ((name, page), expected) in hostile_pages(&value).into_iter().zip(harmless) {
                let html = page.render(locale);
                let tags = tags(&html);
                assert_balanced(&tags, name);
                assert_accessible(&tags, name, locale);
                assert_strict(&tags, &html.replace("{ $app }", ""), name);
                assert_eq!(tags.len(), expected, "{name}: {value:?} adds tags");
            }
        }
    }
}

#[test]
fn shown_text_cannot_turn_the_direction_and_hidden_values_are_exact() {
    let value = "a\u{202E}b\u{2067}c";
    for (name, page) in hostile_pages(value) {
        let html = page.render(Locale::of(Language::English));
        for tag in tags(&html) {
            assert!(!tag.text_after.contains(['\u{202E}', '\u{2067}']), "{name}: {}", tag.text_after);
            if tag.name == "input" && tag.get("type") == Some("hidden") {
                assert_eq!(tag.get("value"), Some(value), "{name}");
            }
        }
    }
}

#[test]
fn values_keep_their_quotes_on_the_way_to_the_client() {
    let page = FormPostPage {
        redirect_uri: "http://localhost:1/?a=1&b=2".to_owned(),
        fields: vec![("state".to_owned(), "a\"b'c&d<e>".to_owned())],
        ..FormPostPage::default()
    };
    let html = page.render(Locale::of(Language::English));
    assert!(html.contains("value=\"a&#34;b&#39;c&#38;d&#60;e&#62;\""), "{html}");
    assert!(html.contains("action=\"http://localhost:1/?a=1&#38;b=2\""), "{html}");
    assert!(
        html.contains(&format!("<script>{FORM_POST_SCRIPT}</script>")),
        "the policy's hash covers this text"
    );
}
