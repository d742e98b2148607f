//! Raw SQL for the engine's benchmark. Compiled only with the feature `probe`, which no crate of the product asks for.

use crate::scope::System;
use crate::{Row, Scope, StoreError, Tx, Value};

/// The scope of the benchmark's own tables.
pub const SCOPE: System = System::STORE;

impl<S: Scope> Tx<'_, S> {
    /// Every row of an answer.
    pub fn raw_query(&mut self, text: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.query_text(text, params)
    }

    /// The number of changed rows.
    pub fn raw_execute(&mut self, text: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.execute_text(text, params)
    }

    /// Several statements without parameters.
    pub fn raw_script(&mut self, text: &str) -> Result<(), StoreError> {
        self.script(text)
    }
}
