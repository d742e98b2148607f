//! What the product calls outside itself. `outbound` implements these; tests capture them.

use model::Timestamp;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Sends mail.
pub trait Mailer: Send + Sync + 'static {
    /// Hands a message over for delivery. The caller never waits for the recipient's server.
    fn send(&self, message: Mail);
}

/// Waits by the machine's clock.
pub trait Pause: Send + Sync + 'static {
    /// Ends after `time`.
    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// One mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}
