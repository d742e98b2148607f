//! Keeping it: SQLite or PostgreSQL, scopes, transactions, migrations, one file per aggregate.
//!
//! A use case is a synchronous closure over [`Tx`], run by [`Store::read`], [`Store::scan`], [`Store::write`] or
//! [`Store::write_bulk`]. It owns what it captures, has no effect outside the transaction and may run several
//! times; ids, times and random values are drawn before it. When it answers `Err`, its own changes are undone.

pub mod application_directory;
pub mod applications;
pub mod audits;
pub mod codes;
pub mod config;
pub mod consents;
pub mod device_codes;
mod dialect;
mod document;
mod error;
pub mod familiar;
pub mod flows;
pub mod grants;
pub mod groups;
mod job;
pub mod jobs;
pub mod lockouts;
pub mod marks;
pub mod methods;
mod migrate;
mod opening;
pub mod outbox;
pub mod passwords;
mod postgres;
#[cfg(feature = "probe")]
pub mod probe;
mod queue;
pub mod recovery_codes;
pub mod refused;
mod registry;
pub mod ring_keys;
pub mod roles;
mod row;
pub mod scope;
pub mod server_keys;
pub mod service_principals;
pub mod sessions;
pub mod sign_ins;
mod sql;
mod sqlite;
mod stats;
mod store;
pub mod tenants;
#[cfg(test)]
mod tests;
mod timeline;
mod tx;
pub mod users;
mod value;
mod vault;

pub use document::fold;
pub use error::StoreError;
pub use migrate::Migration;
pub use opening::{Config, Engine, Limits};
pub use registry::all_statements;
pub use row::Row;
pub use scope::{MayAdminister, MayAuthenticate, Scope, TenantScope};
pub use sql::Sql;
pub(crate) use sql::{params, statements};
pub use sqlite::DiskFault;
pub use stats::Stats;
pub use store::Store;
pub use tx::Tx;
pub use value::Value;
