//! `cargo xtask mutants`: puts named faults into the code, one at a time, and asks whether the tests notice.
//!
//! A fault is chosen by hand, where a mistake would cost most, and names the tests that must fail. It is put into a
//! scratch copy with a target folder of its own, so neither the work tree nor its builds are disturbed.

mod faults;
mod scratch;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use crate::clock;
use crate::failure::Failure;
use crate::process::{self, Show};
use crate::term;

pub use faults::Fault;
use scratch::Scratch;

/// Compiling everything the first time takes minutes.
const BUILD_LIMIT: Duration = Duration::from_mins(40);
/// A fault may make a loop endless, which is noticed too.
const RUN_LIMIT: Duration = Duration::from_mins(5);
const FOLDER: &str = "xtask/mutants";

/// What became of a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    Caught,
    /// The tests that should notice pass all the same.
    Survived,
    /// The text to replace is not there exactly once.
    DoesNotApply(String),
    /// The compiler noticed; then the fault says nothing about the tests, and must be written otherwise.
    DoesNotBuild,
    /// The tests do not pass, or there are none, even without the fault.
    NoBaseline(String),
}

impl Fate {
    fn told(&self) -> String {
        match self {
            Self::Caught => "caught".to_owned(),
            Self::Survived => "SURVIVED".to_owned(),
            Self::DoesNotApply(why) => format!("does not apply: {why}"),
            Self::DoesNotBuild => "does not build".to_owned(),
            Self::NoBaseline(why) => format!("no baseline: {why}"),
        }
    }
}

pub fn command(root: &Path, arguments: &[String]) -> Result<ExitCode, Failure> {
    let filter = match arguments {
        [] => None,
        [filter] if !filter.starts_with('-') => Some(filter.as_str()),
        _ => return Err(Failure::usage("usage: cargo xtask mutants [FILTER]")),
    };
    let faults: Vec<Fault> = faults::load(&root.join(FOLDER))?
        .into_iter()
        .filter(|fault| filter.is_none_or(|filter| fault.name.contains(filter)))
        .collect();
    if faults.is_empty() {
        term::line(&format!("no fault to try: {FOLDER}/*.toml lists them"));
        return Ok(if filter.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    }
    let target = process::target(root).join("mutants");
    let scratch = Scratch::copy(root, &target.join("tree"))?;
    let runner = Cargo { folder: target.join("tree"), target: target.join("target") };
    let fates = try_all(&faults, &scratch, &runner)?;
    Ok(report(&faults, &fates))
}

/// Compiles and runs tests of a tree.
trait Runner {
    fn builds(&self, packages: &[String]) -> Result<bool, Failure>;
    /// Gives (whether they passed, how many ran).
    fn passes(&self, packages: &[String], filter: &str) -> Result<(bool, usize), Failure>;
}

fn try_all(faults: &[Fault], scratch: &Scratch, runner: &impl Runner) -> Result<Vec<Fate>, Failure> {
    let mut baselines: BTreeMap<(&[String], &str), Option<Fate>> = BTreeMap::new();
    let mut fates = Vec::new();
    for (index, fault) in faults.iter().enumerate() {
        let started = clock::now();
        let key = (fault.packages.as_slice(), fault.tests.as_str());
        let known = match baselines.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(baseline(fault, runner)?),
        };
        let fate = match known {
            Some(bad) => bad.clone(),
            None => try_one(fault, scratch, runner)?,
        };
        let took = clock::spoken(started.elapsed());
        term::line(&format!("[{}/{}] {}: {} ({took})", index + 1, faults.len(), fault.name, fate.told()));
        fates.push(fate);
    }
    Ok(fates)
}

/// A test that fails anyway, or is not there, would make every fault look caught or harmless.
fn baseline(fault: &Fault, runner: &impl Runner) -> Result<Option<Fate>, Failure> {
    let named = format!("`{}` of {}", fault.tests, fault.packages.join(", "));
    Ok(match runner.passes(&fault.packages, &fault.tests)? {
        (true, 0) => Some(Fate::NoBaseline(format!("no test is called {named}"))),
        (true, _) => None,
        (false, _) => Some(Fate::NoBaseline(format!("the tests {named} fail without the fault"))),
    })
}

fn try_one(fault: &Fault, scratch: &Scratch, runner: &impl Runner) -> Result<Fate, Failure> {
    let healthy = scratch.read(&fault.file)?;
    let faulty = match fault.apply(&healthy) {
        Ok(faulty) => faulty,
        Err(why) => return Ok(Fate::DoesNotApply(why)),
    };
    scratch.write(&fault.file, &faulty)?;
    let fate = judge(fault, runner);
    scratch.write(&fault.file, &healthy)?;
    fate
}

fn judge(fault: &Fault, runner: &impl Runner) -> Result<Fate, Failure> {
    if !runner.builds(&fault.packages)? {
        return Ok(Fate::DoesNotBuild);
    }
    let (passed, _) = runner.passes(&fault.packages, &fault.tests)?;
    Ok(if passed { Fate::Survived } else { Fate::Caught })
}

fn report(faults: &[Fault], fates: &[Fate]) -> ExitCode {
    let caught = fates.iter().filter(|fate| **fate == Fate::Caught).count();
    let survived = fates.iter().filter(|fate| **fate == Fate::Survived).count();
    let unclear = fates.len() - caught - survived;
    for (fault, fate) in faults.iter().zip(fates).filter(|(_, fate)| **fate != Fate::Caught) {
        term::line(&format!("{}: {}\n    {}: {}", fault.name, fate.told(), fault.file, fault.why));
    }
    term::line(&format!("{caught} caught, {survived} survived, {unclear} in error"));
    if caught == fates.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The real runner.
struct Cargo {
    folder: std::path::PathBuf,
    target: std::path::PathBuf,
}

impl Cargo {
    fn test(&self, packages: &[String]) -> Command {
        let mut command = process::cargo(&self.folder, &["test", "--locked", "--no-fail-fast", "--tests"]);
        for package in packages {
            command.args(["-p", package]);
        }
        command.env("CARGO_TARGET_DIR", &self.target);
        command
    }
}

impl Runner for Cargo {
    fn builds(&self, packages: &[String]) -> Result<bool, Failure> {
        let mut command = self.test(packages);
        Ok(process::stream(command.arg("--no-run"), Show::Nothing, BUILD_LIMIT)?.success)
    }

    fn passes(&self, packages: &[String], filter: &str) -> Result<(bool, usize), Failure> {
        // Compiled first, so that the limit is for the tests alone.
        if !self.builds(packages)? {
            return Ok((false, 0));
        }
        let mut command = self.test(packages);
        let ended = process::stream(command.arg(filter), Show::Nothing, RUN_LIMIT)?;
        Ok((ended.success, crate::test::Counts::of_runner(&ended.lines).map_or(0, |counts| counts.passed)))
    }
}
