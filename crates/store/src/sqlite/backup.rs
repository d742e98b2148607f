//! Online backup and restore of the database file.

use super::files::{DATABASE, private_file};
use super::{Files, spawn};
use crate::StoreError;
use crate::dialect::from_sqlite;
use crate::error::unavailable;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::oneshot;

/// Copies the database to a new file, on a thread of its own.
pub(crate) async fn write(files: Arc<Files>, target: PathBuf) -> Result<(), StoreError> {
    let (reply, answer) = oneshot::channel();
    // Detached: a caller that goes away leaves a finished backup behind.
    drop(spawn("store-backup", move || drop(reply.send(copy(&files, &target))))?);
    answer.await.map_err(|_| StoreError::Unavailable("the backup stopped".into()))?
}

fn copy(files: &Files, target: &Path) -> Result<(), StoreError> {
    if target.exists() {
        return Err(StoreError::Unavailable(format!("{} exists already", target.display())));
    }
    let partial = beside(target, "partial");
    let made = vacuum_into(files, &partial).and_then(|()| put_in_place(&partial, target));
    if made.is_err() {
        drop(fs::remove_file(&partial));
    }
    made
}

fn vacuum_into(files: &Files, partial: &Path) -> Result<(), StoreError> {
    drop(fs::remove_file(partial));
    private_file(partial)?;
    let text = partial
        .to_str()
        .ok_or_else(|| StoreError::Unavailable("the path of a backup must be UTF-8".into()))?;
    let conn = files.maintenance()?;
    conn.execute("VACUUM INTO ?1", [text]).map_err(|error| from_sqlite(&error))?;
    Ok(())
}

/// Checks a backup and puts it in the place of the database.
pub(crate) fn restore(directory: &Path, backup: &Path) -> Result<(), StoreError> {
    check(backup)?;
    let files = Files::lock(directory, None)?;
    let database = files.database();
    let partial = beside(database, "partial");
    drop(fs::remove_file(&partial));
    let mut source = File::open(backup).map_err(|error| unavailable("cannot read the backup", &error))?;
    let mut copy = private_file(&partial)?;
    std::io::copy(&mut source, &mut copy).map_err(|error| unavailable("cannot copy the backup", &error))?;
    set_aside(&files)?;
    put_in_place(&partial, database)
}

/// Whether the file is a sound database of ours.
fn check(backup: &Path) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let found = Connection::open_with_flags(backup, flags).and_then(|conn| {
        let verdict: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let table: Option<i64> = conn
            .query_row(crate::dialect::SQLITE_TABLE_EXISTS.text(), ["schema_migrations"], |row| row.get(0))
            .optional()?;
        Ok((verdict, table))
    });
    match found {
        Ok((verdict, Some(_))) if verdict == "ok" => Ok(()),
        Ok((_, None)) => Err(StoreError::Corrupt("the file is no backup of this product".into())),
        Ok((verdict, _)) => Err(StoreError::Corrupt(format!("the backup is damaged: {verdict}"))),
        Err(error) => Err(StoreError::Corrupt(format!("the backup cannot be read: {error}"))),
    }
}

/// Moves the present database away. Its log goes into it first: a log must never meet another database.
fn set_aside(files: &Files) -> Result<(), StoreError> {
    let database = files.database();
    let present = fs::metadata(database).is_ok_and(|file| file.len() > 0);
    if present {
        let conn = files.maintenance()?;
        conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").map_err(|error| from_sqlite(&error))?;
    }
    for suffix in ["-wal", "-shm"] {
        let mut log = database.as_os_str().to_owned();
        log.push(suffix);
        match fs::remove_file(&log) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(unavailable("cannot remove the old log", &error));
            }
            _ => {}
        }
    }
    if present {
        fs::rename(database, beside(database, "replaced"))
            .map_err(|error| unavailable("cannot set the old database aside", &error))?;
    }
    Ok(())
}

/// Makes a finished file durable and gives it its name.
fn put_in_place(partial: &Path, target: &Path) -> Result<(), StoreError> {
    let directory = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(partial)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(partial, target))
        .and_then(|()| File::open(directory)?.sync_all())
        .map_err(|error| unavailable(&format!("cannot write {}", target.display()), &error))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or(DATABASE.as_ref()).to_owned();
    name.push(".");
    name.push(suffix);
    path.with_file_name(name)
}
