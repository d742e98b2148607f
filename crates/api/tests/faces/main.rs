//! The REST faces over a real app: every request travels through the routers, with tokens that the app issued.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails panics; clippy takes its helpers for production code"
)]

mod access;
mod client;
mod http;
mod logs;
mod managing;
mod matrix;
mod operations;
mod people;
mod resource_manager;
