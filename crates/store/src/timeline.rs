//! Periods of logs that are keyed by time-ordered ids.

use model::{Timestamp, Uuid};

#[cfg(test)]
mod tests;

/// How far an entry's id may be from its time, in milliseconds: ids are drawn with the time of the request.
const SLACK: i64 = 3_600_000;

/// A period as bounds on ids, which the key serves, and on times, which are exact.
#[derive(Debug)]
pub(crate) struct Window {
    /// Ids from this one on.
    pub from: Uuid,
    /// Ids below this one.
    pub below: Uuid,
    /// Times from this one on, in microseconds since the epoch.
    pub at_from: i64,
    /// Times before this one, in microseconds since the epoch.
    pub at_before: i64,
}

impl Window {
    /// The period between two moments, the first included; and before one of its entries.
    pub(crate) fn new(from: Option<Timestamp>, to: Option<Timestamp>, before: Option<Uuid>) -> Self {
        let lowest = from.map_or(Uuid::nil(), |from| first_id(from, -SLACK));
        let highest = to.map_or(Uuid::max(), |to| first_id(to, SLACK));
        Self {
            from: lowest,
            below: before.map_or(highest, |before| before.min(highest)),
            at_from: from.map_or(i64::MIN, Timestamp::as_microsecond),
            at_before: to.map_or(i64::MAX, Timestamp::as_microsecond),
        }
    }
}

/// The lowest time-ordered id (UUID version 7) of a moment, some milliseconds on.
fn first_id(at: Timestamp, later: i64) -> Uuid {
    let millis = u64::try_from(at.as_millisecond() + later).unwrap_or(0);
    Uuid::from_u128(u128::from(millis) << 80)
}
