//! One function per use case: load facts, ask `rules`, apply effects, write the audit, return a verdict.
//!
//! Only this crate opens transactions. Every public use case takes [`Ctx`] first.

pub mod admin;
mod audit;
pub mod bearer;
pub mod ctx;
pub mod devices;
pub mod directory;
pub mod fault;
mod grants;
pub mod graph;
pub mod housekeeping;
pub mod keys;
pub mod maintenance;
mod notice;
mod peer;
mod person;
pub mod ports;
mod primary;
mod record;
mod resource;
pub mod resource_manager;
mod scope;
pub mod services;
pub mod signin;
pub mod tokens;
mod world;

pub use ctx::{Client, Ctx};
pub use directory::issuer;
pub use fault::Fault;
pub use peer::Peer;
pub use services::{Config, Origins, Services, Start};
