//! One row of an answer, read by typed getters that never panic.

use crate::{StoreError, Value};
use jiff::Timestamp;
use uuid::Uuid;

/// One row of an answer. Columns are numbered from 0 in the order of the statement.
#[derive(Debug, Clone)]
pub struct Row(pub(crate) Vec<Value>);

#[cfg(test)]
mod tests;

type Result<T> = std::result::Result<T, StoreError>;

impl Row {
    /// A `BOOLEAN`.
    pub fn bool(&self, index: usize) -> Result<bool> {
        self.required(index, self.opt_bool(index)?)
    }

    /// A `BIGINT`.
    pub fn int(&self, index: usize) -> Result<i64> {
        self.required(index, self.opt_int(index)?)
    }

    /// A `TEXT`, owned.
    pub fn text(&self, index: usize) -> Result<String> {
        self.str(index).map(str::to_owned)
    }

    /// A `TEXT`, borrowed from the row: for parsing without a copy.
    pub fn str(&self, index: usize) -> Result<&str> {
        self.required(index, self.opt_str(index)?)
    }

    /// A `UUID`.
    pub fn uuid(&self, index: usize) -> Result<Uuid> {
        self.required(index, self.opt_uuid(index)?)
    }

    /// A `BYTEA`, owned.
    pub fn bytes(&self, index: usize) -> Result<Vec<u8>> {
        self.blob(index).map(<[u8]>::to_vec)
    }

    /// A `BYTEA`, borrowed from the row.
    pub fn blob(&self, index: usize) -> Result<&[u8]> {
        self.required(index, self.opt_blob(index)?)
    }

    /// A `BYTEA` of exactly `N` bytes: hashes and keys.
    pub fn array<const N: usize>(&self, index: usize) -> Result<[u8; N]> {
        let bytes = self.blob(index)?;
        bytes.try_into().map_err(|_| {
            StoreError::Corrupt(format!("column {index} holds {} bytes instead of {N}", bytes.len()))
        })
    }

    /// A moment, kept as microseconds since the epoch.
    pub fn time(&self, index: usize) -> Result<Timestamp> {
        self.required(index, self.opt_time(index)?)
    }

    /// A `BOOLEAN`, or nothing for `NULL`.
    pub fn opt_bool(&self, index: usize) -> Result<Option<bool>> {
        match self.value(index)? {
            Value::Null => Ok(None),
            Value::Bool(value) => Ok(Some(*value)),
            // SQLite keeps booleans as integers.
            Value::Int(0) => Ok(Some(false)),
            Value::Int(1) => Ok(Some(true)),
            other => Err(mismatch(index, other, "BOOLEAN")),
        }
    }

    /// A `BIGINT`, or nothing for `NULL`.
    pub fn opt_int(&self, index: usize) -> Result<Option<i64>> {
        match self.value(index)? {
            Value::Null => Ok(None),
            Value::Int(value) => Ok(Some(*value)),
            other => Err(mismatch(index, other, "BIGINT")),
        }
    }

    /// A `TEXT`, or nothing for `NULL`.
    pub fn opt_text(&self, index: usize) -> Result<Option<String>> {
        Ok(self.opt_str(index)?.map(str::to_owned))
    }

    /// A `TEXT` borrowed from the row, or nothing for `NULL`.
    pub fn opt_str(&self, index: usize) -> Result<Option<&str>> {
        match self.value(index)? {
            Value::Null => Ok(None),
            Value::Text(value) => Ok(Some(value)),
            other => Err(mismatch(index, other, "TEXT")),
        }
    }

    /// A `UUID`, or nothing for `NULL`.
    pub fn opt_uuid(&self, index: usize) -> Result<Option<Uuid>> {
        match self.value(index)? {
            Value::Null => Ok(None),
            Value::Uuid(value) => Ok(Some(*value)),
            other => Err(mismatch(index, other, "UUID")),
        }
    }

    /// A `BYTEA`, or nothing for `NULL`.
    pub fn opt_bytes(&self, index: usize) -> Result<Option<Vec<u8>>> {
        Ok(self.opt_blob(index)?.map(<[u8]>::to_vec))
    }

    /// A `BYTEA` borrowed from the row, or nothing for `NULL`.
    pub fn opt_blob(&self, index: usize) -> Result<Option<&[u8]>> {
        match self.value(index)? {
            Value::Null => Ok(None),
            Value::Bytes(value) => Ok(Some(value)),
            // SQLite does not tell a UUID from sixteen other bytes.
            Value::Uuid(value) => Ok(Some(value.as_bytes())),
            other => Err(mismatch(index, other, "BYTEA")),
        }
    }

    /// A moment, or nothing for `NULL`.
    pub fn opt_time(&self, index: usize) -> Result<Option<Timestamp>> {
        self.opt_int(index)?
            .map(|micros| {
                Timestamp::from_microsecond(micros)
                    .map_err(|_| StoreError::Corrupt(format!("column {index} holds no moment")))
            })
            .transpose()
    }

    fn value(&self, index: usize) -> Result<&Value> {
        self.0.get(index).ok_or_else(|| StoreError::Corrupt(format!("the row has no column {index}")))
    }

    fn required<T>(&self, index: usize, value: Option<T>) -> Result<T> {
        value.ok_or_else(|| StoreError::Corrupt(format!("column {index} of {} is NULL", self.0.len())))
    }
}

fn mismatch(index: usize, found: &Value, wanted: &str) -> StoreError {
    StoreError::Corrupt(format!("column {index} holds {} instead of {wanted}", found.kind()))
}
