//! What a step of a sign-in leads to: the next page, an answer to the client, or a refusal.

use super::browser::SetCookies;
use crate::Ctx;
use model::flow::Step;
use model::verdict::{Cause, Refusal};
use model::{AppId, SessionId, Timestamp, Uuid};
use protocol::authorize::CheckedReturn;

/// What a step led to.
#[derive(Debug)]
pub enum Outcome {
    /// Show a page.
    Page(Box<Page>),
    /// Send an answer to the client's redirect URI.
    Answer(Box<Answered>),
    /// Show an error page; nothing is sent to the client.
    Refused(Box<RefusedPage>),
    /// The waiting device was told.
    DeviceDone(Box<DeviceView>, SetCookies),
}

/// A refusal that stays on a page.
#[derive(Debug)]
pub struct RefusedPage {
    /// Why, and under which trace id.
    pub refusal: Refusal,
    /// Ties the log entries together.
    pub correlation_id: Uuid,
    /// When.
    pub at: Timestamp,
}

impl Outcome {
    /// Sets the browser's binding cookie with a page, if it has to be made.
    pub(super) fn binding(mut self, cookies: SetCookies) -> Self {
        if let Self::Page(page) = &mut self {
            page.cookies.binding = cookies.binding;
        }
        self
    }

    pub(super) fn refused_page(ctx: &Ctx, cause: Cause) -> Self {
        let refusal = Refusal { cause, trace: ctx.services.entropy.uuid_v7(ctx.now) };
        Self::refused(ctx, refusal)
    }

    pub(super) fn refused(ctx: &Ctx, refusal: Refusal) -> Self {
        Self::Refused(Box::new(RefusedPage { refusal, correlation_id: ctx.correlation_id, at: ctx.now }))
    }
}

/// An answer to the client's redirect URI.
#[derive(Debug)]
pub struct Answered {
    /// Where and how.
    pub return_to: CheckedReturn,
    /// What.
    pub answer: Result<CodeAnswer, Refusal>,
    /// The issuer, for the `iss` parameter (RFC 9207).
    pub issuer: String,
    /// Cookies to set on the way.
    pub cookies: SetCookies,
    /// Ties the log entries together.
    pub correlation_id: Uuid,
    /// When.
    pub at: Timestamp,
}

/// A successful authorization answer.
#[derive(Debug)]
pub struct CodeAnswer {
    /// The authorization code.
    pub code: String,
    /// The value of `session_state`.
    pub session_state: String,
    /// The value of `client_info`, if it was asked for.
    pub client_info: Option<String>,
}

/// A page to show.
#[derive(Debug)]
pub struct Page {
    /// The flow value the page must carry.
    pub flow: String,
    /// Which page it is.
    pub step: Step,
    /// What it shows.
    pub view: View,
    /// Why the last answer was not accepted.
    pub alert: Option<Cause>,
    /// The client the user signs in to.
    pub client_name: String,
    /// The tenant's name, once a tenant is known.
    pub tenant_name: Option<String>,
    /// The language the tenant prefers.
    pub tenant_locale: Option<String>,
    /// Language tags the client suggested.
    pub ui_locales: Option<String>,
    /// Where the flow may end, for the page's `form-action`.
    pub redirect_uri: Option<String>,
    /// Cookies to set.
    pub cookies: SetCookies,
}

/// What a page shows.
#[derive(Debug)]
pub enum View {
    /// The browser's accounts.
    Accounts(Vec<Account>),
    /// A field for the user name.
    Username {
        /// What to put into it.
        hint: Option<String>,
    },
    /// A field for the password.
    Password {
        /// Whose.
        name: String,
    },
    /// A field for the code of the authenticator app.
    OneTimeCode {
        /// Whose.
        name: String,
        /// Whether a recovery code could be used instead.
        recovery: bool,
    },
    /// A field for a recovery code.
    RecoveryCode {
        /// Whose.
        name: String,
    },
    /// Setting up an authenticator app.
    Register(RegisterView),
    /// The recovery codes, shown once.
    RecoveryCodes(Vec<String>),
    /// Fields for a new password.
    ChangePassword {
        /// Whose.
        name: String,
    },
    /// Whether to stay signed in.
    StaySignedIn {
        /// Who.
        name: String,
    },
    /// What the client asks for.
    Consent(ConsentView),
    /// Which device waits.
    ConfirmDevice(DeviceView),
}

/// One of the browser's accounts.
#[derive(Clone, Debug)]
pub struct Account {
    /// The session.
    pub session: SessionId,
    /// The user name.
    pub name: String,
    /// The display name.
    pub display_name: String,
}

/// Setting up an authenticator app.
#[derive(Clone, Debug)]
pub struct RegisterView {
    /// The account's name in the app.
    pub account: String,
    /// The `otpauth` address in the QR code.
    pub uri: String,
    /// The seed in base32, for typing.
    pub seed: String,
}

/// What the client asks for.
#[derive(Clone, Debug)]
pub struct ConsentView {
    /// The client.
    pub app_id: AppId,
    /// Its name.
    pub app_name: String,
    /// The name of the tenant that owns it; `None` for the platform's own.
    pub publisher: Option<String>,
    /// Where it lives.
    pub redirect_host: Option<String>,
    /// Who is asked.
    pub user: String,
    /// The permissions.
    pub permissions: Vec<ConsentItem>,
    /// Whether the user may agree for everyone.
    pub may_consent_for_everyone: bool,
    /// Whether the user may agree at all.
    pub needs_administrator: bool,
}

/// One permission on the consent page.
#[derive(Clone, Debug)]
pub struct ConsentItem {
    /// The resource's name.
    pub resource: String,
    /// The permission.
    pub permission: model::application::PermissionScope,
}

/// A waiting device.
#[derive(Clone, Debug)]
pub struct DeviceView {
    /// The client on the device.
    pub app_name: String,
    /// Where it asked from.
    pub address: Option<String>,
}
