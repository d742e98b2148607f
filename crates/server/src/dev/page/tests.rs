use super::*;
use serde_json::json;

#[test]
fn the_page_shows_the_code_of_the_moment_and_escapes_what_it_shows() {
    let world = json!({
        "base_url": "https://localhost:8443",
        "users": [{"tag": "<b>", "upn": "a@b.example", "password": "p\"w", "totp_secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "roles": ["Global Administrator"]}],
        "apps": [{"tenant": "t", "app_id": "a", "name": "N", "tag": "tools", "secret": null}],
    });
    let page = render(&world, Timestamp::from_second(59).unwrap(), Language::Korean);
    assert!(page.contains("<td>287082</td>"), "RFC 6238 appendix B, six digits");
    assert!(page.contains("&lt;b&gt;") && !page.contains("<b>"));
    assert!(page.contains("lang=\"ko\"") && page.contains("사용자"));
}
