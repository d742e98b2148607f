//! Running the server, the load generator and the limits, each on its core.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::rows::{Kind, Limit, Load, Plan, Row, Source};
use crate::clock;
use crate::failure::Failure;
use crate::process::{self, Show};

const SERVER_CORE: &str = "0";
const LOAD_CORE: &str = "1";
const BUILD_LIMIT: Duration = Duration::from_hours(1);
const READY_LIMIT: Duration = Duration::from_mins(1);
/// What a load generator may take beyond the time it was told to measure.
const SLACK: Duration = Duration::from_mins(1);

/// One row's figures, medians of all runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    One(f64),
    /// Milliseconds.
    Percentiles {
        p50: f64,
        p99: f64,
    },
    /// A throughput, and the one it is compared with.
    Against {
        figure: f64,
        base: f64,
    },
}

pub struct Bench<'a> {
    plan: &'a Plan,
    runs: usize,
    seconds: u64,
    release: PathBuf,
    scratch: PathBuf,
    /// Measured when the first row asks.
    limits: BTreeMap<String, Result<f64, String>>,
    /// What `crypto_limits` printed, once it ran.
    crypto: Option<Result<Value, String>>,
}

impl<'a> Bench<'a> {
    /// Builds what is measured and what measures. A load generator that is not there costs rows, not the run.
    pub fn build(root: &Path, plan: &'a Plan, runs: usize, seconds: u64) -> Result<Self, Failure> {
        let target = process::target(root);
        for (needed, arguments) in [
            (true, ["-p", "server", "--bin", "countersign"]),
            (false, ["-p", "testkit", "--bin", "loadgen"]),
            (false, ["-p", "crypto", "--example", "crypto_limits"]),
        ] {
            let mut command = process::cargo(root, &["build", "--locked", "--release"]);
            let built = process::stream(command.args(arguments), Show::Lines("build"), BUILD_LIMIT)?;
            if needed && !built.success {
                return Err(Failure::program("countersign does not build"));
            }
        }
        let scratch = target.join("bench");
        let release = target.join("release");
        Ok(Self { plan, runs, seconds, release, scratch, limits: BTreeMap::new(), crypto: None })
    }

    /// The row's figure, or why there is none.
    pub fn row(&mut self, row: &Row) -> Result<Figure, String> {
        if let Some(name) = &row.limit
            && !self.limits.contains_key(name)
        {
            let plan = self.plan;
            let limit = plan.limits.get(name).ok_or_else(|| format!("no limit `{name}`"))?;
            let measured = self.limit(limit);
            self.limits.insert(name.clone(), measured);
        }
        match &row.kind {
            Kind::Throughput(load) => self.throughput(&row.server, load).map(Figure::One),
            Kind::Latency(load) => self.latency(&row.server, load),
            Kind::Scaling { fewer, more } => {
                let base = self.throughput(&row.server, fewer)?;
                let more = Load { connections: *more, ..fewer.clone() };
                Ok(Figure::Against { figure: self.throughput(&row.server, &more)?, base })
            }
            Kind::Start => self.start(&row.server),
            Kind::Memory(load) => self.memory(&row.server, load.as_ref()),
            Kind::Size => self.size(),
        }
    }

    /// What the row's limit was found to be, and what it is.
    pub fn limit_of(&self, row: &Row) -> Option<(String, Result<f64, String>)> {
        let name = row.limit.as_ref()?;
        let limit = self.plan.limits.get(name)?;
        Some((limit.what.clone(), self.limits.get(name)?.clone()))
    }

    fn limit(&mut self, limit: &Limit) -> Result<f64, String> {
        let per_second = match &limit.source {
            Source::Crypto(operation) => self.crypto_limit(operation)?,
            Source::Bare => self.bare_limit()?,
        };
        Ok(per_second / limit.divided_by)
    }

