//! The stylesheet and the icon of the sign-in pages, embedded in the binary.
//!
//! The stylesheet stands in every page: one request shows a page complete even when the server turns the next one
//! away, and the page's policy allows exactly this text by its hash. The icon is a file of its own whose name carries
//! its digest, so that it may be cached for ever.

use std::fmt::Write;
use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

#[cfg(test)]
mod tests;

/// A file that browsers fetch and may keep.
#[derive(Debug)]
pub struct Asset {
    /// Path on the identity origin.
    pub path: String,
    /// Media type.
    pub content_type: &'static str,
    /// `ETag`, quotes included.
    pub etag: String,
    /// The file.
    pub body: &'static [u8],
}

static STYLE: LazyLock<String> = LazyLock::new(|| minified(include_str!("../assets/pages.css")));
static STYLE_SOURCE: LazyLock<String> = LazyLock::new(|| csp_hash(style()));
static ICON: LazyLock<Asset> = LazyLock::new(|| Asset::svg("icon", include_bytes!("../assets/icon.svg")));

/// The stylesheet, for a `style` element.
pub fn style() -> &'static str {
    &STYLE
}

/// The stylesheet as a source of a content security policy: `'sha256-…'` (CSP Level 3, 2.3.1).
pub(crate) fn style_source() -> &'static str {
    &STYLE_SOURCE
}

/// The product's icon.
pub fn icon() -> &'static Asset {
    &ICON
}

/// The asset at `path`. `/favicon.ico`, which browsers ask for unbidden, is the icon too.
pub fn find(path: &str) -> Option<&'static Asset> {
    (path == icon().path || path == "/favicon.ico").then(icon)
}

/// `'sha256-…'` of an inline style or script.
pub(crate) fn csp_hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(digest(&SHA256, text.as_bytes())))
}

impl Asset {
    fn svg(name: &str, body: &'static [u8]) -> Self {
        let digest = digest(&SHA256, body);
        let mut short = String::with_capacity(16);
        for byte in digest.as_ref().iter().take(8) {
            // Writing to a string cannot fail.
            let _ = write!(short, "{byte:02x}");
        }
        Self {
            path: format!("/assets/{name}-{short}.svg"),
            content_type: "image/svg+xml",
            etag: format!("\"{short}\""),
            body,
        }
    }

    /// Whether an `If-None-Match` header (RFC 9110 13.1.2) names this very file, so that 304 answers the request.
    pub fn matches(&self, if_none_match: &str) -> bool {
        if_none_match.split(',').any(|tag| {
            let tag = tag.trim();
            tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == self.etag
        })
    }
}

/// The stylesheet without comments, indentation and line ends.
fn minified(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.lines().map(str::trim).collect()
}
