//! Copying the write-ahead log back into the database, away from the thread that writes.

use super::files::WRITER_PATIENCE;
use super::{Files, spawn};
use crate::StoreError;
use crate::dialect::from_sqlite;
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tracing::{debug, warn};

/// Pages in the log (32 MB) at which the helper starts to copy.
const START_PAGES: u32 = 8_000;
/// Pages in the log (96 MB) at which the writer finishes the copy itself: the log starts over only when everything
/// in it has been copied, and under constant load the helper alone never gets that far.
const LIMIT_PAGES: u32 = 24_000;
/// Pages that the log grows by before either is tried again: a long read may keep a copy from getting further.
const STEP_PAGES: u32 = 2_000;

/// The writer's side.
pub(super) struct Checkpoints {
    pages: Arc<AtomicU32>,
    helper: SyncSender<()>,
    next_help: u32,
    next_own: u32,
}

/// Starts the helper thread. It ends when the writer's side is dropped.
pub(super) fn start(files: &Arc<Files>) -> Result<(Checkpoints, JoinHandle<()>), StoreError> {
    let (helper, wishes) = sync_channel(1);
    let files = files.clone();
    let thread = spawn("store-checkpoint", move || help(&files, &wishes))?;
    Ok((Checkpoints { pages: Arc::default(), helper, next_help: START_PAGES, next_own: LIMIT_PAGES }, thread))
}

fn help(files: &Files, wishes: &Receiver<()>) {
    let mut kept = None;
    while wishes.recv().is_ok() {
        let conn = match kept.take().map_or_else(|| files.maintenance(), Ok) {
            Ok(conn) => conn,
            Err(error) => {
                warn!(%error, "no connection for a checkpoint");
                continue;
            }
        };
        match conn.execute_batch("PRAGMA wal_checkpoint(PASSIVE)") {
            Ok(()) => kept = Some(conn),
            Err(error) => warn!(%error, "a checkpoint failed"),
        }
    }
}

impl Checkpoints {
    /// Learns the log's length at every commit on `conn`.
    pub(super) fn watch(&self, conn: &mut Connection) -> Result<(), StoreError> {
        let pages = self.pages.clone();
        conn.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, length| {
            pages.store(u32::try_from(length).unwrap_or(u32::MAX), Ordering::Relaxed);
            Ok(())
        }))
        .map_err(|error| from_sqlite(&error))
    }

    /// Sees to the log when it is long.
    pub(super) fn after_batch(&mut self, conn: Option<&Connection>) {
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < START_PAGES {
            (self.next_help, self.next_own) = (START_PAGES, LIMIT_PAGES);
        } else if pages >= self.next_own
            && let Some(conn) = conn
        {
            self.next_own = pages + STEP_PAGES;
            if let Err(error) = conn.execute_batch("PRAGMA wal_checkpoint(PASSIVE)") {
                warn!(%error, "a checkpoint failed");
            }
        } else if pages >= self.next_help && self.helper.try_send(()).is_ok() {
            self.next_help = pages + STEP_PAGES;
        }
    }
}

/// Copies the whole log and gives its space back, unless somebody is reading it.
pub(super) fn truncate(conn: Option<&Connection>) {
    let Some(conn) = conn else { return };
    let end = conn
        .busy_timeout(Duration::ZERO)
        .and_then(|()| conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)"))
        .and_then(|()| conn.busy_timeout(WRITER_PATIENCE));
    if let Err(error) = end {
        debug!(%error, "the log stays as it is");
    }
}
