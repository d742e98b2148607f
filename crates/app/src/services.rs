//! The server's parts, made once at start.

use crate::keys::{Keys, MasterKey};
use crate::ports::Mailer;
use crate::world::Snapshots;
use crate::Fault;
use crypto::password::{HashPool, Params};
use model::session::SessionLifetimes;
use model::{Clock, Entropy};
use std::sync::Arc;
use store::Store;

/// Everything use cases need.
pub struct Services {
    /// The database.
    pub(crate) store: Store,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The server's own keys.
    pub keys: Keys,
    /// Password hashing, bounded.
    pub(crate) hashing: HashPool,
    /// Compiled configurations.
    pub(crate) snapshots: Snapshots,
    /// Where mail goes.
    pub(crate) mailer: Arc<dyn Mailer>,
    /// Settings that do not change while the server runs.
    pub config: Config,
}

/// Settings that do not change while the server runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// The origins under which the parts are reached, without trailing slash.
    pub origins: Origins,
    /// Cost of new password hashes.
    pub password_params: Params,
    /// How many threads hash passwords.
    pub hashing_threads: usize,
    /// How many passwords may wait for a thread.
    pub hashing_queue: usize,
    /// How long browser sessions last.
    pub sessions: SessionLifetimes,
}

/// The origins of the listeners: scheme, host and port, without trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    /// Sign-in pages and token endpoints.
    pub identity: String,
    /// Graph.
    pub graph: String,
    /// The resource manager's stand-ins.
    pub arm: String,
}

/// What a server is started with.
pub struct Start {
    /// The database, migrated.
    pub store: Store,
    /// The key that everything else is sealed under.
    pub master: MasterKey,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Where mail goes.
    pub mailer: Arc<dyn Mailer>,
    /// Settings.
    pub config: Config,
}

impl Services {
    /// Loads the server's keys, making them at the first start, and starts the hashing threads.
    pub async fn start(start: Start) -> Result<Arc<Self>, Fault> {
        let Start { store, master, clock, entropy, mailer, config } = start;
        let keys = Keys::open(&store, master, clock.as_ref(), entropy.as_ref()).await?;
        let hashing = HashPool::start(config.hashing_threads, config.hashing_queue)
            .map_err(|error| Fault::Corrupt(format!("the hashing threads do not start: {error}")))?;
        Ok(Arc::new(Self {
            store,
            clock,
            entropy,
            keys,
            hashing,
            snapshots: Snapshots::default(),
            mailer,
            config,
        }))
    }
}
