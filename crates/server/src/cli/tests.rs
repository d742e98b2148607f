use super::*;
use clap::CommandFactory;

fn parse(line: &str) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(line.split_whitespace())
}

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_and_option_says_what_it_does() {
    fn walk(command: &clap::Command, path: &str, silent: &mut Vec<String>) {
        for argument in command.get_arguments() {
            if argument.get_help().is_none() {
                silent.push(format!("{path} {}", argument.get_id()));
            }
        }
        for sub in command.get_subcommands() {
            let path = format!("{path} {}", sub.get_name());
            if sub.get_about().is_none() {
                silent.push(path.clone());
            }
            walk(sub, &path, silent);
        }
    }
    let mut silent = Vec::new();
    walk(&Cli::command(), "countersign", &mut silent);
    assert_eq!(silent, [""; 0]);
}

#[test]
fn every_task_survives_the_control_socket() {
    for line in [
        "countersign tenant create --name N --domain d.example --kind partner --partner-type advisor",
        "countersign tenant enforce -t d.example --technical-date 2026-01-01T00:00:00Z",
        "countersign tenant domain add -t d.example e.example",
        "countersign user create a@d.example --name A --role Reader --password-stdin --permanent",
        "countersign user update a@d.example --phone +821012345678 --service-account true",
        "countersign app create --name A --web https://a.example/cb --secret",
        "countersign app secret add 00000000-0000-0000-0000-000000000001 --days 30",
        "countersign app expose scope 00000000-0000-0000-0000-000000000001 x --name X --description D",
        "countersign role holders",
        "countersign group add-member G u@d.example",
        "countersign sign-ins --failed --follow",
        "countersign audit --limit 3",
        "countersign key rotate",
        "countersign backup /tmp/b",
    ] {
        let Command::Task(task) = parse(line).unwrap().command else { panic!("{line}") };
        let sent = serde_json::to_string(&task).unwrap();
        let received: Task = serde_json::from_str(&sent).unwrap();
        assert_eq!(format!("{received:?}"), format!("{task:?}"), "{line}");
    }
}

#[test]
fn contradictions_are_refused() {
    for line in [
        "countersign tenant create --name N --domain d.example --kind partner",
        "countersign tenant enforce -t d.example",
        "countersign tenant enforce -t d.example --off --contract-date 2026-01-01T00:00:00Z",
        "countersign tenant set -t d.example",
        "countersign user update a@d.example",
        "countersign user require-reregistration a@d.example",
        "countersign user reset-password a@d.example --permanent",
        "countersign user create a@d.example --name A --password-stdin --password-file f",
        "countersign app create --name A --public --secret",
        "countersign app require 00000000-0000-0000-0000-000000000001",
        "countersign app secret add 00000000-0000-0000-0000-000000000001 --days 0",
        "countersign sign-ins --follow --until 2026-01-01T00:00:00Z",
        "countersign demo --tenants 0",
    ] {
        assert!(parse(line).is_err(), "{line}");
    }
}