    /// All operations are measured in one go, where they take turns; the best of twenty slices counts.
    fn crypto_limit(&mut self, operation: &str) -> Result<f64, String> {
        if self.crypto.is_none() {
            let mut command = pinned(SERVER_CORE, &self.release.join("examples/crypto_limits"));
            command.args(["--seconds", &self.seconds.to_string()]);
            self.crypto = Some(self.json(&mut command));
        }
        let measured = self.crypto.as_ref().ok_or("crypto_limits did not run")?;
        number(measured.as_ref().map_err(Clone::clone)?, operation)
    }

    fn bare_limit(&self) -> Result<f64, String> {
        let ready = self.fresh("bare")?.join("ready.json");
        let mut command = pinned(SERVER_CORE, &self.release.join("loadgen"));
        command.arg("--bare").arg("--ready-file").arg(&ready);
        let _server = Server::start(command, &ready)?;
        let load = Load { scenario: "bare".to_owned(), connections: 16, rate: None, arguments: Vec::new() };
        self.repeat(|| number(&self.load(&ready, &load)?, "rps"))
    }

    fn throughput(&self, server: &str, load: &Load) -> Result<f64, String> {
        let (_server, ready) = self.server(server)?;
        self.repeat(|| number(&self.load(&ready, load)?, "rps"))
    }

    fn latency(&self, server: &str, load: &Load) -> Result<Figure, String> {
        let (_server, ready) = self.server(server)?;
        let mut p50 = Vec::new();
        let mut p99 = Vec::new();
        for _ in 0..self.runs {
            let answer = self.load(&ready, load)?;
            p50.push(number(&answer, "p50_ms")?);
            p99.push(number(&answer, "p99_ms")?);
        }
        Ok(Figure::Percentiles { p50: median(p50)?, p99: median(p99)? })
    }

    /// Every start but the first finds its data there.
    fn start(&self, server: &str) -> Result<Figure, String> {
        let folder = self.fresh("start")?;
        drop(self.server_on(server, &folder)?);
        let milliseconds = self.repeat(|| {
            let (server, _) = self.server_on(server, &folder)?;
            Ok(server.ready_after.as_secs_f64() * 1000.0)
        });
        milliseconds.map(Figure::One)
    }

    fn memory(&self, server: &str, load: Option<&Load>) -> Result<Figure, String> {
        let (server, ready) = self.server(server)?;
        let megabytes = self.repeat(|| {
            if let Some(load) = load {
                self.load(&ready, load)?;
            }
            server.resident_megabytes()
        });
        megabytes.map(Figure::One)
    }

    fn size(&self) -> Result<Figure, String> {
        let size = fs::metadata(self.release.join("countersign")).map_err(|cause| cause.to_string())?.len();
        Ok(Figure::One(megabytes(size)))
    }

    fn server(&self, name: &str) -> Result<(Server, PathBuf), String> {
        let folder = self.fresh(name)?;
        self.server_on(name, &folder)
    }

    fn server_on(&self, name: &str, folder: &Path) -> Result<(Server, PathBuf), String> {
        let ready = folder.join("ready.json");
        let _from_the_start_before = fs::remove_file(&ready);
        let mut command = pinned(SERVER_CORE, &self.release.join("countersign"));
        for argument in self.plan.servers.get(name).into_iter().flatten() {
            let data = folder.join("data");
            let filled = argument.replace("{data}", &data.to_string_lossy());
            command.arg(filled.replace("{ready}", &ready.to_string_lossy()));
        }
        Ok((Server::start(command, &ready)?, ready))
    }

