//! The server's parts, made once at start.

use crate::Fault;
use crate::keys::{Keys, MasterKey};
use crate::ports::{Mailer, Pause};
use crate::world::Snapshots;
use crypto::password::{HashPool, PoolConfig};
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
    /// Real time, which no demo moves: what clients stamp their assertions with.
    pub real_clock: Arc<dyn Clock>,
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
    /// What waits.
    pub(crate) pause: Arc<dyn Pause>,
    /// Settings that do not change while the server runs.
    pub config: Config,
}

/// Settings that do not change while the server runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// The origins under which the parts are reached, without trailing slash.
    pub origins: Origins,
    /// Password hashing: threads, queue and the cost of new hashes.
    pub hashing: PoolConfig,
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
    /// Real time, which no demo moves: what clients stamp their assertions with.
    pub real_clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Where mail goes.
    pub mailer: Arc<dyn Mailer>,
    /// What waits.
    pub pause: Arc<dyn Pause>,
    /// Settings.
    pub config: Config,
}

impl Services {
    /// Loads the server's keys, making them at the first start, and starts the hashing threads.
    pub async fn start(start: Start) -> Result<Arc<Self>, Fault> {
        let Start { store, master, clock, real_clock, entropy, mailer, pause, config } = start;
        let keys = Keys::open(&store, master, clock.as_ref(), entropy.as_ref()).await?;
        let hashing = HashPool::new(config.hashing)
            .map_err(|error| Fault::Corrupt(format!("the hashing threads do not start: {error}")))?;
        Ok(Arc::new(Self {
            store,
            clock,
            real_clock,
            entropy,
            keys,
            hashing,
            snapshots: Snapshots::default(),
            mailer,
            pause,
            config,
        }))
    }
}
