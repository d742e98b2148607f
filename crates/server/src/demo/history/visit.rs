//! Somebody at a browser, or a program at the token endpoint, at a time of the past.

use crate::demo::ready::{App, User};
use app::signin::{self, Answer, Authorization, Browser, Outcome, Page, SetCookies, View};
use app::{Client, Ctx, Fault, Services, tokens};
use crypto::totp;
use model::flow::Authority;
use model::verdict::Verdict;
use model::{SignedDuration, Timestamp, Uuid};
use protocol::Version;
use protocol::authorize::AuthorizeRequest;
use protocol::params::Params;
use protocol::secret::Secret;
use protocol::token::{IssuedTokens, TokenRequest};
use std::net::IpAddr;
use std::sync::Arc;
use url::form_urlencoded;

const SCOPES: &str = "openid offline_access User.Read";
const CALLBACK: &str = "http://localhost:5000/callback";
/// The PKCE verifier of every client of the past.
const VERIFIER: &str = "a-verifier-of-the-past-that-protects-codes-which-nobody-can-redeem-any-more";
/// More pages than any of these sign-ins has.
const MOST_PAGES: usize = 12;

/// How somebody types his password at first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Password {
    Right,
    Mistyped,
}

/// Somebody with a browser and a client.
pub(super) struct Visit<'a> {
    services: &'a Arc<Services>,
    app: &'a App,
    /// Where he comes from.
    pub(super) client: Client,
    browser: Browser,
    refresh_token: Option<String>,
}

impl<'a> Visit<'a> {
    pub(super) fn new(services: &'a Arc<Services>, app: &'a App, address: IpAddr, agent: &str) -> Self {
        let client = Client { address: Some(address), user_agent: Some(agent.to_owned()) };
        Self { services, app, client, browser: Browser::default(), refresh_token: None }
    }

    fn ctx(&self, at: Timestamp) -> Ctx {
        let ctx = Ctx::anonymous(self.services, Some(self.services.entropy.uuid_v4()), self.client.clone());
        Ctx { now: at, ..ctx }
    }

    fn authority(&self) -> Result<Authority, Fault> {
        let tenant: Uuid = self.app.tenant.parse().map_err(|_| corrupt("a tenant's id"))?;
        Ok(Authority::Tenant(model::TenantId(tenant)))
    }

    /// Signs in with a browser and gives the client its tokens. Answers whether it succeeded.
    pub(super) async fn sign_in(
        &mut self,
        user: &User,
        at: Timestamp,
        mut password: Password,
    ) -> Result<bool, Fault> {
        let challenge = crypto::pkce::challenge(VERIFIER);
        let params = form(&[
            ("client_id", &self.app.app_id),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", SCOPES),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("login_hint", &user.upn),
            ("prompt", "login"),
        ])?;
        let request = AuthorizeRequest::parse(&params, Version::V2).map_err(|_| corrupt("a request"))?;
        let authorization = Authorization { authority: self.authority()?, request: Ok(request) };
        let mut now = at;
        let mut outcome = signin::authorize(&self.ctx(now), &self.browser, authorization).await?;
        for _ in 0..MOST_PAGES {
            let page = match outcome {
                Outcome::Page(page) => page,
                Outcome::Answer(answered) => {
                    self.keep(&answered.cookies);
                    return match answered.answer {
                        Ok(code) => self.redeem(&code.code, now).await,
                        Err(_) => Ok(false),
                    };
                }
                Outcome::Refused(_) | Outcome::DeviceDone(..) => return Ok(false),
            };
            self.keep(&page.cookies);
            now += SignedDuration::from_secs(7);
            let Some(answer) = answer(&page, user, &mut password, now) else { return Ok(false) };
            outcome = signin::answer(&self.ctx(now), &self.browser, &page.flow, answer).await?;
        }
        Ok(false)
    }

