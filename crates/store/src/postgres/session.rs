//! One connection to PostgreSQL, driven by the thread that owns it.

use crate::dialect::from_postgres;
use crate::{Row, StoreError, Value};
use bytes::BytesMut;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::error::Error as StdError;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, Error, NoTls, Statement};
use uuid::Uuid;

/// The server gives a statement up after this time …
const STATEMENT_TIMEOUT_MS: u32 = 30_000;
/// … and after this time we give the server up.
const PATIENCE: Duration = Duration::from_secs(40);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Prepared statements kept by a connection; when there are more, all are forgotten at once.
const STATEMENTS: usize = 512;

/// A connection, its prepared statements and its open transaction.
pub(crate) struct Session {
    client: Client,
    statements: RefCell<HashMap<String, Statement>>,
    begin: RefCell<Option<String>>,
    open: Cell<bool>,
    usable: Cell<bool>,
    // Last, so that it outlives the client.
    runtime: Runtime,
}

impl Session {
    pub(super) fn connect(config: &Config) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| crate::error::unavailable("cannot start a runtime", &error))?;
        let mut config = config.clone();
        config.application_name("countersign");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        let (client, connection) = runtime.block_on(config.connect(NoTls)).map_err(|error| {
            StoreError::Unavailable(format!("cannot reach the database: {}", causes(&error)))
        })?;
        // Its errors reach the requests that wait for it.
        drop(runtime.spawn(connection));
        let session = Self {
            client,
            statements: RefCell::default(),
            begin: RefCell::default(),
            open: Cell::new(false),
            usable: Cell::new(true),
            runtime,
        };
        session.wait(session.client.batch_execute(&format!(
            "SET statement_timeout = {STATEMENT_TIMEOUT_MS}; SET idle_in_transaction_session_timeout = 60000"
        )))?;
        Ok(session)
    }

    /// Whether the next transaction may use this connection.
    pub(super) fn usable(&self) -> bool {
        self.usable.get() && !self.client.is_closed()
    }

    /// Never uses this connection again.
    pub(super) fn give_up(&self) {
        self.usable.set(false);
    }

    /// Opens a transaction with its first statement: `begin` travels in the same packet.
    pub(super) fn arm(&self, begin: &str) {
        self.begin.replace(Some(begin.to_owned()));
        self.open.set(false);
    }

    pub(super) fn commit(&self) -> Result<(), StoreError> {
        self.end("COMMIT")
    }

    pub(super) fn rollback(&self) -> Result<(), StoreError> {
        self.end("ROLLBACK")
    }

    fn end(&self, text: &str) -> Result<(), StoreError> {
        self.begin.take();
        if self.open.replace(false) { self.wait(self.client.batch_execute(text)) } else { Ok(()) }
    }

    pub(crate) fn query(&self, text: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        let statement = self.prepared(text, params)?;
        let rows = self.send(self.client.query(&statement, &bound(params)))?;
        rows.iter().map(decode).collect()
    }

    pub(crate) fn execute(&self, text: &str, params: &[Value]) -> Result<u64, StoreError> {
        let statement = self.prepared(text, params)?;
        self.send(self.client.execute(&statement, &bound(params)))
    }

    pub(crate) fn script(&self, text: &str) -> Result<(), StoreError> {
        self.send(self.client.batch_execute(text))
    }

    pub(crate) fn check(&self, text: &str) -> Result<(), StoreError> {
        let statement = self.send(self.client.prepare(text))?;
        match statement.columns().iter().enumerate().find(|(_, column)| !READABLE.contains(column.type_())) {
            Some((index, column)) => Err(unreadable(index, column.type_())),
            None => Ok(()),
        }
    }

    fn prepared(&self, text: &str, params: &[Value]) -> Result<Statement, StoreError> {
        let known = self.statements.borrow().get(text).cloned();
        let statement = if let Some(statement) = known {
            statement
        } else {
            let statement = self.send(self.client.prepare(text))?;
            let mut statements = self.statements.borrow_mut();
            if statements.len() >= STATEMENTS {
                statements.clear();
            }
            statements.insert(text.to_owned(), statement.clone());
            statement
        };
        if statement.params().len() == params.len() {
            Ok(statement)
        } else {
            Err(StoreError::Statement(format!("{} parameters do not fit: {text}", params.len())))
        }
    }

    /// Sends a request of the transaction, which begins with the first one.
    fn send<T>(&self, request: impl Future<Output = Result<T, Error>>) -> Result<T, StoreError> {
        let Some(begin) = self.begin.take() else {
            return self.wait(request);
        };
        self.open.set(true);
        self.wait(async {
            let (started, answer) = tokio::join!(biased; self.client.batch_execute(&begin), request);
            started?;
            answer
        })
    }

    fn wait<T>(&self, request: impl Future<Output = Result<T, Error>>) -> Result<T, StoreError> {
        let answer = self.runtime.block_on(async { tokio::time::timeout(PATIENCE, request).await });
        let answer = match answer {
            Ok(answer) => answer.map_err(|error| from_postgres(&error)),
            Err(_) => Err(StoreError::Unavailable("the database does not answer".into())),
        };
        match &answer {
            // Perhaps because a prepared statement became stale.
            Err(StoreError::Rerun) => self.statements.borrow_mut().clear(),
            Err(StoreError::Unavailable(_)) => self.usable.set(false),
            _ => {}
        }
        answer
    }
}

fn bound(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn causes(error: &Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(value) if *ty == Type::BOOL => value.to_sql(ty, out),
            Self::Int(value) if *ty == Type::INT8 => value.to_sql(ty, out),
            Self::Int(value) if *ty == Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
            Self::Text(value) if *ty == Type::TEXT || *ty == Type::VARCHAR || *ty == Type::NAME => {
                value.to_sql(ty, out)
            }
            Self::Uuid(value) if *ty == Type::UUID => value.to_sql(ty, out),
            Self::Uuid(value) if *ty == Type::BYTEA => value.as_bytes().as_slice().to_sql(ty, out),
            Self::Bytes(value) if *ty == Type::BYTEA => value.to_sql(ty, out),
            _ => Err(format!("a {} for a parameter of type {ty}", self.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The column types that [`decode`] knows.
const READABLE: [Type; 8] =
    [Type::BOOL, Type::INT8, Type::INT4, Type::TEXT, Type::VARCHAR, Type::NAME, Type::UUID, Type::BYTEA];

fn unreadable(index: usize, ty: &Type) -> StoreError {
    StoreError::Statement(format!("column {index} is of type {ty}: cast it"))
}

fn decode(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let mut values = Vec::with_capacity(row.len());
    for (index, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::BOOL => row.try_get::<_, Option<bool>>(index).map(Value::from),
            Type::INT8 => row.try_get::<_, Option<i64>>(index).map(Value::from),
            Type::INT4 => row.try_get::<_, Option<i32>>(index).map(Value::from),
            Type::TEXT | Type::VARCHAR | Type::NAME => {
                row.try_get::<_, Option<String>>(index).map(Value::from)
            }
            Type::UUID => row.try_get::<_, Option<Uuid>>(index).map(Value::from),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index).map(Value::from),
            ref other => return Err(unreadable(index, other)),
        };
        values.push(value.map_err(|error| StoreError::Corrupt(error.to_string()))?);
    }
    Ok(Row(values))
}
