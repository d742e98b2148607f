//! Timestamps as Graph writes them: ISO 8601 in UTC with `Z`, to the millisecond, without a fraction that is zero.
//!
//! For serde: `#[serde(with = "protocol::graph_time")]` and, for `Option`, `#[serde(with = "…::graph_time::option")]`.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serializer};

/// `2026-01-09T02:02:12Z` or `2026-01-09T02:02:12.345Z`. Digits after the milliseconds are cut off.
pub fn format(at: Timestamp) -> String {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at).to_string()
}

/// Serialises as [`format()`] does.
pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format(*at))
}

/// Reads any ISO 8601 instant with an offset.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    Timestamp::deserialize(deserializer)
}

/// The same for `Option<Timestamp>`; absent is `null`.
pub mod option {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Serialises as [`format()`](super::format()) does, or `null`.
    pub fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => super::serialize(at, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads an instant or `null`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        Option::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests;
