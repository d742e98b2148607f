//! The audit log: one entry per administrative change (Graph `directoryAudit`).

use crate::{AuditId, Uuid};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum Actor {
    /// Nobody is authenticated yet.
    Anonymous,
    /// A user.
    User {
        /// The user's id.
        id: Uuid,
        /// The user's name.
        name: String,
    },
    /// An application without a user.
    Application {
        /// The service principal's id.
        id: Uuid,
        /// Its name.
        name: String,
    },
    /// Somebody at the machine's own command line.
    Operator {
        /// `operator@host`.
        name: String,
    },
    /// The server itself.
    Job {
        /// The job's name.
        name: String,
    },
}

/// One administrative change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Its id, ordered by time.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// What was done, in the platform's words, such as `Add user`.
    pub activity: String,
    /// The family of activities, such as `UserManagement`.
    pub category: String,
    /// Who did it.
    pub actor: Actor,
    /// What it was done to: its kind, id and name.
    pub targets: Vec<AuditTarget>,
    /// Ties entries of one request together.
    pub correlation_id: Uuid,
    /// Where the request came from.
    pub address: Option<String>,
    /// Whether it was done, or refused and why.
    pub result: AuditResult,
}

/// What an administrative change was done to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditTarget {
    /// `User`, `Application`, `Role`, …
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Changed properties with old and new values, never a secret.
    pub changes: Vec<PropertyChange>,
}

/// One changed property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PropertyChange {
    /// Which.
    pub name: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// How an administrative change ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "result", content = "reason")]
pub enum AuditResult {
    /// Done.
    Success,
    /// Refused, and why.
    Failure(String),
}