    fn fresh(&self, name: &str) -> Result<PathBuf, String> {
        let folder = self.scratch.join(name);
        let _absent = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|cause| format!("{}: {cause}", folder.display()))?;
        Ok(folder)
    }

    fn load(&self, ready: &Path, load: &Load) -> Result<Value, String> {
        let mut command = pinned(LOAD_CORE, &self.release.join("loadgen"));
        command.arg("--ready-file").arg(ready).args(["--scenario", &load.scenario]);
        command.args([
            "--connections",
            &load.connections.to_string(),
            "--seconds",
            &self.seconds.to_string(),
        ]);
        if let Some(rate) = load.rate {
            command.args(["--rate", &rate.to_string()]);
        }
        let answer = self.json(command.args(&load.arguments))?;
        sound(answer)
    }

    fn json(&self, command: &mut Command) -> Result<Value, String> {
        let limit = Duration::from_secs(self.seconds) + SLACK;
        let shown = process::shown(command);
        let ended = process::stream(command, Show::Nothing, limit).map_err(|failure| failure.to_string())?;
        let last = ended.lines.iter().rev().find(|line| !line.is_empty()).cloned().unwrap_or_default();
        if !ended.success {
            return Err(format!("`{shown}` failed: {last}"));
        }
        let json = ended.lines.iter().rev().find_map(|line| serde_json::from_str(line).ok());
        json.ok_or_else(|| format!("`{shown}` ended with {last:?}, which is no JSON"))
    }

    fn repeat(&self, mut once: impl FnMut() -> Result<f64, String>) -> Result<f64, String> {
        let mut figures = Vec::new();
        for _ in 0..self.runs {
            figures.push(once()?);
        }
        median(figures)
    }
}

/// A fast wrong answer is worth nothing, nor is one that left no entry in the log.
pub(super) fn sound(answer: Value) -> Result<Value, String> {
    let errors = number(&answer, "errors")?;
    if errors > 0.0 {
        return Err(format!("{errors} answers were errors"));
    }
    match (number(&answer, "answered"), number(&answer, "recorded")) {
        (Ok(answered), Ok(recorded)) if answered.total_cmp(&recorded).is_ne() => {
            Err(format!("{answered} answers, but {recorded} entries in the sign-in log"))
        }
        _ => Ok(answer),
    }
}

fn number(answer: &Value, key: &str) -> Result<f64, String> {
    answer.get(key).and_then(Value::as_f64).ok_or_else(|| format!("no number `{key}` in {answer}"))
}

pub(super) fn median(mut figures: Vec<f64>) -> Result<f64, String> {
    figures.sort_by(f64::total_cmp);
    let upper = figures.get(figures.len() / 2).copied();
    let lower = figures.get(figures.len().saturating_sub(1) / 2).copied();
    lower.zip(upper).map(|(lower, upper)| f64::midpoint(lower, upper)).ok_or_else(|| "no run".to_owned())
}

#[expect(clippy::cast_precision_loss, reason = "a file of more than 2^52 bytes is not a program")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}

fn pinned(core: &str, program: &Path) -> Command {
    if !process::on_path("taskset") {
        return process::tethered(program);
    }
    let mut command = process::tethered("taskset");
    command.args(["-c", core]).arg(program);
    command
}

/// A server of ours; it ends when this value does.
struct Server {
    child: Child,
    ready_after: Duration,
}

impl Server {
    fn start(mut command: Command, ready: &Path) -> Result<Self, String> {
        let shown = process::shown(&command);
        let started = clock::now();
        let child = process::own_group(&mut command)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|cause| format!("`{shown}` could not be started: {cause}"))?;
        let mut server = Self { child, ready_after: Duration::ZERO };
        while started.elapsed() < READY_LIMIT {
            if ready.is_file() {
                server.ready_after = started.elapsed();
                return Ok(server);
            }
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(format!("`{shown}` ended before it was ready: {status}"));
            }
            clock::pause(Duration::from_micros(200));
        }
        Err(format!("`{shown}` was not ready after {}", clock::spoken(READY_LIMIT)))
    }

    /// `taskset` and `setpriv` become the program they start, so the child's id is the server's.
    fn resident_megabytes(&self) -> Result<f64, String> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(&path).map_err(|cause| format!("{path}: {cause}"))?;
        resident(&status).ok_or_else(|| format!("{path} has no VmRSS"))
    }
}

pub(super) fn resident(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(megabytes(kibibytes * 1024))
}

impl Drop for Server {
    fn drop(&mut self) {
        process::stop(&mut self.child);
    }
}

#[cfg(test)]
mod tests;
