//! What every handler needs of a request, read once and bounded.

use crate::locale::{Language, Locale};
use crate::{Web, cookies};
use app::signin::Browser;
use app::{Client, Ctx, Peer};
use axum::body::{self, Body};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use protocol::params::{ParamError, Params};
use uuid::Uuid;

/// The largest body read, in bytes.
const LARGEST_BODY: usize = 64 * 1024;
/// The longest `User-Agent` kept, in characters.
const LONGEST_AGENT: usize = 512;

/// A request, read.
pub(crate) struct Incoming {
    /// The circumstances.
    pub(crate) ctx: Ctx,
    /// Whether this is a demo world.
    pub(crate) demo: bool,
    /// How it came.
    pub(crate) method: Method,
    /// The raw query.
    pub(crate) query: String,
    /// The raw body.
    pub(crate) body: Bytes,
    /// The headers.
    pub(crate) headers: HeaderMap,
}

impl FromRequest<Web> for Incoming {
    type Rejection = Response;

    async fn from_request(request: Request<Body>, web: &Web) -> Result<Self, Response> {
        let address = request.extensions().get::<Peer>().map(|peer| peer.client);
        let (parts, body) = request.into_parts();
        let body = body::to_bytes(body, LARGEST_BODY)
            .await
            .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let user_agent =
            text(header::USER_AGENT.as_str()).map(|agent| agent.chars().take(LONGEST_AGENT).collect());
        let correlation_id = ["client-request-id", "x-ms-client-request-id"]
            .into_iter()
            .find_map(|name| text(name).and_then(|value| Uuid::parse_str(value).ok()))
            .or_else(|| correlation_in(&query))
            .or_else(|| correlation_in(std::str::from_utf8(&body).unwrap_or_default()));
        let ctx = Ctx::anonymous(&web.services, correlation_id, Client { address, user_agent });
        Ok(Self { ctx, demo: web.demo, method: parts.method, query, body, headers: parts.headers })
    }
}

/// The correlation id among form-encoded pairs, where some clients put it.
fn correlation_in(pairs: &str) -> Option<Uuid> {
    let at = pairs.find("client-request-id=")?;
    let value = pairs.get(at + "client-request-id=".len()..)?;
    Uuid::parse_str(value.split('&').next()?).ok()
}

impl Incoming {
    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The parameters: of the query, or of the body when it was posted.
    pub(crate) fn params(&self) -> Result<Params, ParamError> {
        if self.method == Method::POST {
            Params::parse(&self.body)
        } else {
            Params::parse(self.query.as_bytes())
        }
    }

    /// What the browser holds.
    pub(crate) fn browser(&self) -> Browser {
        cookies::read(&self.headers)
    }

    /// The language of the answer.
    pub(crate) fn locale(&self, ui_locales: Option<&str>, tenant_locale: Option<&str>) -> &'static Locale {
        let default = tenant_locale.and_then(Language::from_tag).unwrap_or_default();
        Locale::negotiate(ui_locales, self.header("accept-language"), default)
    }

    /// Whether a form was posted by one of our own pages, as far as the browser tells.
    pub(crate) fn is_from_our_page(&self) -> bool {
        let own = &self.ctx.services.config.origins.identity;
        self.header("origin").is_none_or(|origin| origin.eq_ignore_ascii_case(own))
    }
}
