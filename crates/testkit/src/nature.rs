//! Time and randomness that tests hold in their hands.

use app::ports::{Mail, Mailer, Pause};
use model::{Clock, Entropy, SignedDuration, Timestamp};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A clock that stands still until a test moves it.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// A clock that stands at `at`.
    pub fn at(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_microsecond()))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: SignedDuration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.0.fetch_add(micros, Ordering::SeqCst);
    }

    /// Moves the clock on by whole days.
    pub fn advance_days(&self, days: i64) {
        self.advance(SignedDuration::from_hours(24 * days));
    }

    /// Sets the clock, forward or back.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_microsecond(), Ordering::SeqCst);
    }
}

impl Default for TestClock {
    /// A Monday morning: 2026-03-02T09:00:00Z.
    fn default() -> Self {
        Self(AtomicI64::new(1_772_442_000_000_000))
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Bytes that look random and are the same in every run: SHA-256 over a seed and a counter.
#[derive(Debug)]
pub struct TestEntropy {
    seed: u64,
    counter: AtomicU64,
}

impl TestEntropy {
    /// Another sequence for each seed.
    pub fn seeded(seed: u64) -> Self {
        Self { seed, counter: AtomicU64::new(0) }
    }
}

impl Default for TestEntropy {
    fn default() -> Self {
        Self::seeded(0)
    }
}

impl Entropy for TestEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.counter.fetch_add(1, Ordering::SeqCst);
            let block = crypto::mac::sha256(&[self.seed.to_le_bytes(), count.to_le_bytes()].concat());
            chunk.iter_mut().zip(block).for_each(|(to, from)| *to = from);
        }
    }
}

/// Mail that would have been sent.
#[derive(Debug, Default)]
pub struct CapturedMail(Mutex<Vec<Mail>>);

impl CapturedMail {
    /// Everything sent so far, oldest first.
    pub fn all(&self) -> Vec<Mail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was sent to an address, oldest first.
    pub fn to(&self, address: &str) -> Vec<Mail> {
        self.all().into_iter().filter(|mail| mail.to == address).collect()
    }
}

impl Mailer for CapturedMail {
    fn send(&self, message: Mail) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(message);
    }
}

/// Times somebody would have waited for. Tests wait for nothing.
#[derive(Debug, Default)]
pub struct CapturedPauses(Mutex<Vec<Duration>>);

impl CapturedPauses {
    /// Every pause so far, oldest first.
    pub fn all(&self) -> Vec<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Pause for CapturedPauses {
    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(time);
        Box::pin(std::future::ready(()))
    }
}
