//! Statements on a SQLite connection: `$n` bound by name, rows decoded into values.

use crate::dialect::from_sqlite;
use crate::{Row, StoreError, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};
use uuid::Uuid;

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Bool(value) => ValueRef::Integer((*value).into()),
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Uuid(value) => ValueRef::Blob(value.as_bytes()),
            Value::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

/// Every row of the answer.
pub(crate) fn query(conn: &Connection, text: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
    let mut statement = prepare(conn, text, params)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    let mut answer = Vec::new();
    while let Some(row) = rows.next().map_err(|error| from_sqlite(&error))? {
        answer.push(decode(row, columns)?);
    }
    Ok(answer)
}

/// The first row of the answer.
pub(crate) fn query_opt(conn: &Connection, text: &str, params: &[Value]) -> Result<Option<Row>, StoreError> {
    let mut statement = prepare(conn, text, params)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    rows.next().map_err(|error| from_sqlite(&error))?.map(|row| decode(row, columns)).transpose()
}

/// The number of changed rows.
pub(crate) fn execute(conn: &Connection, text: &str, params: &[Value]) -> Result<u64, StoreError> {
    let mut statement = prepare(conn, text, params)?;
    let changed = statement.raw_execute().map_err(|error| from_sqlite(&error))?;
    Ok(changed as u64)
}

/// Several statements without parameters.
pub(crate) fn script(conn: &Connection, text: &str) -> Result<(), StoreError> {
    conn.execute_batch(&crate::dialect::sqlite_migration(text)).map_err(|error| from_sqlite(&error))
}

/// Prepares a text.
pub(crate) fn check(conn: &Connection, text: &str) -> Result<(), StoreError> {
    conn.prepare(text).map(|_| ()).map_err(|error| from_sqlite(&error))
}

/// Prepares a text and binds its parameters by their names: SQLite numbers `$2 … $1` by first appearance.
fn prepare<'conn>(
    conn: &'conn Connection,
    text: &str,
    params: &[Value],
) -> Result<CachedStatement<'conn>, StoreError> {
    let mut statement = conn.prepare_cached(text).map_err(|error| from_sqlite(&error))?;
    let mut highest = 0;
    for position in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(position)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|digits| digits.parse::<usize>().ok())
            .unwrap_or(0);
        let value = number.checked_sub(1).and_then(|index| params.get(index)).ok_or_else(|| {
            StoreError::Statement(format!("{} parameters do not fit: {text}", params.len()))
        })?;
        highest = highest.max(number);
        statement.raw_bind_parameter(position, value).map_err(|error| from_sqlite(&error))?;
    }
    if highest != params.len() {
        return Err(StoreError::Statement(format!("{} parameters do not fit: {text}", params.len())));
    }
    Ok(statement)
}

fn decode(row: &rusqlite::Row<'_>, columns: usize) -> Result<Row, StoreError> {
    let mut values = Vec::with_capacity(columns);
    for index in 0..columns {
        let value = match row.get_ref(index).map_err(|error| from_sqlite(&error))? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(value) => Value::Int(value),
            ValueRef::Text(bytes) => Value::Text(
                std::str::from_utf8(bytes)
                    .map_err(|_| StoreError::Corrupt(format!("column {index} is not UTF-8")))?
                    .to_owned(),
            ),
            ValueRef::Blob(bytes) => match Uuid::from_slice(bytes) {
                // Without an allocation; `Row` gives it back as bytes when those are asked for.
                Ok(uuid) => Value::Uuid(uuid),
                Err(_) => Value::Bytes(bytes.to_vec()),
            },
            ValueRef::Real(_) => {
                return Err(StoreError::Corrupt(format!("column {index} holds a floating point number")));
            }
        };
        values.push(value);
    }
    Ok(Row(values))
}
