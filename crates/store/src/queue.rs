//! The bounded queue in front of the engine's threads, with two lanes.

use crate::StoreError;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[cfg(test)]
mod tests;

/// Which lane a task waits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Requests that somebody waits for.
    Normal,
    /// Bulk work and long reads.
    Bulk,
}

/// How many normal batches may overtake a waiting bulk task before it gets its turn: low priority must not
/// become no service on a busy server.
const PATIENCE: u32 = 32;

/// A bounded queue of tasks for threads.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    ready: Condvar,
    normal_limit: usize,
    bulk_limit: usize,
}

struct State<T> {
    normal: VecDeque<T>,
    bulk: VecDeque<T>,
    overtaken: u32,
    /// Threads that wait for tasks. Waking nobody costs a system call as well.
    waiting: usize,
    open: bool,
}

impl<T> Queue<T> {
    pub(crate) fn new(normal_limit: usize, bulk_limit: usize) -> Self {
        let state =
            State { normal: VecDeque::new(), bulk: VecDeque::new(), overtaken: 0, waiting: 0, open: true };
        Self { state: Mutex::new(state), ready: Condvar::new(), normal_limit, bulk_limit }
    }

    /// Adds a task; refuses with `Overloaded` when the lane is full.
    pub(crate) fn push(&self, lane: Lane, task: T) -> Result<(), StoreError> {
        let mut state = self.state();
        if !state.open {
            return Err(StoreError::Unavailable("the store is closed".into()));
        }
        let (tasks, limit) = match lane {
            Lane::Normal => (&mut state.normal, self.normal_limit),
            Lane::Bulk => (&mut state.bulk, self.bulk_limit),
        };
        if tasks.len() >= limit {
            return Err(StoreError::Overloaded);
        }
        tasks.push_back(task);
        let nobody = state.waiting == 0;
        drop(state);
        match lane {
            _ if nobody => {}
            Lane::Normal => self.ready.notify_one(),
            // The one thread that wakes may be one that takes no bulk work.
            Lane::Bulk => self.ready.notify_all(),
        }
        Ok(())
    }

    /// Waits for tasks: up to `normal` of the normal lane, or up to `bulk` of the other when the first is empty
    /// or has overtaken long enough. Nothing once the queue is closed and drained.
    pub(crate) fn take(&self, normal: usize, bulk: usize) -> Option<Vec<T>> {
        let mut state = self.state();
        loop {
            let bulk_turn = bulk > 0
                && !state.bulk.is_empty()
                && (state.normal.is_empty() || state.overtaken >= PATIENCE);
            if bulk_turn {
                state.overtaken = 0;
                let count = bulk.min(state.bulk.len());
                return Some(state.bulk.drain(..count).collect());
            }
            if !state.normal.is_empty() {
                if !state.bulk.is_empty() {
                    state.overtaken += 1;
                }
                let count = normal.min(state.normal.len());
                return Some(state.normal.drain(..count).collect());
            }
            if !state.open && (bulk == 0 || state.bulk.is_empty()) {
                return None;
            }
            state.waiting += 1;
            state = self.ready.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
    }

    /// Adds what waits in the normal lane to a batch of up to `most`.
    pub(crate) fn join(&self, batch: &mut Vec<T>, most: usize) {
        let mut state = self.state();
        let count = most.saturating_sub(batch.len()).min(state.normal.len());
        batch.extend(state.normal.drain(..count));
    }

    /// Refuses further tasks; what is queued is still served.
    pub(crate) fn close(&self) {
        self.state().open = false;
        self.ready.notify_all();
    }

    /// Tasks waiting in the normal lane and in the other.
    pub(crate) fn depth(&self) -> (usize, usize) {
        let state = self.state();
        (state.normal.len(), state.bulk.len())
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
