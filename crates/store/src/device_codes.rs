//! Devices waiting for their user (RFC 8628; system scope: a device does not know its user's tenant).

use crate::document::{json, one};
use crate::scope::System;
use crate::{Row, StoreError, Tx, params, statements};
use model::Timestamp;
use model::grant::{DeviceCode, DeviceState};

/// The words a state is kept as.
const PENDING: &str = "pending";
const APPROVED: &str = "approved";
const DECLINED: &str = "declined";
const REDEEMED: &str = "redeemed";

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT device_hash, user_hash, client_id, authority_tenant_id, scopes, resource, address, state, ",
            "home_tenant_id, grant_id, sign_in_id, expires_at FROM device_codes ",
            $rest
        )
    };
}

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO device_codes (device_hash, user_hash, client_id, authority_tenant_id, scopes, resource,
        address, state, home_tenant_id, grant_id, sign_in_id, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";
    BY_DEVICE = select!("WHERE device_hash = $1");
    BY_USER = select!("WHERE user_hash = $1");
    ANSWER = "UPDATE device_codes SET state = $2, home_tenant_id = $3, grant_id = $4, sign_in_id = $5
        WHERE user_hash = $1 AND state = $6 AND expires_at > $7";
    REDEEM = "UPDATE device_codes SET state = $2 WHERE device_hash = $1 AND state = $3";
    DELETE_EXPIRED = "DELETE FROM device_codes WHERE device_hash IN
        (SELECT device_hash FROM device_codes WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
}

/// Writes a new device code; `false` if a waiting device has the same user code: draw another.
pub fn insert(tx: &mut Tx<'_, System>, code: &DeviceCode) -> Result<bool, StoreError> {
    let (state, home, grant, sign_in) = columns(code.state);
    let added = tx.execute(
        &INSERT,
        params![
            code.device_hash,
            code.user_hash,
            code.client,
            code.tenant,
            json(&code.scopes)?,
            code.resource.as_ref(),
            code.address.as_ref(),
            state,
            home,
            grant,
            sign_in,
            code.expires_at
        ],
    )?;
    Ok(added == 1)
}

/// The code that a device holds, whatever became of it.
pub fn by_device(tx: &mut Tx<'_, System>, device: &[u8; 32]) -> Result<Option<DeviceCode>, StoreError> {
    one(tx.query_opt(&BY_DEVICE, params![device])?, read)
}

/// The code that a user typed, whatever became of it.
pub fn by_user(tx: &mut Tx<'_, System>, user: &[u8; 32]) -> Result<Option<DeviceCode>, StoreError> {
    one(tx.query_opt(&BY_USER, params![user])?, read)
}

/// Writes the user's answer; `false` if the code was answered before or has expired.
pub fn answer(
    tx: &mut Tx<'_, System>,
    user: &[u8; 32],
    state: DeviceState,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (state, home, grant, sign_in) = columns(state);
    Ok(tx.execute(&ANSWER, params![user, state, home, grant, sign_in, PENDING, now])? == 1)
}

/// Redeems an approved code; `false` if it is not approved or was redeemed before.
pub fn redeem(tx: &mut Tx<'_, System>, device: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(tx.execute(&REDEEM, params![device, REDEEMED, APPROVED])? == 1)
}

/// Removes up to `limit` codes that have expired; gives their number.
pub fn delete_expired(tx: &mut Tx<'_, System>, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED, params![now, limit])
}

type StateColumns = (&'static str, Option<model::TenantId>, Option<model::GrantId>, Option<model::SignInId>);

fn columns(state: DeviceState) -> StateColumns {
    match state {
        DeviceState::Pending => (PENDING, None, None, None),
        DeviceState::Approved { home, grant, sign_in } => (APPROVED, Some(home), Some(grant), Some(sign_in)),
        DeviceState::Declined => (DECLINED, None, None, None),
        DeviceState::Redeemed => (REDEEMED, None, None, None),
    }
}

fn read_state(row: &Row) -> Result<DeviceState, StoreError> {
    match row.str(7)? {
        PENDING => Ok(DeviceState::Pending),
        APPROVED => Ok(DeviceState::Approved { home: row.id(8)?, grant: row.id(9)?, sign_in: row.id(10)? }),
        DECLINED => Ok(DeviceState::Declined),
        REDEEMED => Ok(DeviceState::Redeemed),
        other => Err(StoreError::Corrupt(format!("a device code in the unknown state {other:?}"))),
    }
}

fn read(row: &Row) -> Result<DeviceCode, StoreError> {
    Ok(DeviceCode {
        device_hash: row.array(0)?,
        user_hash: row.array(1)?,
        client: row.id(2)?,
        tenant: row.opt_id(3)?,
        scopes: row.json(4)?,
        resource: row.opt_text(5)?,
        address: row.opt_text(6)?,
        state: read_state(row)?,
        expires_at: row.time(11)?,
    })
}
