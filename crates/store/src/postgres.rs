//! The PostgreSQL-wire engine: a few database threads, each with one connection and a runtime of its own, so that
//! no server worker ever blocks on the database.

mod session;
#[cfg(test)]
mod tests;
mod worker;

use crate::job::Job;
use crate::queue::{Lane, Queue};
use crate::stats::{Counters, Stats};
use crate::{Limits, StoreError};
use std::sync::Arc;
use std::thread::JoinHandle;

pub(crate) use session::Session;

/// What kind of transaction a job needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Read,
    Scan,
    Write,
    Bulk,
}

/// A job and its kind.
pub(crate) struct Task {
    pub(crate) kind: Kind,
    pub(crate) job: Box<dyn Job>,
}

/// An open PostgreSQL store.
pub(crate) struct Postgres {
    queue: Arc<Queue<Task>>,
    threads: Vec<JoinHandle<()>>,
}

impl Postgres {
    /// Starts the threads; they connect when the first job comes.
    pub(crate) fn open(
        connection: &str,
        threads: usize,
        limits: &Limits,
        counters: &Arc<Counters>,
    ) -> Result<Self, StoreError> {
        let config: tokio_postgres::Config = connection
            .parse()
            .map_err(|_| StoreError::Unavailable("the connection string cannot be read".into()))?;
        let queue = Arc::new(Queue::new(limits.queue, limits.bulk_queue + limits.scan_queue));
        let threads = threads.max(1);
        let mut handles = Vec::with_capacity(threads);
        for number in 0..threads {
            // Scans and bulk work take at most half of the connections.
            let takes_bulk = number < threads.div_ceil(2);
            let worker = worker::Worker::new(&config, &queue, counters, limits, number, takes_bulk);
            let handle = std::thread::Builder::new()
                .name("store-postgres".to_owned())
                .spawn(move || worker.run())
                .map_err(|error| crate::error::unavailable("cannot start a thread", &error))?;
            handles.push(handle);
        }
        Ok(Self { queue, threads: handles })
    }

    pub(crate) fn push(&self, kind: Kind, job: Box<dyn Job>) -> Result<(), StoreError> {
        let lane = match kind {
            Kind::Read | Kind::Write => Lane::Normal,
            Kind::Scan | Kind::Bulk => Lane::Bulk,
        };
        self.queue.push(lane, Task { kind, job })
    }

    pub(crate) fn depths(&self, stats: &mut Stats) {
        let (normal, bulk) = self.queue.depth();
        stats.queued = normal as u64;
        stats.queued_bulk = bulk as u64;
    }
}

/// Waits until what is queued has been served.
impl Drop for Postgres {
    fn drop(&mut self) {
        self.queue.close();
        for thread in self.threads.drain(..) {
            // The last handle can die inside a job, on the very thread that would be waited for.
            if thread.thread().id() != std::thread::current().id() {
                drop(thread.join());
            }
        }
    }
}
