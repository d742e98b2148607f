//! Health and figures, for load balancers and Prometheus.

use crate::call::Call;
use crate::face::{Dialect, Face};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::route::{Needs, Route, Verb};
use app::{Services, maintenance};
use serde_json::json;
use std::fmt::Write;
use std::future;

/// Every route.
pub const ROUTES: &[Route] = &[
    Route {
        verb: Verb::Get,
        path: "/healthz",
        name: "operations::alive",
        needs: Needs::Nothing,
        handler: |call| Box::pin(future::ready(Ok(alive(&call)))),
    },
    Route {
        verb: Verb::Get,
        path: "/readyz",
        name: "operations::ready",
        needs: Needs::Nothing,
        handler: |call| Box::pin(ready(call)),
    },
    Route {
        verb: Verb::Get,
        path: "/metrics",
        name: "operations::metrics",
        needs: Needs::Nothing,
        handler: |call| Box::pin(future::ready(Ok(metrics(&call)))),
    },
];

/// Health and figures as a face.
pub(crate) const FACE: Face = Face {
    routes: ROUTES,
    prefixes: &[""],
    resource: None,
    dialect: Dialect::ResourceManager,
    cross_origin: false,
};

/// The process answers.
fn alive(_: &Call) -> Reply {
    Reply::Json(json!({"status": "alive"}))
}

/// The store answers, and has a tenant to serve.
async fn ready(call: Call) -> Result<Reply, Refusal> {
    Ok(match maintenance::is_ready(&call.ctx.services).await {
        Ok(true) => Reply::Json(json!({"status": "ready"})),
        Ok(false) => Reply::NotReady(json!({"status": "unavailable", "cause": "there is no tenant yet"})),
        Err(error) => {
            tracing::warn!(%error, "the store does not answer");
            Reply::NotReady(json!({"status": "unavailable", "cause": "the store does not answer"}))
        }
    })
}

fn metrics(call: &Call) -> Reply {
    Reply::Metrics(text(&figures(&call.ctx.services)))
}

/// One figure of the server's work.
struct Figure {
    /// Its name without the product's prefix.
    name: &'static str,
    /// What it counts.
    help: &'static str,
    /// Whether it only grows while the server runs.
    counter: bool,
    /// Its value now.
    value: u64,
}

fn figures(services: &Services) -> Vec<Figure> {
    let stats = maintenance::store_stats(services);
    let (in_flight, queued) = maintenance::hashing_load(services);
    let whole = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let gauge = |name, help, value| Figure { name, help, counter: false, value };
    let counter = |name, help, value| Figure { name, help, counter: true, value };
    vec![
        gauge("store_queued_writes", "Writes that wait for the database.", stats.queued),
        gauge("store_queued_bulk_writes", "Bulk writes that wait for the database.", stats.queued_bulk),
        gauge("store_queued_scans", "Long reads that wait for the database.", stats.queued_scans),
        counter("store_commits_total", "Durable commits; one can carry many writes.", stats.batches),
        counter("store_jobs_total", "Transactions answered.", stats.jobs),
        counter(
            "store_reruns_total",
            "Transactions run again because the database asked for it.",
            stats.reruns,
        ),
        counter("store_failures_total", "Transactions that the database could not serve.", stats.failures),
        gauge("hashing_queued", "Passwords that wait to be hashed.", whole(queued)),
        gauge("hashing_in_flight", "Passwords being hashed.", whole(in_flight)),
    ]
}

/// Prometheus' text format, version 0.0.4.
fn text(figures: &[Figure]) -> String {
    let mut text = String::new();
    for Figure { name, help, counter, value } in figures {
        let kind = if *counter { "counter" } else { "gauge" };
        // Writing into a text cannot fail.
        let _ = write!(
            text,
            "# HELP countersign_{name} {help}\n# TYPE countersign_{name} {kind}\ncountersign_{name} {value}\n"
        );
    }
    text
}

#[cfg(test)]
mod tests;
