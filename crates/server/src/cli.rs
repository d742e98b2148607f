//! The command line. Commands that work on a store are data ([`Task`]): they travel over the control socket to the
//! running server, or run here when none runs.

mod application;
mod directory;
mod records;
mod user;

pub use application::{
    AppArg, AppCommand, Certificates, CreateApp, Credentials, Expose, Redirect, RedirectArg,
    RedirectPlatform, until,
};
pub use directory::{
    CloudArg, CreateTenant, DomainCommand, Enforce, GroupCommand, KeyCommand, PartnerTypeArg, ProfileArg,
    RoleCommand, SetTenant, Switch, TenantCommand,
};
pub use records::{AuditFilter, SignInFilter};
pub use user::{
    CreateUser, ListUsers, MethodArg, PasswordInput, Reregister, ResetPassword, UpdateUser, UserArg,
    UserCommand,
};

use crate::failure::EXIT_CODES;
use crate::settings::ListenFlags;
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::PathBuf;

const LONG_ABOUT: &str = "Countersign, a multi-tenant identity provider for service providers.

Commands that manage tenants, users, applications and logs reach the server that runs on the data directory through \
its control socket; when none runs, they open the store themselves.";

/// `countersign`
#[derive(Parser, Debug)]
#[command(name = "countersign", version, about = "A multi-tenant identity provider for service providers", long_about = LONG_ABOUT, after_help = EXIT_CODES, propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Args, Clone, Debug, Default)]
pub struct Global {
    /// Directory that holds the store, the keys and the control socket
    #[arg(
        long,
        global = true,
        env = "COUNTERSIGN_DATA_DIR",
        value_name = "DIR",
        help_heading = "Options of every command"
    )]
    pub data_dir: Option<PathBuf>,
    /// Configuration file in TOML [default: countersign.toml in the data directory]
    #[arg(
        long,
        global = true,
        env = "COUNTERSIGN_CONFIG",
        value_name = "FILE",
        help_heading = "Options of every command"
    )]
    pub config: Option<PathBuf>,
    /// A PostgreSQL connection instead of the embedded store; better in the configuration file, where nobody sees it
    #[arg(
        long,
        global = true,
        env = "COUNTERSIGN_DATABASE",
        hide_env_values = true,
        value_name = "URL",
        help_heading = "Options of every command"
    )]
    pub database: Option<String>,
    /// Print JSON for programs
    #[arg(long, global = true, help_heading = "Options of every command")]
    pub json: bool,
}

impl Global {
    /// The data directory: the one that was named, or `countersign-data` here.
    pub fn data_dir(&self) -> PathBuf {
        self.data_dir.clone().unwrap_or_else(|| PathBuf::from("countersign-data"))
    }
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Make a data directory with keys, a first tenant and its administrator
    Init(Init),
    /// Run the server
    Serve(Serve),
    /// Run a demonstration world: partners, customers, users, applications, thirty days of sign-ins
    Demo(Demo),
    /// Bring the store's schema to this program's version
    Migrate(Migrate),
    /// Put a backup into an empty data directory
    Restore(Restore),
    /// Check configuration, permissions, store, keys and listeners, and say what to do
    Doctor,
    /// Explain an AADSTS code
    Explain(Explain),
    /// Commands on a store.
    #[command(flatten)]
    Task(Task),
}

/// Commands on a store, run by the server when one runs.
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// Copy the store while it is in use
    Backup(Backup),
    /// Manage tenants
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// Manage users
    #[command(subcommand)]
    User(UserCommand),
    /// Manage applications
    #[command(subcommand)]
    App(AppCommand),
    /// Manage directory roles
    #[command(subcommand)]
    Role(RoleCommand),
    /// Manage groups
    #[command(subcommand)]
    Group(GroupCommand),
    /// List the sign-in log
    SignIns(SignInFilter),
    /// List the audit log
    Audit(AuditFilter),
    /// Manage the keys that sign tokens
    #[command(subcommand)]
    Key(KeyCommand),
}

/// Which tenant a command is about.
#[derive(Args, Clone, Debug, Default, Serialize, Deserialize)]
pub struct TenantArg {
    /// Tenant by id or domain; may be left out when there is only one
    #[arg(long, short = 't', env = "COUNTERSIGN_TENANT", value_name = "ID|DOMAIN")]
    pub tenant: Option<String>,
}

