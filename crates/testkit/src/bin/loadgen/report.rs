//! The line of JSON that says what came of a run.

use std::time::Duration;

use serde_json::{Value, json};

use crate::load::Tally;

/// `recorded` is the number of entries in the sign-in log, where they can be counted.
pub fn report(scenario: &str, mut tally: Tally, recorded: Option<u64>) -> String {
    tally.latencies.sort_unstable();
    let seconds = tally.measured.as_secs_f64();
    let count = u32::try_from(tally.latencies.len()).unwrap_or(u32::MAX);
    let rps = if seconds > 0.0 { f64::from(count) / seconds } else { 0.0 };
    let mut report = json!({
        "scenario": scenario,
        "answered": tally.answered,
        "errors": tally.errors,
        "rps": rounded(rps),
        "p50_ms": milliseconds(percentile(&tally.latencies, 50)),
        "p99_ms": milliseconds(percentile(&tally.latencies, 99)),
    });
    let more = [("recorded", recorded.map(Value::from)), ("first_error", tally.first_error.map(Value::from))];
    if let Some(fields) = report.as_object_mut() {
        fields.extend(more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    report.to_string()
}

/// The smallest latency that so many in a hundred do not exceed (nearest rank).
pub fn percentile(sorted: &[Duration], percent: usize) -> Option<Duration> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

fn milliseconds(duration: Option<Duration>) -> Option<f64> {
    duration.map(|duration| rounded(duration.as_secs_f64() * 1000.0))
}

fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
