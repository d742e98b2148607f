//! Mail while no mail server is configured: that something would have been sent is logged, never what.

use app::ports::{Mail, Mailer};

/// Drops mail and says so.
#[derive(Debug, Default)]
pub struct NoMail;

impl Mailer for NoMail {
    fn send(&self, message: Mail) {
        tracing::warn!(subject = message.subject, "no mail server is configured: a notice was not sent");
    }
}
