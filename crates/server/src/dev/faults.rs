//! `POST /dev/faults`: lets a part of the demonstration fail, so that clients can be tried against it.

use super::Dev;
use app::Ctx;
use app::maintenance::{self, DiskFault, WantedFault};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

/// How often a fault happens if nothing is said.
const ONCE: u32 = 1;
/// How often it can happen at most.
const MOST: u32 = 1_000_000;

/// What a part can be told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// No room.
    Full,
    /// Late.
    Slow,
    /// Not at all.
    Fail,
    /// As usual again.
    Off,
}

/// The parts that are to fail, and how often.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geo: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Kind>,
    #[serde(default = "once")]
    count: u32,
}

fn once() -> u32 {
    ONCE
}

/// Takes what is wanted and answers it back; nothing is changed if any of it cannot be had.
pub(super) async fn set(State(dev): State<Dev>, Json(wanted): Json<Wanted>) -> Response {
    if let Some(text) = refusal(&wanted) {
        return (StatusCode::BAD_REQUEST, text).into_response();
    }
    let ctx = Ctx::job(&dev.services, "faults");
    for fault in faults(&wanted) {
        if let Err(fault) = maintenance::let_fail(&ctx, fault, wanted.count).await {
            return (StatusCode::BAD_REQUEST, fault.to_string()).into_response();
        }
    }
    if let Some(kind) = wanted.mail {
        dev.outbox.fail(if kind == Kind::Fail { wanted.count } else { 0 });
    }
    Json(wanted).into_response()
}

fn refusal(wanted: &Wanted) -> Option<&'static str> {
    let Wanted { store, mail, geo, key, count } = wanted;
    let can = |kind: &Option<Kind>| matches!(kind, None | Some(Kind::Fail | Kind::Off));
    match () {
        () if geo.is_some() => Some("nothing looks up places yet: geo cannot fail"),
        () if !can(mail) => Some("mail can be: fail, off"),
        () if !can(key) => Some("key can be: fail, off"),
        () if store.is_none() && mail.is_none() && key.is_none() => {
            Some("name what is to fail: store (full, slow, fail, off), mail (fail, off) or key (fail, off)")
        }
        () if !(1..=MOST).contains(count) => Some("count is how often: 1 to 1000000"),
        () => None,
    }
}

fn faults(wanted: &Wanted) -> impl Iterator<Item = WantedFault> {
    let store = wanted.store.map(|kind| {
        WantedFault::Store(match kind {
            Kind::Full => Some(DiskFault::Full),
            Kind::Slow => Some(DiskFault::Slow),
            Kind::Fail => Some(DiskFault::Fail),
            Kind::Off => None,
        })
    });
    let key = wanted.key.map(|kind| WantedFault::Keys(kind == Kind::Fail));
    store.into_iter().chain(key)
}
