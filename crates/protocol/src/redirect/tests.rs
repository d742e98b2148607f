use proptest::prelude::*;

use super::*;

fn web(uri: &str) -> RedirectUri {
    RedirectUri::register(uri, Platform::Web).unwrap()
}

fn native(uri: &str) -> RedirectUri {
    RedirectUri::register(uri, Platform::PublicClient).unwrap()
}

#[test]
fn ordinary_uris_can_be_registered() {
    for uri in [
        "https://app.example/callback",
        "https://app.example",
        "https://app.example/",
        "https://app.example:8443/a/b?tenant=x",
        "https://app.example:443/callback",
        "https://xn--bcher-kva.example/cb",
        "https://App.Example/cb",
        "https://[2001:db8::1]/cb",
        "http://localhost:5000/callback",
        "http://localhost",
        "http://127.0.0.1/cb",
        "http://[::1]:3000/",
    ] {
        for platform in [Platform::Web, Platform::Spa, Platform::PublicClient] {
            assert_eq!(
                RedirectUri::register(uri, platform).map(|found| found.as_str().to_owned()),
                Ok(uri.to_owned())
            );
        }
    }
    for uri in
        ["com.example.app://auth", "msauth.com.example.app://auth/x", "myapp://", "com.example.app:/cb"]
    {
        assert!(RedirectUri::register(uri, Platform::PublicClient).is_ok(), "{uri}");
        assert_eq!(RedirectUri::register(uri, Platform::Web), Err(RedirectRefusal::Scheme), "{uri}");
    }
}

#[test]
fn dangerous_uris_cannot_be_registered() {
    use RedirectRefusal as R;
    let cases = [
        ("", R::Length),
        ("/callback", R::NotAbsolute),
        ("app.example/callback", R::NotAbsolute),
        ("HTTPS://app.example/cb", R::NotAbsolute),
        ("https:/app.example", R::NotAbsolute),
        ("https:app.example", R::NotAbsolute),
        ("https://", R::Host),
        ("https:///path", R::Host),
        ("https://app.example/cb#x", R::Fragment),
        ("https://*.example/cb", R::Wildcard),
        ("https://app.example/*", R::Wildcard),
        ("https://user@app.example/cb", R::UserInfo),
        ("https://user:pw@app.example/cb", R::UserInfo),
        ("https://app.example\\@evil.example/", R::Character),
        ("https://app.example/a b", R::Character),
        ("https://app.example/a\tb", R::Character),
        ("https://app.example/a\nb", R::Character),
        ("https://bücher.example/cb", R::Character),
        ("https://аpp.example/cb", R::Character),
        ("https://app.example./cb", R::Host),
        ("https://app.example%2eevil.example/", R::Host),
        ("https://0x7f.1/cb", R::Host),
        ("https://2130706433/cb", R::Host),
        ("https://app.example:/cb", R::Host),
        ("https://app.example:99999/cb", R::Host),
        ("http://app.example/cb", R::PlainHttp),
        ("http://localhost.evil.example/cb", R::PlainHttp),
        ("http://127.0.0.1.evil.example/cb", R::PlainHttp),
        ("http://localhostevil/cb", R::PlainHttp),
        ("http://0.0.0.0/cb", R::PlainHttp),
        ("http://127.0.0.2/cb", R::PlainHttp),
        ("https://app.example/a/../b", R::Path),
        ("https://app.example/./b", R::Path),
        ("https://app.example/a%2fb", R::Path),
        ("https://app.example/a%5Cb", R::Path),
        ("https://app.example/%2e%2e/b", R::Path),
        ("https://app.example//evil.example", R::Path),
        ("https://app.example/a%zz", R::Path),
        ("https://app.example/?x=%", R::Path),
    ];
    for (uri, refusal) in cases {
        assert_eq!(RedirectUri::register(uri, Platform::Web), Err(refusal), "{uri}");
    }
    for uri in [
        "javascript://x/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "urn:ietf:wg:oauth:2.0:oob",
        "vbscript:x",
        "c:/x",
    ] {
        assert!(RedirectUri::register(uri, Platform::PublicClient).is_err(), "{uri}");
    }
    assert_eq!(RedirectUri::register("my.app://a@b/c", Platform::PublicClient), Err(R::UserInfo));
    assert_eq!(RedirectUri::register("my.app:", Platform::PublicClient), Err(R::NotAbsolute));
    let long = format!("https://app.example/{}", "a".repeat(MAX_BYTES));
    assert_eq!(RedirectUri::register(&long, Platform::Web), Err(R::Length));
}

