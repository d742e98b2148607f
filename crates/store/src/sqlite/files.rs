//! The data directory: its lock, its database file and how connections to it are set up.

use crate::StoreError;
use crate::dialect::from_sqlite;
use crate::error::unavailable;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The database's name inside the data directory.
pub(crate) const DATABASE: &str = "countersign.db";
const LOCK: &str = "countersign.lock";

const PAGE_BYTES: u64 = 4096;
/// How long the writer waits for a lock that another connection holds for a moment.
pub(crate) const WRITER_PATIENCE: Duration = Duration::from_secs(10);
const WRITER_CACHE_KIB: i64 = 16 * 1024;
const READER_CACHE_KIB: i64 = 4 * 1024;
/// Readers map this much of the file: every commit empties their caches, and a mapped page costs no call to read it
/// again. The pages belong to the system's cache, so they are no memory of ours.
const READER_MAP_BYTES: i64 = 1 << 30;

/// A locked data directory.
#[derive(Debug)]
pub(crate) struct Files {
    database: PathBuf,
    /// Pages that the database may grow to.
    max_pages: Option<u64>,
    _lock: File,
}

impl Files {
    /// Makes the directory when missing and takes its lock; a second process is told so.
    pub(crate) fn lock(directory: &Path, max_bytes: Option<u64>) -> Result<Self, StoreError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)
            .map_err(|error| unavailable("cannot make the data directory", &error))?;
        let lock = private_file(&directory.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::AlreadyOpen(directory.to_owned())),
            Err(TryLockError::Error(error)) => {
                return Err(unavailable("cannot lock the data directory", &error));
            }
        }
        let database = directory.join(DATABASE);
        // SQLite gives its log the permissions of the database.
        private_file(&database)?;
        Ok(Self { database, max_pages: max_bytes.map(|bytes| bytes.div_ceil(PAGE_BYTES)), _lock: lock })
    }

    pub(crate) fn database(&self) -> &Path {
        &self.database
    }

    /// A connection that writes. `FULL` makes each commit durable.
    pub(crate) fn writer(&self) -> Result<Connection, StoreError> {
        let conn = self.connect(WRITER_CACHE_KIB, WRITER_PATIENCE)?;
        let mode: String = conn
            .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
            .map_err(|error| from_sqlite(&error))?;
        if mode != "wal" {
            return Err(StoreError::Unavailable(format!(
                "the file system allows no write-ahead log: {mode}"
            )));
        }
        let max_pages =
            self.max_pages.map_or(String::new(), |pages| format!("PRAGMA max_page_count = {pages};"));
        conn.execute_batch(&format!(
            "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;
             {max_pages}"
        ))
        .map_err(|error| from_sqlite(&error))?;
        conn.set_prepared_statement_cache_capacity(256);
        Ok(conn)
    }

    /// A connection that only reads.
    pub(crate) fn reader(&self) -> Result<Connection, StoreError> {
        let conn = self.connect(READER_CACHE_KIB, Duration::from_secs(1))?;
        conn.execute_batch(&format!("PRAGMA query_only = ON; PRAGMA mmap_size = {READER_MAP_BYTES};"))
            .map_err(|error| from_sqlite(&error))?;
        conn.set_prepared_statement_cache_capacity(128);
        Ok(conn)
    }

    /// A connection for checkpoints and backups.
    pub(crate) fn maintenance(&self) -> Result<Connection, StoreError> {
        self.connect(READER_CACHE_KIB, Duration::ZERO)
    }

    fn connect(&self, cache_kib: i64, patience: Duration) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(&self.database, flags).map_err(|error| from_sqlite(&error))?;
        conn.busy_timeout(patience).map_err(|error| from_sqlite(&error))?;
        // Otherwise a statement with a bound limit is compiled again at each use, to plan for the very number.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|error| from_sqlite(&error))?;
        // LIKE tells cases apart on PostgreSQL; so it does here.
        conn.execute_batch(&format!(
            "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA case_sensitive_like = ON;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{cache_kib};"
        ))
        .map_err(|error| from_sqlite(&error))?;
        Ok(conn)
    }
}

/// Opens or makes a file that only its owner reads.
pub(crate) fn private_file(path: &Path) -> Result<File, StoreError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(|error| unavailable(&format!("cannot open {}", path.display()), &error))
}
