//! What every aggregate promises, on both engines.

mod credentials;
mod directory;
mod fixture;
mod isolation;
mod leftovers;
mod plans;
mod races;
mod records;
mod server;
mod signing_in;
mod tenants;
