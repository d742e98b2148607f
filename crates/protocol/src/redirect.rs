//! Redirect URIs: what may be registered, and when a presented one is a registered one.
//!
//! RFC 9700 §2.1: comparison is exact, character by character. RFC 8252 §7.3: the port of a loopback address of a
//! native application is chosen at run time and does not count. Nothing is normalised before comparing, so there is
//! no second reading of a URI that an attacker could aim at.

use serde::{Deserialize, Serialize};
use url::Url;

/// Longest redirect URI, in bytes.
pub const MAX_BYTES: usize = 1024;

/// Loopback hosts as they are written in a URI (RFC 8252 §7.3, and `localhost`, which libraries use).
const LOOPBACK_HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Schemes that run, read or open something other than an application.
const FORBIDDEN_SCHEMES: [&str; 23] = [
    "about",
    "blob",
    "chrome",
    "content",
    "data",
    "file",
    "filesystem",
    "ftp",
    "ftps",
    "gopher",
    "intent",
    "javascript",
    "jar",
    "ldap",
    "mailto",
    "ms-settings",
    "sms",
    "tel",
    "urn",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];

/// The platform a redirect URI is registered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Platform {
    /// A server-side application (Graph: `web`).
    Web,
    /// A single-page application (Graph: `spa`): PKCE, cross-origin redemption, 24-hour refresh tokens.
    Spa,
    /// A native or command-line application (Graph: `publicClient`).
    PublicClient,
}

/// Why a URI cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectRefusal {
    /// Longer than [`MAX_BYTES`], or empty.
    #[error("The redirect URI is empty or longer than 1024 characters.")]
    Length,
    /// Holds a space, a control or non-ASCII character, a backslash or another character that no URI has.
    #[error(
        "The redirect URI holds a character that is not allowed; international domains are written in punycode."
    )]
    Character,
    /// Not an absolute URI with a scheme in lower case.
    #[error("The redirect URI is not an absolute URI with a scheme in lower case.")]
    NotAbsolute,
    /// Has a fragment (RFC 6749 §3.1.2).
    #[error("The redirect URI must not have a fragment.")]
    Fragment,
    /// Has a wildcard.
    #[error("The redirect URI must not have a wildcard.")]
    Wildcard,
    /// Has a user name or password before the host.
    #[error("The redirect URI must not have a user name.")]
    UserInfo,
    /// Plain http for a host that is not the loopback.
    #[error("The redirect URI must use https, except on the loopback address.")]
    PlainHttp,
    /// The host is missing, ends with a dot, or would be read differently by a browser.
    #[error("The host of the redirect URI is missing or not in its usual form.")]
    Host,
    /// The path has dot segments or encoded slashes, dots or backslashes, or a broken escape.
    #[error("The path of the redirect URI is not in its usual form.")]
    Path,
    /// A scheme other than https and http for a platform that is not a native application, or a dangerous one.
    #[error("The scheme of the redirect URI is not allowed for this platform.")]
    Scheme,
}

/// A redirect URI that passed [`RedirectUri::register`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RedirectUri {
    uri: String,
    platform: Platform,
}

impl RedirectUri {
    /// Checks a URI that an application's owner wants to register, and keeps it as written.
    pub fn register(uri: &str, platform: Platform) -> Result<Self, RedirectRefusal> {
        check_text(uri)?;
        let (scheme, rest) = uri.split_once(':').ok_or(RedirectRefusal::NotAbsolute)?;
        check_scheme_text(scheme)?;
        match scheme {
            "https" | "http" => check_web(uri, scheme, rest)?,
            _ => check_custom(scheme, rest, platform)?,
        }
        Ok(Self { uri: uri.to_owned(), platform })
    }

    /// The URI as registered.
    pub fn as_str(&self) -> &str {
        &self.uri
    }

    /// The platform it is registered for.
    pub const fn platform(&self) -> Platform {
        self.platform
    }

    /// Whether a presented URI is this one: the same text, or, for a native application's loopback address, the same
    /// text but for the port.
    pub fn matches(&self, presented: &str) -> bool {
        if presented == self.uri {
            return true;
        }
        if self.platform != Platform::PublicClient {
            return false;
        }
        match (Loopback::read(&self.uri), Loopback::read(presented)) {
            (Some(registered), Some(presented)) => registered.is_same_but_for_port(&presented),
            _ => false,
        }
    }
}

/// The registered redirect URI that a presented one is, if any.
pub fn find<'a>(registered: &'a [RedirectUri], presented: &str) -> Option<&'a RedirectUri> {
    if presented.len() > MAX_BYTES {
        return None;
    }
    let exact = registered.iter().find(|uri| uri.as_str() == presented);
    exact.or_else(|| registered.iter().find(|uri| uri.matches(presented)))
}

/// A loopback URI taken apart by its text alone.
struct Loopback<'a> {
    host: &'a str,
    rest: &'a str,
}

