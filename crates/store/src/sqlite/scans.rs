//! Long reads: on their own threads, stopped when nobody waits for them any more.

use super::reader::transaction;
use super::{Files, JobQueue};
use crate::StoreError;
use crate::dialect::from_sqlite;
use crate::job::{Job, Outcome};
use crate::stats::Counters;
use crate::tx::Conn;
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Virtual machine steps between two looks at the cancel flag: a fraction of a millisecond.
const STEPS: i32 = 4000;

pub(super) fn run(files: &Arc<Files>, queue: &JobQueue, counters: &Counters) {
    let mut conn = None;
    while let Some(tasks) = queue.take(1, 0) {
        for mut job in tasks {
            let end = serve(files, &mut conn, &mut *job);
            if end.is_err() {
                conn = None;
                Counters::add(&counters.failures, 1);
            }
            Counters::add(&counters.jobs, 1);
            job.answer(end);
        }
    }
}

fn serve(files: &Files, slot: &mut Option<Connection>, job: &mut dyn Job) -> Result<(), StoreError> {
    let cancelled = job.cancelled();
    if cancelled.load(Ordering::Relaxed) {
        return Err(StoreError::Deadline);
    }
    let mut conn = match slot.take() {
        Some(conn) => conn,
        None => files.reader()?,
    };
    watch(&mut conn, Some(cancelled))?;
    let outcome = transaction(&conn, |conn| job.run(Conn::Sqlite(conn)))?;
    watch(&mut conn, None)?;
    match outcome {
        Outcome::Done | Outcome::Refused => {
            *slot = Some(conn);
            Ok(())
        }
        Outcome::Broken(error) => Err(error),
        Outcome::Rerun => Err(StoreError::Unavailable("the scan was to run again".into())),
    }
}

fn watch(conn: &mut Connection, cancelled: Option<Arc<AtomicBool>>) -> Result<(), StoreError> {
    let handler = cancelled.map(|flag| move || flag.load(Ordering::Relaxed));
    conn.progress_handler(STEPS, handler).map_err(|error| from_sqlite(&error))
}
