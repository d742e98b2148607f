//! Smart lockout: counters per account and per kind of place.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether the account was used successfully from this network before.
///
/// Counters are kept apart so that a stranger's guesses do not lock the owner out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// A network from which the account signed in before.
    Familiar,
    /// Any other.
    Unfamiliar,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Guess {
    /// Wrong passwords, per place.
    Password,
    /// Wrong second factors, per user whatever the place.
    SecondFactor,
}

/// The failures of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lockout {
    /// Failures since the last success.
    pub failures: u32,
    /// How often the account was locked since the last success.
    pub locks: u32,
    /// Until when nothing is tried.
    pub locked_until: Option<Timestamp>,
    /// Keyed hashes of the last three wrong passwords: repeating one of them does not count again.
    pub recent_wrong: Vec<[u8; 32]>,
}

impl Lockout {
    /// Whether attempts are refused at `now`.
    pub fn is_locked(&self, now: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }
}
