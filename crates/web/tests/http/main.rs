//! The identity origin over HTTP, in process: every route, every refusal, and people's whole way to a token.
//!
//! `UPDATE_GOLDEN=1 cargo test -p web --test http` rewrites the golden files.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test helper may fail its test"
)]

mod attacks;
mod browser;
mod device;
mod errors;
mod explain;
mod headers;
mod journey;
mod random;
mod routes;
mod site;
mod tokens;
mod world;
