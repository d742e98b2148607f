//! What the store counts about itself, for metrics.

use std::sync::atomic::{AtomicU64, Ordering};

/// A reading of the store's counters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Writes (on PostgreSQL: reads too) waiting for the engine.
    pub queued: u64,
    /// Bulk writes waiting (on PostgreSQL: scans too).
    pub queued_bulk: u64,
    /// Scans waiting (SQLite).
    pub queued_scans: u64,
    /// Durable commits so far; on SQLite one commit can carry many jobs.
    pub batches: u64,
    /// Jobs answered so far by the engine's threads: on SQLite without the inline reads.
    pub jobs: u64,
    /// Runs repeated because the engine asked for it or failed.
    pub reruns: u64,
    /// Jobs that the engine could not serve.
    pub failures: u64,
}

/// Counters that the engine's threads share.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) batches: AtomicU64,
    pub(crate) jobs: AtomicU64,
    pub(crate) reruns: AtomicU64,
    pub(crate) failures: AtomicU64,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64, count: usize) {
        counter.fetch_add(u64::try_from(count).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> Stats {
        Stats {
            batches: self.batches.load(Ordering::Relaxed),
            jobs: self.jobs.load(Ordering::Relaxed),
            reruns: self.reruns.load(Ordering::Relaxed),
            failures: self.failures.load(Ordering::Relaxed),
            ..Stats::default()
        }
    }
}
