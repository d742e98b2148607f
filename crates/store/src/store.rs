//! The store: opened once, cloned freely.

use crate::job::{Job, TypedJob, Waiter};
use crate::postgres::{Kind, Postgres};
use crate::queue::Lane;
use crate::scope::{Scope, System};
use crate::sqlite::{DiskFault, Sqlite, backup};
use crate::stats::{Counters, Stats};
use crate::tx::Tx;
use crate::vault::Vault;
use crate::{Config, Engine, Limits, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// Keeps everything, in SQLite or on a PostgreSQL-wire server. Clones share one engine, which stops when the last
/// of them is dropped; by then everything queued has been served.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) engine: Running,
    pub(crate) limits: Limits,
    pub(crate) vault: Arc<Vault>,
    counters: Arc<Counters>,
}

pub(crate) enum Running {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

type Reply<T, E> = (oneshot::Receiver<Result<T, E>>, Waiter);

impl Store {
    /// Opens a store. The schema may be older than the program: see [`migrate`](Self::migrate).
    ///
    /// Needs a Tokio runtime with time. Fails with `AlreadyOpen` when another process holds the data directory.
    pub async fn open(config: Config) -> Result<Self, StoreError> {
        let counters = Arc::new(Counters::default());
        let engine = match &config.engine {
            Engine::Sqlite { directory } => {
                Running::Sqlite(Sqlite::open(directory, &config.limits, &counters)?)
            }
            Engine::Postgres { connection, threads } => {
                Running::Postgres(Postgres::open(connection, *threads, &config.limits, &counters)?)
            }
        };
        let store = Self {
            inner: Arc::new(Inner {
                engine,
                limits: config.limits,
                vault: Arc::new(Vault::new(config)),
                counters,
            }),
        };
        // A server that cannot be reached is better known now.
        store.read(System::STORE, |tx| tx.has_table("schema_migrations")).await?;
        Ok(store)
    }

    /// Runs a short read, every statement of which sees the same state. On SQLite it completes inline, on the
    /// calling thread.
    pub async fn read<S, T, E, F>(&self, scope: S, job: F) -> Result<T, E>
    where
        S: Scope,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_, S>) -> Result<T, E> + Send + 'static,
    {
        match &self.inner.engine {
            Running::Sqlite(sqlite) => sqlite.readers().read(&scope, &self.inner.vault, &job),
            Running::Postgres(postgres) => {
                let (job, reply) = self.package(scope, job);
                postgres.push(Kind::Read, job)?;
                wait(reply).await
            }
        }
    }

    /// Runs a read that may take longer, away from the requests, within a deadline that includes its waiting.
    pub async fn scan<S, T, E, F>(&self, scope: S, job: F) -> Result<T, E>
    where
        S: Scope,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_, S>) -> Result<T, E> + Send + 'static,
    {
        let (job, reply) = self.package(scope, job);
        match &self.inner.engine {
            Running::Sqlite(sqlite) => sqlite.scan(job)?,
            Running::Postgres(postgres) => postgres.push(Kind::Scan, job)?,
        }
        self.within_deadline(reply).await
    }

    /// Runs a write and answers once it is durable. The closure may run several times and must touch no more than
    /// about 500 rows. When the caller goes away the write still takes place.
    pub async fn write<S, T, E, F>(&self, scope: S, job: F) -> Result<T, E>
    where
        S: Scope,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_, S>) -> Result<T, E> + Send + 'static,
    {
        let (job, reply) = self.package(scope, job);
        match &self.inner.engine {
            Running::Sqlite(sqlite) => sqlite.write(Lane::Normal, job)?,
            Running::Postgres(postgres) => postgres.push(Kind::Write, job)?,
        }
        wait(reply).await
    }

    /// As [`write`](Self::write), for chunks of bulk work: behind everything that somebody waits for.
    pub async fn write_bulk<S, T, E, F>(&self, scope: S, job: F) -> Result<T, E>
    where
        S: Scope,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_, S>) -> Result<T, E> + Send + 'static,
    {
        let (job, reply) = self.package(scope, job);
        match &self.inner.engine {
            Running::Sqlite(sqlite) => sqlite.write(Lane::Bulk, job)?,
            Running::Postgres(postgres) => postgres.push(Kind::Bulk, job)?,
        }
        wait(reply).await
    }

    /// From now on the next `count` writes meet this fault, and nothing of them is acknowledged; `None` heals. For
    /// demonstrations. Answers `false` where there is no disk of ours: on PostgreSQL.
    pub fn set_disk_fault(&self, fault: Option<DiskFault>, count: u32) -> bool {
        match &self.inner.engine {
            Running::Sqlite(sqlite) => {
                sqlite.faults().set(fault, count);
                true
            }
            Running::Postgres(_) => false,
        }
    }

    /// Queue depths and counters, for metrics.
    pub fn stats(&self) -> Stats {
        let mut stats = self.inner.counters.read();
        match &self.inner.engine {
            Running::Sqlite(sqlite) => sqlite.depths(&mut stats),
            Running::Postgres(postgres) => postgres.depths(&mut stats),
        }
        stats
    }

    fn package<S, T, E, F>(&self, scope: S, job: F) -> (Box<dyn Job>, Reply<T, E>)
    where
        S: Scope,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(&mut Tx<'_, S>) -> Result<T, E> + Send + 'static,
    {
        let (job, receiver, waiter) = TypedJob::new(scope, job, self.inner.vault.clone());
        (Box::new(job), (receiver, waiter))
    }

    /// Writes a copy of the store as it is now to a new file, while it serves. SQLite only.
    pub async fn backup_to(&self, path: impl Into<PathBuf>) -> Result<(), StoreError> {
        match &self.inner.engine {
            Running::Sqlite(sqlite) => backup::write(sqlite.files().clone(), path.into()).await,
            Running::Postgres(_) => {
                Err(StoreError::Unsupported("back up a PostgreSQL server with its own tools"))
            }
        }
    }

    /// Puts a copy made by [`backup_to`](Self::backup_to) in the place of a data directory's database, which must not
    /// be open. The database that was there is kept beside it, as `countersign.db.replaced`.
    pub fn restore(directory: &Path, backup: &Path) -> Result<(), StoreError> {
        backup::restore(directory, backup)
    }

    async fn within_deadline<T, E: From<StoreError>>(&self, reply: Reply<T, E>) -> Result<T, E> {
        let deadline: Duration = self.inner.limits.scan_deadline;
        // When this gives up, the dropped waiter stops the scan.
        match tokio::time::timeout(deadline, wait(reply)).await {
            Ok(answer) => answer,
            Err(_) => Err(StoreError::Deadline.into()),
        }
    }
}

async fn wait<T, E: From<StoreError>>((receiver, _waiter): Reply<T, E>) -> Result<T, E> {
    match receiver.await {
        Ok(answer) => answer,
        Err(_) => Err(StoreError::Unavailable("the engine stopped".into()).into()),
    }
}
