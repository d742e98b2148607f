//! The transaction as a closure sees it.

use crate::postgres::Session;
use crate::scope::{Scope, TenantScope};
use crate::vault::Vault;
use crate::{Row, Sql, StoreError, Value, sqlite};
use model::TenantId;

/// The connection under a transaction.
#[derive(Clone, Copy)]
pub(crate) enum Conn<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a Session),
}

/// An open transaction for a scope. It cannot outlive its closure, and nothing in it is async, so it cannot be
/// held across a call to anybody else.
///
/// After the first failed statement every further one fails the same way, and the transaction cannot commit even
/// if the closure answers `Ok`: a full disk ends a SQLite transaction silently, and a PostgreSQL one is dead after
/// any error.
pub struct Tx<'a, S> {
    scope: &'a S,
    conn: Conn<'a>,
    vault: &'a Vault,
    fault: Option<StoreError>,
}

impl<'a, S: Scope> Tx<'a, S> {
    pub(crate) fn new(scope: &'a S, conn: Conn<'a>, vault: &'a Vault) -> Self {
        Self { scope, conn, vault, fault: None }
    }

    /// For whom the transaction runs.
    pub fn scope(&self) -> &S {
        self.scope
    }

    /// Every row of the answer.
    pub(crate) fn query(&mut self, sql: &'static Sql, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.query_text(sql.text(), params)
    }

    /// The first row of the answer.
    pub(crate) fn query_opt(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        let text = sql.text();
        self.guarded(|conn| match conn {
            Conn::Sqlite(conn) => sqlite::query_opt(conn, text, params),
            Conn::Postgres(session) => Ok(session.query(text, params)?.into_iter().next()),
        })
    }

    /// Runs a statement; gives the number of rows it changed.
    pub(crate) fn execute(&mut self, sql: &'static Sql, params: &[Value]) -> Result<u64, StoreError> {
        self.execute_text(sql.text(), params)
    }

    /// As [`query`](Self::query), for texts that are built, such as directory filters. The text must come from
    /// constants and numbered parameters, never from input.
    pub(crate) fn query_text(&mut self, text: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.guarded(|conn| match conn {
            Conn::Sqlite(conn) => sqlite::query(conn, text, params),
            Conn::Postgres(session) => session.query(text, params),
        })
    }

    pub(crate) fn execute_text(&mut self, text: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.guarded(|conn| match conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, text, params),
            Conn::Postgres(session) => session.execute(text, params),
        })
    }

    /// Runs several statements without parameters: migrations.
    pub(crate) fn script(&mut self, text: &str) -> Result<(), StoreError> {
        self.guarded(|conn| match conn {
            Conn::Sqlite(conn) => sqlite::script(conn, text),
            Conn::Postgres(session) => session.script(text),
        })
    }

    /// Whether the schema has this table.
    pub(crate) fn has_table(&mut self, name: &str) -> Result<bool, StoreError> {
        let sql = match self.conn {
            Conn::Sqlite(_) => &crate::dialect::SQLITE_TABLE_EXISTS,
            Conn::Postgres(_) => &crate::dialect::POSTGRES_TABLE_EXISTS,
        };
        Ok(self.query_opt(sql, &[name.into()])?.is_some())
    }

    /// Checks that the engine understands a text and that its columns are of kinds that [`Row`] can read.
    pub(crate) fn check(&mut self, text: &str) -> Result<(), StoreError> {
        self.guarded(|conn| match conn {
            Conn::Sqlite(conn) => sqlite::check(conn, text),
            Conn::Postgres(session) => session.check(text),
        })
    }

    /// Master key, clock and randomness of the store.
    pub(crate) fn vault(&self) -> &'a Vault {
        self.vault
    }

    /// The first error of a statement: why this transaction must not commit.
    pub(crate) fn into_fault(self) -> Option<StoreError> {
        self.fault
    }

    fn guarded<T>(
        &mut self,
        statement: impl FnOnce(Conn<'a>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        statement(self.conn).inspect_err(|error| self.fault = Some(error.clone()))
    }
}

impl<S: TenantScope> Tx<'_, S> {
    /// The tenant whose rows this transaction may touch: the first column of every key.
    pub fn tenant(&self) -> TenantId {
        self.scope.tenant()
    }
}
