//! One request as a handler sees it.

use crate::links;
use crate::refusal::Refusal;
use app::bearer::Bearer;
use app::graph::{GraphVersion, Query};
use app::{Client, Ctx, Peer, Services};
use axum::extract::{OriginalUri, Request};
use axum::http::request::Parts as Head;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue};
use bytes::Bytes;
use model::Uuid;
use protocol::odata::QueryOptions;
use std::sync::Arc;

/// The longest `User-Agent` that is kept, in characters.
const LONGEST_AGENT: usize = 512;

/// What came over the wire.
pub(crate) struct Parts {
    /// The variable segments of the path.
    pub(crate) params: Vec<(String, String)>,
    /// Method, address and headers.
    pub(crate) head: Head,
}

/// One request: who asks, and for what.
pub(crate) struct Call {
    /// The circumstances.
    pub(crate) ctx: Ctx,
    bearer: Option<Bearer>,
    parts: Parts,
}

impl Call {
    pub(crate) fn new(ctx: Ctx, bearer: Option<Bearer>, parts: Parts) -> Self {
        Self { ctx, bearer, parts }
    }

    /// The caller.
    pub(crate) fn bearer(&self) -> Result<&Bearer, Refusal> {
        self.bearer.as_ref().ok_or(Refusal::NoToken)
    }

    /// A variable segment of the path.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.parts
            .params
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    /// The query string.
    pub(crate) fn query_string(&self) -> &str {
        self.parts.head.uri.query().unwrap_or_default()
    }

    /// The OData options of the request.
    pub(crate) fn query(&self) -> Result<Query, Refusal> {
        Ok(Query {
            options: QueryOptions::parse(self.query_string().as_bytes())?,
            version: self.version(),
            preferred_size: preferred_size(&self.parts.head.headers),
        })
    }

    /// Which of Graph's versions is asked.
    pub(crate) fn version(&self) -> GraphVersion {
        if self.parts.head.uri.path().starts_with("/beta/") { GraphVersion::Beta } else { GraphVersion::V1 }
    }

    /// The address that the caller used, up to its path.
    pub(crate) fn origin(&self) -> String {
        let host = self.parts.head.uri.authority().map(Authority::as_str);
        let header = || self.parts.head.headers.get("host").and_then(|host| host.to_str().ok());
        links::origin(&self.ctx.services.config.origins.graph, host.or_else(header))
    }

    /// The path that the caller used, with whatever stood before the part that is routed here.
    pub(crate) fn path(&self) -> &str {
        let original = self.parts.head.extensions.get::<OriginalUri>();
        original.map_or(self.parts.head.uri.path(), |original| original.0.path())
    }
}

/// The circumstances of a request, before anybody is authenticated.
pub(crate) fn circumstances(services: &Arc<Services>, request: &Request) -> Ctx {
    let headers = request.headers();
    let peer = request.extensions().get::<Peer>();
    let agent = headers.get("user-agent").and_then(|agent| agent.to_str().ok());
    let client = Client {
        address: peer.map(|peer| peer.client),
        user_agent: agent.map(|agent| agent.chars().take(LONGEST_AGENT).collect()),
    };
    let id = |name: &str| headers.get(name).and_then(|id| Uuid::try_parse_ascii(id.as_bytes()).ok());
    let correlation = id("client-request-id").or_else(|| id("x-ms-client-request-id"));
    Ctx::anonymous(services, correlation, client)
}

/// The page size in `Prefer: odata.maxpagesize=N` (OData 4.01 Part 1 section 8.2.8.6).
fn preferred_size(headers: &HeaderMap) -> Option<u32> {
    let values = headers.get_all("prefer").iter().filter_map(|value: &HeaderValue| value.to_str().ok());
    let mut preferences = values.flat_map(|value| value.split([',', ';'])).map(str::trim);
    preferences.find_map(|preference| {
        let (name, value) = preference.split_once('=')?;
        let known =
            ["odata.maxpagesize", "maxpagesize"].iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
        known.then(|| value.trim().parse().ok()).flatten().filter(|size| *size > 0)
    })
}

/// Refuses a body that is not JSON. What no route uses is not looked at further.
pub(crate) fn check_body(headers: &HeaderMap, body: &Bytes) -> Result<(), Refusal> {
    if body.is_empty() {
        return Ok(());
    }
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::NotJson);
    }
    match serde_json::from_slice::<serde_json::Value>(body) {
        Ok(_) => Ok(()),
        Err(_) => Err(Refusal::BadRequest("Unable to read JSON request payload.".to_owned())),
    }
}

#[cfg(test)]
mod tests;
