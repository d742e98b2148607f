//! `countersign app`.

use super::TenantArg;
use clap::{Args, Subcommand, ValueEnum};
use model::Timestamp;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// `countersign app`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppCommand {
    /// Register an application
    #[command(
        after_help = "Examples:\n  countersign app create --name Billing --web https://billing.example/callback --secret\n  countersign app create --name Tools --native http://localhost --public"
    )]
    Create(CreateApp),
    /// List applications
    List(TenantArg),
    /// Show an application
    Show(AppArg),
    /// Manage redirect URIs
    #[command(subcommand)]
    Redirect(Redirect),
    /// Manage client secrets
    #[command(subcommand)]
    Secret(Credentials),
    /// Manage certificates whose keys sign client assertions
    #[command(subcommand)]
    Certificate(Certificates),
    /// Offer permissions to other applications
    #[command(subcommand)]
    Expose(Expose),
    /// Ask for permissions of another application
    #[command(
        after_help = "Example:\n  countersign app require APP-ID --resource 00000003-0000-0000-c000-000000000000 --app-role User.Read.All --scope User.Read"
    )]
    Require(Require),
    /// Consent for the whole tenant to everything the application asks for
    Consent(AppArg),
    /// Let the application get tokens in this tenant again
    Enable(AppArg),
    /// Let the application neither get tokens in this tenant nor be a resource
    Disable(AppArg),
    /// Delete an application; it can be restored for thirty days
    Delete(AppArg),
}

/// An application.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct AppArg {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// Client id or object id
    #[arg(value_name = "APP-ID")]
    pub app: String,
}

/// `countersign app create`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CreateApp {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// Display name, shown when people consent
    #[arg(long)]
    pub name: String,
    /// Every tenant may use it, not only this one
    #[arg(long)]
    pub multi_tenant: bool,
    /// A public client: it holds no secret and may use the device code and password grants
    #[arg(long, conflicts_with = "secret")]
    pub public: bool,
    /// Redirect URI of a server-side web application
    #[arg(long, value_name = "URI")]
    pub web: Vec<String>,
    /// Redirect URI of a single-page application
    #[arg(long, value_name = "URI")]
    pub spa: Vec<String>,
    /// Redirect URI of a native application; on loopback it matches any port
    #[arg(long, value_name = "URI")]
    pub native: Vec<String>,
    /// Name of the application as a resource
    #[arg(
        long,
        value_name = "URI",
        help = "Name of the application as a resource [default: api://CLIENT-ID when it exposes something]"
    )]
    pub identifier_uri: Vec<String>,
    /// Sign access tokens for it with ES256 instead of RS256
    #[arg(long)]
    pub es256: bool,
    /// Access tokens for it have version 2
    #[arg(long)]
    pub v2_tokens: bool,
    /// Make a first client secret, shown once
    #[arg(long)]
    pub secret: bool,
}

/// `countersign app redirect`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Redirect {
    /// Add a redirect URI
    Add(RedirectArg),
    /// Remove a redirect URI
    Remove(RedirectArg),
}

/// A redirect URI of an application.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct RedirectArg {
    /// Which application.
    #[command(flatten)]
    pub app: AppArg,
    /// What kind of client it belongs to
    #[arg(long, value_enum)]
    pub platform: RedirectPlatform,
    /// The URI, compared exactly
    pub uri: String,
}

/// Kinds of client.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RedirectPlatform {
    /// A server-side web application
    Web,
    /// A single-page application
    Spa,
    /// A native application or command line
    Native,
}

/// `countersign app secret`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credentials {
    /// Make a client secret; it is shown once
    Add(AddSecret),
    /// Remove a client secret
    Remove(CredentialArg),
}

/// `countersign app secret add`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct AddSecret {
    /// Which application.
    #[command(flatten)]
    pub app: AppArg,
    /// A name for it
    #[arg(long)]
    pub name: Option<String>,
    /// How many days it is accepted
    #[arg(long, value_name = "DAYS", default_value_t = 180, value_parser = clap::value_parser!(u32).range(1..=730))]
    pub days: u32,
}

/// `countersign app certificate`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certificates {
    /// Add a certificate
    Add(AddCertificate),
    /// Remove a certificate
    Remove(CredentialArg),
}

/// `countersign app certificate add`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct AddCertificate {
    /// Which application.
    #[command(flatten)]
    pub app: AppArg,
    /// A name for it
    #[arg(long)]
    pub name: Option<String>,
    /// The certificate in PEM, without its key
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What was read, by the side that has the file.
    #[arg(skip)]
    pub pem: String,
}

/// A secret or certificate of an application.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct CredentialArg {
    /// Which application.
    #[command(flatten)]
    pub app: AppArg,
    /// The credential's key id
    #[arg(value_name = "KEY-ID")]
    pub key: String,
}

/// `countersign app expose`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expose {
    /// Offer a delegated permission
    #[command(
        after_help = "Example:\n  countersign app expose scope APP-ID access_as_user --name \"Use Billing as you\" --description \"Allows the application to use Billing on your behalf.\""
    )]
    Scope(ExposeScope),
    /// Offer an application permission
    AppRole(ExposeRole),
}

/// `countersign app expose scope`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct ExposeScope {
    /// Which application.
    #[command(flatten)]
    pub app: AppArg,
    /// The word in `scp`
    pub value: String,
    /// What the consent page calls it
    #[arg(long)]
    pub name: String,
    /// What the consent page says of it
    #[arg(long)]
    pub description: String,
    /// Only an administrator may consent
    #[arg(long)]
    pub admin_only: bool,
}

/// `countersign app expose app-role`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct ExposeRole {
    /// Which application.
    #[command(flatten)]
    pub app: AppArg,
    /// The word in `roles`
    pub value: String,
    /// What administrators read
    #[arg(long)]
    pub name: String,
}

/// `countersign app require`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[group(id = "permission", required = true, multiple = true, args = ["scope", "app_role"])]
pub struct Require {
    /// Which application.
    #[command(flatten)]
    pub app: AppArg,
    /// The resource: client id or identifier URI
    #[arg(long, default_value = "https://graph.microsoft.com")]
    pub resource: String,
    /// A delegated permission
    #[arg(long, value_name = "WORD")]
    pub scope: Vec<String>,
    /// An application permission
    #[arg(long, value_name = "WORD")]
    pub app_role: Vec<String>,
}

/// Until when a credential is accepted, as answers show it.
pub fn until(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}
