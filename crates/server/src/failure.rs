//! Why a command did not do what it was asked: the cause, the next step, and the exit code.

use app::Fault;
use serde::{Deserialize, Serialize};
use std::process::ExitCode;
use store::StoreError;

/// A command's failure as people and programs are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind it is; decides the exit code.
    #[serde(rename = "code")]
    pub kind: Kind,
    /// What went wrong.
    #[serde(rename = "message")]
    pub cause: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Kinds of failure, one exit code each (see [`EXIT_CODES`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// The command is understood and cannot be carried out as it stands.
    Refused,
    /// Wrong arguments or a wrong configuration.
    Usage,
    /// What the command names does not exist.
    NotFound,
    /// It exists already, or somebody else changed it first.
    Conflict,
    /// The data directory, the store, a port or the server cannot be used.
    Unavailable,
    /// A check found something to do.
    Findings,
}

/// The exit codes, for `--help`.
pub const EXIT_CODES: &str = "Exit codes:
  0  done
  1  refused: the command is understood and cannot be carried out as it stands
  2  wrong arguments or configuration
  3  what the command names does not exist
  4  it exists already, or somebody else changed it first
  5  the data directory, the store, a port or the server cannot be used
  6  a check (doctor, migrate --check) found something to do";

impl Kind {
    /// The process's exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Refused => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Conflict => 4,
            Self::Unavailable => 5,
            Self::Findings => 6,
        }
    }
}

impl Failure {
    fn new(kind: Kind, cause: impl Into<String>, next: &str) -> Self {
        Self { kind, cause: cause.into(), next: (!next.is_empty()).then(|| next.to_owned()) }
    }

    /// Cannot be carried out as it stands.
    pub fn refused(cause: impl Into<String>, next: &str) -> Self {
        Self::new(Kind::Refused, cause, next)
    }

    /// Wrong arguments or configuration.
    pub fn usage(cause: impl Into<String>, next: &str) -> Self {
        Self::new(Kind::Usage, cause, next)
    }

    /// No such thing.
    pub fn not_found(cause: impl Into<String>, next: &str) -> Self {
        Self::new(Kind::NotFound, cause, next)
    }

    /// Exists already.
    pub fn conflict(cause: impl Into<String>, next: &str) -> Self {
        Self::new(Kind::Conflict, cause, next)
    }

    /// Something the command stands on cannot be used.
    pub fn unavailable(cause: impl Into<String>, next: &str) -> Self {
        Self::new(Kind::Unavailable, cause, next)
    }

    /// A check found something to do.
    pub fn findings(cause: impl Into<String>, next: &str) -> Self {
        Self::new(Kind::Findings, cause, next)
    }

    /// The process's exit code.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.kind.exit_code())
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.cause)?;
        match &self.next {
            Some(next) => write!(f, "\n  next: {next}"),
            None => Ok(()),
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let text = fault.to_string();
        match fault {
            Fault::Store(error) => error.into(),
            Fault::Overloaded { .. } => Self::unavailable(text, "try again in a moment"),
            Fault::Corrupt(_) => Self::unavailable(text, "run `countersign doctor`, or restore a backup"),
            Fault::Invalid(_) => Self::refused(text, ""),
            Fault::NotFound(_) => Self::not_found(text, ""),
            Fault::Conflict(_) => Self::conflict(text, ""),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let next = match &error {
            StoreError::AlreadyOpen(_) => {
                "stop the server that uses it, or let it answer through its control socket"
            }
            StoreError::NewerSchema { .. } => "use the newer program, or restore a backup made with this one",
            StoreError::WrongMasterKey => "put back the master.key that this store was made with",
            StoreError::Overloaded | StoreError::Deadline => "try again in a moment",
            StoreError::Corrupt(_) => "run `countersign doctor`, or restore a backup",
            _ => {
                "look at the free space and the permissions of the data directory, then run `countersign doctor`"
            }
        };
        Self::unavailable(error.to_string(), next)
    }
}

/// An input or output failure of the file system, with the path it happened at.
pub fn io(what: &str, path: &std::path::Path, error: &std::io::Error, next: &str) -> Failure {
    Failure::unavailable(format!("{what} {}: {error}", path.display()), next)
}
