//! A sign-in on its way: what travels sealed with the browser and what is kept after the first factor.

use crate::application::Platform;
use crate::method::Proof;
use crate::signin::AuthenticationStep;
use crate::{AppId, CredentialId, FlowId, SessionId, TenantId, UserId, Uuid};
use jiff::Timestamp;
use protocol::Version;
use protocol::authorize::{ResponseType, ReturnAddress};
use serde::{Deserialize, Serialize};

/// What travels with the browser, sealed; it holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Its id; parallel tabs have flows of their own.
    pub id: FlowId,
    /// What was asked for.
    pub request: FlowRequest,
    /// Where the flow stands.
    pub step: Step,
    /// Which row version this value may move on; 0 before the first factor.
    pub version: i64,
    /// When it began.
    pub started_at: Timestamp,
    /// The tenant the user belongs to, once a name was given.
    pub home: Option<TenantId>,
    /// The name as typed, trimmed and lower case.
    pub name: Option<String>,
    /// A session of the browser which this flow continues.
    pub session: Option<SessionId>,
    /// Hash of the browser's binding cookie: a flow stolen without the cookie is worthless.
    pub binding: [u8; 32],
    /// Ties all entries of this sign-in together.
    pub correlation_id: Uuid,
}

/// The authorization request, checked and reduced to what the flow needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowRequest {
    /// The tenant named in the path.
    pub authority: Authority,
    /// Whether the request came to a v1 endpoint.
    pub v1: bool,
    /// The client.
    pub client: AppId,
    /// How the flow ends.
    pub ending: Ending,
    /// The scopes as asked.
    pub scopes: Vec<String>,
    /// The resource of a v1 request.
    pub resource: Option<String>,
    /// The nonce to repeat in the id token.
    pub nonce: Option<String>,
    /// What the client wants to happen.
    pub prompt: Prompt,
    /// The name the client suggests.
    pub login_hint: Option<String>,
    /// How old, in seconds, the authentication may be.
    pub max_age: Option<i64>,
    /// Whether the client itself asks for a second factor (`amr_values=mfa`).
    pub wants_mfa: bool,
    /// Language tags the client suggests.
    pub ui_locales: Option<String>,
}

impl FlowRequest {
    /// The generation of the endpoint that was asked.
    pub fn version(&self) -> Version {
        if self.v1 { Version::V1 } else { Version::V2 }
    }
}

/// The tenant part of an endpoint's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Authority {
    /// One tenant, named by id or domain.
    Tenant(TenantId),
    /// Any account: the tenant is found from the user's name.
    Common,
    /// Any work account: the same here, since there are no others.
    Organizations,
}

impl Authority {
    /// The tenant, if the path named one.
    pub fn tenant(self) -> Option<TenantId> {
        match self {
            Self::Tenant(id) => Some(id),
            Self::Common | Self::Organizations => None,
        }
    }
}

/// How a flow ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// An answer goes to a redirect URI.
    Redirect(RedirectEnding),
    /// A waiting device gets its grant.
    Device {
        /// HMAC of the user code that was typed.
        user_hash: [u8; 32],
        /// Where the device asked from.
        address: Option<String>,
    },
}

/// Where and how an authorization answer is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedirectEnding {
    /// Where to: compared with the registered redirect URIs at the beginning and again at the end.
    pub return_to: ReturnAddress,
    /// What kind of client the redirect URI belongs to.
    pub platform: Platform,
    /// What is asked for.
    pub response_type: ResponseType,
    /// The PKCE challenge (S256), if one was given.
    pub challenge: Option<String>,
    /// Whether `client_info` is asked for.
    pub client_info: bool,
}

/// What the client wants to happen (OpenID Connect Core 3.1.2.1 `prompt`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the specification makes it a set of four words")]
pub struct Prompt {
    /// Show nothing.
    pub none: bool,
    /// Ask for the credentials again.
    pub login: bool,
    /// Ask for consent again.
    pub consent: bool,
    /// Let the user choose an account.
    pub select_account: bool,
}

/// Where a flow stands: which form the next answer must come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Choose one of the browser's sessions.
    PickAccount,
    /// Type a user name.
    Username,
    /// Type the password.
    Password,
    /// Type a one-time code of the authenticator app.
    OneTimeCode,
    /// Type a recovery code.
    RecoveryCode,
    /// Set up an authenticator app.
    Register,
    /// See the recovery codes, once.
    ShowRecoveryCodes,
    /// Replace a temporary password.
    ChangePassword,
    /// Decide whether to stay signed in.
    StaySignedIn,
    /// Agree to what the client asks for.
    Consent,
    /// Say that the waiting device is known.
    ConfirmDevice,
}

/// What is kept of a flow after its first factor, in the user's home tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFlow {
    /// The flow.
    pub id: FlowId,
    /// The user who proved the first factor.
    pub user: UserId,
    /// Where it stands.
    pub step: Step,
    /// Grows with every step, so each succeeds once.
    pub version: i64,
    /// When it ends: at most fifteen minutes after the first factor.
    pub expires_at: Timestamp,
    /// What happened so far.
    pub progress: Progress,
    /// The seed of an authenticator app that is being set up; sealed in the store.
    pub pending_secret: Option<Vec<u8>>,
}

/// What happened so far in a flow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not the states of a machine")]
pub struct Progress {
    /// Proofs of this flow and of the session it continues.
    pub proofs: Vec<Proof>,
    /// When the primary credential was presented.
    pub authenticated_at: Option<Timestamp>,
    /// Whether it was presented in this flow, not in the session which it continues.
    pub fresh: bool,
    /// The id that the method being set up will have.
    pub pending_method: Option<CredentialId>,
    /// The answer to "stay signed in?".
    pub stay_signed_in: Option<bool>,
    /// Whether the first factor came from a network the account had used before.
    pub familiar_place: Option<bool>,
    /// Whether consent was given in this flow.
    pub consented: bool,
    /// Whether the user said that he knows the waiting device.
    pub device_confirmed: bool,
    /// Whether the user saw any page.
    pub interactive: bool,
    /// What the sign-in log will say of the steps.
    pub steps: Vec<AuthenticationStep>,
}
