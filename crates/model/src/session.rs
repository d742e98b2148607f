//! Browser sessions: what lets a user continue an authentication without repeating it.

use crate::method::Proof;
use crate::{SessionId, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A browser session in the user's home tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id (`sid`).
    pub id: SessionId,
    /// HMAC of the secret in the cookie.
    pub secret_hash: [u8; 32],
    /// Whose it is.
    pub user: UserId,
    /// What was proved when it began, and since.
    pub proofs: Vec<Proof>,
    /// When the primary credential was presented (`auth_time`).
    pub authenticated_at: Timestamp,
    /// Whether it outlives the browser.
    pub persistent: bool,
    /// When it was last continued.
    pub last_used_at: Timestamp,
    /// When it was ended, by sign-out or by an administrator.
    pub ended_at: Option<Timestamp>,
    /// Grows with every change.
    pub version: i64,
}

/// Lifetimes of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLifetimes {
    /// Days since last use of a session that outlives the browser.
    pub persistent_days: i64,
    /// Hours since last use of one that does not.
    pub browser_hours: i64,
}

impl Default for SessionLifetimes {
    fn default() -> Self {
        Self { persistent_days: 90, browser_hours: 24 }
    }
}
