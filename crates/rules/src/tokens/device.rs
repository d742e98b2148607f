//! A device asking whether its user has answered (RFC 8628 section 3.5).

use model::grant::{DeviceCode, DeviceState};
use model::verdict::Cause;
use model::{AppId, GrantId, SignInId, TenantId, Timestamp};

/// What is known when a device asks.
#[derive(Clone, Copy, Debug)]
pub struct DeviceFacts<'a> {
    /// The code; `None` if it is not one of ours.
    pub code: Option<&'a DeviceCode>,
    /// The client that asks.
    pub client: AppId,
    /// The tenant of the endpoint; `None` at `common` and `organizations`.
    pub tenant: Option<TenantId>,
}

/// The user agreed: the grant can be redeemed now, if it [`stands`](super::stands).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceReady {
    /// The user's home tenant.
    pub home: TenantId,
    /// The grant.
    pub grant: GrantId,
    /// The sign-in that approved it.
    pub sign_in: SignInId,
}

/// Whether the device gets its grant at `now`. It is handed out once.
pub fn device_poll(facts: &DeviceFacts<'_>, now: Timestamp) -> Result<DeviceReady, Cause> {
    let code = facts.code.filter(|code| code.client == facts.client && code.tenant == facts.tenant);
    let code = code.ok_or(Cause::DeviceCodeUnknown)?;
    if now >= code.expires_at {
        return Err(Cause::DeviceExpired);
    }
    match code.state {
        DeviceState::Pending => Err(Cause::DevicePending),
        DeviceState::Declined => Err(Cause::DeviceDeclined),
        DeviceState::Redeemed => Err(Cause::DeviceCodeUnknown),
        DeviceState::Approved { home, grant, sign_in } => Ok(DeviceReady { home, grant, sign_in }),
    }
}
