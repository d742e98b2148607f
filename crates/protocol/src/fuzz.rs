//! One entry point for every parser of what a stranger sends: any bytes in, no panic, bounded time and memory. The
//! targets under `fuzz/` and the replay of `corpus/` call them.

use serde_json::json;

use crate::{
    Version,
    aadsts::{Fault, Language},
    authorize::{AuthorizeError, AuthorizeRequest},
    claims::{AccessTokenClaims, IdTokenClaims},
    claims_request::ClaimsRequest,
    discovery::{InstanceDiscovery, UserRealm},
    introspection::TokenQuery,
    logout::LogoutRequest,
    odata::{Filter, QueryOptions, Search},
    params::Params,
    redirect::{self, Platform, RedirectUri},
    scope::{Resource, ScopeRequest},
    signin_log::SignIn,
    token::{DeviceRequest, TokenRequest},
};

/// A name and what it feeds.
pub type Target = (&'static str, fn(&[u8]));

/// Every entry point by its name, which is also the name of its folder in `corpus/`.
pub const TARGETS: [Target; 11] = [
    ("params", params),
    ("authorize", authorize),
    ("token", token),
    ("scope", scope),
    ("redirect", redirect_uri),
    ("claims_request", claims_request),
    ("discovery", discovery),
    ("odata_filter", odata_filter),
    ("odata_options", odata_options),
    ("sign_in", sign_in),
    ("token_claims", token_claims),
];

const VERSIONS: [Version; 2] = [Version::V1, Version::V2];

/// Renders a fault in every way, so that hostile arguments reach the templates.
fn render(fault: &Fault) {
    let _ = fault.description();
    for language in [Language::English, Language::Korean] {
        let _ = (fault.message(language), fault.user_advice(language), fault.admin_advice(language));
    }
}

/// Query strings and form bodies.
pub fn params(bytes: &[u8]) {
    if let Err(error) = Params::parse(bytes) {
        render(&error.fault());
    }
}

/// Authorization and logout requests, and their answers to a registered address.
pub fn authorize(bytes: &[u8]) {
    let Ok(params) = Params::parse(bytes) else { return };
    let registered: Vec<RedirectUri> =
        ["http://localhost", "https://app.example/cb", "com.example.app://auth"]
            .iter()
            .filter_map(|uri| RedirectUri::register(uri, Platform::PublicClient).ok())
            .collect();
    if let Ok(request) = LogoutRequest::parse(&params) {
        let _ = request.checked_target(&registered);
    }
    for version in VERSIONS {
        match AuthorizeRequest::parse(&params, version) {
            Ok(request) => {
                let _ = request.wants_mfa();
                if let Ok(checked) = request.return_to.check(&registered) {
                    let _ =
                        (checked.origin(), checked.success(&crate::authorize::AuthorizeSuccess::default()));
                }
            }
            Err(AuthorizeError::Page(error)) => render(&error.fault),
            Err(AuthorizeError::Client(error)) => render(&error.fault),
        }
    }
}

/// Token and device requests: the first line is the `Authorization` header, the rest the body.
pub fn token(bytes: &[u8]) {
    let (header, body) = match bytes.iter().position(|byte| *byte == b'\n') {
        Some(end) => bytes.split_at(end),
        None => (&[][..], bytes),
    };
    let header = std::str::from_utf8(header).ok().filter(|header| !header.is_empty());
    let Ok(params) = Params::parse(body.strip_prefix(b"\n").unwrap_or(body)) else { return };
    for version in VERSIONS {
        if let Err(error) = TokenRequest::parse(&params, header, version) {
            render(&error.fault());
        }
        if let Err(error) = DeviceRequest::parse(&params, header, version) {
            render(&error.fault());
        }
    }
    let _ = TokenQuery::parse(&params, header);
}

/// Scope strings and resource identifiers.
pub fn scope(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = Resource::parse(text);
    match ScopeRequest::parse(text) {
        Ok(request) => {
            let _ = (request.single_resource(), request.answer(|_| true));
        }
        Err(error) => render(&error.token_fault()),
    }
    let _ = ScopeRequest::parse_app_only(text);
}

/// Redirect URIs, to be registered and presented.
pub fn redirect_uri(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for platform in [Platform::Web, Platform::Spa, Platform::PublicClient] {
        if let Ok(uri) = RedirectUri::register(text, platform) {
            let _ = redirect::find(&[uri], text);
        }
        let registered: Vec<RedirectUri> =
            RedirectUri::register("http://localhost/cb", platform).into_iter().collect();
        let _ = redirect::find(&registered, text);
    }
}

/// The parameter `claims`.
pub fn claims_request(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(claims) = ClaimsRequest::parse(text) {
        let _ = (claims.wants_mfa(), claims.handles_challenges(), claims.authentication_contexts());
    }
}

/// Instance discovery and user realm.
pub fn discovery(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let base = "https://login.example:8443";
    let _ = InstanceDiscovery::answer(base, text, "1.1");
    let _ = UserRealm::new(base, text, true);
}

/// `$filter` and `$search`, parsed and evaluated.
pub fn odata_filter(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let item = json!({
        "id": "6a7b1f6c-0b6e-4a7e-9d0b-0e3b7c6d5f10", "displayName": "Kim", "a": {"b": [1, 2.5, null, true]},
        "createdDateTime": "2026-01-09T02:02:12Z", "types": ["x", "y"], "list": [{"n": "z", "m": [{"k": 1}]}],
    });
    if let Ok(filter) = Filter::parse(text) {
        let _ = (filter.matches(&item), filter.properties());
    }
    if let Ok(search) = Search::parse(text) {
        let _ = search.matches(&item, &["displayName"]);
    }
}

/// Whole query strings of Graph.
pub fn odata_options(bytes: &[u8]) {
    let Ok(options) = QueryOptions::parse(bytes) else { return };
    let mut items =
        [json!({"id": "1", "a": 1, "@odata.type": "#x"}), json!({"id": "2", "a": "b"}), json!(null)];
    crate::odata::sort(&mut items, &options.order_by);
    if let Some(select) = &options.select {
        let _ = items.iter().map(|item| select.project(item)).collect::<Vec<_>>();
    }
    let _ = (options.check_properties(&["id"]), QueryOptions::parse(options.next_query("token").as_bytes()));
}

/// Sign-in log entries of foreign exports.
pub fn sign_in(bytes: &[u8]) {
    if let Ok(entry) = serde_json::from_slice::<SignIn>(bytes) {
        let _ =
            (serde_json::to_vec(&entry), serde_json::to_vec(&entry.v1_0()), entry.is_legacy_authentication());
    }
}

/// Claims of tokens, as a resource reads them.
pub fn token_claims(bytes: &[u8]) {
    if let Ok(claims) = serde_json::from_slice::<AccessTokenClaims>(bytes) {
        let _ = (claims.has_scope("User.Read"), claims.has_mfa(), claims.client());
    }
    let _ = serde_json::from_slice::<IdTokenClaims>(bytes);
}

#[cfg(test)]
mod tests;
