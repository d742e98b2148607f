//! Cross-origin reading (Fetch standard, CORS protocol). Nothing here depends on cookies, so every origin may read,
//! and none may send credentials of the browser's own.

use axum::http::{HeaderMap, HeaderValue};

/// Headers of requests that clients of Graph send.
const REQUEST_HEADERS: &str = "authorization, content-type, accept, client-request-id, return-client-request-id, \
    consistencylevel, prefer, sdkversion, if-match, if-none-match, retry-attempt, cache-control";
/// Headers of answers that scripts may read.
const ANSWER_HEADERS: &str =
    "request-id, client-request-id, retry-after, location, etag, odata-version, www-authenticate";
/// The longest list of header names that is repeated, in bytes.
const LONGEST_LIST: usize = 1024;

/// Lets scripts of any origin read an answer.
pub(crate) fn expose(headers: &mut HeaderMap, asked: &HeaderMap) {
    headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
    if asked.contains_key("origin") {
        headers.insert("access-control-expose-headers", HeaderValue::from_static(ANSWER_HEADERS));
    }
}

/// Answers a preflight: every method and header that is asked for, since the request itself is judged by its token.
pub(crate) fn allow(headers: &mut HeaderMap, asked: &HeaderMap) {
    let wanted = asked.get("access-control-request-headers").filter(|list| is_list_of_names(list));
    let allowed = wanted.cloned().unwrap_or(HeaderValue::from_static(REQUEST_HEADERS));
    headers.insert("access-control-allow-headers", allowed);
    headers.insert(
        "access-control-allow-methods",
        HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
    );
    headers.insert("access-control-max-age", HeaderValue::from_static("7200"));
}

fn is_list_of_names(list: &HeaderValue) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_, ".contains(byte);
    (1..=LONGEST_LIST).contains(&list.len()) && list.as_bytes().iter().all(is_name)
}
