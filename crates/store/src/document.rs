//! Model values as columns: identifiers, enumerations by their serialized word, documents as JSON.

use crate::{Row, StoreError, Value};
use model::{
    AppId, ApplicationId, AuditId, CodeId, ConsentId, CredentialId, FlowId, GrantId, GroupId, PermissionId,
    RoleTemplateId, ServicePrincipalId, SessionId, SignInId, TenantId, UserId, Uuid,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde_json::Value as Json;

#[cfg(test)]
mod tests;

macro_rules! ids {
    ($($id:ty),+ $(,)?) => {$(
        impl From<$id> for Value {
            fn from(id: $id) -> Self {
                Self::Uuid(id.0)
            }
        }
    )+};
}

ids!(
    AppId,
    ApplicationId,
    AuditId,
    CodeId,
    ConsentId,
    CredentialId,
    FlowId,
    GrantId,
    GroupId,
    PermissionId,
    RoleTemplateId,
    ServicePrincipalId,
    SessionId,
    SignInId,
    TenantId,
    UserId,
);

impl Row {
    /// An identifier of any kind.
    pub(crate) fn id<T: From<Uuid>>(&self, index: usize) -> Result<T, StoreError> {
        self.uuid(index).map(T::from)
    }

    /// An identifier of any kind, or nothing for `NULL`.
    pub(crate) fn opt_id<T: From<Uuid>>(&self, index: usize) -> Result<Option<T>, StoreError> {
        Ok(self.opt_uuid(index)?.map(T::from))
    }

    /// An enumeration kept as its serialized word.
    pub(crate) fn word<T: DeserializeOwned>(&self, index: usize) -> Result<T, StoreError> {
        let word = self.str(index)?;
        T::deserialize(StrDeserializer::<WordError>::new(word))
            .map_err(|_| StoreError::Corrupt(format!("column {index} holds the unknown word {word:?}")))
    }

    /// A document kept as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, index: usize) -> Result<T, StoreError> {
        serde_json::from_str(self.str(index)?)
            .map_err(|error| StoreError::Corrupt(format!("the document in column {index}: {error}")))
    }

    /// A counter that fits 32 bits.
    pub(crate) fn small(&self, index: usize) -> Result<u32, StoreError> {
        u32::try_from(self.int(index)?)
            .map_err(|_| StoreError::Corrupt(format!("column {index} holds no 32-bit counter")))
    }
}

/// The word an enumeration without fields is serialized as.
pub(crate) fn word<T: Serialize>(value: &T) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(Json::String(word)) => Ok(word),
        Ok(_) => {
            Err(StoreError::Corrupt("an enumeration serializes to something else than a word".to_owned()))
        }
        Err(error) => Err(unwritable(&error)),
    }
}

/// A document as JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| unwritable(&error))
}

fn unwritable(error: &serde_json::Error) -> StoreError {
    StoreError::Corrupt(format!("a document cannot be written: {error}"))
}

/// A name as it is compared: lower case. Both engines compare folded columns alike, whatever their collation
/// does with letter case.
pub fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// The position before the first row: no row has the all-zero id.
pub(crate) fn start<T: Into<Value>>(after: Option<T>) -> Value {
    after.map_or(Value::Uuid(Uuid::nil()), Into::into)
}

/// Reads every row of an answer.
pub(crate) fn all<T>(
    rows: &[Row],
    read: impl Fn(&Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    rows.iter().map(read).collect()
}

/// Reads the row of an answer, if there is one.
pub(crate) fn one<T>(
    row: Option<Row>,
    read: impl Fn(&Row) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    row.map(|row| read(&row)).transpose()
}
