//! The configuration file (TOML). Unknown keys and wrong types are refused with line and column.

use super::{Limits, Passwords};
use crate::failure::{Failure, io};
use ipnet::IpNet;
use model::session::SessionLifetimes;
use serde::Deserialize;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The largest configuration file read.
const LARGEST_FILE: u64 = 1024 * 1024;

/// What a configuration file can say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    /// A PostgreSQL connection; absent for the embedded store.
    pub database: Option<String>,
    /// Where the parts listen.
    #[serde(default)]
    pub listen: ListenSection,
    /// The origins that clients see.
    #[serde(default)]
    pub origins: OriginsSection,
    /// The certificate.
    #[serde(default)]
    pub tls: TlsSection,
    /// Bounds of connections and requests.
    #[serde(default)]
    pub limits: LimitsSection,
    /// Cost of passwords.
    #[serde(default)]
    pub passwords: PasswordsSection,
    /// How long browser sessions last.
    #[serde(default)]
    pub sessions: SessionsSection,
}

/// `[listen]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListenSection {
    /// Sign-in pages and token endpoints.
    pub identity: Option<SocketAddr>,
    /// Graph.
    pub graph: Option<SocketAddr>,
    /// The resource manager's stand-ins.
    pub arm: Option<SocketAddr>,
    /// Plain HTTP on loopback.
    #[serde(default)]
    pub insecure_http: bool,
    /// Networks of proxies whose `X-Forwarded-For` is believed.
    #[serde(default)]
    pub trusted_proxies: Vec<IpNet>,
}

/// `[origins]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OriginsSection {
    /// Of the identity endpoints.
    pub identity: Option<String>,
    /// Of Graph.
    pub graph: Option<String>,
    /// Of the resource manager's stand-ins.
    pub arm: Option<String>,
}

/// `[tls]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsSection {
    /// PEM file of the chain.
    pub certificate: Option<PathBuf>,
    /// PEM file of the key.
    pub key: Option<PathBuf>,
}

/// `[limits]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsSection {
    /// Open connections per listener.
    pub connections: Option<usize>,
    /// Bytes of a request's head.
    pub header_bytes: Option<usize>,
    /// Bytes of a request's body.
    pub body_bytes: Option<usize>,
    /// Seconds for one request.
    pub request_seconds: Option<u64>,
}

/// `[passwords]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordsSection {
    /// Memory in KiB.
    pub memory_kib: Option<u32>,
    /// Passes.
    pub iterations: Option<u32>,
    /// Threads that hash.
    pub threads: Option<usize>,
    /// Passwords that may wait for a thread.
    pub queue: Option<usize>,
}

/// `[sessions]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionsSection {
    /// Days since last use of a session that outlives the browser.
    pub persistent_days: Option<i64>,
    /// Hours since last use of one that does not.
    pub browser_hours: Option<i64>,
}

impl ConfigFile {
    /// Reads a file that was named; it must exist.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let about = std::fs::metadata(path)
            .map_err(|error| io("cannot read the configuration", path, &error, "check --config"))?;
        if about.len() > LARGEST_FILE {
            return Err(Failure::usage(
                format!("{} is too large to be a configuration", path.display()),
                "name a TOML file of at most 1 MiB",
            ));
        }
        let text = std::fs::read_to_string(path)
            .map_err(|error| io("cannot read the configuration", path, &error, "check its permissions"))?;
        Self::parse(&text, path)
    }

    /// Reads a file that may be absent.
    pub fn read_if_present(path: &Path) -> Result<Self, Failure> {
        match std::fs::metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            _ => Self::read(path),
        }
    }

    /// Reads a text; `path` is where it came from, relative paths in it start there.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        let mut file: Self = toml::from_str(text).map_err(|error| {
            Failure::usage(
                format!("the configuration {} is wrong: {}", path.display(), error.to_string().trim_end()),
                "correct the line it names",
            )
        })?;
        let beside = path.parent().unwrap_or(Path::new("."));
        for file in [&mut file.tls.certificate, &mut file.tls.key].into_iter().flatten() {
            *file = beside.join(&file);
        }
        Ok(file)
    }
}

impl LimitsSection {
    pub(super) fn checked(&self) -> Result<Limits, Failure> {
        let default = Limits::default();
        let seconds = self.request_seconds.unwrap_or(default.request.as_secs());
        Ok(Limits {
            connections: within("limits.connections", self.connections, 1..=100_000, default.connections)?,
            header_bytes: within(
                "limits.header_bytes",
                self.header_bytes,
                8192..=1_048_576,
                default.header_bytes,
            )?,
            body_bytes: within(
                "limits.body_bytes",
                self.body_bytes,
                16_384..=67_108_864,
                default.body_bytes,
            )?,
            request: Duration::from_secs(within("limits.request_seconds", Some(seconds), 1..=600, seconds)?),
        })
    }
}

impl PasswordsSection {
    /// At least OWASP's second recommendation for argon2id (12 MiB, three passes, or 19 MiB, two).
    pub(super) fn checked(&self) -> Result<Passwords, Failure> {
        let default = Passwords::default();
        Ok(Passwords {
            memory_kib: within(
                "passwords.memory_kib",
                self.memory_kib,
                12_288..=1_048_576,
                default.memory_kib,
            )?,
            iterations: within("passwords.iterations", self.iterations, 2..=16, default.iterations)?,
            threads: within("passwords.threads", self.threads, 1..=256, default.threads)?,
            queue: within("passwords.queue", self.queue, 1..=65_536, default.queue)?,
        })
    }
}

impl SessionsSection {
    pub(super) fn checked(&self) -> Result<SessionLifetimes, Failure> {
        let default = SessionLifetimes::default();
        Ok(SessionLifetimes {
            persistent_days: within(
                "sessions.persistent_days",
                self.persistent_days,
                1..=365,
                default.persistent_days,
            )?,
            browser_hours: within(
                "sessions.browser_hours",
                self.browser_hours,
                1..=720,
                default.browser_hours,
            )?,
        })
    }
}

fn within<T: PartialOrd + Copy + std::fmt::Display>(
    name: &str,
    given: Option<T>,
    range: std::ops::RangeInclusive<T>,
    default: T,
) -> Result<T, Failure> {
    let value = given.unwrap_or(default);
    if range.contains(&value) {
        return Ok(value);
    }
    Err(Failure::usage(
        format!("{name} is {value}"),
        &format!("set it to a value from {} to {}", range.start(), range.end()),
    ))
}