#[test]
fn only_the_same_text_matches() {
    let uri = web("https://app.example/callback");
    assert!(uri.matches("https://app.example/callback"));
    for attack in [
        "https://app.example/callback/",
        "https://app.example/Callback",
        "https://APP.example/callback",
        "HTTPS://app.example/callback",
        "https://app.example./callback",
        "https://app.example:443/callback",
        "https://app.example/callback?x=1",
        "https://app.example/callback#x",
        "https://app.example/callback%20",
        "https://app.example/callback ",
        "https://app.example/%63allback",
        "https://app.example//callback",
        "https://app.example/x/../callback",
        "https://app.example/callback%2f..%2fevil",
        "https://user@app.example/callback",
        "https://app.example@evil.example/callback",
        "https://app.example\\@evil.example/callback",
        "https://evil.example/https://app.example/callback",
        "https://app.example.evil.example/callback",
        "https://арр.example/callback",
        "http://app.example/callback",
        "javascript:https://app.example/callback",
        "",
    ] {
        assert!(!uri.matches(attack), "{attack}");
    }
}

#[test]
fn a_native_loopback_address_matches_on_any_port() {
    let plain = native("http://localhost");
    for presented in
        ["http://localhost", "http://localhost/", "http://localhost:1", "http://localhost:65535/"]
    {
        assert!(plain.matches(presented), "{presented}");
    }
    let path = native("http://127.0.0.1:7000/cb?a=1");
    assert!(path.matches("http://127.0.0.1:9000/cb?a=1") && path.matches("http://127.0.0.1/cb?a=1"));
    assert!(native("http://[::1]/cb").matches("http://[::1]:4321/cb"));
    for attack in [
        "https://localhost:1234",
        "http://localhost:0",
        "http://localhost:65536",
        "http://localhost:",
        "http://localhost:012",
        "http://localhost:+12",
        "http://localhost:12/evil",
        "http://localhost/evil",
        "http://localhost?x",
        "http://localhost#x",
        "http://localhost:80@evil.example",
        "http://localhost@evil.example",
        "http://localhost:pw@evil.example/",
        "http://localhost.evil.example",
        "http://localhostevil",
        "http://localhost\\.evil.example",
        "http://LOCALHOST:1234",
        "http://127.0.0.1:1234",
        "http://[::1]:1234",
        "http://localhost.:1234",
        "http://localhost:1234 ",
        "http://localhost:１２３",
    ] {
        assert!(!plain.matches(attack), "{attack}");
    }
    for attack in
        ["http://127.0.0.1:9000/cb", "http://127.0.0.1:9000/cb?a=2", "http://127.0.0.1.evil.example/cb?a=1"]
    {
        assert!(!path.matches(attack), "{attack}");
    }
}

#[test]
fn the_port_counts_for_other_platforms() {
    for platform in [Platform::Web, Platform::Spa] {
        let uri = RedirectUri::register("http://localhost:3000", platform).unwrap();
        assert!(uri.matches("http://localhost:3000"));
        assert!(!uri.matches("http://localhost:3001") && !uri.matches("http://localhost:3000/"));
    }
}

#[test]
fn the_exact_registration_wins_over_a_loopback_one() {
    let registered =
        [native("http://localhost"), RedirectUri::register("http://localhost:3000", Platform::Spa).unwrap()];
    let platform = |uri: &str| find(&registered, uri).map(RedirectUri::platform);
    assert_eq!(platform("http://localhost:3000"), Some(Platform::Spa));
    assert_eq!(platform("http://localhost:3001"), Some(Platform::PublicClient));
    assert_eq!(platform("http://localhost:3000/x"), None);
    assert_eq!(platform(&"a".repeat(MAX_BYTES + 1)), None);
}

proptest! {
    #[test]
    fn random_text_never_panics_and_never_matches(text in "\\PC{0,80}") {
        let registered = [native("http://localhost/cb"), web("https://app.example/cb")];
        prop_assert!(find(&registered, &text).is_none());
        let _ = RedirectUri::register(&text, Platform::PublicClient);
    }

    #[test]
    fn mutations_of_a_registered_uri_do_not_match(position in 0_usize..30, letter in any::<char>()) {
        let uri = "https://app.example/callback";
        let mut letters: Vec<char> = uri.chars().collect();
        letters.insert(position.min(letters.len()), letter);
        let mutated: String = letters.into_iter().collect();
        prop_assert!(!web(uri).matches(&mutated));
    }

    #[test]
    fn what_is_registered_has_one_reading(text in "(https|http)://[a-zA-Z0-9.:@\\[\\]%/\\\\?#-]{0,40}") {
        if let Ok(uri) = RedirectUri::register(&text, Platform::Web) {
            let parsed = Url::parse(uri.as_str()).unwrap();
            prop_assert!(parsed.username().is_empty() && parsed.fragment().is_none());
            prop_assert!(parsed.scheme() == "https" || LOOPBACK_HOSTS.contains(&parsed.host_str().unwrap()));
        }
    }
}
