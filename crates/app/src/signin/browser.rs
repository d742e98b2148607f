//! What a browser holds: a binding value that ties flows to it, and the handles of its sessions.

use crate::{Ctx, Fault, grants};
use model::{SessionId, TenantId, nature};
use serde::{Deserialize, Serialize};

/// How many accounts one browser may hold.
const SESSIONS: usize = 5;
/// The longest sessions cookie looked at, in bytes.
const LONGEST_COOKIE: usize = 4096;

/// The cookies a browser sent.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// The binding cookie: a random value of ours.
    pub binding: Option<String>,
    /// The sealed session handles.
    pub sessions: Option<String>,
}

/// Cookies to set in the answer; `None` leaves a cookie as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetCookies {
    /// The binding cookie; it ends with the browser.
    pub binding: Option<String>,
    /// The sealed session handles; an empty string removes the cookie.
    pub sessions: Option<String>,
    /// Whether the session handles outlive the browser, and for how many days.
    pub sessions_days: Option<i64>,
}

/// What the sessions cookie holds for one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SessionHandle {
    /// The account's home tenant.
    #[serde(rename = "t")]
    pub(super) tenant: TenantId,
    /// The session.
    #[serde(rename = "s")]
    pub(super) session: SessionId,
    /// 128 random bits.
    #[serde(rename = "k")]
    pub(super) secret: [u8; 16],
    /// Whether it outlives the browser.
    #[serde(rename = "p")]
    pub(super) persistent: bool,
}

impl Browser {
    /// The hash a flow keeps of the binding cookie, making the cookie if the browser has none.
    pub(super) fn bind(&self, ctx: &Ctx) -> ([u8; 32], SetCookies) {
        if let Some(value) = &self.binding {
            return (crypto::mac::sha256(value.as_bytes()), SetCookies::default());
        }
        let value = grants::base64url(&nature::random::<16>(ctx.services.entropy.as_ref()));
        let hash = crypto::mac::sha256(value.as_bytes());
        (hash, SetCookies { binding: Some(value), ..SetCookies::default() })
    }

    /// Whether this browser began the flow with that hash.
    pub(super) fn began(&self, binding: &[u8; 32]) -> bool {
        self.binding
            .as_ref()
            .is_some_and(|value| crypto::mac::ct_eq(&crypto::mac::sha256(value.as_bytes()), binding))
    }

    /// The session handles; whatever is not ours is no handle.
    pub(super) fn handles(&self, ctx: &Ctx) -> Vec<SessionHandle> {
        let Some(cookie) = &self.sessions else { return Vec::new() };
        let keys = ctx.services.keys.present();
        let Ok(bytes) = keys.ring.open("session", cookie, LONGEST_COOKIE) else { return Vec::new() };
        serde_json::from_slice(&bytes).unwrap_or_default()
    }
}

/// The cookie that holds these handles, newest first, bounded.
pub(super) fn seal_handles(ctx: &Ctx, mut handles: Vec<SessionHandle>) -> Result<SetCookies, Fault> {
    handles.truncate(SESSIONS);
    if handles.is_empty() {
        return Ok(SetCookies { sessions: Some(String::new()), ..SetCookies::default() });
    }
    let json = serde_json::to_vec(&handles).map_err(|error| Fault::Corrupt(error.to_string()))?;
    let keys = ctx.services.keys.present();
    let sealed = keys
        .ring
        .seal("session", nature::random(ctx.services.entropy.as_ref()), &json)
        .map_err(|error| Fault::Corrupt(error.to_string()))?;
    let persistent = handles.iter().any(|handle| handle.persistent);
    Ok(SetCookies {
        binding: None,
        sessions: Some(sealed),
        sessions_days: persistent.then_some(ctx.services.config.sessions.persistent_days),
    })
}
