//! Settings: what the command line, the environment and the configuration file say, in this order, checked as a
//! whole before anything is opened.

mod file;

pub use file::ConfigFile;

use crate::failure::Failure;
use app::Origins;
use clap::Args;
use ipnet::IpNet;
use model::session::SessionLifetimes;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// Where the identity endpoints listen when nothing is said.
const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8443);

/// Settings of the listeners that can be given on the command line or in the environment.
#[derive(Args, Clone, Debug, Default)]
pub struct ListenFlags {
    /// Address and port of the identity endpoints and sign-in pages; port 0 takes a free one [default: 127.0.0.1:8443]
    #[arg(long, env = "COUNTERSIGN_LISTEN", value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
    /// Address and port of Graph [default: the next port]
    #[arg(long, env = "COUNTERSIGN_LISTEN_GRAPH", value_name = "ADDR:PORT")]
    pub listen_graph: Option<SocketAddr>,
    /// Address and port of the resource manager's stand-ins [default: the port after Graph's]
    #[arg(long, env = "COUNTERSIGN_LISTEN_ARM", value_name = "ADDR:PORT")]
    pub listen_arm: Option<SocketAddr>,
    /// The URL under which clients reach the identity endpoints
    #[arg(
        long,
        env = "COUNTERSIGN_ORIGIN",
        value_name = "URL",
        help = "The URL under which clients reach the identity endpoints, such as https://login.example.com"
    )]
    pub origin: Option<String>,
    /// The URL under which clients reach Graph
    #[arg(long, env = "COUNTERSIGN_ORIGIN_GRAPH", value_name = "URL")]
    pub origin_graph: Option<String>,
    /// The URL under which clients reach the resource manager's stand-ins
    #[arg(long, env = "COUNTERSIGN_ORIGIN_ARM", value_name = "URL")]
    pub origin_arm: Option<String>,
    /// Certificate chain in PEM, the server's own certificate first
    #[arg(long, env = "COUNTERSIGN_TLS_CERTIFICATE", value_name = "FILE")]
    pub tls_certificate: Option<PathBuf>,
    /// Private key of the certificate in PEM
    #[arg(long, env = "COUNTERSIGN_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Speak plain HTTP, on loopback addresses only: for a TLS proxy on the same machine
    #[arg(long, env = "COUNTERSIGN_INSECURE_HTTP")]
    pub insecure_http: bool,
}

/// Checked settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the data lives.
    pub database: Database,
    /// Where the parts listen.
    pub listen: Listen,
    /// The origins that clients see, if they are not those of the listeners.
    pub origins: GivenOrigins,
    /// How connections are protected.
    pub transport: Transport,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Bounds of connections and requests.
    pub limits: Limits,
    /// Cost of passwords.
    pub passwords: Passwords,
    /// How long browser sessions last.
    pub sessions: SessionLifetimes,
}

/// Where the data lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// In the data directory.
    Embedded,
    /// On a server that speaks PostgreSQL's protocol.
    Postgres {
        /// How to reach it.
        connection: String,
    },
}

/// Addresses of the listeners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listen {
    /// Sign-in pages and token endpoints.
    pub identity: SocketAddr,
    /// Graph.
    pub graph: SocketAddr,
    /// The resource manager's stand-ins.
    pub arm: SocketAddr,
}

impl Listen {
    /// The origins under which this machine reaches the listeners.
    pub fn origins(self, scheme: &str) -> Origins {
        let own = |address: SocketAddr| format!("{scheme}://localhost:{}", address.port());
        Origins { identity: own(self.identity), graph: own(self.graph), arm: own(self.arm) }
    }
}

/// Origins from the settings, each without trailing slash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenOrigins {
    /// Of the identity endpoints.
    pub identity: Option<String>,
    /// Of Graph.
    pub graph: Option<String>,
    /// Of the resource manager's stand-ins.
    pub arm: Option<String>,
}

/// How connections are protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// TLS with this chain and key.
    Tls {
        /// PEM file of the chain.
        certificate: PathBuf,
        /// PEM file of the key.
        key: PathBuf,
    },
    /// Plain HTTP on loopback.
    Plain,
}

/// Bounds of connections and requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open connections per listener.
    pub connections: usize,
    /// Bytes of a request's head.
    pub header_bytes: usize,
    /// Bytes of a request's body.
    pub body_bytes: usize,
    /// Time for one request.
    pub request: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            header_bytes: 32 * 1024,
            body_bytes: 1024 * 1024,
            request: Duration::from_secs(30),
        }
    }
}

/// Cost of passwords (argon2id).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passwords {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub iterations: u32,
    /// Threads that hash.
    pub threads: usize,
    /// Passwords that may wait for a thread.
    pub queue: usize,
}

impl Default for Passwords {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { memory_kib: 19_456, iterations: 2, threads, queue: 256 }
    }
}

