use super::*;

#[test]
fn browsers_and_systems_are_recognised() {
    let known = [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
            Some("Chrome 126.0.0.0"),
            Some("Windows 10"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87",
            Some("Edge 126.0.2592.87"),
            Some("Windows 10"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
            Some("Safari 17.5"),
            Some("macOS"),
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            Some("Firefox 127.0"),
            Some("Linux"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1",
            Some("Chrome 126.0.6478.54"),
            Some("iOS"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
            Some("Samsung Browser 25.0"),
            Some("Android"),
        ),
        ("python-requests/2.32.3", None, None),
        ("", None, None),
    ];
    for (agent, browser, system) in known {
        let found = detail(Some(agent));
        assert_eq!(found.browser.as_deref(), browser, "{agent}");
        assert_eq!(found.operating_system.as_deref(), system, "{agent}");
    }
    assert_eq!(detail(None).browser, None);
}

#[test]
fn a_version_is_bounded() {
    let agent = format!("Chrome/{}", "1".repeat(500));
    assert_eq!(detail(Some(&agent)).browser.unwrap().len(), "Chrome ".len() + 32);
}
