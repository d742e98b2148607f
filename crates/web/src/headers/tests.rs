use super::*;

fn policy_of(policy: PagePolicy<'_>) -> String {
    page(policy)[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
}

#[test]
fn a_page_allows_nothing_but_itself() {
    let policy = policy_of(PagePolicy::default());
    for directive in [
        "default-src 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "script-src 'none'",
        "img-src 'self'",
    ] {
        assert!(policy.split("; ").any(|part| part == directive), "{directive} in {policy}");
    }
    assert!(policy.ends_with("form-action 'self'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[test]
fn the_client_is_a_form_target_and_nobody_else() {
    for (redirect_uri, source) in [
        ("http://localhost:52133", Some("http://localhost:52133")),
        ("http://localhost:5000/callback?x=1", Some("http://localhost:5000")),
        ("http://127.0.0.1:8400/", Some("http://127.0.0.1:8400")),
        ("https://APP.contoso.com/signin-oidc", Some("https://app.contoso.com")),
        ("https://app.contoso.com:443/", Some("https://app.contoso.com")),
        ("https://한빛.example/", Some("https://xn--xx3br43b.example")),
        ("http://[::1]:9000/", Some("http:")),
        ("msal04b07795://auth", Some("msal04b07795:")),
        ("com.contoso.app:/callback", Some("com.contoso.app:")),
        ("urn:ietf:wg:oauth:2.0:oob", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("/relative", None),
        ("", None),
    ] {
        assert_eq!(form_target(redirect_uri).as_deref(), source, "{redirect_uri}");
    }
}

#[test]
fn a_host_cannot_add_directives() {
    for hostile in
        ["https://a;script-src/", "https://a,b/", "https://a'b/", "https://*/", "https://a;b.example/"]
    {
        let policy = policy_of(PagePolicy { redirect_uri: Some(hostile), form_post: false });
        assert!(policy.ends_with("form-action 'self'"), "{hostile}: {policy}");
    }
}

#[test]
fn the_form_post_page_runs_its_script_and_tells_its_origin() {
    let policy = PagePolicy { redirect_uri: Some("http://localhost:52133"), form_post: true };
    let headers = page(policy);
    let text = policy_of(policy);
    assert!(text.contains("script-src 'sha256-"), "{text}");
    assert!(text.ends_with("form-action 'self' http://localhost:52133"), "{text}");
    assert_eq!(headers[REFERRER_POLICY], "strict-origin");
}

#[test]
fn every_answer_is_guarded() {
    let page = page(PagePolicy::default());
    assert_eq!(page[X_FRAME_OPTIONS], "DENY");
    assert_eq!(page[CONTENT_TYPE], "text/html; charset=utf-8");
    for headers in [page, redirect()] {
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        assert_eq!(headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[REFERRER_POLICY], "same-origin");
        assert_eq!(headers[STRICT_TRANSPORT_SECURITY], "max-age=63072000; includeSubDomains");
    }
    assert!(!redirect().contains_key(X_FRAME_OPTIONS), "clients renew silently in a hidden frame");
    assert!(!redirect().contains_key(CONTENT_SECURITY_POLICY));
}

#[test]
fn assets_are_kept_under_their_own_name_only() {
    let icon = assets::icon();
    assert_eq!(asset(icon, true)[CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(asset(icon, false)[CACHE_CONTROL], "public, max-age=86400");
    assert_eq!(asset(icon, true)[ETAG], icon.etag.as_str());
}
