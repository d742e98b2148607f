//! Text that must never be printed: passwords, client secrets, codes, tokens on their way in.

use std::fmt;

use zeroize::Zeroizing;

/// A secret from a request. Its `Debug` form hides the text, its memory is cleared when it is dropped, and it has no
/// `PartialEq`, because secrets are compared in constant time by the crate that knows how.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for hashing, opening or verifying.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests;
