//! What a person sees. Lines go out whole, through a locked handle, because steps run side by side.

use std::io::{self, Write};

/// Writes one line. A closed pipe is no reason to stop checking.
pub fn line(text: &str) {
    let mut out = io::stdout().lock();
    let _closed = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Writes text which brings its own line ends.
pub fn block(text: &str) {
    let mut out = io::stdout().lock();
    let _closed = write!(out, "{text}").and_then(|()| out.flush());
}
