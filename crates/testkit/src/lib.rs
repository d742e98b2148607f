//! Tests in one line: an app on a temporary store, a movable clock, builders, seeded entropy.
#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a builder that fails has nothing better to do than to fail the test that uses it"
)]

mod app;
mod nature;
pub mod postgres;
mod world;

pub use self::app::{CHEAP, TestApp, VISITOR, test_config};
pub use nature::{CapturedMail, TestClock, TestEntropy};
pub use world::{ClientBuilder, PASSWORD, TestClient, TestTenant, TestUser, UserBuilder, new_tenant};
