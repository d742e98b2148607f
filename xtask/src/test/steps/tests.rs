//! When a run is good, and what counts as what.

use std::process::Command;
use std::time::Duration;

use super::super::counts::Counts;
use super::super::install::Prepared;
use super::Steps;

const LIMIT: Duration = Duration::from_secs(20);

fn shell(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    command
}

#[test]
fn a_failed_check_fails_the_run() {
    let mut steps = Steps::new(false);
    steps.check("good", &mut shell("exit 0"), LIMIT).unwrap();
    assert!(steps.good());
    steps.check("bad", &mut shell("exit 3"), LIMIT).unwrap();
    assert!(!steps.good());
    assert_eq!(steps.totals, Counts { passed: 1, failed: 1, skipped: 0, deferred: 0 });
}

#[test]
fn a_runner_that_fails_without_counting_has_failed() {
    let mut steps = Steps::new(false);
    steps.counted("tests", &mut shell("echo 'error: could not compile' >&2; exit 101"), LIMIT).unwrap();
    assert_eq!(steps.totals.failed, 1);
}

#[test]
fn a_runner_counts_itself() {
    let mut steps = Steps::new(false);
    let script = "echo 'Summary [ 0.1s] 5 tests run: 4 passed, 1 failed, 0 skipped' >&2; exit 100";
    steps.counted("tests", &mut shell(script), LIMIT).unwrap();
    assert_eq!(steps.totals, Counts { passed: 4, failed: 1, skipped: 0, deferred: 0 });
}

#[test]
fn a_check_that_hangs_is_stopped_with_its_children() {
    let mut steps = Steps::new(false);
    let started = crate::clock::now();
    steps.check("hang", &mut shell("sleep 600 & sleep 600"), Duration::from_millis(200)).unwrap();
    assert!(started.elapsed() < LIMIT);
    assert!(!steps.good());
}

#[test]
fn a_skip_is_a_failure_in_continuous_integration_only() {
    for (skip_is_failure, good) in [(false, true), (true, false)] {
        let mut steps = Steps::new(skip_is_failure);
        let got = steps.prepare::<()>("mail", || Ok(Prepared::Missing("no mail server".to_owned()))).unwrap();
        assert!(got.is_none());
        assert_eq!((steps.good(), steps.totals.skipped), (good, 1));
        assert_eq!(steps.skipped, ["skipped mail: no mail server"]);
    }
}

#[test]
fn tests_that_wait_for_the_long_run_are_no_skips() {
    let mut steps = Steps::new(true);
    steps.record("tests", Duration::ZERO, Counts { passed: 1, failed: 0, skipped: 0, deferred: 4 });
    assert!(steps.good());
}
