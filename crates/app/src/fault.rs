//! What keeps a use case from deciding at all. A decision against the caller is a verdict, not a fault.

use model::verdict::Cause;
use store::StoreError;

/// The use case could not be carried out; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The store does not answer, or refused the write.
    #[error("the store is unavailable: {0}")]
    Store(#[from] StoreError),
    /// More work than can be queued.
    #[error("too much work; retry in {retry_after_seconds} s")]
    Overloaded {
        /// When to try again.
        retry_after_seconds: u32,
    },
    /// A key, a hash or a record is not what it must be.
    #[error("{0}")]
    Corrupt(String),
    /// The request cannot be carried out as it stands; the text names cause and next step.
    #[error("{0}")]
    Invalid(String),
    /// What the request names does not exist.
    #[error("{0}")]
    NotFound(String),
    /// The thing exists already, or somebody else changed it first.
    #[error("{0}")]
    Conflict(String),
}

impl Fault {
    /// What a client of the identity endpoints is told.
    pub fn cause(&self) -> Cause {
        match self {
            Self::Overloaded { retry_after_seconds } => {
                Cause::Overloaded { retry_after_seconds: *retry_after_seconds }
            }
            Self::Invalid(detail) => Cause::Malformed(detail.clone()),
            Self::Store(_) | Self::Corrupt(_) | Self::NotFound(_) | Self::Conflict(_) => Cause::Unavailable,
        }
    }
}

/// Why a transaction's closure ended without committing.
#[derive(Debug)]
pub(crate) enum Abort {
    /// The configuration changed since the snapshot was compiled: compile again and run again.
    Stale,
    /// Anything else.
    Fault(Fault),
}

impl From<StoreError> for Abort {
    fn from(error: StoreError) -> Self {
        Self::Fault(Fault::Store(error))
    }
}

impl From<Fault> for Abort {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
