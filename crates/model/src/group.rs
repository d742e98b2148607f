//! Groups of users (Graph `group`).

use crate::GroupId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A group of users of one tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// The name people see.
    pub display_name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// Grows with every change of the row.
    pub version: i64,
}
