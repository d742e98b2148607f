//! `cargo xtask test`: format, lints, house rules, Rust tests, then real clients against the real binary.

mod counts;
mod install;
mod postgres;
mod steps;
mod suites;
#[cfg(test)]
mod tests;
mod touched;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use crate::failure::Failure;
use crate::process;
use crate::term;
use crate::tidy;
pub use counts::Counts;
use install::Debian;
use steps::Steps;
use touched::Touched;

/// No single step may take longer; continuous integration ends a run at 90 minutes.
const STEP_LIMIT: Duration = Duration::from_mins(40);

/// How much is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// For every commit: static checks and the tests of the touched crates.
    Quick,
    /// What continuous integration runs.
    Plain,
    /// Also the tests marked `#[ignore]` and the suites marked `long`.
    Long,
}

#[derive(Debug, PartialEq, Eq)]
struct Request {
    extent: Extent,
    filter: Option<String>,
}

pub fn command(root: &Path, arguments: &[String]) -> Result<ExitCode, Failure> {
    let request = parse(arguments)?;
    let mut steps = Steps::new(std::env::var("CI").is_ok_and(|set| set == "true"));
    // With a filter the question is whether these tests pass, not whether the house is tidy.
    if request.filter.is_none() {
        static_checks(root, &request, &mut steps)?;
    }
    match request.extent {
        Extent::Quick => touched_tests(root, &request, &mut steps)?,
        Extent::Plain | Extent::Long => {
            let suites = suites::find(root)?;
            // Whoever names one suite does not want to wait for every Rust test to compile.
            if !suites.iter().any(|suite| request.filter.as_ref() == Some(&suite.name)) {
                workspace_tests(root, &request, &mut steps)?;
            }
            suites::run_all(root, suites, &request, &mut steps)?;
        }
    }
    match request.filter {
        Some(filter) if steps.ran_nothing() => {
            Err(Failure::usage(format!("no test's name contains `{filter}`")))
        }
        _ => Ok(steps.finish()),
    }
}

fn parse(arguments: &[String]) -> Result<Request, Failure> {
    let mut request = Request { extent: Extent::Plain, filter: None };
    for argument in arguments {
        match argument.as_str() {
            "--quick" => request.extent = Extent::Quick,
            "--long" => request.extent = Extent::Long,
            flag if flag.starts_with('-') => {
                return Err(Failure::usage(format!(
                    "`{flag}`: usage: cargo xtask test [--quick|--long] [FILTER]"
                )));
            }
            filter if request.filter.is_none() => request.filter = Some(filter.to_owned()),
            more => {
                return Err(Failure::usage(format!("one filter at a time, and `{more}` is a second one")));
            }
        }
    }
    Ok(request)
}

fn static_checks(root: &Path, request: &Request, steps: &mut Steps) -> Result<(), Failure> {
    steps.check("fmt", &mut process::cargo(root, &["fmt", "--all", "--check"]), STEP_LIMIT)?;
    steps.own("tidy", || {
        let findings = tidy::inspect(root)?;
        for finding in &findings {
            term::line(&finding.to_string());
        }
        Ok(findings.is_empty())
    })?;
    let mut clippy = process::cargo(root, &["clippy", "--locked", "--all-targets"]);
    let packages = match request.extent {
        Extent::Quick => touched::crates(root)?,
        Extent::Plain | Extent::Long => Touched::Workspace,
    };
    if packages.is_empty() {
        return Ok(());
    }
    packages.add_to(&mut clippy);
    clippy.args(["--", "-D", "warnings"]);
    steps.check("clippy", &mut clippy, STEP_LIMIT)
}

fn touched_tests(root: &Path, request: &Request, steps: &mut Steps) -> Result<(), Failure> {
    let touched = touched::crates(root)?;
    if touched.is_empty() {
        term::line("no crate differs from main: no tests to run");
        return Ok(());
    }
    let mut command = runner(root, request, &touched);
    steps.counted("tests of touched crates", &mut command, STEP_LIMIT)
}

fn workspace_tests(root: &Path, request: &Request, steps: &mut Steps) -> Result<(), Failure> {
    let database = steps.prepare("postgresql", || postgres::start(&mut Debian::default()))?;
    let mut command = runner(root, request, &Touched::Workspace);
    if let Some(database) = &database {
        command.env(postgres::ADDRESS, database.address());
    }
    steps.counted("tests", &mut command, STEP_LIMIT)?;
    let mut examples = process::cargo(root, &["test", "--locked", "--workspace", "--doc", "--no-fail-fast"]);
    examples.args(request.filter.iter());
    steps.counted("examples in the documentation", &mut examples, STEP_LIMIT)?;
    if request.extent == Extent::Long && request.filter.is_none() {
        // A workspace of its own, so that its needs are nobody else's; a target that does not compile finds nothing.
        let fuzz = ["check", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--target-dir"];
        let mut command = process::cargo(root, &fuzz);
        command.arg(process::target(root).join("fuzz"));
        steps.check("fuzz targets compile", &mut command, STEP_LIMIT)?;
    }
    Ok(())
}

/// The faster test runner where there is one; the plain one counts the same.
fn runner(root: &Path, request: &Request, packages: &Touched) -> Command {
    let long = request.extent == Extent::Long;
    let nextest = process::on_path("cargo-nextest");
    let mut command = if nextest {
        let mut command =
            process::cargo(root, &["nextest", "run", "--locked", "--no-fail-fast", "--no-tests", "pass"]);
        command.args(["--status-level", "slow", "--final-status-level", "fail", "--hide-progress-bar"]);
        command
    } else {
        process::cargo(root, &["test", "--locked", "--no-fail-fast", "--tests"])
    };
    packages.add_to(&mut command);
    command.args(request.filter.iter());
    match (long, nextest) {
        (false, _) => &mut command,
        (true, true) => command.args(["--run-ignored", "all"]),
        (true, false) => command.args(["--", "--include-ignored"]),
    };
    command
}
