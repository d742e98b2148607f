//! `countersign serve`: the production server.

use crate::answer::{Answer, Block};
use crate::cli::{Global, Serve};
use crate::datadir::{DataDir, write_private};
use crate::failure::Failure;
use crate::jobs::Jobs;
use crate::mail::NoMail;
use crate::nature::{SystemClock, real_now};
use crate::routers::routers;
use crate::settings::{ConfigFile, Settings, Transport};
use crate::site::{Site, Sockets};
use crate::start::{self, Opening};
use crate::{term, tls};
use model::Timestamp;
use serde_json::json;
use std::sync::Arc;

/// Runs until a signal ends it. `begun` is when the process began, for the time it took to be ready.
pub async fn run(global: &Global, serve: &Serve, begun: Timestamp) -> Result<(), Failure> {
    let directory = DataDir::open(&global.data_dir())?;
    let settings = settings(global, serve, &directory)?;
    let tls = match &settings.transport {
        Transport::Tls { certificate, key } => Some(tls::from_files(certificate, key)?),
        Transport::Plain => None,
    };
    let master = directory.master_key()?;
    let opening =
        Opening { directory: &directory, database: &settings.database, master, clock: Arc::new(SystemClock) };
    let store = opening.migrated_store().await?;
    start::refuse_demonstration(&store).await?;
    let sockets = Sockets::bind(settings.listen)?;
    let origins = settings.origins_for(sockets.addresses());
    let config = start::config(origins.clone(), settings.passwords, settings.sessions);
    let services = opening.services(store, Arc::new(NoMail), config).await?;
    let site = Site {
        directory: directory.clone(),
        routers: routers(&services, false),
        tls,
        limits: settings.limits,
        trusted_proxies: settings.trusted_proxies.clone(),
        jobs: Jobs::new(Arc::clone(&services)),
        services,
    };
    let running = site.start(sockets)?;
    let took = real_now().duration_since(begun);
    tracing::info!(milliseconds = took.as_millis(), "ready");
    let data =
        json!({ "base_url": origins.identity, "resources": { "graph": origins.graph, "arm": origins.arm } });
    if let Some(file) = &serve.ready_file {
        write_private(file, format!("{data:#}\n").as_bytes())?;
    }
    let facts = [("identity", &origins.identity), ("graph", &origins.graph), ("arm", &origins.arm)];
    let facts = facts.map(|(name, url)| (name.to_owned(), url.clone())).to_vec();
    term::answer(
        &Answer { data, shown: vec![Block::Line("ready".to_owned()), Block::Facts(facts)] },
        global.json,
    );
    running.until_signal().await
}

/// The settings, from the command line, the environment and the file.
pub fn settings(global: &Global, serve: &Serve, directory: &DataDir) -> Result<Settings, Failure> {
    Settings::resolve(&serve.listen, global.database.clone(), config_file(global, directory)?)
}

/// The configuration file that was named, or the one in the data directory if there is one.
pub fn config_file(global: &Global, directory: &DataDir) -> Result<ConfigFile, Failure> {
    match &global.config {
        Some(path) => ConfigFile::read(path),
        None => ConfigFile::read_if_present(&directory.configuration()),
    }
}
