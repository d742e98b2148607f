//! What is not part of a flow: the start page, error look-up, assets, and the answers to wrong addresses.

use crate::headers::{self, PagePolicy};
use crate::pages::{ExplainPage, StartLink, StartLinkKind, StartPage};
use crate::request::Incoming;
use crate::{assets, json, outcome};
use axum::http::{StatusCode, Uri, header};
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
    let Some(asset) = assets::find(uri.path()) else { return not_found(incoming).await };
    let headers = headers::asset(asset, uri.path() == asset.path);
    let known = incoming.header(header::IF_NONE_MATCH.as_str()).is_some_and(|tags| asset.matches(tags));
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, asset.body).into_response()
}

/// A path that is none of ours. Programs get JSON: some clients read nothing else.
pub(crate) async fn not_found(incoming: Incoming) -> Response {
    let body = r#"{"error":"invalid_request","error_description":"There is nothing at this address."}"#;
    json::answer(&incoming, StatusCode::NOT_FOUND, body.to_owned())
}

/// A method that the path does not answer.
pub(crate) fn wrong_method(incoming: &Incoming, allowed: &[&str]) -> Response {
    let args = Args::new().with("allowed", allowed.join(" and ")).with("method", incoming.method.to_string());
    let refusal = json::refusal(incoming, Cause::Request(Fault::new(Code(900_561), args)));
    let mut response = json::refused(incoming, &refusal, Version::V2);
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}
