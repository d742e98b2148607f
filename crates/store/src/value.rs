//! Values that go into statements and come out of rows.

use jiff::Timestamp;
use std::fmt;
use uuid::Uuid;

/// One SQL value. Both engines know these kinds and no other; times are microseconds since the epoch in `BIGINT`.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// `NULL`.
    Null,
    /// `BOOLEAN`.
    Bool(bool),
    /// `BIGINT`.
    Int(i64),
    /// `TEXT`.
    Text(String),
    /// `UUID`.
    Uuid(Uuid),
    /// `BYTEA`.
    Bytes(Vec<u8>),
}

impl Value {
    /// A `TEXT`. PostgreSQL keeps no NUL, and clients may send one in any name: a replacement character stands for
    /// it, on both engines, so that it is no error of the engine.
    fn text(value: String) -> Self {
        Self::Text(if value.contains('\0') { value.replace('\0', "\u{FFFD}") } else { value })
    }

    /// The SQL type's name.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Bool(_) => "BOOLEAN",
            Self::Int(_) => "BIGINT",
            Self::Text(_) => "TEXT",
            Self::Uuid(_) => "UUID",
            Self::Bytes(_) => "BYTEA",
        }
    }
}

/// Shows the kind only: values are names, hashes and sealed secrets, and a log is no place for them.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

macro_rules! from {
    ($($type:ty, |$value:ident| $made:expr;)+) => {
        $(impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $made
            }
        })+
    };
}

from! {
    bool, |value| Self::Bool(value);
    i64, |value| Self::Int(value);
    i32, |value| Self::Int(value.into());
    u32, |value| Self::Int(value.into());
    u16, |value| Self::Int(value.into());
    u8, |value| Self::Int(value.into());
    &str, |value| Self::text(value.to_owned());
    &String, |value| Self::text(value.clone());
    String, |value| Self::text(value);
    Uuid, |value| Self::Uuid(value);
    Vec<u8>, |value| Self::Bytes(value);
    &[u8], |value| Self::Bytes(value.to_vec());
    &Vec<u8>, |value| Self::Bytes(value.clone());
    Timestamp, |value| Self::Int(value.as_microsecond());
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
