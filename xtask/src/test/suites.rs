//! Real clients against the real binary: every `tests/*/suite.toml` is one suite.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use toml::{Table, Value};

use super::counts::Counts;
use super::install::{self, Debian, Prepared};
use super::steps::Steps;
use super::{Extent, Request};
use crate::failure::Failure;
use crate::process::{self, Ended, Show};

const BUILD_LIMIT: Duration = Duration::from_mins(40);
/// As many suites side by side as the smallest machine has cores.
const SIDE_BY_SIDE: usize = 2;
/// The folder beside the suites with the Python modules that they share.
const SHARED: &str = "lib";

/// What `suite.toml` says. Every key is described in `tests/README.md`.
#[derive(Debug, PartialEq, Eq)]
pub struct Suite {
    pub name: String,
    folder: PathBuf,
    /// Program and arguments; a program of the suite's own environment is found first.
    command: Vec<String>,
    timeout: Duration,
    /// May run while another suite does.
    parallel: bool,
    /// Runs with `--long` only.
    long: bool,
    /// File of Python requirements in the folder.
    python: Option<String>,
    /// Whether the folder has a `package.json` with its lock file.
    npm: bool,
    debian: Vec<String>,
    /// Programs that must be there; if all are, the Debian packages are not asked for.
    binaries: Vec<String>,
}

/// Runs those of the suites that are asked for.
pub fn run_all(root: &Path, suites: Vec<Suite>, request: &Request, steps: &mut Steps) -> Result<(), Failure> {
    let wanted: Vec<Suite> = suites
        .into_iter()
        .filter(|suite| request.extent == Extent::Long || !suite.long)
        .filter(|suite| request.filter.as_ref().is_none_or(|filter| suite.name.contains(filter)))
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let build = ["build", "--locked", "-p", "server", "--bin", "countersign"];
    steps.check("build countersign", &mut process::cargo(root, &build), BUILD_LIMIT)?;
    let target = process::target(root);
    let mut debian = Debian::default();
    let (mut parallel, mut alone) = (Vec::new(), Vec::new());
    for suite in wanted {
        let name = suite.name.clone();
        if let Some(command) = steps.prepare(&name, || prepare(&suite, &target, &mut debian))? {
            if suite.parallel { &mut parallel } else { &mut alone }.push((suite, command));
        }
    }
    for (suite, ended) in run_beside(parallel)? {
        record(steps, &suite, &ended);
    }
    for (suite, mut command) in alone {
        let ended = process::stream(&mut command, Show::Lines(&suite.name), suite.timeout)?;
        record(steps, &suite, &ended);
    }
    Ok(())
}

/// A suite passes when it says so in its last line, and leaves with a matching exit code.
fn record(steps: &mut Steps, suite: &Suite, ended: &Ended) {
    let mut counts = Counts::of_suite(&ended.lines).unwrap_or(Counts::FAILED);
    if !ended.success && counts.failed == 0 {
        counts.add(Counts::FAILED);
    }
    steps.record(&suite.name, ended.took, counts);
}

fn run_beside(suites: Vec<(Suite, Command)>) -> Result<Vec<(Suite, Ended)>, Failure> {
    let waiting = Mutex::new(suites.into_iter());
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((suite, mut command)) = next else { break };
                    let ended = process::stream(&mut command, Show::Lines(&suite.name), suite.timeout);
                    let ended = ended.map(|ended| (suite, ended));
                    done.lock().unwrap_or_else(PoisonError::into_inner).push(ended);
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
}

