//! `countersign demo`: a world to try everything with, on the embedded store.

mod applications;
mod history;
mod people;
mod ready;
mod world;

use crate::cli::{Demo, LocaleArg};
use crate::datadir::{self, DataDir};
use crate::dev::{self, Dev, Outbox};
use crate::failure::Failure;
use crate::jobs::Jobs;
use crate::nature::{MovableClock, SystemClock, SystemEntropy, real_now};
use crate::routers::routers;
use crate::settings::{Database, Limits, Listen, Passwords};
use crate::site::{Site, Sockets};
use crate::start::{self, Opening};
use crate::{term, tls};
use app::keys::MasterKey;
use app::ports::Mailer;
use app::{Ctx, Origins, Services, maintenance};
use crypto::certificate::{Authority, Issued, Validity};
use model::session::SessionLifetimes;
use model::{Entropy, SignedDuration};
use ready::{Ready, Resources, World};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;

/// What the world's secrets are kept in, so that the second run tells the same ones.
const WORLD_FILE: &str = "demo-world.json";

/// The cheapest hash there is, for the sign-ins of the past; each password is hashed again when it is next used.
const HASTY: Passwords = Passwords { memory_kib: 8, iterations: 1, threads: 1, queue: 1024 };

/// Runs the demo until it is told to stop.
pub async fn run(data_dir: Option<&Path>, arguments: &Demo) -> Result<(), Failure> {
    let temporary = data_dir.is_none();
    let path = data_dir.map_or_else(temporary_path, Path::to_path_buf);
    let directory = DataDir::create(&path)?;
    let result = serve(&directory, arguments).await;
    if temporary {
        let _ = std::fs::remove_dir_all(directory.path());
    }
    result
}

fn temporary_path() -> PathBuf {
    let mut random = [0; 8];
    SystemEntropy.fill(&mut random);
    std::env::temp_dir().join(format!("countersign-demo-{:016x}", u64::from_be_bytes(random)))
}

/// A PKCE verifier: 64 hexadecimal digits.
fn verifier() -> String {
    let mut random = [0; 32];
    SystemEntropy.fill(&mut random);
    random.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// The address that was asked for, and free ports beside it.
fn bind(listen: SocketAddr) -> Result<Sockets, Failure> {
    let free = SocketAddr::new(listen.ip(), 0);
    Sockets::bind(Listen { identity: listen, graph: free, arm: free })
}

async fn serve(directory: &DataDir, arguments: &Demo) -> Result<(), Failure> {
    let sockets = bind(arguments.listen)?;
    let scheme = if arguments.insecure_http { "http" } else { "https" };
    let origins = sockets.addresses().origins(scheme);
    let outbox = Arc::new(Outbox::default());
    let (store, master, clock) = store(directory).await?;
    let build = Build { directory, origins: &origins, outbox: &outbox, master, clock: &clock };
    let world = world(&build, &store, arguments).await?;
    let services = build.services(store, Passwords::default()).await?;
    let certificate = (!arguments.insecure_http).then(|| certificate(directory)).transpose()?;
    let ready = ready(&origins, certificate.as_ref().map(|(_, file)| file.clone()), world);
    let json = serde_json::to_value(&ready).map_err(|error| Failure::refused(error.to_string(), ""))?;
    let jobs = Jobs::new(Arc::clone(&services));
    let dev = Dev {
        services: Arc::clone(&services),
        clock,
        jobs: Arc::clone(&jobs),
        outbox,
        world: Arc::new(json.clone()),
        verifier: verifier().into(),
    };
    dev::prepare(&dev, &Ctx::operator(&services, "demo")).await?;
    let tls = match &certificate {
        Some((issued, _)) => Some(tls::from_pem(
            issued.certificate_pem.as_bytes(),
            issued.private_key_pem.as_bytes(),
            "the demo's certificate",
        )?),
        None => None,
    };
    let mut routers = routers(&services, true);
    routers.identity = routers.identity.merge(dev::router(dev));
    let site = Site {
        directory: directory.clone(),
        services,
        routers,
        tls,
        limits: Limits::default(),
        trusted_proxies: Vec::new(),
        jobs,
    };
    let running = site.start(sockets)?;
    announce(arguments, &ready, &json)?;
    running.until_signal().await
}

/// The migrated store, its master key, and the clock as an earlier run left it.
async fn store(directory: &DataDir) -> Result<(Store, MasterKey, Arc<MovableClock>), Failure> {
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let master = if directory.has_master_key() {
        directory.master_key()?
    } else {
        directory.make_master_key(entropy.as_ref())?
    };
    let opening = Opening { directory, database: &Database::Embedded, master, clock: Arc::new(SystemClock) };
    let store = opening.migrated_store().await?;
    let clock = Arc::new(MovableClock::ahead_by(maintenance::clock_offset(&store).await?));
    Ok((store, master, clock))
}

/// What services are built from.
struct Build<'a> {
    directory: &'a DataDir,
    origins: &'a Origins,
    outbox: &'a Arc<Outbox>,
    master: MasterKey,
    clock: &'a Arc<MovableClock>,
}

