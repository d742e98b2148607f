//! The server's signing keys, sealed under the master key by the caller (system scope).

use crate::document::{all, word};
use crate::scope::System;
use crate::{Row, StoreError, Tx, params, statements};
use model::server_key::{KeyState, ServerKey};

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO server_keys (kid, algorithm, state, sealed, certificate, created_at, activates_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    LIST = "SELECT kid, algorithm, state, sealed, certificate, created_at, activates_at FROM server_keys
        ORDER BY created_at, kid";
    SET_STATE = "UPDATE server_keys SET state = $2 WHERE kid = $1";
}

/// Adds a key.
pub fn insert(tx: &mut Tx<'_, System>, key: &ServerKey) -> Result<(), StoreError> {
    let ServerKey { kid, algorithm, state, sealed, certificate, created_at, activates_at } = key;
    let values = params![kid, algorithm, word(state)?, sealed, certificate, *created_at, *activates_at];
    tx.execute(&INSERT, values)?;
    Ok(())
}

/// Every key, in the order they were made.
pub fn list(tx: &mut Tx<'_, System>) -> Result<Vec<ServerKey>, StoreError> {
    all(&tx.query(&LIST, &[])?, read)
}

/// Moves a key on in its life; `false` if there is none.
pub fn set_state(tx: &mut Tx<'_, System>, kid: &str, state: KeyState) -> Result<bool, StoreError> {
    Ok(tx.execute(&SET_STATE, params![kid, word(&state)?])? == 1)
}

fn read(row: &Row) -> Result<ServerKey, StoreError> {
    Ok(ServerKey {
        kid: row.text(0)?,
        algorithm: row.text(1)?,
        state: row.word(2)?,
        sealed: row.bytes(3)?,
        certificate: row.bytes(4)?,
        created_at: row.time(5)?,
        activates_at: row.time(6)?,
    })
}
