//! What every handler needs of a request, read once and bounded.

use crate::discovery::Documents;
use crate::locale::{Language, Locale};
use crate::{Web, cookies, json};
use app::signin::Browser;
use app::{Client, Ctx, Peer};
use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use model::verdict::Cause;
use protocol::params::Params;
use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use uuid::Uuid;

/// The largest body kept, in bytes: one more than a form may have, so that a longer one is refused where it is read.
const LARGEST_BODY: usize = 64 * 1024 + 1;
/// The largest body listened to, in bytes. Clients read an answer only after they sent everything.
const LONGEST_LISTENED: usize = 2 * 1024 * 1024;
/// The longest `User-Agent` kept, in characters.
const LONGEST_AGENT: usize = 512;
/// What forms are posted as.
const FORM: &str = "application/x-www-form-urlencoded";

/// One segment of the path. What is no text is empty, so that it names nothing and is refused as such.
pub(crate) struct Segment(pub(crate) String);

impl FromRequestParts<Web> for Segment {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let segment = Path::<String>::from_request_parts(parts, web).await;
        Ok(Self(segment.map_or_else(|_| String::new(), |Path(text)| text)))
    }
}

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
    /// Documents made before.
    pub(crate) documents: Arc<Documents>,
}

impl FromRequest<Web> for Incoming {
    type Rejection = Response;

    async fn from_request(request: Request<Body>, web: &Web) -> Result<Self, Response> {
        let address = request.extensions().get::<Peer>().map(|peer| peer.client);
        let (parts, body) = request.into_parts();
        let body = beginning(body).await.ok_or_else(endless)?;
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
        Ok(Self {
            ctx,
            demo: web.demo,
            method: parts.method,
            query,
            body,
            headers: parts.headers,
            documents: Arc::clone(&web.documents),
        })
    }
}

fn endless() -> Response {
    json::unreadable(StatusCode::PAYLOAD_TOO_LARGE, "The request is too long.")
}

/// The first [`LARGEST_BODY`] bytes of a body; `None` if it breaks off or goes on without end.
async fn beginning(mut body: Body) -> Option<Bytes> {
    let (mut kept, mut heard) = (BytesMut::new(), 0_usize);
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let Ok(data) = frame.ok()?.into_data() else { continue };
        heard = heard.saturating_add(data.len());
        if heard > LONGEST_LISTENED {
            return None;
        }
        let room = LARGEST_BODY.saturating_sub(kept.len()).min(data.len());
        kept.extend_from_slice(data.get(..room)?);
    }
    Some(kept.freeze())
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

    /// The parameters: of the query, or of the form when one was posted.
    pub(crate) fn params(&self) -> Result<Params, Cause> {
        let read = if self.method != Method::POST {
            Params::parse(self.query.as_bytes())
        } else if self.is_form() {
            Params::parse(&self.body)
        } else {
            return Err(Cause::Malformed(format!("The body must be {FORM}.")));
        };
        read.map_err(|error| Cause::Request(error.fault()))
    }

    fn is_form(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM))
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