    async fn redeem(&mut self, code: &str, at: Timestamp) -> Result<bool, Fault> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        let tokens = self.token(&fields, at).await?;
        self.refresh_token = tokens.and_then(|tokens| tokens.refresh_token);
        Ok(self.refresh_token.is_some())
    }

    /// Exchanges the refresh token of the last sign-in.
    pub(super) async fn refresh(&mut self, at: Timestamp) -> Result<(), Fault> {
        let Some(token) = self.refresh_token.take() else { return Ok(()) };
        let fields = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
        self.refresh_token = self.token(&fields, at).await?.and_then(|tokens| tokens.refresh_token);
        Ok(())
    }

    /// Sends name and password as a script does.
    pub(super) async fn script(&self, user: &User, at: Timestamp) -> Result<(), Fault> {
        self.guess(&user.upn, user.password.as_deref().unwrap_or_default(), at).await
    }

    /// Sends any name and any password.
    pub(super) async fn guess(&self, name: &str, password: &str, at: Timestamp) -> Result<(), Fault> {
        let fields =
            [("grant_type", "password"), ("username", name), ("password", password), ("scope", SCOPES)];
        self.token(&fields, at).await.map(drop)
    }

    /// Gets a token with the application's own secret.
    pub(super) async fn work(&self, at: Timestamp) -> Result<(), Fault> {
        let fields =
            [("grant_type", "client_credentials"), ("scope", "https://graph.microsoft.com/.default")];
        self.token(&fields, at).await.map(drop)
    }

    async fn token(&self, fields: &[(&str, &str)], at: Timestamp) -> Result<Option<IssuedTokens>, Fault> {
        let mut all = vec![("client_id", self.app.app_id.as_str())];
        all.extend(self.app.secret.as_deref().map(|secret| ("client_secret", secret)));
        all.extend_from_slice(fields);
        let request =
            TokenRequest::parse(&form(&all)?, None, Version::V2).map_err(|_| corrupt("a request"))?;
        Ok(match tokens::token(&self.ctx(at), self.authority()?, None, request).await? {
            Verdict::Granted(tokens) => Some(tokens),
            Verdict::Refused(_) => None,
        })
    }

    fn keep(&mut self, cookies: &SetCookies) {
        if let Some(binding) = &cookies.binding {
            self.browser.binding = Some(binding.clone());
        }
        if let Some(sessions) = &cookies.sessions {
            self.browser.sessions = (!sessions.is_empty()).then(|| sessions.clone());
        }
    }
}

/// What the user answers to a page; `None` if he gives up.
fn answer(page: &Page, user: &User, password: &mut Password, now: Timestamp) -> Option<Answer> {
    match &page.view {
        View::Username { .. } => Some(Answer::Username(user.upn.clone())),
        View::Password { .. } if *password == Password::Mistyped => {
            *password = Password::Right;
            Some(Answer::Password(Secret::new("caps lock was on")))
        }
        View::Password { .. } => Some(Answer::Password(Secret::new(user.password.clone()?))),
        View::OneTimeCode { .. } => {
            let seed = totp::Secret::from_base32(user.totp_secret.as_deref()?)?;
            Some(Answer::Code(seed.code(totp::step_at(now))))
        }
        View::StaySignedIn { .. } => Some(Answer::StaySignedIn(false)),
        View::Consent(_) => Some(Answer::Consent { accept: true, for_everyone: false }),
        View::Accounts(_) => Some(Answer::UseAnotherAccount),
        View::RecoveryCode { .. }
        | View::Register(_)
        | View::RecoveryCodes(_)
        | View::ChangePassword { .. }
        | View::ConfirmDevice(_) => None,
    }
}

fn form(fields: &[(&str, &str)]) -> Result<Params, Fault> {
    let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Params::parse(text.as_bytes()).map_err(|_| corrupt("a request"))
}

fn corrupt(what: &str) -> Fault {
    Fault::Corrupt(format!("{what} of the demo's past does not read"))
}
