//! The two cookies of a browser: the binding of its flows and the handles of its sessions.
//!
//! Both are `SameSite=None`: clients renew tokens in hidden frames of other sites (`wire-contract` section 2.9).
//! Neither is worth anything without the sealed value or the row it belongs to.

use app::signin::{Browser, SetCookies};
use axum::http::{HeaderMap, HeaderValue, header};

const BINDING: &str = "__Host-countersign-flow";
const SESSIONS: &str = "__Host-countersign-session";
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=None";
/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// The cookies of a request.
pub(crate) fn read(headers: &HeaderMap) -> Browser {
    Browser { binding: find(headers, BINDING), sessions: find(headers, SESSIONS) }
}

fn find(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

/// Adds the cookies to set to an answer's headers.
pub(crate) fn write(headers: &mut HeaderMap, cookies: &SetCookies) {
    if let Some(binding) = &cookies.binding {
        append(headers, &format!("{BINDING}={binding}; {ATTRIBUTES}"));
    }
    if let Some(sessions) = &cookies.sessions {
        let life = match (sessions.is_empty(), cookies.sessions_days) {
            (true, _) => "; Max-Age=0".to_owned(),
            (false, Some(days)) => format!("; Max-Age={}", days * DAY),
            (false, None) => String::new(),
        };
        append(headers, &format!("{SESSIONS}={sessions}; {ATTRIBUTES}{life}"));
    }
}

fn append(headers: &mut HeaderMap, cookie: &str) {
    // Sealed values are base64url, so this cannot fail.
    if let Ok(value) = HeaderValue::from_str(cookie) {
        headers.append(header::SET_COOKIE, value);
    }
}
