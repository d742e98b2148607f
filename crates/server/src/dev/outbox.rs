//! Mail that a demonstration does not send.

use super::Dev;
use app::ports::{Mail, Mailer};
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many messages are kept; the oldest go first.
const KEPT: usize = 10_000;

/// Everything that would have been sent, in order.
#[derive(Debug, Default)]
pub struct Outbox {
    sent: Mutex<Vec<Sent>>,
    /// How many messages will be lost on the way.
    failing: AtomicU32,
}

impl Outbox {
    /// Lets the next `count` messages be lost on the way.
    pub(super) fn fail(&self, count: u32) {
        self.failing.store(count, Ordering::SeqCst);
    }

    fn loses(&self) -> bool {
        let less = |count: u32| count.checked_sub(1);
        self.failing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok()
    }
}

/// One message.
#[derive(Clone, Debug, Serialize)]
struct Sent {
    seq: u64,
    at: String,
    channel: &'static str,
    to: String,
    subject: String,
    text: String,
    code: Option<String>,
}

impl Mailer for Outbox {
    fn send(&self, mail: Mail) {
        if self.loses() {
            tracing::warn!("a message was not delivered (on demand)");
            return;
        }
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let seq = sent.last().map_or(1, |last| last.seq + 1);
        if sent.len() >= KEPT {
            sent.remove(0);
        }
        sent.push(Sent {
            seq,
            at: mail.at.to_string(),
            channel: "mail",
            to: mail.to,
            subject: mail.subject,
            text: mail.text,
            code: None,
        });
    }
}

#[derive(Deserialize)]
pub(super) struct After {
    after: Option<u64>,
}

/// `GET /dev/outbox?after=SEQ`.
pub(super) async fn list(State(dev): State<Dev>, Query(query): Query<After>) -> Json<serde_json::Value> {
    let after = query.after.unwrap_or(0);
    let sent = dev.outbox.sent.lock().unwrap_or_else(PoisonError::into_inner);
    let newer: Vec<&Sent> = sent.iter().filter(|sent| sent.seq > after).collect();
    Json(serde_json::json!(newer))
}
