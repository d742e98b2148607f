//! Reading `suite.toml`, preparing its surroundings, and judging how it ended.

use std::path::Path;
use std::time::Duration;

use super::super::install::{Debian, Prepared};
use super::super::steps::Steps;
use super::{Suite, prepare, record, run_beside};

const MINIMAL: &str = "name = \"probe\"\ncommand = [\"sh\", \"run.sh\"]\ntimeout-seconds = 20\n";

fn suite(more: &str) -> Suite {
    Suite::parse(&std::env::temp_dir(), &format!("{MINIMAL}{more}")).unwrap()
}

#[test]
fn a_suite_in_three_lines() {
    let suite = suite("");
    assert_eq!((suite.name.as_str(), suite.timeout), ("probe", Duration::from_secs(20)));
    assert!(!suite.parallel && !suite.long && !suite.npm);
}

#[test]
fn a_misspelled_or_missing_key_is_told() {
    for (text, told) in [
        (format!("{MINIMAL}parralel = true\n"), "`parralel`"),
        (MINIMAL.replace("name = \"probe\"\n", ""), "`name`"),
        (MINIMAL.replace("timeout-seconds = 20\n", ""), "`timeout-seconds`"),
        (MINIMAL.replace("[\"sh\", \"run.sh\"]", "[]"), "`command`"),
    ] {
        let cause = Suite::parse(Path::new("tests/probe"), &text).unwrap_err().to_string();
        assert!(cause.contains(told) && cause.contains("tests/probe/suite.toml"), "{cause}");
    }
}

#[test]
fn a_missing_program_is_a_reason_to_skip() {
    let target = std::env::temp_dir().join(format!("xtask-suite-missing-{}", std::process::id()));
    match prepare(&suite("binaries = [\"no-such-program-here\"]\n"), &target, &mut Debian::default()).unwrap()
    {
        Prepared::Missing(reason) => assert!(reason.contains("no-such-program-here"), "{reason}"),
        Prepared::Ready(_) => panic!("it is not there"),
    }
}

#[test]
fn suites_run_side_by_side_and_are_judged_by_their_last_line() {
    let target = std::env::temp_dir().join(format!("xtask-suites-{}", std::process::id()));
    let mut steps = Steps::new(false);
    let mut commands = Vec::new();
    for (index, script) in [
        "test -x \"$SUITE_SCRATCH\" && echo \"2 passed, 0 failed, 0 skipped\"",
        "echo forgot to count",
        "echo '1 passed, 0 failed, 0 skipped'; exit 9",
    ]
    .iter()
    .enumerate()
    {
        let text = format!(
            "name = \"s{index}\"\ncommand = [\"sh\", \"-c\", '''{script}''']\ntimeout-seconds = 20\nparallel = true\n"
        );
        let suite = Suite::parse(&std::env::temp_dir(), &text).unwrap();
        match prepare(&suite, &target, &mut Debian::default()).unwrap() {
            Prepared::Ready(command) => commands.push((suite, command)),
            Prepared::Missing(reason) => panic!("{reason}"),
        }
    }
    for (suite, ended) in run_beside(commands).unwrap() {
        record(&mut steps, &suite, &ended);
    }
    std::fs::remove_dir_all(target).unwrap();
    assert_eq!((steps.totals().passed, steps.totals().failed), (3, 2));
}
