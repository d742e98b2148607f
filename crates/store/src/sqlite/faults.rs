//! Faults on demand: how a demonstration shows what happens on a full, a broken or a slow disk. A store begins without.

use crate::StoreError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long a slow disk takes for one commit.
const SLOW: Duration = Duration::from_secs(1);

/// What a disk can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskFault {
    /// No room: what a transaction wrote cannot be committed.
    Full,
    /// The disk refuses.
    Fail,
    /// Each commit takes a second longer.
    Slow,
}

/// The fault that is wanted and how often, in one word: the writer looks at it once per batch.
#[derive(Debug, Default)]
pub(crate) struct Faults(AtomicU64);

impl Faults {
    /// From now on the next `count` writes meet this fault; on a slow disk the next `count` commits. `None` heals.
    pub(crate) fn set(&self, fault: Option<DiskFault>, count: u32) {
        let kind = match fault {
            None => 0,
            Some(DiskFault::Full) => 1,
            Some(DiskFault::Fail) => 2,
            Some(DiskFault::Slow) => 3,
        };
        self.0.store(if kind == 0 { 0 } else { kind << 32 | u64::from(count) }, Ordering::SeqCst);
    }

    fn armed(&self) -> Option<DiskFault> {
        let word = self.0.load(Ordering::Relaxed);
        if word & u64::from(u32::MAX) == 0 {
            return None;
        }
        match word >> 32 {
            1 => Some(DiskFault::Full),
            2 => Some(DiskFault::Fail),
            3 => Some(DiskFault::Slow),
            _ => None,
        }
    }

    fn use_up(&self) {
        let less = |word: u64| (word & u64::from(u32::MAX) > 0).then(|| word - 1);
        let _ = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
    }

    /// Before the commit of many: whether they must be tried one by one.
    pub(super) fn batch(&self) -> Result<(), StoreError> {
        match self.armed() {
            None => Ok(()),
            Some(DiskFault::Slow) => {
                self.dawdle();
                Ok(())
            }
            Some(fault) => Err(error(fault)),
        }
    }

    /// Before the commit of one.
    pub(super) fn one(&self) -> Result<(), StoreError> {
        match self.armed() {
            None | Some(DiskFault::Slow) => Ok(()),
            Some(fault) => {
                self.use_up();
                Err(error(fault))
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "a slow disk is asked for")]
    fn dawdle(&self) {
        self.use_up();
        std::thread::sleep(SLOW);
    }
}

fn error(fault: DiskFault) -> StoreError {
    StoreError::Unavailable(
        match fault {
            DiskFault::Full => "database or disk is full (on demand)",
            DiskFault::Fail | DiskFault::Slow => "disk I/O error (on demand)",
        }
        .to_owned(),
    )
}
