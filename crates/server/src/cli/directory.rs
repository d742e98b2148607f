//! `countersign tenant`, `role`, `group`, `key`.

use super::{KindArg, LocaleArg, TenantArg};
use clap::{Args, Subcommand, ValueEnum};
use model::Timestamp;
use model::tenant::PartnerType;
use serde::{Deserialize, Serialize};

/// `countersign tenant`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TenantCommand {
    /// Make a tenant
    #[command(
        after_help = "Example:\n  countersign tenant create --name Fabrikam --domain fabrikam.example --kind customer"
    )]
    Create(CreateTenant),
    /// List tenants
    List,
    /// Show a tenant
    Show(TenantArg),
    /// Change a tenant's settings
    #[command(
        after_help = "Example:\n  countersign tenant set -t fabrikam.example --password-grant off --security-contact soc@fabrikam.example"
    )]
    Set(SetTenant),
    /// Set the dates of partner enforcement
    #[command(
        after_help = "Example:\n  countersign tenant enforce -t contoso.example --contract-date 2026-08-01T00:00:00Z --technical-date 2026-09-01T00:00:00Z"
    )]
    Enforce(Enforce),
    /// Manage domain names
    #[command(subcommand)]
    Domain(DomainCommand),
}

/// `countersign tenant create`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct CreateTenant {
    /// Display name
    #[arg(long)]
    pub name: String,
    /// Domain name, taken as verified; the first is the default one
    #[arg(long, required = true, value_name = "DOMAIN")]
    pub domain: Vec<String>,
    /// A service provider, or a service provider's customer
    #[arg(long, value_enum)]
    pub kind: KindArg,
    /// What kind of partner it is
    #[arg(long, value_enum, required_if_eq("kind", "partner"))]
    pub partner_type: Option<PartnerTypeArg>,
    /// Which cloud it belongs to
    #[arg(long, value_enum, default_value = "global")]
    pub cloud: CloudArg,
    /// The set of rules it follows
    #[arg(long, value_enum, default_value = "csp-2025")]
    pub profile: ProfileArg,
    /// Whether the OAuth password grant is answered; enforcement overrules it
    #[arg(long, value_enum, default_value = "off")]
    pub password_grant: Switch,
    /// From when the contract demands the second factor (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub contract_date: Option<Timestamp>,
    /// From when the system refuses to go without it (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub technical_date: Option<Timestamp>,
    /// Mail address that is told of security events
    #[arg(long, value_name = "MAIL")]
    pub security_contact: Option<String>,
    /// Language of pages when a browser names none
    #[arg(long, value_enum)]
    pub locale: Option<LocaleArg>,
}

/// `countersign tenant set`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[group(id = "setting", required = true, multiple = true, args = ["name", "profile", "password_grant", "security_contact", "locale"])]
pub struct SetTenant {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// Display name
    #[arg(long)]
    pub name: Option<String>,
    /// The set of rules it follows
    #[arg(long, value_enum)]
    pub profile: Option<ProfileArg>,
    /// Whether the OAuth password grant is answered; enforcement overrules it
    #[arg(long, value_enum)]
    pub password_grant: Option<Switch>,
    /// Mail address that is told of security events; empty for none
    #[arg(long, value_name = "MAIL")]
    pub security_contact: Option<String>,
    /// Language of pages when a browser names none
    #[arg(long, value_enum)]
    pub locale: Option<LocaleArg>,
}

/// `countersign tenant enforce`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[group(id = "dates", required = true, multiple = true, args = ["contract_date", "technical_date", "off"])]
pub struct Enforce {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// From when the contract demands the second factor (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub contract_date: Option<Timestamp>,
    /// From when the system refuses to go without it (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub technical_date: Option<Timestamp>,
    /// Take both dates away
    #[arg(long, conflicts_with_all = ["contract_date", "technical_date"])]
    pub off: bool,
}

/// `countersign tenant domain`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DomainCommand {
    /// Add a domain name that the tenant has still to prove
    Add(DomainArg),
    /// Take a domain name as proved; users are found by it from now on
    Verify(DomainArg),
    /// Give new users this domain name
    Default(DomainArg),
    /// Remove a domain name that no user has
    Remove(DomainArg),
}

/// A domain name of a tenant.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct DomainArg {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// The domain name
    pub domain: String,
}

/// `countersign role`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleCommand {
    /// List the directory roles there are
    List,
    /// Give a role to a user or to an application
    #[command(
        after_help = "Example:\n  countersign role assign -t contoso.example \"Security Administrator\" kim@contoso.example"
    )]
    Assign(RoleArg),
    /// Take a role away
    Revoke(RoleArg),
    /// List who holds roles
    Holders(HoldersArg),
}

/// A role and somebody.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct RoleArg {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// The role's name or template id
    pub role: String,
    /// User name or id, or the client id of an application
    pub principal: String,
}

/// `countersign role holders`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct HoldersArg {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// Only this role, by name or template id
    pub role: Option<String>,
}

/// `countersign group`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupCommand {
    /// Make a group
    Create(CreateGroup),
    /// List groups
    List(TenantArg),
    /// Show a group and its members
    Show(GroupArg),
    /// Delete a group
    Delete(GroupArg),
    /// Add a user
    AddMember(MemberArg),
    /// Remove a user
    RemoveMember(MemberArg),
}

/// `countersign group create`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct CreateGroup {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// Display name
    #[arg(long)]
    pub name: String,
}

/// A group.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct GroupArg {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// The group's id or display name
    pub group: String,
}

/// A group and a user.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct MemberArg {
    /// Which group.
    #[command(flatten)]
    pub group: GroupArg,
    /// User name or id
    pub user: String,
}

/// `countersign key`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyCommand {
    /// List signing keys
    List,
    /// Make the next signing keys now; they sign once every client had the time to see them
    Rotate,
}

/// On or off.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Switch {
    /// Yes.
    On,
    /// No.
    Off,
}

/// The kinds of partner.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartnerTypeArg {
    /// Bills its customers itself
    DirectBill,
    /// A distributor
    IndirectProvider,
    /// Sells through a distributor
    IndirectReseller,
    /// Makes a control panel others use
    ControlPanelVendor,
    /// Advises customers
    Advisor,
}

impl From<PartnerTypeArg> for PartnerType {
    fn from(arg: PartnerTypeArg) -> Self {
        match arg {
            PartnerTypeArg::DirectBill => Self::DirectBill,
            PartnerTypeArg::IndirectProvider => Self::IndirectProvider,
            PartnerTypeArg::IndirectReseller => Self::IndirectReseller,
            PartnerTypeArg::ControlPanelVendor => Self::ControlPanelVendor,
            PartnerTypeArg::Advisor => Self::Advisor,
        }
    }
}

/// The clouds.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CloudArg {
    /// The public cloud
    Global,
    /// The United States government's
    UsGovernment,
    /// Operated in China
    China,
    /// Operated in Germany
    Germany,
}

/// Sets of rules.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProfileArg {
    /// Sessions may continue an authentication that had its second factor
    #[value(name = "csp-2025")]
    Csp2025,
    /// Every interactive sign-in shows both factors again
    #[value(name = "strict-2019")]
    Strict2019,
}
