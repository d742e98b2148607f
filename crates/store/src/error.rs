//! What can go wrong with the store, named after causes.

use std::path::PathBuf;

/// Why the store did not do what it was asked. Cheap to clone: a transaction remembers its first error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The engine cannot serve: full disk, lost connection, endless conflicts. Nothing was acknowledged;
    /// when a connection breaks during `COMMIT`, the outcome is unknown.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// The queue in front of the engine is full: try again later.
    #[error("the store is overloaded")]
    Overloaded,
    /// A unique key or index refuses the row. `on` names the columns (`users.tenant_id, users.upn`), or the
    /// index when it is built on an expression; it never contains values.
    #[error("a row with the same {on} exists")]
    Unique {
        /// Columns or index that must be unique.
        on: String,
    },
    /// A `NOT NULL`, `CHECK` or foreign key refuses the row.
    #[error("a constraint refuses the row: {0}")]
    Constraint(String),
    /// A scan or statement took longer than it may.
    #[error("the store passed its deadline")]
    Deadline,
    /// Stored data has not the expected shape, or a sealed value does not open.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
    /// The engine asked for the transaction to run again. Closures pass it up; the store does the rest.
    #[error("the transaction must run again")]
    Rerun,
    /// The closure panicked; its transaction was rolled back.
    #[error("a store job panicked: {0}")]
    Panicked(String),
    /// The engine refuses a statement: a programming error.
    #[error("the engine refuses a statement: {0}")]
    Statement(String),
    /// Another process has this data directory open.
    #[error("{} is open in another process", .0.display())]
    AlreadyOpen(PathBuf),
    /// The schema was made by a newer program; an older one must not write into it.
    #[error("the schema is at step {found}, this program knows steps up to {known}: use the newer program")]
    NewerSchema {
        /// Highest step found in the store.
        found: i64,
        /// Highest step this program knows.
        known: i64,
    },
    /// The master key is not the one this store was made with.
    #[error("the master key does not belong to this store")]
    WrongMasterKey,
    /// The engine in use cannot do this at all.
    #[error("{0}")]
    Unsupported(&'static str),
}

impl StoreError {
    /// Whether a unique key that includes `column` (bare name) refused the row.
    pub fn is_unique_on(&self, column: &str) -> bool {
        match self {
            Self::Unique { on } => on.split(", ").any(|part| part.rsplit('.').next() == Some(column)),
            _ => false,
        }
    }

    /// Whether the connection or the transaction itself can no longer be trusted.
    pub(crate) fn breaks_engine(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

/// An input or output failure of the file system around the store.
pub(crate) fn unavailable(what: &str, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("{what}: {error}"))
}
