//! QR codes as one SVG path, small enough to stand in a page.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Codes with more modules a side are not drawn: phones read them badly, and the page would outgrow its bounds.
const MAX_SIDE: usize = 81;

/// Light modules around the code (ISO/IEC 18004 asks for four).
const QUIET_ZONE: usize = 4;

/// A drawn code: dark modules as horizontal strokes, one unit wide, whose middle line is at the row's number.
pub(super) struct Drawing {
    /// Modules a side, quiet zone included.
    pub(super) side: usize,
    /// The `d` attribute of an SVG path, one unit a module.
    pub(super) path: String,
}

impl Drawing {
    /// Draws `text`; `None` if it is too long for a code that phones read well.
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        if width > MAX_SIDE {
            return None;
        }
        let modules = code.into_colors();
        let mut path = String::with_capacity(width * width * 3);
        for (y, row) in modules.chunks(width).enumerate() {
            let (mut at, mut pen) = (0, None);
            for run in row.chunk_by(|a, b| a == b) {
                let end = at + run.len();
                if run.first() == Some(&Color::Dark) {
                    // Writing to a string cannot fail.
                    let _ = match pen {
                        None => write!(path, "M{} {}h{}", at + QUIET_ZONE, y + QUIET_ZONE, run.len()),
                        Some(pen) => write!(path, "m{} 0h{}", at - pen, run.len()),
                    };
                    pen = Some(end);
                }
                at = end;
            }
        }
        Some(Self { side: width + 2 * QUIET_ZONE, path })
    }
}

#[cfg(test)]
mod tests;
