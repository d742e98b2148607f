//! How a store is opened.

use model::{Clock, Entropy};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// What a store is opened with.
#[derive(Clone)]
pub struct Config {
    /// Where the data lives.
    pub engine: Engine,
    /// Wraps the data key of every tenant; 32 bytes from the operator's key file or key service.
    pub master_key: Zeroizing<[u8; 32]>,
    /// For the dates of migrations and keys.
    pub clock: Arc<dyn Clock>,
    /// For data keys and nonces.
    pub entropy: Arc<dyn Entropy>,
    /// Bounds of queues and waits.
    pub limits: Limits,
}

/// Which engine keeps the data.
#[derive(Debug, Clone)]
pub enum Engine {
    /// SQLite in a data directory of its own, which one process holds at a time.
    Sqlite {
        /// The data directory; made when missing.
        directory: PathBuf,
    },
    /// A server that speaks PostgreSQL's protocol.
    Postgres {
        /// `host=/run/postgresql user=… dbname=…` or `postgresql://…`.
        connection: String,
        /// Database threads, each with one connection.
        threads: usize,
    },
}

/// Bounds of queues and waits.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Jobs that may wait before `Overloaded`.
    pub queue: usize,
    /// Bulk jobs that may wait.
    pub bulk_queue: usize,
    /// Scans that may wait.
    pub scan_queue: usize,
    /// How long a scan may take, waiting included.
    pub scan_deadline: Duration,
    /// The largest size of a SQLite database in bytes; beyond it writes fail as on a full disk.
    pub database_bytes: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            queue: 8192,
            bulk_queue: 256,
            scan_queue: 256,
            scan_deadline: Duration::from_secs(10),
            database_bytes: None,
        }
    }
}

impl Config {
    /// A store in a data directory.
    pub fn sqlite(
        directory: impl Into<PathBuf>,
        master_key: [u8; 32],
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self::new(Engine::Sqlite { directory: directory.into() }, master_key, clock, entropy)
    }

    /// A store on a PostgreSQL server, with eight database threads.
    pub fn postgres(
        connection: impl Into<String>,
        master_key: [u8; 32],
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self::new(Engine::Postgres { connection: connection.into(), threads: 8 }, master_key, clock, entropy)
    }

    fn new(engine: Engine, master_key: [u8; 32], clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { engine, master_key: Zeroizing::new(master_key), clock, entropy, limits: Limits::default() }
    }
}

/// Leaves out the master key, and the connection string with its password.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let engine = match &self.engine {
            Engine::Sqlite { directory } => format!("SQLite in {}", directory.display()),
            Engine::Postgres { threads, .. } => format!("PostgreSQL on {threads} threads"),
        };
        f.debug_struct("Config")
            .field("engine", &engine)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
