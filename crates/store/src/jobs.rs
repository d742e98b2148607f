//! Which node runs which background job, and when it ran last (system scope).

use crate::document::one;
use crate::scope::System;
use crate::{StoreError, Tx, params, statements};
use model::Timestamp;

statements! {
    pub(crate) ALL;
    LEASE = "INSERT INTO jobs (name, holder, leased_until) VALUES ($1, $2, $4)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, leased_until = excluded.leased_until
        WHERE jobs.leased_until <= $3 OR jobs.holder = excluded.holder";
    FINISH = "UPDATE jobs SET leased_until = $3, last_run_at = $3 WHERE name = $1 AND holder = $2";
    LAST_RUN = "SELECT last_run_at FROM jobs WHERE name = $1";
}

/// Takes or extends the lease of a job until a moment; `false` if somebody else holds it.
pub fn lease(
    tx: &mut Tx<'_, System>,
    name: &str,
    holder: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&LEASE, params![name, holder, now, until])? == 1)
}

/// Gives the lease back and records the run; `false` if somebody else has taken it over.
pub fn finish(tx: &mut Tx<'_, System>, name: &str, holder: &str, now: Timestamp) -> Result<bool, StoreError> {
    Ok(tx.execute(&FINISH, params![name, holder, now])? == 1)
}

/// When a job last ran to its end.
pub fn last_run(tx: &mut Tx<'_, System>, name: &str) -> Result<Option<Timestamp>, StoreError> {
    Ok(one(tx.query_opt(&LAST_RUN, params![name])?, |row| row.opt_time(0))?.flatten())
}
