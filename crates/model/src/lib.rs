//! Our nouns and their legal lifecycles, verdicts, and the traits [`Clock`] and [`Entropy`].
//!
//! Nothing here does I/O, reads a clock or draws a random number: times and ids are values that
//! the caller brings.

pub mod application;
pub mod audit;
pub mod consent;
pub mod first_party;
pub mod flow;
pub mod grant;
pub mod group;
pub mod ids;
pub mod lockout;
pub mod method;
pub mod nature;
pub mod role;
pub mod server_key;
pub mod session;
pub mod signin;
pub mod snapshot;
pub mod tenant;
pub mod user;
pub mod verdict;

pub use ids::*;
pub use jiff::{SignedDuration, Timestamp};
pub use nature::{Clock, Entropy};
pub use uuid::Uuid;
