//! `/metadata/endpoints`: the addresses of this cloud.

use app::Origins;
use serde_json::{Value, json};

/// From this version on the answer is one object; before, a list of them.
const SINGLE_SINCE: &str = "2022-01-01";
/// How long a version may be, in bytes.
const LONGEST_VERSION: usize = 32;

/// The addresses, in the form of an API version.
pub(super) fn endpoints(origins: &Origins, version: &str) -> Value {
    let cloud = cloud(origins);
    // Versions are dates, so their order as texts is the order in time.
    if version >= SINGLE_SINCE { cloud } else { Value::Array(vec![cloud]) }
}

/// Whether a text is an API version.
pub(super) fn is_version(text: &str) -> bool {
    let (date, suffix) = text.split_at_checked(10).unwrap_or_default();
    let shaped = date.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let word = |suffix: &str| suffix.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    text.len() <= LONGEST_VERSION
        && !date.is_empty()
        && shaped
        && (suffix.is_empty() || (suffix.starts_with('-') && word(suffix)))
}

fn cloud(origins: &Origins) -> Value {
    let Origins { identity, graph, arm } = origins;
    json!({
        "name": "Countersign",
        "authentication": {
            "loginEndpoint": identity,
            "audiences": [arm, "https://management.core.windows.net/", "https://management.azure.com/"],
            "tenant": "common",
            "identityProvider": "AAD",
        },
        "resourceManager": format!("{arm}/"),
        "microsoftGraphResourceId": format!("{graph}/"),
        "graphAudience": format!("{graph}/"),
        "graph": format!("{graph}/"),
        "suffixes": {},
    })
}

#[cfg(test)]
mod tests;