/// Installs what the suite needs and gives the command to run it.
fn prepare(suite: &Suite, target: &Path, debian: &mut Debian) -> Result<Prepared<Command>, Failure> {
    let missing = |suite: &Suite| suite.binaries.iter().find(|program| !process::on_path(program)).cloned();
    if (suite.binaries.is_empty() || missing(suite).is_some())
        && let Prepared::Missing(reason) = debian.install(&suite.debian)?
    {
        return Ok(Prepared::Missing(reason));
    }
    if let Some(program) = missing(suite) {
        return Ok(Prepared::Missing(format!("needs the program `{program}`")));
    }
    let mut path: Vec<PathBuf> = Vec::new();
    let mut folder = suite.folder.clone();
    if let Some(requirements) = &suite.python {
        match install::python(target, &suite.name, &suite.folder.join(requirements))? {
            Prepared::Missing(reason) => return Ok(Prepared::Missing(reason)),
            Prepared::Ready(place) => path.push(place.join("bin")),
        }
    }
    if suite.npm {
        match install::npm(target, &suite.name, &suite.folder)? {
            Prepared::Missing(reason) => return Ok(Prepared::Missing(reason)),
            Prepared::Ready(place) => {
                path.push(place.join("node_modules/.bin"));
                folder = place;
            }
        }
    }
    command(suite, target, &folder, path).map(Prepared::Ready)
}

fn command(suite: &Suite, target: &Path, folder: &Path, mut path: Vec<PathBuf>) -> Result<Command, Failure> {
    let scratch = target.join(format!("suite-{}", suite.name));
    if scratch.exists() {
        fs::remove_dir_all(&scratch).map_err(|cause| Failure::files(&scratch, &cause))?;
    }
    fs::create_dir_all(&scratch).map_err(|cause| Failure::files(&scratch, &cause))?;
    path.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths).collect::<Vec<_>>());
    let path = std::env::join_paths(path).map_err(|cause| Failure::data("PATH", cause))?;
    // `env` looks the program up in the PATH it is given, which is the suite's.
    let mut command = process::tethered("env");
    command.args(&suite.command).current_dir(folder);
    command
        .env("PATH", path)
        .env("PYTHONPATH", suite.folder.with_file_name(SHARED))
        .env("PYTHONUNBUFFERED", "1")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("COUNTERSIGN_BIN", target.join("debug/countersign"))
        .env("SUITE_SCRATCH", scratch);
    Ok(command)
}

/// The suites in the repository, by name.
pub fn find(root: &Path) -> Result<Vec<Suite>, Failure> {
    let tests = root.join("tests");
    let mut suites = Vec::new();
    for entry in fs::read_dir(&tests).into_iter().flatten().flatten() {
        let file = entry.path().join("suite.toml");
        if file.is_file() {
            let text = fs::read_to_string(&file).map_err(|cause| Failure::files(&file, &cause))?;
            suites.push(Suite::parse(&entry.path(), &text)?);
        }
    }
    suites.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(suites)
}

impl Suite {
    /// Reads one `suite.toml`; a key that nobody knows is an error, since it would be silently without effect.
    pub fn parse(folder: &Path, text: &str) -> Result<Self, Failure> {
        const KNOWN: &[&str] = &[
            "name",
            "command",
            "timeout-seconds",
            "parallel",
            "long",
            "python",
            "npm",
            "debian",
            "binaries",
        ];
        let wrong = |cause: String| Failure::data(folder.join("suite.toml").display(), cause);
        let table: Table = text.parse().map_err(|cause: toml::de::Error| wrong(cause.to_string()))?;
        if let Some(unknown) = table.keys().find(|key| !KNOWN.contains(&key.as_str())) {
            return Err(wrong(format!("`{unknown}` is not one of {}", KNOWN.join(", "))));
        }
        let name =
            table.get("name").and_then(Value::as_str).ok_or_else(|| wrong("needs `name`".to_owned()))?;
        let command = words(&table, "command");
        if command.is_empty() {
            return Err(wrong("needs `command`, a list of words".to_owned()));
        }
        let seconds =
            table.get("timeout-seconds").and_then(Value::as_integer).and_then(|n| u64::try_from(n).ok());
        let flag = |key: &str| table.get(key).and_then(Value::as_bool).unwrap_or(false);
        Ok(Self {
            name: name.to_owned(),
            folder: folder.to_owned(),
            command,
            timeout: Duration::from_secs(seconds.ok_or_else(|| wrong("needs `timeout-seconds`".to_owned()))?),
            parallel: flag("parallel"),
            long: flag("long"),
            python: table.get("python").and_then(Value::as_str).map(str::to_owned),
            npm: flag("npm"),
            debian: words(&table, "debian"),
            binaries: words(&table, "binaries"),
        })
    }
}

fn words(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
