//! The route table: every path of the identity origin, its methods and its handler.

use crate::request::Incoming;
use crate::{Web, authorize, device, discovery, login, logout, start, token, userinfo};
use axum::Router;
use axum::routing::{MethodRouter, get, options, post};

/// One row of the route table, for tests that enumerate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// The methods it answers, beside `OPTIONS` where browsers need that.
    pub methods: &'static [&'static str],
    /// Who may call it.
    pub caller: Caller,
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

const TABLE: &[(Route, Handler)] = &[
    (row("/", &["GET"], Caller::Anyone), || get(start::start)),
    (row("/error", &["GET"], Caller::Anyone), || get(start::explain)),
    (row("/favicon.ico", &["GET"], Caller::Anyone), || get(start::asset)),
    (row("/assets/{file}", &["GET"], Caller::Anyone), || get(start::asset)),
    (row("/devicelogin", &["GET", "POST"], Caller::Anyone), || get(device::ask).post(device::take)),
    (row("/common/login", &["POST"], Caller::Flow), || post(login::step)),
    (row("/common/discovery/instance", &["GET"], Caller::Anyone), || public(get(discovery::instance))),
    (row("/common/userrealm/{user}", &["GET"], Caller::Anyone), || public(get(discovery::user_realm))),
    (row("/common/UserRealm/{user}", &["GET"], Caller::Anyone), || public(get(discovery::user_realm))),
    (row("/oidc/userinfo", &["GET", "POST"], Caller::Bearer), || {
        public(get(userinfo::userinfo).post(userinfo::userinfo))
    }),
    (row("/{tenant}/.well-known/openid-configuration", &["GET"], Caller::Anyone), || {
        public(get(discovery::configuration_v1))
    }),
    (row("/{tenant}/v2.0/.well-known/openid-configuration", &["GET"], Caller::Anyone), || {
        public(get(discovery::configuration_v2))
    }),
    (row("/{tenant}/discovery/keys", &["GET"], Caller::Anyone), || public(get(discovery::keys))),
    (row("/{tenant}/discovery/v2.0/keys", &["GET"], Caller::Anyone), || public(get(discovery::keys))),
    (row("/{tenant}/oauth2/authorize", &["GET", "POST"], Caller::Anyone), || {
        get(authorize::authorize_v1).post(authorize::authorize_v1)
    }),
    (row("/{tenant}/oauth2/v2.0/authorize", &["GET", "POST"], Caller::Anyone), || {
        get(authorize::authorize_v2).post(authorize::authorize_v2)
    }),
    (row("/{tenant}/oauth2/token", &["POST"], Caller::Client), || public(post(token::token_v1))),
    (row("/{tenant}/oauth2/v2.0/token", &["POST"], Caller::Client), || public(post(token::token_v2))),
    (row("/{tenant}/oauth2/devicecode", &["POST"], Caller::Anyone), || public(post(token::device_v1))),
    (row("/{tenant}/oauth2/v2.0/devicecode", &["POST"], Caller::Anyone), || public(post(token::device_v2))),
    (row("/{tenant}/oauth2/logout", &["GET", "POST"], Caller::Anyone), || {
        get(logout::logout).post(logout::logout)
    }),
    (row("/{tenant}/oauth2/v2.0/logout", &["GET", "POST"], Caller::Anyone), || {
        get(logout::logout).post(logout::logout)
    }),
];

const fn row(path: &'static str, methods: &'static [&'static str], caller: Caller) -> Route {
    Route { path, methods, caller }
}

/// A route that scripts of other origins may call (`wire-contract`: msal-browser).
fn public(route: MethodRouter<Web>) -> MethodRouter<Web> {
    route.merge(options(token::preflight))
}

/// Every row of the table.
pub fn routes() -> impl Iterator<Item = Route> {
    TABLE.iter().map(|(route, _)| *route)
}

/// The identity origin.
pub fn router(web: Web) -> Router {
    TABLE
        .iter()
        .fold(Router::new(), |router, (route, handler)| {
            let allowed = route.methods;
            let refuse = async move |incoming: Incoming| start::wrong_method(&incoming, allowed);
            router.route(route.path, handler().fallback(refuse))
        })
        .fallback(start::not_found)
        .with_state(web)
}
