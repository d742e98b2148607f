//! Tests in one line: an app on a temporary store, a movable clock, builders, seeded entropy.
#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "a builder that fails has nothing better to do than to fail the test that uses it"
)]

mod app;
mod assertion;
mod caller;
mod nature;
pub mod postgres;
mod walk;
mod world;

pub use self::app::{CHEAP, TestApp, VISITOR, test_config};
pub use assertion::TestCertificate;
pub use caller::{Caller, SCOPES, VERIFIER, amr};
pub use nature::{CapturedMail, CapturedPauses, TestClock, TestEntropy};
pub use walk::{End, Habit, NEW_PASSWORD, Person, Walk};
pub use world::{ClientBuilder, PASSWORD, TestClient, TestTenant, TestUser, UserBuilder, new_tenant};
