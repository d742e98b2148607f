//! Requests that a rate limiter refused before anything was evaluated: counted, not logged one by one.

use crate::document::all;
use crate::{MayAuthenticate, StoreError, TenantScope, Tx, params, statements};

statements! {
    pub(crate) ALL;
    ADD = "INSERT INTO refused_requests (tenant_id, minute, network_hash, requests) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, minute, network_hash)
        DO UPDATE SET requests = refused_requests.requests + excluded.requests";
    LIST = "SELECT minute, network_hash, requests FROM refused_requests
        WHERE tenant_id = $1 AND minute >= $2 AND minute < $3 ORDER BY minute, network_hash LIMIT $4";
    DELETE_BEFORE = "DELETE FROM refused_requests WHERE tenant_id = $1 AND (minute, network_hash) IN
        (SELECT minute, network_hash FROM refused_requests WHERE tenant_id = $1 AND minute < $2
            ORDER BY minute, network_hash LIMIT $3)";
}

/// How many requests from one network were refused in one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Minutes since the epoch.
    pub minute: i64,
    /// A keyed hash of the network.
    pub network: [u8; 32],
    /// How many.
    pub requests: i64,
}

/// Adds refused requests of one minute (since the epoch) and one network.
pub fn add<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    minute: i64,
    network: &[u8; 32],
    requests: u32,
) -> Result<(), StoreError> {
    tx.execute(&ADD, params![tx.tenant(), minute, network, requests])?;
    Ok(())
}

/// What was refused from one minute on and before another, oldest first.
pub fn list<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    from: i64,
    to: i64,
    limit: u32,
) -> Result<Vec<Refused>, StoreError> {
    all(&tx.query(&LIST, params![tx.tenant(), from, to, limit])?, |row| {
        Ok(Refused { minute: row.int(0)?, network: row.array(1)?, requests: row.int(2)? })
    })
}

/// Removes up to `limit` counters of minutes before one; gives their number.
pub fn delete_before<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    minute: i64,
    limit: u32,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_BEFORE, params![tx.tenant(), minute, limit])
}