/// `countersign init`
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  countersign init --data-dir /var/lib/countersign --name \"Contoso Cloud\" --domain contoso.example --kind partner --partner-type direct-bill"
)]
pub struct Init {
    /// Display name of the first tenant
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// Its domain name; users sign in under it
    #[arg(long, value_name = "DOMAIN")]
    pub domain: String,
    /// A service provider, or a service provider's customer
    #[arg(long, value_enum, default_value = "partner")]
    pub kind: KindArg,
    /// What kind of partner it is
    #[arg(long, value_enum, default_value = "direct-bill")]
    pub partner_type: PartnerTypeArg,
    /// User name of its Global Administrator, before the @
    #[arg(long, value_name = "NAME", default_value = "admin")]
    pub administrator: String,
    /// Language of the tenant's pages when a browser names none
    #[arg(long, value_enum)]
    pub locale: Option<LocaleArg>,
}

/// `countersign serve`
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  countersign serve --tls-certificate chain.pem --tls-key key.pem\n  countersign serve --insecure-http --listen 127.0.0.1:0 --ready-file ready.json"
)]
pub struct Serve {
    /// Listeners.
    #[command(flatten)]
    pub listen: ListenFlags,
    /// Write the origins as JSON into this file (mode 0600) when every listener answers
    #[arg(long, value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
}

/// `countersign demo`
#[derive(Args, Debug)]
#[command(
    after_help = "Without --data-dir the world lives in a temporary directory and ends with the command. With it, the second run\nfinds the same ids and secrets.\n\nExample:\n  countersign demo --listen 127.0.0.1:0 --ready-file ready.json --locale en"
)]
pub struct Demo {
    /// Address and port of the identity endpoints; all other listeners take free ports
    #[arg(long, env = "COUNTERSIGN_LISTEN", value_name = "ADDR:PORT", default_value = "127.0.0.1:8443")]
    pub listen: SocketAddr,
    /// Write everything there is to know as JSON into this file (mode 0600) when the world is ready
    #[arg(long, value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
    /// How many customer tenants there are
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub tenants: u32,
    /// How many more users each tenant has, beside those with a part to play; they have no password
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub users: u32,
    /// Speak plain HTTP: for load generators that measure everything but TLS
    #[arg(long, hide = true)]
    pub insecure_http: bool,
    /// How many users with password and authenticator the first partner has for load generators
    #[arg(long, hide = true, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub bench_users: u32,
    /// How many days of sign-ins the world has behind it
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(0..=90))]
    pub history_days: u16,
    /// Language of names, pages and of what is printed
    #[arg(long, value_enum, default_value = "en")]
    pub locale: LocaleArg,
}

/// `countersign migrate`
#[derive(Args, Debug)]
pub struct Migrate {
    /// Only tell what would be done; ends with 6 if something would be
    #[arg(long)]
    pub check: bool,
}

/// `countersign backup`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(
    after_help = "The master key is not part of a backup: keep a copy of master.key in another place. Neither is of use\nwithout the other.\n\nExample:\n  countersign backup /backup/countersign-monday.db"
)]
pub struct Backup {
    /// File to write; must not exist
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// `countersign restore`
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  countersign restore /backup/countersign-monday.db --master-key /safe/master.key --data-dir /var/lib/countersign"
)]
pub struct Restore {
    /// Backup to restore
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Copy of the master.key that the store was made with; may be left out if the data directory has it
    #[arg(long, value_name = "FILE")]
    pub master_key: Option<PathBuf>,
}

/// `countersign explain`
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  countersign explain AADSTS50076")]
pub struct Explain {
    /// The code, with or without AADSTS
    #[arg(value_name = "AADSTSnnnn")]
    pub code: String,
    /// Language of the explanation
    #[arg(long, value_enum, default_value = "en")]
    pub locale: LocaleArg,
}

/// Partner or customer.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KindArg {
    /// A service provider.
    Partner,
    /// A service provider's customer.
    Customer,
}

/// A language of the product.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocaleArg {
    /// Korean.
    Ko,
    /// English.
    En,
}

impl LocaleArg {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }
}

#[cfg(test)]
mod tests;
