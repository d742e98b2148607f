//! The schema's numbered steps: forward only, expand before contract.

use crate::scope::System;
use crate::{Store, StoreError, Tx, params, statements};

#[cfg(test)]
mod tests;

/// One step of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// Its number; steps are applied in this order.
    pub version: i64,
    /// Its name, as in the file's.
    pub name: &'static str,
    pub(crate) text: &'static str,
}

macro_rules! steps {
    ($($version:literal $name:literal $file:literal;)+) => {
        &[$(Migration {
            version: $version,
            name: $name,
            text: include_str!(concat!("../migrations/", $file)),
        }),+]
    };
}

/// Every step, in order. A step that has been released is never changed.
pub(crate) const STEPS: &[Migration] = steps! {
    1 "engine" "0001_engine.sql";
    2 "first_schema" "0002_first_schema.sql";
};

const HISTORY: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at BIGINT NOT NULL
);";

statements! {
    pub(crate) ALL;
    APPLIED = "SELECT version, name FROM schema_migrations ORDER BY version";
    RECORD = "INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, $3)";
}

impl Store {
    /// Brings the schema up to date; gives the steps that were applied. Safe to run on several nodes at once.
    ///
    /// Fails with `NewerSchema` when a newer program has been here, and with `WrongMasterKey` when the store was
    /// made with another one.
    pub async fn migrate(&self) -> Result<Vec<Migration>, StoreError> {
        let applied = self.migrate_to(STEPS).await?;
        self.confirm_master_key().await?;
        Ok(applied)
    }

    /// The steps that [`migrate`](Self::migrate) would apply.
    pub async fn pending(&self) -> Result<Vec<Migration>, StoreError> {
        self.read(System::STORE, |tx| pending(tx, STEPS)).await
    }

    /// Checks every SQL text of the program against the schema; gives the name and fault of each that fails.
    pub async fn check_statements(&self) -> Result<Vec<(&'static str, StoreError)>, StoreError> {
        let mut faults = Vec::new();
        for sql in crate::all_statements() {
            match self.read(System::STORE, |tx| tx.check(sql.text())).await {
                Ok(()) => {}
                Err(error @ StoreError::Unavailable(_)) => return Err(error),
                Err(error) => faults.push((sql.name(), error)),
            }
        }
        Ok(faults)
    }

    pub(crate) async fn migrate_to(&self, steps: &'static [Migration]) -> Result<Vec<Migration>, StoreError> {
        let pending = self.read(System::STORE, move |tx| pending(tx, steps)).await?;
        let mut applied = Vec::new();
        for step in pending {
            if self.apply(step, steps).await? {
                applied.push(step);
            }
        }
        Ok(applied)
    }

    /// Applies one step; not if another node was faster.
    async fn apply(&self, step: Migration, steps: &'static [Migration]) -> Result<bool, StoreError> {
        let now = self.inner.vault.now();
        let end = self
            .write(System::STORE, move |tx| {
                tx.script(HISTORY)?;
                // First, so that of two nodes one waits here for the other.
                tx.execute(&RECORD, params![step.version, step.name, now])?;
                tx.script(step.text)
            })
            .await;
        match end {
            Ok(()) => Ok(true),
            Err(error) => {
                let still = self.read(System::STORE, move |tx| pending(tx, steps)).await?;
                if still.contains(&step) { Err(error) } else { Ok(false) }
            }
        }
    }
}

fn pending(tx: &mut Tx<'_, System>, steps: &[Migration]) -> Result<Vec<Migration>, StoreError> {
    if !tx.has_table("schema_migrations")? {
        return Ok(steps.to_vec());
    }
    let known = steps.last().map_or(0, |step| step.version);
    let mut applied = Vec::new();
    for row in tx.query(&APPLIED, &[])? {
        let (version, name) = (row.int(0)?, row.text(1)?);
        match steps.iter().find(|step| step.version == version) {
            Some(step) if step.name == name => applied.push(version),
            Some(step) => {
                return Err(StoreError::Corrupt(format!(
                    "schema step {version} is {name} instead of {}",
                    step.name
                )));
            }
            None => return Err(StoreError::NewerSchema { found: version, known }),
        }
    }
    Ok(steps.iter().filter(|step| !applied.contains(&step.version)).copied().collect())
}
