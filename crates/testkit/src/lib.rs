//! Tests in one line: an app on a temporary store, a movable clock, builders, seeded entropy.

pub mod postgres;
