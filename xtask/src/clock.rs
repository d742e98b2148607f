//! How long things take. The product takes its time from `model::Clock`; a tool that measures reads the real one.

use std::time::{Duration, Instant};

/// A moment to measure from.
#[expect(clippy::disallowed_methods, reason = "measuring how long a step takes is what this module is for")]
pub fn now() -> Instant {
    Instant::now()
}

/// Waits before the next look at a process of ours.
#[expect(clippy::disallowed_methods, reason = "watching another process needs a real pause")]
pub fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

/// `83.4 s` or `2 min 03 s`.
pub fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 100 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}
