use super::*;
use crate::failure::Kind;
use std::path::Path;

fn file(text: &str) -> ConfigFile {
    ConfigFile::parse(text, Path::new("/etc/countersign/countersign.toml")).unwrap()
}

fn resolve(flags: &ListenFlags, text: &str) -> Result<Settings, Failure> {
    Settings::resolve(flags, None, file(text))
}

fn plain_flags() -> ListenFlags {
    ListenFlags { insecure_http: true, ..ListenFlags::default() }
}

#[test]
fn flags_win_over_the_file_and_other_listeners_follow_the_first() {
    let flags = ListenFlags { listen: Some("127.0.0.1:9000".parse().unwrap()), ..plain_flags() };
    let settings = resolve(&flags, "[listen]\nidentity = '127.0.0.1:1'\narm = '127.0.0.1:7'").unwrap();
    assert_eq!(settings.listen.identity.port(), 9000);
    assert_eq!(settings.listen.graph.port(), 9001);
    assert_eq!(settings.listen.arm.port(), 7);
}

#[test]
fn free_ports_follow_a_free_port_and_origins_name_what_was_bound() {
    let flags = ListenFlags { listen: Some("127.0.0.1:0".parse().unwrap()), ..plain_flags() };
    let settings = resolve(&flags, "[origins]\ngraph = 'https://graph.example.com/'").unwrap();
    assert_eq!((settings.listen.graph.port(), settings.listen.arm.port()), (0, 0));
    let bound = |port| SocketAddr::from(([127, 0, 0, 1], port));
    let origins = settings.origins_for(Listen { identity: bound(1), graph: bound(2), arm: bound(3) });
    assert_eq!(origins.identity, "http://localhost:1");
    assert_eq!(origins.graph, "https://graph.example.com");
    assert_eq!(origins.arm, "http://localhost:3");
}

#[test]
fn relative_certificate_paths_start_at_the_file() {
    let settings =
        resolve(&ListenFlags::default(), "[tls]\ncertificate = 'chain.pem'\nkey = '/k.pem'").unwrap();
    let expected = Transport::Tls { certificate: "/etc/countersign/chain.pem".into(), key: "/k.pem".into() };
    assert_eq!(settings.transport, expected);
}

#[test]
fn wrong_settings_are_named_with_a_next_step() {
    let tls = "[tls]\ncertificate='c'\nkey='k'\n";
    let cases = [
        (ListenFlags::default(), String::new(), "no certificate is configured"),
        (ListenFlags::default(), "[tls]\nkey='k'".to_owned(), "needs its key"),
        (plain_flags(), tls.to_owned(), "plain HTTP is asked for as well"),
        (plain_flags(), "[listen]\nidentity='0.0.0.0:80'".to_owned(), "in clear"),
        (ListenFlags::default(), format!("{tls}[listen]\ngraph='0.0.0.0:1'"), "under which URL"),
        (plain_flags(), "[origins]\nidentity='https://a/b'".to_owned(), "not an origin"),
        (plain_flags(), "[origins]\nidentity='https://u:p@a'".to_owned(), "not an origin"),
        (plain_flags(), "[origins]\nidentity='http://a.example'".to_owned(), "plain HTTP"),
        (plain_flags(), "database='mysql://x'".to_owned(), "not a PostgreSQL connection"),
        (plain_flags(), "[limits]\nconnections=0".to_owned(), "limits.connections is 0"),
        (plain_flags(), "[passwords]\nmemory_kib=8".to_owned(), "passwords.memory_kib is 8"),
        (plain_flags(), "[sessions]\nbrowser_hours=-1".to_owned(), "sessions.browser_hours is -1"),
    ];
    for (flags, text, expected) in cases {
        let failure = resolve(&flags, &text).unwrap_err();
        assert_eq!(failure.kind, Kind::Usage, "{text}");
        assert!(failure.cause.contains(expected), "{text}: {failure}");
        assert!(failure.next.is_some(), "{text}");
    }
}

#[test]
fn unknown_keys_and_wrong_types_name_their_line() {
    for (text, expected) in [
        ("[listen]\nidentiti = 'x'", "unknown field `identiti`"),
        ("[limits]\nconnections = 'many'", "invalid type"),
        ("[listen]\nidentity = 'nowhere'", "invalid socket address"),
        ("surplus = 1", "unknown field `surplus`"),
        ("[listen", "line 1"),
    ] {
        let failure = ConfigFile::parse(text, Path::new("c.toml")).unwrap_err();
        assert!(failure.cause.contains(expected), "{failure}");
        assert!(failure.cause.contains("line "), "{failure}");
    }
}

#[test]
fn the_environment_and_the_command_line_use_the_same_names() {
    use clap::{CommandFactory, Parser};
    #[derive(Parser)]
    struct Only {
        #[command(flatten)]
        flags: ListenFlags,
    }
    let command = Only::command();
    let variables: Vec<String> = command
        .get_arguments()
        .filter_map(|arg| Some(arg.get_env()?.to_string_lossy().into_owned()))
        .collect();
    assert_eq!(variables.len(), command.get_arguments().count());
    assert!(variables.iter().all(|name| name.starts_with("COUNTERSIGN_")), "{variables:?}");
}
