//! Networks from which accounts signed in before, as keyed hashes.

use crate::document::one;
use crate::{MayAuthenticate, StoreError, TenantScope, Tx, params, statements};
use model::{SignedDuration, Timestamp, UserId};

/// How many networks are remembered per user: the latest ones.
const KEPT: u32 = 50;
/// How exactly the last use is known; it saves a write at most sign-ins.
const GRAIN: SignedDuration = SignedDuration::from_hours(24);

statements! {
    pub(crate) ALL;
    LAST_SEEN = "SELECT last_seen_at FROM familiar_networks
        WHERE tenant_id = $1 AND user_id = $2 AND network_hash = $3";
    PUT = "INSERT INTO familiar_networks (tenant_id, user_id, network_hash, last_seen_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, user_id, network_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at";
    TRIM = "DELETE FROM familiar_networks WHERE tenant_id = $1 AND user_id = $2 AND network_hash NOT IN
        (SELECT network_hash FROM familiar_networks WHERE tenant_id = $1 AND user_id = $2
            ORDER BY last_seen_at DESC, network_hash LIMIT $3)";
}

/// Whether the user signed in from this network before.
pub fn is_known<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    network: &[u8; 32],
) -> Result<bool, StoreError> {
    Ok(tx.query_opt(&LAST_SEEN, params![tx.tenant(), user, network])?.is_some())
}

/// Remembers that the user signed in from this network, and forgets all but his latest fifty.
pub fn remember<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    network: &[u8; 32],
    now: Timestamp,
) -> Result<(), StoreError> {
    let seen = tx.query_opt(&LAST_SEEN, params![tx.tenant(), user, network])?;
    let seen = one(seen, |row| row.time(0))?;
    if seen.is_some_and(|seen| now.duration_since(seen) < GRAIN) {
        return Ok(());
    }
    tx.execute(&PUT, params![tx.tenant(), user, network, now])?;
    if seen.is_none() {
        tx.execute(&TRIM, params![tx.tenant(), user, KEPT])?;
    }
    Ok(())
}
