use super::*;

#[test]
fn only_names_of_this_machine_are_accepted() {
    for host in
        ["localhost", "localhost:8443", "LOCALHOST:1", "127.0.0.1:8443", "127.8.8.8", "[::1]:8443", "[::1]"]
    {
        assert!(is_loopback_name(host), "{host}");
    }
    for host in [
        "",
        "localhost.evil.example",
        "evil.example:8443",
        "10.0.0.1",
        "[fe80::1]:1",
        "127.0.0.1.evil.example",
    ] {
        assert!(!is_loopback_name(host), "{host}");
    }
}
