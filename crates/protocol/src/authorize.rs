//! Authorization requests (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1) on both generations of the endpoint, and
//! their answers.
//!
//! The types keep errors where they belong: whatever is wrong with the client or its redirect URI is a [`PageError`];
//! everything else is a [`ClientError`], which carries the return address *unchecked*. Only a [`CheckedReturn`], made
//! by comparing with the registered redirect URIs, can render an answer that leaves for the client.

mod answer;
mod parse;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use answer::{Answer, AuthorizeSuccess, CheckedReturn};

use crate::{
    Version,
    aadsts::{Fault, OAuthError},
    claims_request::ClaimsRequest,
    params::{InvalidCause, ParamError, Params},
    redirect,
    scope::{Resource, ScopeRequest},
};

/// A client id as it came: an application id, or something that no application can have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClientId(String);

impl ClientId {
    /// Longest client id, in bytes.
    pub const MAX_BYTES: usize = 256;

    /// Takes any printable ASCII text.
    pub fn parse(text: &str) -> Result<Self, ParamError> {
        if text.len() > Self::MAX_BYTES {
            return Err(ParamError::TooLong { name: "client_id".into(), limit: Self::MAX_BYTES });
        }
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ParamError::invalid("client_id", InvalidCause::BadCharacter));
        }
        Ok(Self(text.to_owned()))
    }

    /// As it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The application id, if it is one.
    pub fn app_id(&self) -> Option<Uuid> {
        if self.0.len() == 36 { Uuid::try_parse(&self.0).ok() } else { None }
    }
}

/// `response_type`: what the authorization endpoint itself hands out. Access tokens never are (RFC 9700 §2.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ResponseType {
    /// `code`.
    Code,
    /// `id_token`.
    IdToken,
    /// `code id_token`, in either order.
    CodeIdToken,
}

impl ResponseType {
    /// Whether a code is handed out.
    pub const fn has_code(self) -> bool {
        matches!(self, Self::Code | Self::CodeIdToken)
    }

    /// Whether an id token is handed out.
    pub const fn has_id_token(self) -> bool {
        matches!(self, Self::IdToken | Self::CodeIdToken)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        match words.as_slice() {
            ["code"] => Some(Self::Code),
            ["id_token"] => Some(Self::IdToken),
            ["code", "id_token"] => Some(Self::CodeIdToken),
            _ => None,
        }
    }
}

/// `response_mode`: how the answer travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ResponseMode {
    /// In the query of the redirect URI.
    Query,
    /// In its fragment.
    Fragment,
    /// As a form that the browser posts.
    FormPost,
}

impl ResponseMode {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "query" => Some(Self::Query),
            "fragment" => Some(Self::Fragment),
            "form_post" => Some(Self::FormPost),
            _ => None,
        }
    }
}

/// The values of `prompt`, as a set.
#[expect(clippy::struct_excessive_bools, reason = "it is a set of five flags of the protocol")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Prompt {
    /// `login`: credentials must be entered again.
    pub login: bool,
    /// `none`: no page may be shown. Stands alone.
    pub none: bool,
    /// `consent`: the consent page must be shown (version 1 also says `admin_consent`, see `admin_consent`).
    pub consent: bool,
    /// `select_account`: the account must be chosen.
    pub select_account: bool,
    /// `create`: an account is to be created.
    pub create: bool,
    /// `admin_consent`, version 1 only: consent for the whole tenant.
    pub admin_consent: bool,
}

/// An S256 code challenge (RFC 7636 §4.2): 43 characters of base64url.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// The base64url text of the SHA-256 hash of the verifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where the answer goes, as the request says: not yet compared with any registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnAddress {
    client_id: ClientId,
    redirect_uri: String,
    response_mode: ResponseMode,
    state: Option<String>,
}

impl ReturnAddress {
    /// The client that asks.
    pub const fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// The presented redirect URI.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// How the answer travels.
    pub const fn response_mode(&self) -> ResponseMode {
        self.response_mode
    }

    /// Compares the redirect URI with those registered for the client; fails with AADSTS50011.
    pub fn check(&self, registered: &[redirect::RedirectUri]) -> Result<CheckedReturn, PageError> {
        match redirect::find(registered, &self.redirect_uri) {
            Some(found) => Ok(CheckedReturn::new(self.clone(), found.platform())),
            None => Err(PageError::redirect_mismatch(self)),
        }
    }
}

/// A fault that must stay on a page of ours, because the client or its redirect URI is in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError {
    /// What is wrong.
    pub fault: Fault,
}

/// A fault that the client may hear about, once its return address is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientError {
    /// Where it would go; unchecked.
    pub return_to: ReturnAddress,
    /// What is wrong.
    pub fault: Fault,
    /// The OAuth error, which a standard may set differently from the catalogue.
    pub error: OAuthError,
}

/// Why an authorization request is refused before anybody is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizeError {
    /// Stays on the page.
    Page(PageError),
    /// May go to the client.
    Client(Box<ClientError>),
}

/// A parsed authorization request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuthorizeRequest {
    /// The generation of the endpoint.
    pub version: Version,
    /// Client, redirect URI, response mode, state.
    pub return_to: ReturnAddress,
    /// What is to be handed out.
    pub response_type: ResponseType,
    /// The scopes. On version 1 only those of OpenID Connect; permissions come from the registration there.
    pub scope: ScopeRequest,
    /// Version 1's `resource`.
    pub resource: Option<Resource>,
    /// To be repeated in the id token, byte for byte.
    pub nonce: Option<String>,
    /// Which pages must or must not be shown.
    pub prompt: Prompt,
    /// The user name to start with.
    pub login_hint: Option<String>,
    /// The domain to start with.
    pub domain_hint: Option<String>,
    /// The session the client means.
    pub sid: Option<String>,
    /// Greatest age of the sign-in, in seconds.
    pub max_age: Option<u32>,
    /// Preferred languages of the pages, best first.
    pub ui_locales: Vec<String>,
    /// PKCE, always S256.
    pub code_challenge: Option<CodeChallenge>,
    /// Claims asked for.
    pub claims: ClaimsRequest,
    /// Whether the answer must hold `client_info`.
    pub client_info: bool,
    /// `amr_values`: authentication methods the client asks for, for example `mfa`.
    pub amr_values: Vec<String>,
    /// `acr_values`: authentication contexts the client asks for.
    pub acr_values: Vec<String>,
    /// An id token of ours that names the expected user; unverified.
    pub id_token_hint: Option<String>,
    /// `client-request-id`, if it is a GUID.
    pub correlation_id: Option<Uuid>,
}

impl AuthorizeRequest {
    /// Parses the parameters of a query or a form.
    pub fn parse(params: &Params, version: Version) -> Result<Self, AuthorizeError> {
        parse::authorize_request(params, version)
    }

    /// Whether a second factor is asked for by `amr_values` or by `claims`.
    pub fn wants_mfa(&self) -> bool {
        self.claims.wants_mfa()
            || self.amr_values.iter().any(|value| matches!(value.as_str(), "mfa" | "ngcmfa"))
    }
}

#[cfg(test)]
mod tests;
