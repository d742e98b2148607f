use super::*;

#[test]
fn links_stand_on_the_host_that_was_asked() {
    let cases = [
        ("https://graph.example", Some("graph.example"), "https://graph.example"),
        ("https://graph.example", Some("other.example:8443"), "https://other.example:8443"),
        ("https://localhost:8444", Some("127.0.0.1:8444"), "https://127.0.0.1:8444"),
        ("https://localhost:8444", Some("[::1]:8444"), "https://[::1]:8444"),
        ("https://graph.example", Some("127.0.0.1:8444"), "https://graph.example"),
        ("https://graph.example", Some("localhost"), "https://graph.example"),
        ("https://graph.example", Some("user@evil.example"), "https://graph.example"),
        ("https://graph.example", Some("evil.example/path"), "https://graph.example"),
        ("https://graph.example", Some("evil.example\r\nx: y"), "https://graph.example"),
        ("https://graph.example", Some(""), "https://graph.example"),
        ("https://graph.example", None, "https://graph.example"),
    ];
    for (face, asked, expected) in cases {
        assert_eq!(origin(face, asked), expected, "{asked:?}");
    }
}

#[test]
fn the_root_is_what_stands_before_the_resource() {
    assert_eq!(root("/v1.0/users"), "/v1.0");
    assert_eq!(root("/graph/beta/auditLogs/signIns"), "/graph/beta");
    assert_eq!(root("/v1.0/users/beta/x"), "/v1.0");
    assert_eq!(root("/elsewhere"), "");
}
