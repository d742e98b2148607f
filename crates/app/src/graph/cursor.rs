//! `$skiptoken`: where the next page begins, opaque to clients. It only moves the place in what the caller may read
//! anyway, so it needs no seal.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::Uuid;
use protocol::odata::{ODataError, QueryOptions};

/// The longest user name that a list continues after, in bytes.
const LONGEST_NAME: usize = 1024;
/// The first byte of a place in a log.
const ENTRY: u8 = 1;
/// The first byte of a place in the directory.
const NAME: u8 = 2;

/// The place behind an entry of a log.
pub(super) fn after_entry(id: Uuid) -> String {
    encode(ENTRY, id.as_bytes())
}

/// The place behind a name in the directory.
pub(super) fn after_name(name: &str) -> String {
    encode(NAME, name.as_bytes())
}

/// The entry that the page continues after, if the request names one.
pub(super) fn entry(options: &QueryOptions) -> Result<Option<Uuid>, ODataError> {
    read(options, ENTRY, |bytes| Uuid::from_slice(bytes).ok())
}

/// The name that the page continues after, if the request names one.
pub(super) fn name(options: &QueryOptions) -> Result<Option<String>, ODataError> {
    let text =
        |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok().filter(|name| name.len() <= LONGEST_NAME);
    read(options, NAME, text)
}

fn encode(kind: u8, place: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode([&[kind], place].concat())
}

fn read<T>(
    options: &QueryOptions,
    kind: u8,
    place: impl Fn(&[u8]) -> Option<T>,
) -> Result<Option<T>, ODataError> {
    let Some(token) = options.skip_token.as_deref() else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
    let found = bytes.split_first().filter(|(first, _)| **first == kind).and_then(|(_, rest)| place(rest));
    found.map(Some).ok_or_else(|| ODataError::InvalidValue {
        option: "$skiptoken",
        value: super::shown(token),
        expected: "a token of a next link",
    })
}

#[cfg(test)]
mod tests;
