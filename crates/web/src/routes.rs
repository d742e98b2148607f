//! The route table: every path of the identity origin, its methods and its handler.

use crate::request::Incoming;
use crate::{
    Web, authorize, device, discovery, headers, introspection, login, logout, start, token, userinfo,
};
use axum::Router;
use axum::middleware::map_response;
use axum::routing::{MethodRouter, get, post};

/// One row of the route table, for tests that enumerate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// The methods it answers, beside `OPTIONS` where browsers need that.
    pub methods: &'static [&'static str],
    /// Who may call it.
    pub caller: Caller,
    /// Whether scripts of other origins may call it (`wire-contract` section 2.9: msal-browser).
    pub any_origin: bool,
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Anybody.
    Anyone,
    /// A browser that began a flow.
    Flow,
    /// A client that authenticates itself.
    Client,
    /// The bearer of an access token.
    Bearer,
}

type Handler = fn() -> MethodRouter<Web>;

const GET: &[&str] = &["GET"];
const POST: &[&str] = &["POST"];
const BOTH: &[&str] = &["GET", "POST"];

const TABLE: &[(Route, Handler)] = &[
    (row("/", GET, Caller::Anyone), || get(start::start)),
    (row("/error", GET, Caller::Anyone), || get(start::explain)),
    (row("/favicon.ico", GET, Caller::Anyone), || get(start::asset)),
    (row("/assets/{file}", GET, Caller::Anyone), || get(start::asset)),
    (row("/devicelogin", BOTH, Caller::Anyone), || get(device::ask).post(device::take)),
    (row("/common/login", POST, Caller::Flow), || post(login::step)),
    (open("/common/discovery/instance", GET, Caller::Anyone), || get(discovery::instance)),
    (open("/common/userrealm/{user}", GET, Caller::Anyone), || get(discovery::user_realm)),
    (open("/common/UserRealm/{user}", GET, Caller::Anyone), || get(discovery::user_realm)),
    (open("/oidc/userinfo", BOTH, Caller::Bearer), || get(userinfo::userinfo).post(userinfo::userinfo)),
    (open("/{tenant}/.well-known/openid-configuration", GET, Caller::Anyone), || {
        get(discovery::configuration_v1)
    }),
    (open("/{tenant}/v2.0/.well-known/openid-configuration", GET, Caller::Anyone), || {
        get(discovery::configuration_v2)
    }),
    (open("/{tenant}/discovery/keys", GET, Caller::Anyone), || get(discovery::keys)),
    (open("/{tenant}/discovery/v2.0/keys", GET, Caller::Anyone), || get(discovery::keys)),
    (row("/{tenant}/oauth2/authorize", BOTH, Caller::Anyone), || {
        get(authorize::authorize_v1).post(authorize::authorize_v1)
    }),
    (row("/{tenant}/oauth2/v2.0/authorize", BOTH, Caller::Anyone), || {
        get(authorize::authorize_v2).post(authorize::authorize_v2)
    }),
    (open("/{tenant}/oauth2/token", POST, Caller::Client), || post(token::token_v1)),
    (open("/{tenant}/oauth2/v2.0/token", POST, Caller::Client), || post(token::token_v2)),
    (open("/{tenant}/oauth2/devicecode", POST, Caller::Anyone), || post(token::device_v1)),
    (open("/{tenant}/oauth2/v2.0/devicecode", POST, Caller::Anyone), || post(token::device_v2)),
    (row("/{tenant}/oauth2/v2.0/introspect", POST, Caller::Client), || post(introspection::introspect)),
    (open("/{tenant}/oauth2/v2.0/revoke", POST, Caller::Client), || post(introspection::revoke)),
    (row("/{tenant}/oauth2/logout", BOTH, Caller::Anyone), || get(logout::logout).post(logout::logout)),
    (row("/{tenant}/oauth2/v2.0/logout", BOTH, Caller::Anyone), || get(logout::logout).post(logout::logout)),
];

const fn row(path: &'static str, methods: &'static [&'static str], caller: Caller) -> Route {
    Route { path, methods, caller, any_origin: false }
}

const fn open(path: &'static str, methods: &'static [&'static str], caller: Caller) -> Route {
    Route { any_origin: true, ..row(path, methods, caller) }
}

/// Every row of the table.
pub fn routes() -> impl Iterator<Item = Route> {
    TABLE.iter().map(|(route, _)| *route)
}

/// The identity origin. Whatever it answers, refusals of the framework included, carries the headers that protect
/// its reader.
pub fn router(web: Web) -> Router {
    TABLE
        .iter()
        .fold(Router::new(), |router, (route, handler)| router.route(route.path, methods(route, handler())))
        .fallback(start::not_found)
        .layer(map_response(headers::complete))
        .with_state(web)
}

fn methods(route: &'static Route, handler: MethodRouter<Web>) -> MethodRouter<Web> {
    let handler = handler.fallback(async |incoming: Incoming| start::wrong_method(&incoming, route.methods));
    if route.any_origin {
        handler.options(start::preflight).layer(map_response(headers::any_origin))
    } else {
        handler
    }
}
