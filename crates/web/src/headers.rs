//! The security headers of everything this crate answers.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, Entry,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use url::{Host, Url};

use crate::assets::{self, Asset};
use crate::pages::FORM_POST_SCRIPT;

#[cfg(test)]
mod tests;

/// Two years, subdomains included. Browsers ignore it where they do not know the certificate.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

const PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), \
     publickey-credentials-create=(self), publickey-credentials-get=(self)",
);

/// What one page needs beyond the policy that all share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PagePolicy<'a> {
    /// The redirect URI of this request, *after* it was matched with the registered ones. Browsers check redirects
    /// that follow a form's `POST` against `form-action` too, so every page of a flow that may end with a redirect
    /// to the client has to allow the client's origin, and the form-post page posts to it.
    pub redirect_uri: Option<&'a str>,
    /// Whether this is the form-post page with its script ([`FORM_POST_SCRIPT`]).
    pub form_post: bool,
}

/// Headers of a page, content type included.
///
/// There is no `Cross-Origin-Opener-Policy`: it would cut the popup window of a client's sign-in off its opener.
pub fn page(policy: PagePolicy<'_>) -> HeaderMap {
    let mut headers = redirect();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    // Only printable ASCII goes in; should that ever fail, nothing at all is allowed.
    let content_policy = HeaderValue::try_from(content_security_policy(policy))
        .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    headers.insert(CONTENT_SECURITY_POLICY, content_policy);
    if policy.form_post {
        // Under `same-origin` the client would receive `Origin: null` and might refuse the answer as forged.
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    }
    headers
}

/// Headers of a redirect. It may be framed, as clients renew silently in a hidden frame (`prompt=none`).
pub fn redirect() -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(10);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not `no-referrer`: with it browsers send `Origin: null` with our own forms, which our own check refuses.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers
}

/// Adds what an answer does not say itself: nobody keeps it, nobody guesses its type, and what is shown of it can
/// neither load nor be framed.
pub(crate) async fn complete(mut response: Response) -> Response {
    let moves_on = response.status().is_redirection();
    let headers = response.headers_mut();
    for (name, value) in redirect() {
        if let Some(Entry::Vacant(absent)) = name.map(|name| headers.entry(name)) {
            absent.insert(value);
        }
    }
    if !moves_on && let Entry::Vacant(absent) = headers.entry(CONTENT_SECURITY_POLICY) {
        absent.insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    }
    response
}

/// Lets scripts of any origin read the answer. None of these answers depends on a cookie.
pub(crate) async fn any_origin(mut response: Response) -> Response {
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Headers of an asset. Its name changes with its content, so it may be kept for ever; `named` is false where it was
/// asked for under a fixed name such as `/favicon.ico`.
pub fn asset(asset: &Asset, named: bool) -> HeaderMap {
    let mut headers = redirect();
    let lifetime = if named { "public, max-age=31536000, immutable" } else { "public, max-age=86400" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(lifetime));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    );
    if let Ok(etag) = HeaderValue::from_str(&asset.etag) {
        headers.insert(ETAG, etag);
    }
    headers
}

fn content_security_policy(policy: PagePolicy<'_>) -> String {
    let script = if policy.form_post { assets::csp_hash(FORM_POST_SCRIPT) } else { "'none'".to_owned() };
    let target =
        policy.redirect_uri.and_then(form_target).map_or_else(String::new, |source| format!(" {source}"));
    format!(
        "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; img-src 'self'; \
         style-src {}; script-src {script}; form-action 'self'{target}",
        assets::style_source()
    )
}

/// A redirect URI as a source expression of `form-action` (CSP Level 3, 2.3.1): its origin, or only its scheme where
/// the grammar has no form for the origin (`[::1]`, custom schemes). `None` for what cannot be a form's target.
pub fn form_target(redirect_uri: &str) -> Option<String> {
    let url = Url::parse(redirect_uri).ok()?;
    let scheme = url.scheme();
    match (scheme, url.host()) {
        ("http" | "https", Some(Host::Ipv6(_))) => Some(format!("{scheme}:")),
        ("http" | "https", Some(host)) => {
            let host = host.to_string();
            // A URL's host may hold characters that end a source or a directive.
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
            host.chars().all(plain).then(|| format!("{scheme}://{host}{port}"))
        }
        ("javascript" | "data" | "blob" | "about" | "file" | "urn", _) => None,
        _ => Some(format!("{scheme}:")),
    }
}