impl<'a> Loopback<'a> {
    fn read(uri: &'a str) -> Option<Self> {
        let after = uri.strip_prefix("http://")?;
        let host = LOOPBACK_HOSTS.into_iter().find(|host| after.starts_with(host))?;
        let after_host = after.get(host.len()..)?;
        let rest = match after_host.strip_prefix(':') {
            None => after_host,
            Some(port_and_rest) => {
                let digits = port_and_rest.bytes().take_while(u8::is_ascii_digit).count();
                let (port, rest) = port_and_rest.split_at_checked(digits)?;
                let is_port = !port.starts_with('0') && port.parse::<u16>().is_ok();
                is_port.then_some(rest)?
            }
        };
        let is_plain = rest.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#'));
        let is_separate = rest.is_empty() || rest.starts_with(['/', '?']);
        (is_plain && is_separate).then_some(Self { host, rest })
    }

    /// An empty path and `/` are the same request to a web server, and libraries send either.
    fn is_same_but_for_port(&self, other: &Self) -> bool {
        self.host == other.host && (self.rest == other.rest || self.has_no_path() && other.has_no_path())
    }

    fn has_no_path(&self) -> bool {
        matches!(self.rest, "" | "/")
    }
}

fn check_text(uri: &str) -> Result<(), RedirectRefusal> {
    if uri.is_empty() || uri.len() > MAX_BYTES {
        return Err(RedirectRefusal::Length);
    }
    let is_uri_byte = |byte: u8| {
        byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{'..=b'}')
    };
    if !uri.bytes().all(is_uri_byte) {
        return Err(RedirectRefusal::Character);
    }
    if uri.contains('#') {
        return Err(RedirectRefusal::Fragment);
    }
    if uri.contains('*') {
        return Err(RedirectRefusal::Wildcard);
    }
    Ok(())
}

fn check_scheme_text(scheme: &str) -> Result<(), RedirectRefusal> {
    let is_scheme = scheme.starts_with(|letter: char| letter.is_ascii_lowercase())
        && scheme.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.'));
    if is_scheme { Ok(()) } else { Err(RedirectRefusal::NotAbsolute) }
}

fn check_web(uri: &str, scheme: &str, rest: &str) -> Result<(), RedirectRefusal> {
    let after = rest.strip_prefix("//").ok_or(RedirectRefusal::NotAbsolute)?;
    let end = after.find(['/', '?']).unwrap_or(after.len());
    let (authority, path_and_query) = after.split_at_checked(end).ok_or(RedirectRefusal::Host)?;
    if authority.contains('@') {
        return Err(RedirectRefusal::UserInfo);
    }
    let parsed = Url::parse(uri).map_err(|_| RedirectRefusal::Host)?;
    let host = parsed.host_str().ok_or(RedirectRefusal::Host)?;
    // what a browser makes of the authority must be what is written, letter case and default port aside
    let written = authority.to_ascii_lowercase();
    let read = parsed.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let default = if scheme == "https" { ":443" } else { ":80" };
    if host.ends_with('.') || (written != read && written != format!("{read}{default}")) {
        return Err(RedirectRefusal::Host);
    }
    if scheme == "http" && !LOOPBACK_HOSTS.contains(&host) {
        return Err(RedirectRefusal::PlainHttp);
    }
    check_path(path_and_query)
}

fn check_path(path_and_query: &str) -> Result<(), RedirectRefusal> {
    let path = path_and_query.split_once('?').map_or(path_and_query, |(path, _)| path);
    let has_dot_segment = path.split('/').any(|segment| matches!(segment, "." | ".."));
    let lower = path.to_ascii_lowercase();
    let has_hidden = ["%2f", "%5c", "%2e", "%00", "//"].iter().any(|hidden| lower.contains(hidden));
    let mut escapes = path_and_query.split('%').skip(1);
    let is_escape = |after: &str| {
        let mut digits = after.bytes().take(2).filter(u8::is_ascii_hexdigit);
        digits.next().is_some() && digits.next().is_some()
    };
    if has_dot_segment || has_hidden || !escapes.all(is_escape) { Err(RedirectRefusal::Path) } else { Ok(()) }
}

fn check_custom(scheme: &str, rest: &str, platform: Platform) -> Result<(), RedirectRefusal> {
    if platform != Platform::PublicClient || scheme.len() < 3 || FORBIDDEN_SCHEMES.contains(&scheme) {
        return Err(RedirectRefusal::Scheme);
    }
    if rest.trim_matches('/').is_empty() && !rest.starts_with("//") {
        return Err(RedirectRefusal::NotAbsolute);
    }
    let after = rest.strip_prefix("//").unwrap_or(rest);
    let authority = after.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(RedirectRefusal::UserInfo);
    }
    check_path(after.find(['/', '?']).and_then(|start| after.get(start..)).unwrap_or_default())
}

#[cfg(test)]
mod tests;
