//! What is not part of a flow: the start page, error look-up, assets, and the answers to wrong addresses.

use crate::headers::{self, PagePolicy};
use crate::pages::{ExplainPage, StartLink, StartLinkKind, StartPage};
use crate::request::Incoming;
use crate::{assets, json, outcome};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use model::verdict::Cause;
use protocol::Version;
use protocol::aadsts::{Args, Code, Fault};

/// `GET /`.
pub(crate) async fn start(incoming: Incoming) -> Response {
    let origin = &incoming.ctx.services.config.origins.identity;
    let link = |kind, path: &str| StartLink { kind, url: format!("{origin}{path}") };
    let page = StartPage {
        frame: outcome::frame(&incoming, None),
        authority: origin.clone(),
        links: vec![
            link(StartLinkKind::DeviceLogin, "/devicelogin"),
            link(StartLinkKind::Metadata, "/common/v2.0/.well-known/openid-configuration"),
            link(StartLinkKind::ErrorLookup, "/error"),
        ],
    };
    outcome::html(StatusCode::OK, &page, incoming.locale(None, None), PagePolicy::default())
}

/// `GET /error?code=NNNN`: what a code of the catalogue means.
pub(crate) async fn explain(incoming: Incoming) -> Response {
    let params = incoming.params();
    let text = params.as_ref().ok().and_then(|params| params.optional("code", 32).ok().flatten());
    let digits = text.map(|text| text.trim_start_matches("AADSTS").trim());
    let code = digits.and_then(|digits| digits.parse::<u32>().ok());
    let locale = incoming.locale(None, None);
    let entry = code.and_then(|code| Code(code).entry());
    let message =
        entry.map(|entry| Fault::new(entry.code, Args::new()).message(outcome::catalogue_language(locale)));
    let page = ExplainPage {
        frame: outcome::frame(&incoming, None),
        code,
        name: entry.map(|entry| entry.name.to_owned()),
        message,
    };
    outcome::html(StatusCode::OK, &page, locale, PagePolicy::default())
}

/// `GET /assets/{file}` and `GET /favicon.ico`.
pub(crate) async fn asset(uri: Uri, incoming: Incoming) -> Response {
    let Some(asset) = assets::find(uri.path()) else { return not_found().await };
    let headers = headers::asset(asset, uri.path() == asset.path);
    let known = incoming.header(header::IF_NONE_MATCH.as_str()).is_some_and(|tags| asset.matches(tags));
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, asset.body).into_response()
}

/// A path that is none of ours.
pub(crate) async fn not_found() -> Response {
    json::unreadable(StatusCode::NOT_FOUND, "There is nothing at this address.")
}

/// A method that the path does not answer.
pub(crate) fn wrong_method(incoming: &Incoming, allowed: &[&str]) -> Response {
    let args = Args::new().with("method", incoming.method.as_str()).with("allowed", allowed.join(" and "));
    let cause = Cause::Request(Fault::new(Code::METHOD_NOT_ALLOWED, args));
    json::refused(incoming, &json::refusal(incoming, cause), Version::V2)
}

/// `OPTIONS` of what scripts of other origins may call.
pub(crate) async fn preflight() -> Response {
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, OPTIONS"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static(
            "authorization, content-type, client-request-id, x-client-sku, x-client-ver",
        ),
    );
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    (StatusCode::NO_CONTENT, headers).into_response()
}
