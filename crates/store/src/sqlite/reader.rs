//! Point reads on the calling thread, each thread with a connection of its own: about 10 µs, no hop.

use super::Files;
use crate::dialect::from_sqlite;
use crate::job::{Outcome, attempt};
use crate::tx::{Conn, Tx};
use crate::vault::Vault;
use crate::{Scope, StoreError};
use rusqlite::Connection;
use std::cell::RefCell;
use std::sync::{Arc, Weak};

thread_local! {
    static CONNECTIONS: RefCell<Vec<(Weak<Files>, Connection)>> = const { RefCell::new(Vec::new()) };
}

/// The calling thread's connections to one store.
pub(crate) struct Readers {
    files: Weak<Files>,
}

impl Readers {
    pub(crate) fn new(files: &Arc<Files>) -> Self {
        Self { files: Arc::downgrade(files) }
    }

    /// Runs a closure in a read transaction, here and now.
    pub(crate) fn read<S, T, E, F>(&self, scope: &S, vault: &Vault, closure: &F) -> Result<T, E>
    where
        S: Scope,
        E: From<StoreError>,
        F: Fn(&mut Tx<'_, S>) -> Result<T, E>,
    {
        let mut last = StoreError::Unavailable("no connection".into());
        // The second run has a new connection.
        for _ in 0..2 {
            let conn = self.take()?;
            match transaction(&conn, |conn| attempt(scope, Conn::Sqlite(conn), vault, closure)) {
                Ok((Outcome::Done | Outcome::Refused, answer)) => {
                    self.keep(conn);
                    return answer;
                }
                Ok((Outcome::Broken(error), _)) | Err(error) => last = error,
                Ok((Outcome::Rerun, _)) => last = StoreError::Unavailable("the read was to run again".into()),
            }
        }
        Err(last.into())
    }

    fn take(&self) -> Result<Connection, StoreError> {
        let kept = CONNECTIONS.try_with(|kept| {
            let mut kept = kept.borrow_mut();
            let position = kept.iter().position(|(files, _)| files.ptr_eq(&self.files))?;
            Some(kept.swap_remove(position).1)
        });
        if let Ok(Some(conn)) = kept {
            return Ok(conn);
        }
        let files =
            self.files.upgrade().ok_or_else(|| StoreError::Unavailable("the store is closed".into()))?;
        files.reader()
    }

    /// Keeps a connection for the thread's next read, and drops those of stores that are gone.
    fn keep(&self, conn: Connection) {
        let entry = (self.files.clone(), conn);
        // A thread that is ending keeps nothing.
        let _ = CONNECTIONS.try_with(|kept| {
            let mut kept = kept.borrow_mut();
            kept.retain(|(files, _)| files.strong_count() > 0);
            kept.push(entry);
        });
    }
}

/// Runs `work` in a read transaction: every statement in it sees one state.
pub(super) fn transaction<R>(
    conn: &Connection,
    work: impl FnOnce(&Connection) -> R,
) -> Result<R, StoreError> {
    step(conn, "BEGIN")?;
    let result = work(conn);
    // Nothing was written; a rollback ends the transaction whatever happened in it.
    if !conn.is_autocommit() {
        step(conn, "ROLLBACK")?;
    }
    Ok(result)
}

pub(super) fn step(conn: &Connection, text: &str) -> Result<(), StoreError> {
    conn.prepare_cached(text)
        .and_then(|mut statement| statement.raw_execute())
        .map(|_| ())
        .map_err(|error| from_sqlite(&error))
}
