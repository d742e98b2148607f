//! Every place where the two engines differ in words: the only dialect exceptions of the product.

use crate::{Sql, StoreError};
use rusqlite::ErrorCode;
use rusqlite::ffi;
use std::borrow::Cow;
use tokio_postgres::error::{DbError, SqlState};

#[cfg(test)]
mod tests;

/// Marks a log table in a migration: `CREATE TABLE … (…) /* log */;`. Its rows live in the primary key's tree,
/// which halves the pages that an insert in key order writes.
const LOG_TABLE: &str = "/* log */";

/// The text of a migration for SQLite.
pub(crate) fn sqlite_migration(text: &str) -> Cow<'_, str> {
    if text.contains(LOG_TABLE) { text.replace(LOG_TABLE, "WITHOUT ROWID").into() } else { text.into() }
}

/// Whether a table exists, on SQLite.
pub(crate) static SQLITE_TABLE_EXISTS: Sql = Sql::new(
    "store::dialect::SQLITE_TABLE_EXISTS",
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
);

/// Whether a table exists, on PostgreSQL.
pub(crate) static POSTGRES_TABLE_EXISTS: Sql = Sql::new(
    "store::dialect::POSTGRES_TABLE_EXISTS",
    "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1",
);

/// The cause behind an error of SQLite.
pub(crate) fn from_sqlite(error: &rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(code, message) = error else {
        return StoreError::Statement(error.to_string());
    };
    let message = message.clone().unwrap_or_else(|| code.to_string());
    match (code.code, code.extended_code) {
        (
            _,
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => StoreError::Unique { on: sqlite_unique(&message) },
        (ErrorCode::ConstraintViolation, _) => StoreError::Constraint(message),
        (ErrorCode::OperationInterrupted, _) => StoreError::Deadline,
        (
            ErrorCode::Unknown
            | ErrorCode::TypeMismatch
            | ErrorCode::ApiMisuse
            | ErrorCode::ParameterOutOfRange
            | ErrorCode::TooBig
            | ErrorCode::SchemaChanged,
            _,
        )
        // A statement that writes, inside `read` or `scan`.
        | (ErrorCode::ReadOnly, ffi::SQLITE_READONLY) => StoreError::Statement(message),
        _ => StoreError::Unavailable(message),
    }
}

/// `UNIQUE constraint failed: users.tenant_id, users.upn` or `… failed: index 'users_upn'`.
fn sqlite_unique(message: &str) -> String {
    let on = message.rsplit_once(": ").map_or(message, |(_, on)| on);
    match on.strip_prefix("index '").and_then(|name| name.strip_suffix('\'')) {
        Some(index) => index.to_owned(),
        None => on.to_owned(),
    }
}

/// The cause behind an error of PostgreSQL.
pub(crate) fn from_postgres(error: &tokio_postgres::Error) -> StoreError {
    let Some(db) = error.as_db_error() else {
        return match std::error::Error::source(error) {
            _ if error.is_closed() => StoreError::Unavailable(error.to_string()),
            // A parameter that does not fit its type, a column that does not fit its kind.
            Some(cause) if !cause.is::<std::io::Error>() => {
                StoreError::Statement(format!("{error}: {cause}"))
            }
            Some(cause) => StoreError::Unavailable(format!("{error}: {cause}")),
            None => StoreError::Unavailable(error.to_string()),
        };
    };
    let code = db.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        return StoreError::Unique { on: postgres_unique(db) };
    }
    if *code == SqlState::QUERY_CANCELED {
        return StoreError::Deadline;
    }
    // A plan that a migration on another node made stale, or a connection pooler that forgot a statement.
    let stale = (*code == SqlState::FEATURE_NOT_SUPPORTED && db.message().contains("cached plan"))
        || *code == SqlState::INVALID_SQL_STATEMENT_NAME;
    if stale || *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
        return StoreError::Rerun;
    }
    let message = format!("{} ({})", db.message(), code.code());
    match code.code().get(..2) {
        Some("23") => StoreError::Constraint(message),
        Some("08" | "40" | "53" | "55" | "57" | "58" | "XX") => StoreError::Unavailable(message),
        _ => StoreError::Statement(message),
    }
}

/// Columns from `Key (tenant_id, upn)=(…) already exists.`, written the way SQLite does; the values stay out.
fn postgres_unique(error: &DbError) -> String {
    let columns = error
        .detail()
        .and_then(|detail| detail.strip_prefix("Key ("))
        .and_then(|rest| rest.split_once(")=("))
        .map(|(columns, _)| columns);
    unique_columns(error.table(), columns)
        .unwrap_or_else(|| error.constraint().unwrap_or("unique key").to_owned())
}

fn unique_columns(table: Option<&str>, columns: Option<&str>) -> Option<String> {
    let (table, columns) = (table?, columns?);
    if columns.contains('(') {
        return None;
    }
    let columns: Vec<String> = columns.split(", ").map(|column| format!("{table}.{column}")).collect();
    Some(columns.join(", "))
}
