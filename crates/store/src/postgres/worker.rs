//! A database thread: runs closures in transactions, again and again when the engine asks for it.

use super::{Kind, Session, Task};
use crate::job::{Job, Outcome};
use crate::queue::Queue;
use crate::stats::Counters;
use crate::tx::Conn;
use crate::{Limits, StoreError};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tracing::warn;

/// Serialization failures that one job may meet before it gives up.
const RERUNS: u32 = 32;
/// Connections that may break under one job before it gives up.
const RECONNECTS: u32 = 2;
/// The longest pause before another run.
const LONGEST_PAUSE_MS: u64 = 40;

pub(super) struct Worker {
    config: tokio_postgres::Config,
    queue: Arc<Queue<Task>>,
    counters: Arc<Counters>,
    begin_scan: String,
    number: usize,
    takes_bulk: bool,
    session: Option<Session>,
}

/// How one transaction ended.
enum End {
    /// Committed or rolled back as the job wished.
    Settled,
    /// To be run again on the same connection.
    Rerun,
    /// The connection is of no use any more; nothing was committed.
    Broken(StoreError),
    /// Not served, and not to be tried again.
    Failed(StoreError),
}

impl Worker {
    pub(super) fn new(
        config: &tokio_postgres::Config,
        queue: &Arc<Queue<Task>>,
        counters: &Arc<Counters>,
        limits: &Limits,
        number: usize,
        takes_bulk: bool,
    ) -> Self {
        let deadline = limits.scan_deadline.as_millis();
        Self {
            config: config.clone(),
            queue: queue.clone(),
            counters: counters.clone(),
            begin_scan: format!("{BEGIN_READ}; SET LOCAL statement_timeout = {deadline}"),
            number,
            takes_bulk,
            session: None,
        }
    }

    pub(super) fn run(mut self) {
        let bulk = usize::from(self.takes_bulk);
        while let Some(tasks) = self.queue.take(1, bulk) {
            for Task { kind, mut job } in tasks {
                let end = self.serve(kind, &mut *job);
                if end.is_err() {
                    Counters::add(&self.counters.failures, 1);
                }
                Counters::add(&self.counters.jobs, 1);
                job.answer(end);
            }
        }
    }

    fn serve(&mut self, kind: Kind, job: &mut dyn Job) -> Result<(), StoreError> {
        if matches!(kind, Kind::Read | Kind::Scan) && job.cancelled().load(Ordering::Relaxed) {
            return Err(StoreError::Deadline);
        }
        let (mut reruns, mut breaks) = (0, 0);
        loop {
            match self.transaction(kind, job) {
                End::Settled => return Ok(()),
                End::Failed(error) => return Err(error),
                End::Rerun if reruns < RERUNS => reruns += 1,
                End::Rerun => {
                    return Err(StoreError::Unavailable("too many conflicting transactions".into()));
                }
                End::Broken(error) => {
                    warn!(%error, "a database connection broke");
                    self.session = None;
                    if breaks == RECONNECTS {
                        return Err(error);
                    }
                    breaks += 1;
                }
            }
            Counters::add(&self.counters.reruns, 1);
            self.pause(reruns + breaks);
        }
    }

    /// Runs the job once, in a transaction of its own.
    fn transaction(&mut self, kind: Kind, job: &mut dyn Job) -> End {
        let begin = match kind {
            Kind::Read => BEGIN_READ,
            Kind::Scan => &self.begin_scan,
            Kind::Write | Kind::Bulk => BEGIN_WRITE,
        };
        let session = match self.session.take().filter(Session::usable) {
            Some(session) => session,
            None => match Session::connect(&self.config) {
                Ok(session) => session,
                Err(error) => return End::Broken(error),
            },
        };
        let session = self.session.insert(session);
        session.arm(begin);
        let outcome = job.run(Conn::Postgres(session));
        let rolled_back = match outcome {
            Outcome::Done => return commit(session, kind, &self.counters),
            Outcome::Broken(error) => return End::Broken(error),
            Outcome::Refused | Outcome::Rerun => session.rollback(),
        };
        match (rolled_back, outcome) {
            (Ok(()), Outcome::Rerun) => End::Rerun,
            (Ok(()), _) => End::Settled,
            (Err(error), _) => End::Broken(error),
        }
    }

    /// Waits a little longer each time, and every thread differently, so that rivals come apart.
    #[expect(clippy::disallowed_methods, reason = "the retry pause of a database thread")]
    fn pause(&self, run: u32) {
        let longest = LONGEST_PAUSE_MS.min(1 << run.min(16));
        let share = (self.number as u64 + u64::from(run)) % 4 + 1;
        std::thread::sleep(Duration::from_micros(longest * 250 * share));
    }
}

const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

fn commit(session: &Session, kind: Kind, counters: &Counters) -> End {
    match session.commit() {
        Ok(()) => {
            if matches!(kind, Kind::Write | Kind::Bulk) {
                Counters::add(&counters.batches, 1);
            }
            End::Settled
        }
        Err(StoreError::Rerun) => match session.rollback() {
            Ok(()) => End::Rerun,
            Err(error) => End::Broken(error),
        },
        // Nobody knows whether a write took place: to run it again could do it twice.
        Err(error @ StoreError::Unavailable(_)) if matches!(kind, Kind::Write | Kind::Bulk) => {
            session.give_up();
            End::Failed(error)
        }
        Err(error @ StoreError::Unavailable(_)) => End::Broken(error),
        Err(error) => match session.rollback() {
            Ok(()) => End::Failed(error),
            Err(broken) => End::Broken(broken),
        },
    }
}