impl Build<'_> {
    async fn services(&self, store: Store, passwords: Passwords) -> Result<Arc<Services>, Failure> {
        let Self { directory, origins, outbox, master, clock } = self;
        let clock: Arc<MovableClock> = Arc::clone(clock);
        let opening = Opening { directory, database: &Database::Embedded, master: *master, clock };
        let config = start::config((*origins).clone(), passwords, SessionLifetimes::default());
        let services = opening.services(store, Arc::clone(outbox) as Arc<dyn Mailer>, config).await?;
        maintenance::mark_as_demonstration(&Ctx::operator(&services, "demo")).await?;
        Ok(services)
    }
}

/// The world of an earlier run on the same directory, or a new one with its past.
async fn world(build: &Build<'_>, store: &Store, arguments: &Demo) -> Result<World, Failure> {
    let file = build.directory.file(WORLD_FILE);
    if let Ok(text) = std::fs::read(&file) {
        return serde_json::from_slice(&text).map_err(|error| {
            Failure::refused(
                format!("{} does not read as a demo's world: {error}", file.display()),
                "name an empty directory with --data-dir",
            )
        });
    }
    let days = arguments.history_days;
    // Whoever has a past signed in so often that real hashing would take a minute.
    let passwords = if days > 0 { HASTY } else { Passwords::default() };
    let services = build.services(store.clone(), passwords).await?;
    let present = services.clock.now();
    let plan = world::Plan {
        customers: arguments.tenants,
        extras: arguments.users,
        bench: arguments.bench_users,
        korean: arguments.locale == LocaleArg::Ko,
        directory: build.directory.path(),
        present,
        begun: present - SignedDuration::from_hours(24 * i64::from(days)),
    };
    let world = world::make(&services, &plan).await?;
    history::tell(&services, &world, present, days).await?;
    let text = serde_json::to_vec_pretty(&world).map_err(|error| Failure::refused(error.to_string(), ""))?;
    build.directory.replace(WORLD_FILE, &text)?;
    Ok(world)
}

/// A certificate for this run from the directory's own authority, and the authority's file.
fn certificate(directory: &DataDir) -> Result<(Issued, String), Failure> {
    let failed = |error: crypto::certificate::CertificateError| {
        Failure::refused(
            format!("the demo's certificate cannot be made: {error}"),
            "name an empty directory with --data-dir",
        )
    };
    // Certificates are judged by real time, whatever the demo's clock says.
    let (now, day) = (real_now(), SignedDuration::from_hours(24));
    let years = Validity { not_before: now - day, not_after: now + day * 3650 };
    let (ca_file, key_file) = (directory.file("ca.pem"), directory.file("ca-key.pem"));
    let kept = (std::fs::read_to_string(&ca_file), std::fs::read_to_string(&key_file));
    let authority = if let (Ok(certificate), Ok(key)) = kept {
        Authority::from_pem(&certificate, &key).map_err(failed)?
    } else {
        let authority = Authority::new("Countersign demo", years).map_err(failed)?;
        let issued = authority.issued();
        datadir::write_private(&key_file, issued.private_key_pem.as_bytes())?;
        directory.replace("ca.pem", issued.certificate_pem.as_bytes())?;
        authority
    };
    let validity = Validity { not_before: now - day, not_after: now + day * 90 };
    let addresses = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    let issued = authority.leaf(&["localhost"], &addresses, validity).map_err(failed)?;
    Ok((issued, ca_file.display().to_string()))
}

fn ready(origins: &Origins, ca_file: Option<String>, world: World) -> Ready {
    Ready {
        base_url: origins.identity.clone(),
        ca_file,
        dev_url: format!("{}/dev", origins.identity),
        portal_url: None,
        mail_auth_key: None,
        agent_socket: None,
        world,
        resources: Resources {
            graph: Some(origins.graph.clone()),
            arm: Some(origins.arm.clone()),
            partner: None,
            vault: None,
            imds: None,
            mail_auth: None,
        },
    }
}

/// Prints what to open, and then writes the ready file: whoever waits for it finds everything in place.
fn announce(arguments: &Demo, ready: &Ready, json: &serde_json::Value) -> Result<(), Failure> {
    let admin = ready.world.users.iter().find(|user| user.tag == "first-admin");
    let (name, password) = admin
        .map(|user| (user.upn.as_str(), user.password.as_deref().unwrap_or_default()))
        .unwrap_or_default();
    let text = if arguments.locale == LocaleArg::Ko {
        format!(
            "Countersign 데모가 준비되었습니다.\n  페이지:       {}\n  모두 보기:    {}\n  첫 관리자:    {name}\n  암호:         {password}\n  Ctrl+C로 끝냅니다.",
            ready.base_url, ready.dev_url
        )
    } else {
        format!(
            "The Countersign demo is ready.\n  pages:        {}\n  everything:   {}\n  first admin:  {name}\n  password:     {password}\n  Ctrl+C ends it.",
            ready.base_url, ready.dev_url
        )
    };
    term::text(&format!("{text}\n"));
    let Some(file) = &arguments.ready_file else { return Ok(()) };
    let text = serde_json::to_vec_pretty(json).map_err(|error| Failure::refused(error.to_string(), ""))?;
    datadir::write_private(file, &text)
}
