//! Single facts about the store itself, such as the mark of a demo store and the offset of its moved clock
//! (system scope).

use crate::document::one;
use crate::scope::System;
use crate::{StoreError, Tx, params, statements};

statements! {
    pub(crate) ALL;
    GET = "SELECT value FROM marks WHERE name = $1";
    SET = "INSERT INTO marks (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
}

/// The value of a mark.
pub fn get(tx: &mut Tx<'_, System>, name: &str) -> Result<Option<String>, StoreError> {
    one(tx.query_opt(&GET, params![name])?, |row| row.text(0))
}

/// Sets a mark.
pub fn set(tx: &mut Tx<'_, System>, name: &str, value: &str) -> Result<(), StoreError> {
    tx.execute(&SET, params![name, value])?;
    Ok(())
}
