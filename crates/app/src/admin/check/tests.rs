use super::*;
use crate::Fault;
use model::tenant::{Cloud, Domain, Enforcement, Profile, TenantKind};
use model::{TenantId, Timestamp, Uuid};

fn tenant() -> Tenant {
    let domain = |name: &str, verified| Domain { name: name.to_owned(), verified, is_default: verified };
    Tenant {
        id: TenantId(Uuid::from_u128(1)),
        display_name: "Contoso".to_owned(),
        kind: TenantKind::Customer,
        cloud: Cloud::Global,
        domains: vec![domain("contoso.example", true), domain("later.example", false)],
        enforcement: Enforcement::default(),
        profile: Profile::default(),
        password_grant_allowed: false,
        security_contact: None,
        locale: None,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, Fault>) -> String {
    match result.unwrap_err() {
        Fault::Invalid(text) => text,
        other => panic!("{other}"),
    }
}

#[test]
fn names_are_trimmed_composed_and_bounded() {
    assert_eq!(display_name("  Ze\u{301} ").unwrap(), "Z\u{e9}");
    assert_eq!(display_name(&"한".repeat(256)).unwrap().chars().count(), 256);
    assert_eq!(optional_name(" ").unwrap(), None);
    for wrong in ["", " ", &"x".repeat(257), "a\u{1b}b"] {
        refused(display_name(wrong));
    }
}

#[test]
fn domains_are_ascii_names_of_at_least_two_labels() {
    assert_eq!(domain("Contoso.Example.").unwrap(), "contoso.example");
    assert_eq!(domain("xn--h32b.example").unwrap(), "xn--h32b.example");
    for wrong in
        ["", "localhost", "a..b", "-a.b", "a-.b", "a_b.c", "127.0.0.1", "한국.kr", "a b.c", &"a.".repeat(128)]
    {
        assert!(refused(domain(wrong)).contains("domain name"), "{wrong}");
    }
}

#[test]
fn user_names_need_a_verified_domain_of_the_tenant() {
    assert_eq!(user_name("Kim.O'Neil@Contoso.example", &tenant()).unwrap(), "kim.o'neil@contoso.example");
    assert!(refused(user_name("kim@later.example", &tenant())).contains("use one of contoso.example"));
    for wrong in [
        "kim",
        "@contoso.example",
        "kim.@contoso.example",
        "k m@contoso.example",
        "a@b@contoso.example",
        "김@contoso.example",
    ] {
        refused(user_name(wrong, &tenant()));
    }
    refused(user_name(&format!("{}@contoso.example", "k".repeat(65)), &tenant()));
}

#[test]
fn mails_countries_phones_and_languages() {
    assert_eq!(mail("SOC@contoso.example").unwrap().unwrap(), "SOC@contoso.example");
    assert_eq!(mail(" ").unwrap(), None);
    for wrong in ["soc", "a b@c.example", "a@b", "a\r\nBcc: x@y.example", "<a>@b.example"] {
        refused(mail(wrong));
    }
    assert_eq!(country("kr").unwrap().unwrap(), "KR");
    refused(country("KOR"));
    assert_eq!(phones(&["+82 10-1234-5678".to_owned()]).unwrap(), ["+821012345678"]);
    for wrong in ["010-1234-5678", "+0123456789", "+12", "+1234567890123456", "+12345a7"] {
        refused(phones(&[wrong.to_owned()]));
    }
    refused(phones(&vec!["+821012345678".to_owned(); 11]));
    assert_eq!(language("en-US").unwrap().unwrap(), "en-US");
    refused(language("en_US"));
}

#[test]
fn redirect_uris_are_exact_and_cannot_run_anything() {
    for fine in
        ["https://a.example/cb?x=1", "http://localhost", "http://127.0.0.1:5000/cb", "http://[::1]/cb"]
    {
        assert_eq!(redirect(fine, false).unwrap(), fine);
    }
    for wrong in [
        "http://a.example/cb",
        "https://*.a.example/cb",
        "https://a.example/cb#f",
        "https://u:p@a.example/cb",
        "https://a.example/ cb",
        "/cb",
        "javascript:alert(1)",
        "data:text/html,x",
        "myapp://callback",
    ] {
        refused(redirect(wrong, false));
    }
    assert_eq!(redirect("myapp://callback", true).unwrap(), "myapp://callback");
    refused(redirect("javascript:alert(1)", true));
}

#[test]
fn resources_and_permissions_have_plain_names() {
    assert_eq!(identifier_uri("api://billing/").unwrap(), "api://billing");
    for wrong in ["billing", "api://", "http://a.example", "https://a.example/?x", "api://a b"] {
        refused(identifier_uri(wrong));
    }
    assert_eq!(permission_word("access_as_user").unwrap(), "access_as_user");
    for wrong in ["", "a b", "a\"b", ".default", "한"] {
        refused(permission_word(wrong));
    }
}
