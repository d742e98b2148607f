//! The keys of the server that seal handles and hash generated secrets, sealed under the master key by the caller
//! (system scope).

use crate::document::all;
use crate::scope::System;
use crate::{Row, StoreError, Tx, params, statements};
use model::server_key::RingKey;

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO ring_keys (purpose, key_id, sealed, created_at) VALUES ($1, $2, $3, $4)";
    LIST = "SELECT purpose, key_id, sealed, created_at FROM ring_keys ORDER BY purpose, key_id";
}

/// Adds a key. A number that is taken is an error: a key is never replaced while handles name it.
pub fn insert(tx: &mut Tx<'_, System>, key: &RingKey) -> Result<(), StoreError> {
    tx.execute(&INSERT, params![key.purpose.name(), key.key_id, &key.sealed, key.created_at])?;
    Ok(())
}

/// Every key, by purpose and number.
pub fn list(tx: &mut Tx<'_, System>) -> Result<Vec<RingKey>, StoreError> {
    all(&tx.query(&LIST, &[])?, read)
}

fn read(row: &Row) -> Result<RingKey, StoreError> {
    Ok(RingKey {
        purpose: row.word(0)?,
        key_id: row.small(1)?,
        sealed: row.bytes(2)?,
        created_at: row.time(3)?,
    })
}
