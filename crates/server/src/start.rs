//! Starting: from a data directory and settings to the app's services.

use crate::datadir::DataDir;
use crate::failure::Failure;
use crate::nature::{SystemClock, SystemEntropy, SystemPause};
use crate::settings::{Database, Passwords};
use app::keys::MasterKey;
use app::ports::Mailer;
use app::{Config, Origins, Services, Start, maintenance};
use crypto::password::{Params, PoolConfig};
use model::Clock;
use model::session::SessionLifetimes;
use std::sync::Arc;
use store::Store;

/// What a store is opened with.
pub struct Opening<'a> {
    /// The data directory.
    pub directory: &'a DataDir,
    /// Where the data lives.
    pub database: &'a Database,
    /// The key of the data directory.
    pub master: MasterKey,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
}

impl Opening<'_> {
    /// Opens the store without touching its schema. The embedded one can be open once only.
    pub async fn store(&self) -> Result<Store, Failure> {
        let entropy = Arc::new(SystemEntropy);
        let config = match self.database {
            Database::Embedded => {
                store::Config::sqlite(self.directory.path(), self.master, Arc::clone(&self.clock), entropy)
            }
            Database::Postgres { connection } => {
                store::Config::postgres(connection, self.master, Arc::clone(&self.clock), entropy)
            }
        };
        Ok(Store::open(config).await?)
    }

    /// Opens the store and brings its schema up to date.
    pub async fn migrated_store(&self) -> Result<Store, Failure> {
        let store = self.store().await?;
        for step in store.migrate().await? {
            tracing::info!(version = step.version, name = step.name, "schema step applied");
        }
        Ok(store)
    }

    /// Starts the services on an opened store.
    pub async fn services(
        &self,
        store: Store,
        mailer: Arc<dyn Mailer>,
        config: Config,
    ) -> Result<Arc<Services>, Failure> {
        let start = Start {
            store,
            master: self.master,
            clock: Arc::clone(&self.clock),
            real_clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            mailer,
            pause: Arc::new(SystemPause),
            config,
        };
        Ok(Services::start(start).await?)
    }
}

/// The app's settings.
pub fn config(origins: Origins, passwords: Passwords, sessions: SessionLifetimes) -> Config {
    let Passwords { memory_kib, iterations, threads, queue } = passwords;
    let params = Params { m: memory_kib, t: iterations, p: 1 };
    Config { origins, hashing: PoolConfig { threads, queue, params }, sessions }
}

/// Settings for work without listeners: nothing is issued, so nobody sees the origins.
pub fn local_config(passwords: Passwords) -> Config {
    let nowhere = || "https://localhost".to_owned();
    let origins = Origins { identity: nowhere(), graph: nowhere(), arm: nowhere() };
    config(origins, Passwords { threads: 1, ..passwords }, SessionLifetimes::default())
}

/// Refuses a store that was made for demonstrations: its clock moves and its secrets lie in a file.
pub async fn refuse_demonstration(store: &Store) -> Result<(), Failure> {
    if maintenance::is_demonstration(store).await? {
        return Err(Failure::refused(
            "this data directory belongs to a demonstration",
            "run `countersign demo` with it, or `countersign init` with another directory",
        ));
    }
    Ok(())
}
