//! Who may use the development endpoints: programs and pages of this machine.

use super::Dev;
use app::Peer;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;

/// Lets a request through if it comes from this machine, names this machine, and is not made by a foreign page.
pub(super) async fn guard(State(dev): State<Dev>, request: Request<Body>, next: Next) -> Response {
    match refusal(&dev, &request) {
        None => next.run(request).await,
        Some((status, text)) => (status, text).into_response(),
    }
}

fn refusal(dev: &Dev, request: &Request<Body>) -> Option<(StatusCode, &'static str)> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let local = request
        .extensions()
        .get::<Peer>()
        .is_some_and(|peer| peer.direct.is_loopback() && peer.client.is_loopback());
    if !local {
        return Some((StatusCode::FORBIDDEN, "only programs of this machine may use this address"));
    }
    let host = header(header::HOST).or_else(|| request.uri().host()).unwrap_or_default();
    if !is_loopback_name(host) {
        return Some((StatusCode::MISDIRECTED_REQUEST, "use the name localhost"));
    }
    let own = &dev.services.config.origins.identity;
    if header(header::ORIGIN).is_some_and(|origin| !origin.eq_ignore_ascii_case(own)) {
        return Some((StatusCode::FORBIDDEN, "pages of other origins may not use this address"));
    }
    let json = header(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json"));
    if request.method() == Method::POST && !json {
        return Some((StatusCode::UNSUPPORTED_MEDIA_TYPE, "send application/json"));
    }
    None
}

/// Whether a `Host` value, port aside, names this machine: a foreign name that resolves to it does not.
fn is_loopback_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests;
