//! The one thread that writes. It takes every job that waits, runs each in a savepoint, commits them together with
//! one durable fsync, and answers only then (*group commit*).

use super::checkpoints::{Checkpoints, truncate};
use super::reader::step;
use super::{Faults, Files, JobQueue};
use crate::StoreError;
use crate::job::{Job, Outcome};
use crate::stats::Counters;
use crate::tx::Conn;
use rusqlite::Connection;
use std::sync::Arc;
use tracing::warn;

/// The largest batch: about 10 ms of work.
const BATCH: usize = 1024;
/// Bulk jobs touch hundreds of rows each, and requests wait behind them.
const BULK_BATCH: usize = 4;
/// How often the writer steps back before a batch, at most.
const YIELDS: usize = 16;

pub(super) struct Writer {
    files: Arc<Files>,
    queue: Arc<JobQueue>,
    shared: Shared,
    conn: Option<Connection>,
    checkpoints: Checkpoints,
}

/// What the writer shares with the store's handles.
pub(super) struct Shared {
    pub(super) counters: Arc<Counters>,
    pub(super) faults: Arc<Faults>,
}

/// Why a batch was given up; each of its jobs runs again alone.
struct Broken(StoreError);

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self(error)
    }
}

impl Writer {
    pub(super) fn open(
        files: Arc<Files>,
        queue: Arc<JobQueue>,
        shared: Shared,
        checkpoints: Checkpoints,
    ) -> Result<Self, StoreError> {
        let mut writer = Self { files, queue, shared, conn: None, checkpoints };
        writer.conn = Some(writer.connect()?);
        Ok(writer)
    }

    pub(super) fn run(mut self) {
        while let Some(mut batch) = self.queue.take(BATCH, BULK_BATCH) {
            // On a busy core there are requests that wait for their turn to get here: they share this commit instead
            // of waiting for one of their own. Where nobody is on the way, the first look ends this.
            for _ in 0..YIELDS {
                let waiting = batch.len();
                std::thread::yield_now();
                self.queue.join(&mut batch, BATCH);
                if batch.len() == waiting {
                    break;
                }
            }
            self.serve(batch);
            // Nobody waits for this batch any more.
            self.checkpoints.after_batch(self.conn.as_ref());
        }
        // Leaves a short log behind for the next start.
        truncate(self.conn.as_ref());
    }

    fn serve(&mut self, mut batch: Vec<Box<dyn Job>>) {
        Counters::add(&self.shared.counters.jobs, batch.len());
        match self.together(&mut batch) {
            Ok(()) => batch.into_iter().for_each(|job| job.answer(Ok(()))),
            Err(Broken(error)) => {
                warn!(%error, jobs = batch.len(), "a batch failed; running each of its jobs alone");
                Counters::add(&self.shared.counters.reruns, batch.len());
                self.reopen();
                // On a full disk the log may hold room that the database needs.
                truncate(self.conn.as_ref());
                for mut job in batch {
                    let end = self.alone(&mut *job);
                    if let Err(error) = &end {
                        warn!(%error, "a job failed");
                        Counters::add(&self.shared.counters.failures, 1);
                        self.reopen();
                    }
                    job.answer(end);
                }
            }
        }
    }

    /// Runs the whole batch in one transaction.
    fn together(&mut self, batch: &mut [Box<dyn Job>]) -> Result<(), Broken> {
        let faults = Arc::clone(&self.shared.faults);
        let conn = self.begin()?;
        let mut keep = true;
        if let [job] = batch {
            keep = finished(job.run(Conn::Sqlite(conn)))?;
        } else {
            for job in batch {
                in_savepoint(conn, &mut **job)?;
            }
        }
        faults.batch()?;
        end(conn, keep)?;
        Counters::add(&self.shared.counters.batches, 1);
        Ok(())
    }

    /// Runs one job in a transaction of its own.
    fn alone(&mut self, job: &mut dyn Job) -> Result<(), StoreError> {
        let faults = Arc::clone(&self.shared.faults);
        let conn = self.begin()?;
        let kept = finished(job.run(Conn::Sqlite(conn)));
        match kept
            .and_then(|keep| faults.one().map(|()| keep).map_err(Broken))
            .and_then(|keep| end(conn, keep))
        {
            Ok(()) => {
                Counters::add(&self.shared.counters.batches, 1);
                Ok(())
            }
            Err(Broken(error @ StoreError::Unavailable(_))) => Err(error),
            Err(Broken(error)) => Err(StoreError::Unavailable(error.to_string())),
        }
    }

    fn begin(&mut self) -> Result<&Connection, StoreError> {
        if self.conn.is_none() {
            self.conn = Some(self.connect()?);
        }
        let conn = self.conn.as_ref().ok_or_else(|| StoreError::Unavailable("no connection".into()))?;
        step(conn, "BEGIN IMMEDIATE")?;
        Ok(conn)
    }

    fn connect(&self) -> Result<Connection, StoreError> {
        let mut conn = self.files.writer()?;
        self.checkpoints.watch(&mut conn)?;
        Ok(conn)
    }

    /// Changes to a new connection after a failure. The old one is closed only then: while one is open, nobody
    /// replays the log, and a commit that failed half-way in the log cannot come back to life.
    fn reopen(&mut self) {
        if let Some(old) = &self.conn
            && !old.is_autocommit()
            && step(old, "ROLLBACK").is_err()
        {
            // A transaction that cannot be ended would keep the write lock.
            self.conn = None;
        }
        match self.connect() {
            Ok(new) => self.conn = Some(new),
            Err(error) => warn!(%error, "cannot reopen the database"),
        }
    }
}

/// Runs a job so that only its own changes are undone when it refuses.
fn in_savepoint(conn: &Connection, job: &mut dyn Job) -> Result<(), Broken> {
    step(conn, "SAVEPOINT job")?;
    let keep = finished(job.run(Conn::Sqlite(conn)))?;
    // A full disk ends the transaction silently; a savepoint made after that would commit by itself.
    alive(conn)?;
    if !keep {
        step(conn, "ROLLBACK TO job")?;
    }
    step(conn, "RELEASE job")?;
    Ok(())
}

/// Whether to keep what the job wrote.
fn finished(outcome: Outcome) -> Result<bool, Broken> {
    match outcome {
        Outcome::Done => Ok(true),
        Outcome::Refused => Ok(false),
        Outcome::Rerun => Err(Broken(StoreError::Unavailable("the engine asked for another run".into()))),
        Outcome::Broken(error) => Err(Broken(error)),
    }
}

/// Ends the transaction. What is not kept may be gone already.
fn end(conn: &Connection, keep: bool) -> Result<(), Broken> {
    if keep {
        alive(conn)?;
        step(conn, "COMMIT")?;
    } else if !conn.is_autocommit() {
        step(conn, "ROLLBACK")?;
    }
    Ok(())
}

fn alive(conn: &Connection) -> Result<(), Broken> {
    if conn.is_autocommit() {
        return Err(Broken(StoreError::Unavailable("the transaction ended by itself".into())));
    }
    Ok(())
}