impl Settings {
    /// Merges flags (and the environment, which fills them) over the file and checks the whole. `given` is a
    /// database named outside of the file.
    pub fn resolve(flags: &ListenFlags, given: Option<String>, file: ConfigFile) -> Result<Self, Failure> {
        let listen = listen(flags, &file);
        let transport = transport(flags, &file, listen)?;
        let origins = GivenOrigins {
            identity: origin("origins.identity", flags.origin.clone().or(file.origins.identity))?,
            graph: origin("origins.graph", flags.origin_graph.clone().or(file.origins.graph))?,
            arm: origin("origins.arm", flags.origin_arm.clone().or(file.origins.arm))?,
        };
        for (name, address, origin) in [
            ("identity", listen.identity, &origins.identity),
            ("graph", listen.graph, &origins.graph),
            ("arm", listen.arm, &origins.arm),
        ] {
            if !address.ip().is_loopback() && origin.is_none() {
                return Err(Failure::usage(
                    format!("{name} listens on {address}, but nothing says under which URL clients reach it"),
                    &format!(
                        "set origins.{name} in the configuration, such as \"https://{name}.example.com\""
                    ),
                ));
            }
        }
        Ok(Self {
            database: database(given.or(file.database))?,
            listen,
            origins,
            transport,
            trusted_proxies: file.listen.trusted_proxies,
            limits: file.limits.checked()?,
            passwords: file.passwords.checked()?,
            sessions: file.sessions.checked()?,
        })
    }

    /// The origins that clients see, given the addresses that were bound.
    pub fn origins_for(&self, bound: Listen) -> Origins {
        let scheme = match self.transport {
            Transport::Tls { .. } => "https",
            Transport::Plain => "http",
        };
        let own = bound.origins(scheme);
        Origins {
            identity: self.origins.identity.clone().unwrap_or(own.identity),
            graph: self.origins.graph.clone().unwrap_or(own.graph),
            arm: self.origins.arm.clone().unwrap_or(own.arm),
        }
    }
}

fn listen(flags: &ListenFlags, file: &ConfigFile) -> Listen {
    let identity = flags.listen.or(file.listen.identity).unwrap_or(DEFAULT_LISTEN);
    let graph = flags.listen_graph.or(file.listen.graph).unwrap_or_else(|| following(identity));
    let arm = flags.listen_arm.or(file.listen.arm).unwrap_or_else(|| following(graph));
    Listen { identity, graph, arm }
}

/// The next port of the same address; a free one after a free one.
fn following(address: SocketAddr) -> SocketAddr {
    let port = match address.port() {
        0 => 0,
        port => port.checked_add(1).unwrap_or(0),
    };
    SocketAddr::new(address.ip(), port)
}

fn transport(flags: &ListenFlags, file: &ConfigFile, listen: Listen) -> Result<Transport, Failure> {
    let certificate = flags.tls_certificate.clone().or_else(|| file.tls.certificate.clone());
    let key = flags.tls_key.clone().or_else(|| file.tls.key.clone());
    if flags.insecure_http || file.listen.insecure_http {
        return plain(listen, certificate.is_some() || key.is_some());
    }
    match (certificate, key) {
        (Some(certificate), Some(key)) => Ok(Transport::Tls { certificate, key }),
        (None, None) => Err(Failure::usage(
            "no certificate is configured",
            "set tls.certificate and tls.key, or use --insecure-http behind a TLS proxy on this machine",
        )),
        _ => Err(Failure::usage(
            "a certificate needs its key, and a key its certificate",
            "set both tls.certificate and tls.key",
        )),
    }
}

fn plain(listen: Listen, has_certificate: bool) -> Result<Transport, Failure> {
    if has_certificate {
        return Err(Failure::usage(
            "a certificate is configured and plain HTTP is asked for as well",
            "remove insecure_http, or remove the certificate",
        ));
    }
    let open =
        [listen.identity, listen.graph, listen.arm].into_iter().find(|address| !address.ip().is_loopback());
    match open {
        None => Ok(Transport::Plain),
        Some(address) => Err(Failure::usage(
            format!("plain HTTP on {address} would send passwords in clear over the network"),
            "listen on 127.0.0.1 or [::1], or configure a certificate",
        )),
    }
}

/// An origin (RFC 6454): scheme, host and port; a trailing slash is forgiven.
fn origin(name: &str, given: Option<String>) -> Result<Option<String>, Failure> {
    let Some(text) = given else { return Ok(None) };
    let wrong = || {
        Failure::usage(
            format!("{name} is not an origin: {text}"),
            "give scheme, host and port and nothing else, such as https://login.example.com",
        )
    };
    let url = Url::parse(&text).map_err(|_| wrong())?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let anonymous = url.username().is_empty() && url.password().is_none();
    if !matches!(url.scheme(), "https" | "http") || !bare || !anonymous {
        return Err(wrong());
    }
    let loopback = match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    if url.scheme() == "http" && !loopback {
        return Err(Failure::usage(
            format!("{name} uses plain HTTP for a host that is not this machine: {text}"),
            "use https",
        ));
    }
    Ok(Some(url.origin().ascii_serialization()))
}

/// Where the data lives, from the command line or the file.
pub fn database(given: Option<String>) -> Result<Database, Failure> {
    match given {
        None => Ok(Database::Embedded),
        Some(text)
            if text.starts_with("postgres://")
                || text.starts_with("postgresql://")
                || text.contains("host=") =>
        {
            Ok(Database::Postgres { connection: text })
        }
        Some(_) => Err(Failure::usage(
            "database is not a PostgreSQL connection",
            "write `postgresql://user@host/name` or `host=/run/postgresql dbname=name`, or leave it out for the embedded store",
        )),
    }
}

#[cfg(test)]
mod tests;
