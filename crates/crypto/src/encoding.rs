//! Text encodings shared by the modules of this crate.

use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};
use base64::engine::{DecodePaddingMode, Engine};

const INDIFFERENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const LENIENT_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, INDIFFERENT);
const LENIENT_STANDARD: GeneralPurpose = GeneralPurpose::new(&STANDARD, INDIFFERENT);

/// base64url without padding (RFC 4648 §5).
pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Appends base64url without padding to `out`.
pub(crate) fn push_base64url(bytes: &[u8], out: &mut String) {
    URL_SAFE_NO_PAD.encode_string(bytes, out);
}

/// How many characters [`base64url`] makes of `len` bytes.
pub(crate) const fn base64url_len(len: usize) -> usize {
    (len * 4).div_ceil(3)
}

/// The only text that [`base64url`] makes of some bytes; anything else is refused.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// base64url whose `=` padding may be there or not, as real clients send it.
pub(crate) fn from_padded_base64url(text: &str) -> Option<Vec<u8>> {
    LENIENT_URL.decode(text).ok()
}

/// A fixed number of bytes in base64url or base64, padded or not.
pub(crate) fn array_from_any_base64<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() > base64url_len(N) + 3 {
        return None;
    }
    let bytes = LENIENT_URL.decode(text).or_else(|_| LENIENT_STANDARD.decode(text)).ok()?;
    bytes.try_into().ok()
}

/// Standard base64 with padding, as `x5c` entries want it (RFC 7517 §4.7).
pub(crate) fn base64_standard(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
