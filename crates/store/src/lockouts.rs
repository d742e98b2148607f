//! Counters of failed attempts.
//!
//! A counter is found by a keyed hash of the user's id, or of a name that nobody has: answers are the same for
//! both, so they are counted alike. Unknown names are bounded, because strangers choose them.

use crate::document::{one, word};
use crate::{MayAuthenticate, Row, StoreError, TenantScope, Tx, params, statements};
use model::Timestamp;
use model::lockout::{Guess, Lockout, Place};

/// The length of one hash of a wrong password.
const HASH: usize = 32;

statements! {
    pub(crate) ALL;
    GET = "SELECT failures, locks, locked_until, recent_wrong FROM lockouts
        WHERE tenant_id = $1 AND name_hash = $2 AND guess = $3 AND place = $4";
    PUT = "INSERT INTO lockouts (tenant_id, name_hash, guess, place, known, failures, locks, locked_until,
        recent_wrong, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (tenant_id, name_hash, guess, place) DO UPDATE SET known = excluded.known,
        failures = excluded.failures, locks = excluded.locks, locked_until = excluded.locked_until,
        recent_wrong = excluded.recent_wrong, updated_at = excluded.updated_at";
    CLEAR = "DELETE FROM lockouts WHERE tenant_id = $1 AND name_hash = $2 AND guess = $3";
    PRUNE = "DELETE FROM lockouts WHERE tenant_id = $1 AND (name_hash, guess, place) IN
        (SELECT name_hash, guess, place FROM lockouts
            WHERE tenant_id = $1 AND updated_at < $2 AND (locked_until IS NULL OR locked_until < $2) LIMIT $3)";
    COUNT_UNKNOWN = "SELECT COUNT(*) FROM lockouts WHERE tenant_id = $1 AND known = $2";
    FORGET_OLDEST = "DELETE FROM lockouts WHERE tenant_id = $1 AND (name_hash, guess, place) IN
        (SELECT name_hash, guess, place FROM lockouts WHERE tenant_id = $1 AND known = $2
            ORDER BY updated_at LIMIT $3)";
}

/// Whose failures are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// A keyed hash of the user's id or of the unknown name.
    pub hash: [u8; 32],
    /// Whether it is a user's.
    pub known: bool,
}

/// The failures counted under a key, none if nothing was counted.
pub fn get<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    key: Key,
    guess: Guess,
    place: Place,
) -> Result<Lockout, StoreError> {
    let row = tx.query_opt(&GET, params![tx.tenant(), key.hash, word(&guess)?, word(&place)?])?;
    Ok(one(row, read)?.unwrap_or_default())
}

/// Writes the failures counted under a key.
pub fn put<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    key: Key,
    guess: Guess,
    place: Place,
    lockout: &Lockout,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Lockout { failures, locks, locked_until, recent_wrong } = lockout;
    tx.execute(
        &PUT,
        params![
            tx.tenant(),
            key.hash,
            word(&guess)?,
            word(&place)?,
            key.known,
            *failures,
            *locks,
            *locked_until,
            recent_wrong.concat(),
            now
        ],
    )?;
    Ok(())
}

/// Forgets the failures of one kind in every place; gives how many counters there were.
pub fn clear<S: MayAuthenticate>(tx: &mut Tx<'_, S>, key: Key, guess: Guess) -> Result<u64, StoreError> {
    tx.execute(&CLEAR, params![tx.tenant(), key.hash, word(&guess)?])
}

/// Forgets up to `limit` counters not touched since a moment and not locked at it; gives their number.
pub fn prune<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    tx.execute(&PRUNE, params![tx.tenant(), before, limit])
}

/// How many counters belong to unknown names.
pub fn count_unknown<S: TenantScope>(tx: &mut Tx<'_, S>) -> Result<i64, StoreError> {
    Ok(one(tx.query_opt(&COUNT_UNKNOWN, params![tx.tenant(), false])?, |row| row.int(0))?.unwrap_or(0))
}

/// Forgets the oldest `number` counters of unknown names; gives how many were forgotten.
pub fn forget_oldest_unknown<S: MayAuthenticate>(tx: &mut Tx<'_, S>, number: u32) -> Result<u64, StoreError> {
    tx.execute(&FORGET_OLDEST, params![tx.tenant(), false, number])
}

fn read(row: &Row) -> Result<Lockout, StoreError> {
    let (recent_wrong, rest) = row.blob(3)?.as_chunks::<HASH>();
    if !rest.is_empty() {
        return Err(StoreError::Corrupt("the wrong passwords of a lockout are cut off".to_owned()));
    }
    Ok(Lockout {
        failures: row.small(0)?,
        locks: row.small(1)?,
        locked_until: row.opt_time(2)?,
        recent_wrong: recent_wrong.to_vec(),
    })
}
