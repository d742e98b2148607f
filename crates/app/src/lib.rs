//! One function per use case: load facts, ask `rules`, apply effects, write the audit, return a verdict.
//!
//! Only this crate opens transactions. Every public use case takes [`Ctx`] first.

pub mod ctx;
pub mod directory;
pub mod fault;
pub mod keys;
pub mod ports;
mod scope;
pub mod services;
mod signing;
pub mod tokens;
mod world;

pub use ctx::{Client, Ctx};
pub use fault::Fault;
pub use services::{Config, Services, Start};
