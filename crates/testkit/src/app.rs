//! An app on a temporary store.

use crate::nature::{CapturedMail, CapturedPauses, TestClock, TestEntropy};
use crate::postgres::Postgres;
use app::{Client, Config, Ctx, Origins, Services, Start};
use crypto::password::{Params, PoolConfig};
use model::session::SessionLifetimes;
use model::{Clock, Entropy};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use store::Store;
use tempfile::TempDir;

/// What every test's store is sealed under.
const MASTER: [u8; 32] = [7; 32];
/// Where visitors come from: an address for documentation (RFC 5737).
pub const VISITOR: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10));
/// The cheapest password hash there is.
pub const CHEAP: Params = Params { m: 8, t: 1, p: 1 };

/// An app on a temporary store, with a clock, randomness and mail that the test holds in its hands.
pub struct TestApp {
    /// The app's parts.
    pub services: Arc<Services>,
    /// The present moment.
    pub clock: Arc<TestClock>,
    /// Real time, as clients' assertions are measured with. It stands where `clock` began until it is moved, too.
    pub real_clock: Arc<TestClock>,
    /// Mail that would have been sent.
    pub mail: Arc<CapturedMail>,
    /// Times somebody would have waited for.
    pub pauses: Arc<CapturedPauses>,
    directory: Option<TempDir>,
}

impl TestApp {
    /// An empty app on SQLite.
    pub async fn start() -> Self {
        Self::with_config(test_config()).await
    }

    /// As [`start`](Self::start), with other settings.
    pub async fn with_config(config: Config) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("data");
        let parts = Parts::new();
        let store = store::Config::sqlite(path, MASTER, parts.clock.clone(), parts.entropy.clone());
        parts.start(store, config, Some(directory)).await
    }

    /// An empty app on PostgreSQL; `None` when it is not installed.
    pub async fn start_on_postgres() -> Option<Self> {
        let server = Postgres::shared().unwrap()?;
        let parts = Parts::new();
        let connection = server.database().unwrap();
        let store = store::Config::postgres(connection, MASTER, parts.clock.clone(), parts.entropy.clone());
        Some(parts.start(store, test_config(), None).await)
    }

    /// Ends the app and starts it again on the same store, as a restart of the server does.
    ///
    /// # Panics
    /// When the app runs on PostgreSQL, or somebody still holds its parts.
    pub async fn restart(self) -> Self {
        let Self { services, clock, real_clock, mail, directory, .. } = self;
        let directory = directory.unwrap();
        let config = services.config.clone();
        let entropy = Arc::clone(&services.entropy);
        // A writer drops its last job a moment after the answer.
        let patience = 0..10_000_000;
        let free = patience.map(|_| std::thread::yield_now()).any(|()| Arc::strong_count(&services) == 1);
        assert!(free, "the app is still in use");
        drop(services);
        let store =
            store::Config::sqlite(directory.path().join("data"), MASTER, clock.clone(), entropy.clone());
        Parts { clock, real_clock, entropy, mail }.start(store, config, Some(directory)).await
    }

    /// Circumstances of the operator, now.
    pub fn operator(&self) -> Ctx {
        Ctx::operator(&self.services, "operator@test")
    }

    /// Circumstances of somebody from the network, now.
    pub fn visitor(&self) -> Ctx {
        self.visitor_from(VISITOR)
    }

    /// Circumstances of somebody from that address, now.
    pub fn visitor_from(&self, address: IpAddr) -> Ctx {
        let client = Client { address: Some(address), user_agent: Some("testkit/1.0".to_owned()) };
        Ctx::anonymous(&self.services, None, client)
    }
}

/// Settings with the cheapest password hash.
pub fn test_config() -> Config {
    Config {
        origins: Origins {
            identity: "https://login.test".to_owned(),
            graph: "https://graph.test".to_owned(),
            arm: "https://arm.test".to_owned(),
        },
        hashing: PoolConfig { threads: 1, queue: 64, params: CHEAP },
        sessions: SessionLifetimes::default(),
    }
}

struct Parts {
    clock: Arc<TestClock>,
    real_clock: Arc<TestClock>,
    entropy: Arc<dyn Entropy>,
    mail: Arc<CapturedMail>,
}

impl Parts {
    fn new() -> Self {
        let clock = Arc::new(TestClock::default());
        Self {
            real_clock: Arc::new(TestClock::at(clock.now())),
            clock,
            entropy: Arc::new(TestEntropy::default()),
            mail: Arc::default(),
        }
    }

    async fn start(self, store: store::Config, config: Config, directory: Option<TempDir>) -> TestApp {
        let Self { clock, real_clock, entropy, mail } = self;
        let store = Store::open(store).await.unwrap();
        store.migrate().await.unwrap();
        let pauses = Arc::new(CapturedPauses::default());
        let start = Start {
            store,
            master: MASTER,
            clock: clock.clone(),
            real_clock: real_clock.clone(),
            entropy,
            mailer: mail.clone(),
            pause: pauses.clone(),
            config,
        };
        TestApp {
            services: Services::start(start).await.unwrap(),
            clock,
            real_clock,
            mail,
            pauses,
            directory,
        }
    }
}
