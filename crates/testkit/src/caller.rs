//! The client's side: authorization requests, device codes, token requests.

use crate::app::TestApp;
use crate::world::TestClient;
use app::devices::{self, DeviceRequest};
use app::signin::Authorization;
use app::{Ctx, tokens};
use model::flow::Authority;
use model::verdict::{Refusal, Verdict};
use protocol::Version;
use protocol::authorize::{AuthorizeError, AuthorizeRequest};
use protocol::params::Params;
use protocol::scope::ScopeRequest;
use protocol::token::{DeviceAuthorization, IssuedTokens, TokenRequest};

/// The scopes that callers ask for.
pub const SCOPES: &str = "openid offline_access User.Read";
/// The PKCE verifier of every caller.
pub const VERIFIER: &str = "a-verifier-of-the-tests-that-nobody-else-would-ever-think-of";
/// The grant type of devices (RFC 8628 section 3.4).
const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// A client that makes requests.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Its id.
    pub client_id: String,
    /// Its secret.
    pub secret: Option<String>,
    /// Where it wants its answers.
    pub redirect_uri: String,
    /// The page's origin, if it runs in a browser.
    pub origin: Option<String>,
    /// The tenant whose endpoints it uses.
    pub authority: Authority,
    /// The generation of the endpoints it uses.
    pub version: Version,
}

impl TestClient {
    /// The client at work in its own tenant, with one of its redirect URIs. A secret is sent if it has one.
    pub fn caller(&self, redirect_uri: &str) -> Caller {
        Caller {
            client_id: self.app_id.to_string(),
            secret: self.secret.clone(),
            redirect_uri: redirect_uri.to_owned(),
            origin: None,
            authority: Authority::Tenant(self.tenant),
            version: Version::V2,
        }
    }
}

impl Caller {
    /// The same client as a page of this origin.
    #[must_use]
    pub fn from_origin(mut self, origin: &str) -> Self {
        self.origin = Some(origin.to_owned());
        self
    }

    /// The same client at another authority.
    #[must_use]
    pub fn at(mut self, authority: Authority) -> Self {
        self.authority = authority;
        self
    }

    /// What the browser brings to the authorization endpoint; `fields` are added to what every request has.
    ///
    /// # Panics
    /// When the request is one that cannot even be answered with a redirect.
    pub fn authorization(&self, fields: &[(&str, &str)]) -> Authorization {
        let challenge = crypto::pkce::challenge(VERIFIER);
        let common = [
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", &self.redirect_uri),
            ("response_type", "code"),
            ("state", "a state"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let scope = [("scope", SCOPES)].into_iter().filter(|(name, _)| !named(fields, name));
        let params = form(common.into_iter().chain(scope).chain(fields.iter().copied()));
        let request = match AuthorizeRequest::parse(&params, self.version) {
            Ok(request) => Ok(request),
            Err(AuthorizeError::Client(error)) => Err(error),
            Err(AuthorizeError::Page(error)) => panic!("a request that stays on a page: {error:?}"),
        };
        Authorization { authority: self.authority, request }
    }

    /// Asks the token endpoint.
    ///
    /// # Panics
    /// When the request is not one of the protocol, or the app has a fault.
    pub async fn token(&self, ctx: &Ctx, fields: &[(&str, &str)]) -> Result<IssuedTokens, Refusal> {
        let client = [("client_id", self.client_id.as_str())].into_iter();
        let secret = self.secret.as_deref().map(|secret| ("client_secret", secret));
        let params = form(client.chain(secret).chain(fields.iter().copied()));
        let request = TokenRequest::parse(&params, None, self.version).unwrap();
        match tokens::token(ctx, self.authority, self.origin.clone(), request).await.unwrap() {
            Verdict::Granted(tokens) => Ok(tokens),
            Verdict::Refused(refusal) => Err(refusal),
        }
    }

    /// Redeems a code.
    pub async fn redeem(&self, ctx: &Ctx, code: &str) -> Result<IssuedTokens, Refusal> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.redirect_uri),
            ("code_verifier", VERIFIER),
        ];
        self.token(ctx, &fields).await
    }

    /// Exchanges a refresh token.
    pub async fn refresh(&self, ctx: &Ctx, token: &str) -> Result<IssuedTokens, Refusal> {
        self.token(ctx, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// Sends a name and a password.
    pub async fn password(&self, ctx: &Ctx, name: &str, password: &str) -> Result<IssuedTokens, Refusal> {
        let fields =
            [("grant_type", "password"), ("username", name), ("password", password), ("scope", SCOPES)];
        self.token(ctx, &fields).await
    }

    /// Asks whether the user has answered.
    pub async fn poll(&self, ctx: &Ctx, device_code: &str) -> Result<IssuedTokens, Refusal> {
        self.token(ctx, &[("grant_type", DEVICE_GRANT), ("device_code", device_code)]).await
    }

    /// Asks for codes for a device.
    ///
    /// # Panics
    /// When the app has a fault.
    pub async fn device(&self, ctx: &Ctx) -> Result<DeviceAuthorization, Refusal> {
        let request = DeviceRequest {
            authority: self.authority,
            client_id: self.client_id.clone(),
            scope: ScopeRequest::parse(SCOPES).unwrap(),
            resource: None,
        };
        match devices::authorize(ctx, request).await.unwrap() {
            Verdict::Granted(device) => Ok(device),
            Verdict::Refused(refusal) => Err(refusal),
        }
    }
}

impl TestApp {
    /// The claims of one of the app's tokens, whose signature is verified with a published key.
    ///
    /// # Panics
    /// When no published key verifies it.
    pub fn claims(&self, token: &str) -> serde_json::Map<String, serde_json::Value> {
        let parsed = crypto::jose::parse_compact(token, crypto::jose::Limits::default()).unwrap();
        let kid = parsed.header().key_id.clone().unwrap();
        let keys = self.services.keys.present();
        let key = keys.published.iter().find(|key| key.key.key_id() == kid).unwrap();
        let verified = crypto::jose::verify(&parsed, &key.verifying, &[key.key.algorithm()]).unwrap();
        serde_json::from_slice(verified.payload()).unwrap()
    }
}

/// The words of a token's `amr`.
pub fn amr(claims: &serde_json::Map<String, serde_json::Value>) -> Vec<&str> {
    let words = claims.get("amr").and_then(serde_json::Value::as_array);
    words.into_iter().flatten().filter_map(serde_json::Value::as_str).collect()
}

fn named(fields: &[(&str, &str)], name: &str) -> bool {
    fields.iter().any(|(field, _)| *field == name)
}

fn form<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> Params {
    let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Params::parse(text.as_bytes()).unwrap()
}
