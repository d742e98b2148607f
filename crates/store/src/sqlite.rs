//! The embedded engine: one writer thread with group commit, inline point reads, scans on threads of their own.

pub(crate) mod backup;
mod checkpoints;
mod faults;
mod files;
mod reader;
mod scans;
mod statement;
mod writer;

use crate::job::Job;
use crate::queue::{Lane, Queue};
use crate::stats::{Counters, Stats};
use crate::{Limits, StoreError};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

pub use faults::DiskFault;
pub(crate) use faults::Faults;
pub(crate) use files::Files;
pub(crate) use statement::{check, execute, query, query_opt, script};

pub(crate) type JobQueue = Queue<Box<dyn Job>>;

/// Threads for scans: enough to use a second core, few enough to leave the first to requests.
const SCAN_THREADS: usize = 2;

/// An open SQLite store.
pub(crate) struct Sqlite {
    files: Arc<Files>,
    reader: reader::Readers,
    writes: Arc<JobQueue>,
    scans: Arc<JobQueue>,
    faults: Arc<Faults>,
    threads: Vec<JoinHandle<()>>,
}

impl Sqlite {
    /// Takes the data directory's lock, opens the database and starts the threads.
    pub(crate) fn open(
        directory: &Path,
        limits: &Limits,
        counters: &Arc<Counters>,
    ) -> Result<Self, StoreError> {
        let files = Arc::new(Files::lock(directory, limits.database_bytes)?);
        let queue = Arc::new(Queue::new(limits.queue, limits.bulk_queue));
        let scans = Arc::new(Queue::new(limits.scan_queue, 0));
        let (checkpoints, checkpointer) = checkpoints::start(&files)?;
        let faults = Arc::new(Faults::default());
        let shared = writer::Shared { counters: counters.clone(), faults: faults.clone() };
        let writer = writer::Writer::open(files.clone(), queue.clone(), shared, checkpoints)?;
        let mut threads = vec![spawn("store-writer", move || writer.run())?, checkpointer];
        for _ in 0..SCAN_THREADS {
            let (files, queue, counters) = (files.clone(), scans.clone(), counters.clone());
            threads.push(spawn("store-scan", move || scans::run(&files, &queue, &counters))?);
        }
        Ok(Self { reader: reader::Readers::new(&files), files, writes: queue, scans, faults, threads })
    }

    /// Thread-local connections for inline point reads.
    pub(crate) fn readers(&self) -> &reader::Readers {
        &self.reader
    }

    pub(crate) fn files(&self) -> &Arc<Files> {
        &self.files
    }

    /// See [`Store::set_disk_fault`](crate::Store::set_disk_fault).
    pub(crate) fn faults(&self) -> &Faults {
        &self.faults
    }

    pub(crate) fn write(&self, lane: Lane, job: Box<dyn Job>) -> Result<(), StoreError> {
        self.writes.push(lane, job)
    }

    pub(crate) fn scan(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        self.scans.push(Lane::Normal, job)
    }

    pub(crate) fn depths(&self, stats: &mut Stats) {
        let (normal, bulk) = self.writes.depth();
        let (scans, _) = self.scans.depth();
        stats.queued = normal as u64;
        stats.queued_bulk = bulk as u64;
        stats.queued_scans = scans as u64;
    }
}

/// Waits until what is queued has been served, so that the directory is free when the last handle is gone.
impl Drop for Sqlite {
    fn drop(&mut self) {
        self.writes.close();
        self.scans.close();
        for thread in self.threads.drain(..) {
            // The last handle can die inside a job, on the very thread that would be waited for.
            if thread.thread().id() != std::thread::current().id() {
                drop(thread.join());
            }
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|error| crate::error::unavailable("cannot start a thread", &error))
}
