//! Grants: one authorization of one client by one user in one session, and what redeems it.

use crate::application::Platform;
use crate::method::Proof;
use crate::{AppId, CodeId, GrantId, SessionId, SignInId, TenantId, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A grant, kept in the user's home tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// Who granted.
    pub user: UserId,
    /// To which client.
    pub client: AppId,
    /// What kind of client; it decides how refresh handles rotate.
    pub platform: Platform,
    /// In which browser session, if any.
    pub session: Option<SessionId>,
    /// In which tenant the tokens are valid.
    pub resource_tenant: TenantId,
    /// The scopes asked for, as asked.
    pub scopes: Vec<String>,
    /// What was proved; tokens never claim more.
    pub proofs: Vec<Proof>,
    /// When the primary credential was presented (`auth_time`).
    pub authenticated_at: Timestamp,
    /// When the grant was made.
    pub created_at: Timestamp,
    /// The number of the present refresh handle.
    pub generation: i64,
    /// HMAC of the present refresh handle's secret.
    pub secret_hash: [u8; 32],
    /// When the handle was last rotated.
    pub rotated_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Grows with every change.
    pub version: i64,
}

/// What the client holds, sealed under the server's key ring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshHandle {
    /// The user's home tenant.
    #[serde(rename = "t")]
    pub tenant: TenantId,
    /// The grant.
    #[serde(rename = "g")]
    pub grant: GrantId,
    /// Which of the grant's handles it is.
    #[serde(rename = "n")]
    pub generation: i64,
    /// When it was handed out, in microseconds since the epoch.
    #[serde(rename = "i")]
    pub issued_at: i64,
    /// 128 random bits.
    #[serde(rename = "s")]
    pub secret: [u8; 16],
}

/// A single-use authorization code, kept in the user's home tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationCode {
    /// Its id.
    pub id: CodeId,
    /// HMAC of the secret in the code.
    pub secret_hash: [u8; 32],
    /// What it redeems.
    pub grant: GrantId,
    /// The redirect URI it was sent to.
    pub redirect_uri: String,
    /// The PKCE challenge (S256), if one was given.
    pub challenge: Option<String>,
    /// The nonce to repeat in the id token.
    pub nonce: Option<String>,
    /// The tenant it must be redeemed at.
    pub resource_tenant: TenantId,
    /// The resource named by a v1 request.
    pub resource: Option<String>,
    /// The sign-in that led to it; its tokens carry that entry's identifier.
    pub sign_in: SignInId,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used; a second use revokes the grant.
    pub redeemed_at: Option<Timestamp>,
}

/// A device waiting for its user (RFC 8628), kept in the system scope under the hashes of its codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceCode {
    /// HMAC of the device code.
    pub device_hash: [u8; 32],
    /// HMAC of the user code.
    pub user_hash: [u8; 32],
    /// The client that waits.
    pub client: AppId,
    /// The tenant it asked at; `None` at `common` and `organizations`.
    pub tenant: Option<TenantId>,
    /// The scopes asked for.
    pub scopes: Vec<String>,
    /// The resource named by a v1 request.
    pub resource: Option<String>,
    /// Where the device asked from.
    pub address: Option<String>,
    /// What became of it.
    pub state: DeviceState,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What became of a device code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum DeviceState {
    /// Nobody has answered yet.
    Pending,
    /// The user agreed: the grant can be redeemed once.
    Approved {
        /// The user's home tenant.
        home: TenantId,
        /// The grant.
        grant: GrantId,
        /// The sign-in that approved it.
        sign_in: SignInId,
    },
    /// The user said no.
    Declined,
    /// The tokens were handed out.
    Redeemed,
}
