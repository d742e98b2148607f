//! Keeping it: SQLite or PostgreSQL, scopes, transactions, migrations, one file per aggregate.
//!
//! A use case is a synchronous closure over [`Tx`], run by [`Store::read`], [`Store::scan`], [`Store::write`] or
//! [`Store::write_bulk`]. It owns what it captures, has no effect outside the transaction and may run several
//! times; ids, times and random values are drawn before it. When it answers `Err`, its own changes are undone.

mod dialect;
mod error;
mod job;
mod migrate;
mod opening;
mod postgres;
#[cfg(feature = "probe")]
pub mod probe;
mod queue;
mod registry;
mod row;
pub mod scope;
mod sql;
mod sqlite;
mod stats;
mod store;
#[cfg(test)]
mod tests;
mod tx;
mod value;
mod vault;

pub use error::StoreError;
pub use migrate::Migration;
pub use opening::{Config, Engine, Limits};
pub use registry::all_statements;
pub use row::Row;
pub use scope::{MayAdminister, MayAuthenticate, Scope, TenantScope};
pub use sql::Sql;
pub(crate) use sql::{params, statements};
pub use stats::Stats;
pub use store::Store;
pub use tx::Tx;
pub use value::Value;
