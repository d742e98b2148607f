//! What the tests of this crate share: both engines, a clock that stands still, seeded randomness.

mod aggregates;
mod backup;
mod checkpoints;
mod contract;
mod durability;

use crate::{Config, Engine, Store};
use jiff::Timestamp;
use model::{Clock, Entropy};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;

#[path = "../../testkit/src/postgres.rs"]
mod postgres;

use postgres::Postgres;
pub use postgres::skipped;

pub const MASTER_KEY: [u8; 32] = [7; 32];

pub struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_580_000_000).unwrap()
    }
}

/// A sequence of bytes that never repeats within a test.
#[derive(Default)]
pub struct Seeded(AtomicU64);

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let mut x = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
            x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(x ^ (x >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

/// A place for one store, on one of the engines.
pub struct Site {
    pub config: Config,
    _directory: Option<TempDir>,
}

impl Site {
    pub fn sqlite() -> Self {
        let directory = TempDir::new().unwrap();
        Self { config: sqlite_at(directory.path()), _directory: Some(directory) }
    }

    /// A new database, unless PostgreSQL is not installed.
    pub fn postgres(test: &str) -> Option<Self> {
        let Some(server) = Postgres::shared().unwrap() else {
            skipped(test, "PostgreSQL is not installed");
            return None;
        };
        let connection = server.database().unwrap();
        let config = Config::postgres(connection, MASTER_KEY, Arc::new(Still), Arc::new(Seeded::default()));
        Some(Self { config, _directory: None })
    }

    /// Another empty site on the same engine.
    pub fn another(&self) -> Self {
        match self.config.engine {
            Engine::Sqlite { .. } => Self::sqlite(),
            Engine::Postgres { .. } => Self::postgres("another site").unwrap(),
        }
    }

    pub async fn open(&self) -> Store {
        Store::open(self.config.clone()).await.unwrap()
    }
}

pub fn sqlite_at(directory: &std::path::Path) -> Config {
    Config::sqlite(directory, MASTER_KEY, Arc::new(Still), Arc::new(Seeded::default()))
}

pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

/// Runs each `async fn(Site)` on both engines.
macro_rules! on_both_engines {
    ($($test:ident)+) => {
        mod sqlite {
            $(#[test] fn $test() { crate::tests::run(super::$test(crate::tests::Site::sqlite())); })+
        }
        mod postgres {
            $(#[test] fn $test() {
                let name = concat!(module_path!(), "::", stringify!($test));
                if let Some(site) = crate::tests::Site::postgres(name) {
                    crate::tests::run(super::$test(site));
                }
            })+
        }
    };
}
pub(crate) use on_both_engines;
