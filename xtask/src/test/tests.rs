//! The command line, the runners' closing lines, and which crates a change touches.

use std::collections::BTreeSet;

use super::counts::Counts;
use super::touched::Touched;
use super::{Extent, Request, parse};

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

#[test]
fn the_command_line() {
    let plain = |extent, filter: Option<&str>| Request { extent, filter: filter.map(str::to_owned) };
    assert_eq!(parse(&words("")).unwrap(), plain(Extent::Plain, None));
    assert_eq!(parse(&words("--quick")).unwrap(), plain(Extent::Quick, None));
    assert_eq!(parse(&words("--long tokens")).unwrap(), plain(Extent::Long, Some("tokens")));
    assert!(parse(&words("--lnog")).unwrap_err().to_string().contains("--lnog"));
    assert!(parse(&words("a b")).is_err());
}

#[test]
fn nextest_counts() {
    let output = lines(
        "    PASS [ 0.01s] a\n     Summary [   0.005s] 14 tests run: 11 passed (1 slow, 2 flaky), 2 failed, 1 timed out, 3 skipped\n",
    );
    assert_eq!(Counts::of_runner(&output), Some(Counts { passed: 11, failed: 3, skipped: 0, deferred: 3 }));
    let one = lines("     Summary [   0.005s] 1 test run: 1 passed, 0 skipped");
    assert_eq!(Counts::of_runner(&one), Some(Counts::PASSED));
}

#[test]
fn plain_runners_are_summed() {
    let output = lines(
        "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
         test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
    );
    assert_eq!(Counts::of_runner(&output), Some(Counts { passed: 4, failed: 2, skipped: 0, deferred: 1 }));
}

#[test]
fn a_runner_that_did_not_compile_counts_nothing() {
    assert_eq!(Counts::of_runner(&lines("error[E0425]: cannot find value `x`\n")), None);
}

#[test]
fn a_suite_counts_in_its_last_line_only() {
    let good = lines("1 passed, 1 failed, 1 skipped\nmore\n3 passed, 0 failed, 1 skipped\n\n");
    assert_eq!(Counts::of_suite(&good), Some(Counts { passed: 3, failed: 0, skipped: 1, deferred: 0 }));
    for bad in ["", "3 passed", "done: 3 passed, 0 failed, 0 skipped", "3 passed, 0 failed, 0 skipped in 1s"]
    {
        assert_eq!(Counts::of_suite(&lines(bad)), None, "{bad}");
    }
}

#[test]
fn the_closing_line_is_the_one_that_is_read() {
    let counts = Counts { passed: 2, failed: 1, skipped: 0, deferred: 5 };
    assert_eq!(counts.to_string(), "2 passed, 1 failed, 0 skipped");
    assert!(Counts::of_suite(&[counts.to_string()]).is_some());
}

#[test]
fn what_a_change_touches() {
    let exists = |name: &str| name != "gone";
    let paths =
        ["crates/api/src/a.rs", "README.md", "crates/gone/src/lib.rs", "xtask/src/main.rs", "crates/api/b"];
    let touched = Touched::of_paths(paths.into_iter(), exists);
    assert_eq!(touched, Touched::Crates(BTreeSet::from(["api".to_owned(), "xtask".to_owned()])));
    assert_eq!(Touched::of_paths(["crates/api/a", "Cargo.lock"].into_iter(), exists), Touched::Workspace);
    assert!(Touched::of_paths(["docs/a.md"].into_iter(), exists).is_empty());
}
