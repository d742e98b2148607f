//! A site: three listeners, the control socket and the job loop on one set of services, from start to shutdown.

use crate::control;
use crate::datadir::DataDir;
use crate::failure::Failure;
use crate::jobs::Jobs;
use crate::listen::{Bound, Listener, Service, bind};
use crate::operator::LocalOperator;
use crate::routers::Routers;
use crate::settings::{Limits, Listen};
use app::Services;
use axum::Router;
use ipnet::IpNet;
use rustls::ServerConfig;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::UnixListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long requests under way may take at shutdown.
const GRACE: Duration = Duration::from_secs(10);

/// The bound sockets of a site.
pub struct Sockets {
    identity: Bound,
    graph: Bound,
    arm: Bound,
}

impl Sockets {
    /// Binds them all; port 0 takes a free one.
    pub fn bind(listen: Listen) -> Result<Self, Failure> {
        Ok(Self {
            identity: bind("identity", listen.identity)?,
            graph: bind("graph", listen.graph)?,
            arm: bind("arm", listen.arm)?,
        })
    }

    /// Where they listen.
    pub fn addresses(&self) -> Listen {
        Listen { identity: self.identity.address, graph: self.graph.address, arm: self.arm.address }
    }
}

/// What a site is made of.
pub struct Site {
    /// The data directory, for the control socket.
    pub directory: DataDir,
    /// The app.
    pub services: Arc<Services>,
    /// What the listeners serve.
    pub routers: Routers,
    /// TLS, or plain HTTP on loopback.
    pub tls: Option<Arc<ServerConfig>>,
    /// Bounds of connections and requests.
    pub limits: Limits,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The job loop.
    pub jobs: Arc<Jobs>,
}

/// A site at work.
pub struct Running {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    socket: std::path::PathBuf,
}

impl Site {
    /// Takes everything into service; every listener answers when this returns.
    pub fn start(self, sockets: Sockets) -> Result<Running, Failure> {
        let socket = self.directory.control_socket()?;
        let commands = control::bind(&socket)?;
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let Routers { identity, graph, arm } = self.routers.clone();
        for (bound, router) in [(sockets.identity, identity), (sockets.graph, graph), (sockets.arm, arm)] {
            let listener = self.listener(bound, router)?;
            tasks.spawn(listener.run(stopped.clone(), GRACE));
        }
        self.spawn_work(&mut tasks, commands, &stopped);
        Ok(Running { stop, tasks, socket })
    }

    fn listener(&self, bound: Bound, router: Router) -> Result<Listener, Failure> {
        let (name, address): (&str, SocketAddr) = (bound.name, bound.address);
        let service = Service {
            router,
            tls: self.tls.clone(),
            limits: self.limits,
            trusted_proxies: Arc::from(self.trusted_proxies.clone()),
        };
        Listener::new(bound, service).map_err(|error| {
            Failure::unavailable(
                format!("the {name} listener on {address} does not start: {error}"),
                "try again",
            )
        })
    }

    fn spawn_work(&self, tasks: &mut JoinSet<()>, commands: UnixListener, stopped: &watch::Receiver<bool>) {
        let operator = Arc::new(LocalOperator::new(Arc::clone(&self.services)));
        tasks.spawn(control::serve(commands, operator, stopped.clone()));
        tasks.spawn(Arc::clone(&self.jobs).run(stopped.clone()));
    }
}

impl Running {
    /// Serves until SIGTERM or SIGINT; then ends: no new connections, requests under way finish.
    pub async fn until_signal(self) -> Result<(), Failure> {
        let failed = |error: std::io::Error| {
            Failure::unavailable(format!("signals cannot be caught: {error}"), "try again")
        };
        let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
        tokio::select! {
            _ = terminate.recv() => tracing::info!("SIGTERM: finishing"),
            _ = interrupt.recv() => tracing::info!("SIGINT: finishing"),
        }
        self.stop().await;
        Ok(())
    }

    /// Ends the site.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
        // The next start would replace it; until then nobody should try it.
        drop(std::fs::remove_file(&self.socket));
    }
}

/// Waits until a site is told to end.
pub async fn stopped(stop: &mut watch::Receiver<bool>) {
    // A site that is gone has ended, too.
    drop(stop.wait_for(|stop| *stop).await);
}
