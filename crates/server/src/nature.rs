//! The real world: the machine's clock, which the demo can move forward, and the operating system's randomness.

use app::ports::Pause;
use model::{Clock, Entropy, SignedDuration, Timestamp};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        real_now()
    }
}

/// The machine's clock and an offset that only grows. For stores marked as demonstrations.
#[derive(Debug, Default)]
pub struct MovableClock {
    offset_seconds: AtomicI64,
}

impl MovableClock {
    /// A clock that is already ahead by an offset, as the store remembers it.
    pub fn ahead_by(offset_seconds: i64) -> Self {
        Self { offset_seconds: AtomicI64::new(offset_seconds.max(0)) }
    }

    /// How far it is ahead of the machine's clock.
    pub fn offset_seconds(&self) -> i64 {
        self.offset_seconds.load(Ordering::SeqCst)
    }

    /// Moves it to an offset; never back.
    pub fn move_to(&self, offset_seconds: i64) {
        self.offset_seconds.fetch_max(offset_seconds, Ordering::SeqCst);
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_secs(self.offset_seconds());
        real_now().saturating_add(offset).unwrap_or(Timestamp::MAX)
    }
}

/// The operating system's randomness.
#[derive(Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        crypto::random::fill(bytes);
    }
}

/// The moment by the machine's clock, whatever the demo moved: for certificates and for measuring.
#[expect(clippy::disallowed_methods, reason = "this is where the product's clock comes from")]
pub fn real_now() -> Timestamp {
    Timestamp::now()
}

/// Waits by the machine's clock.
#[expect(clippy::disallowed_methods, reason = "the server waits for sockets and jobs, not for decisions")]
pub async fn pause(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Waits by the machine's clock.
#[derive(Debug, Default)]
pub struct SystemPause;

impl Pause for SystemPause {
    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(pause(time))
    }
}

#[cfg(test)]
mod tests;
