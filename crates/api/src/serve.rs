//! How every request travels: circumstances, token, handler, answer.

use crate::call::{Call, Parts};
use crate::face::Face;
use crate::refusal::{Circumstances, Refusal};
use crate::reply::Reply;
use crate::route::{Needs, Route};
use crate::{call, cors};
use app::bearer::{self, Bearer};
use app::{Ctx, Services};
use axum::Router;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::response::Response;
use axum::routing::MethodRouter;
use std::sync::Arc;

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 64 * 1024;
/// The longest query string that is looked at, in bytes.
const LONGEST_QUERY: usize = 16 * 1024;

/// The variable segments of a path, if they can be read.
type PathParams = Result<RawPathParams, RawPathParamsRejection>;

/// The routes of a face, each with and without a slash at its end.
pub(crate) fn router(services: Arc<Services>, face: &'static Face) -> Router {
    let mut router = Router::new();
    for prefix in face.prefixes {
        for (path, methods) in paths(&services, face) {
            router = router
                .route(&format!("{prefix}{path}/"), methods.clone())
                .route(&format!("{prefix}{path}"), methods);
        }
    }
    let wrong_method = elsewhere(Arc::clone(&services), face, |_| Refusal::WrongMethod);
    let unknown_path = elsewhere(services, face, |path| Refusal::UnknownPath(path.to_owned()));
    router.method_not_allowed_fallback(wrong_method).fallback(unknown_path)
}

/// The distinct paths of a face with their methods.
fn paths(services: &Arc<Services>, face: &'static Face) -> Vec<(&'static str, MethodRouter)> {
    let mut paths: Vec<(&'static str, MethodRouter)> = Vec::new();
    for route in face.routes {
        let services = Arc::clone(services);
        let handler = move |params: PathParams, request: Request| {
            serve(Arc::clone(&services), face, route, params, request)
        };
        match paths.iter_mut().find(|(path, _)| *path == route.path) {
            Some((_, methods)) => *methods = std::mem::take(methods).on(route.verb.filter(), handler),
            None => paths.push((route.path, axum::routing::on(route.verb.filter(), handler))),
        }
    }
    paths
}

/// Answers one request.
async fn serve(
    services: Arc<Services>,
    face: &'static Face,
    route: &'static Route,
    params: PathParams,
    request: Request,
) -> Response {
    let ctx = call::circumstances(&services, &request);
    let request_id = services.entropy.uuid_v4();
    let headers = request.headers().clone();
    let answer = answer(&ctx, face, route, params, request).await;
    finish(&ctx, face, request_id, &headers, answer)
}

async fn answer(
    ctx: &Ctx,
    face: &'static Face,
    route: &'static Route,
    params: PathParams,
    request: Request,
) -> Result<Reply, Refusal> {
    if request.uri().query().is_some_and(|query| query.len() > LONGEST_QUERY) {
        return Err(Refusal::BadRequest(format!("The query string is longer than {LONGEST_QUERY} bytes.")));
    }
    let bearer = match route.needs {
        Needs::Nothing => None,
        Needs::Token | Needs::Graph(_) => Some(authenticate(ctx, face, request.headers()).await?),
    };
    let params = params.map_err(|_| Refusal::BadRequest("The path is not UTF-8.".to_owned()))?;
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, LARGEST_BODY).await.map_err(|_| Refusal::TooLarge(LARGEST_BODY))?;
    call::check_body(&head.headers, &body)?;
    let params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let call = Call::new(ctx.clone(), bearer, Parts { params, head });
    (route.handler)(call).await
}

/// The caller, by the one bearer token in the `Authorization` header (RFC 6750 section 2.1).
async fn authenticate(ctx: &Ctx, face: &Face, headers: &HeaderMap) -> Result<Bearer, Refusal> {
    let mut sent = headers.get_all("authorization").iter();
    let first = sent.next().ok_or(Refusal::NoToken)?;
    let words = first.to_str().ok().and_then(|text| text.split_once(' '));
    let token =
        words.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    let (Some(token), Some(resource), None) = (token, face.resource, sent.next()) else {
        return Err(Refusal::NoToken);
    };
    if token.is_empty() {
        return Err(Refusal::NoToken);
    }
    bearer::verify(ctx, token, resource).await?.map_err(Refusal::Denied)
}

/// A handler for requests that no route answers. A browser's preflight is answered everywhere: what it asks for is
/// not yet the request itself.
fn elsewhere(
    services: Arc<Services>,
    face: &'static Face,
    refusal: fn(&str) -> Refusal,
) -> impl Fn(Request) -> std::future::Ready<Response> + Clone + Send + Sync + 'static {
    move |request: Request| {
        let ctx = call::circumstances(&services, &request);
        let request_id = services.entropy.uuid_v4();
        let preflight = face.cross_origin && request.method() == Method::OPTIONS;
        let answer = if preflight { Ok(Reply::NoContent) } else { Err(refusal(request.uri().path())) };
        let mut response = finish(&ctx, face, request_id, request.headers(), answer);
        if preflight {
            cors::allow(response.headers_mut(), request.headers());
        }
        std::future::ready(response)
    }
}

/// Renders the answer and puts on what every answer carries.
fn finish(
    ctx: &Ctx,
    face: &Face,
    request_id: model::Uuid,
    asked: &HeaderMap,
    answer: Result<Reply, Refusal>,
) -> Response {
    let circumstances = Circumstances { ctx, request_id, dialect: face.dialect, resource: face.resource };
    let mut response = match answer {
        Ok(reply) => reply.render(),
        Err(refusal) => refusal.render(&circumstances),
    };
    let headers = response.headers_mut();
    for (name, id) in [("request-id", request_id), ("client-request-id", ctx.correlation_id)] {
        if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    if face.cross_origin {
        cors::expose(headers, asked);
    }
    response
}
