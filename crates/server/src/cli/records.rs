//! `countersign sign-ins`, `countersign audit`.

use super::TenantArg;
use clap::Args;
use model::{Timestamp, Uuid};
use serde::{Deserialize, Serialize};

/// `countersign sign-ins`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(
    after_help = "Examples:\n  countersign sign-ins -t contoso.example --failed --limit 20\n  countersign sign-ins -t contoso.example --follow --json"
)]
pub struct SignInFilter {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// Wait for new entries and print them as they come; end with Ctrl+C
    #[arg(long, short = 'f')]
    pub follow: bool,
    /// Only this user, by user name or id
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// Only this client, by client id
    #[arg(long, value_name = "APP-ID")]
    pub app: Option<String>,
    /// Only failures and interruptions
    #[arg(long, conflicts_with = "code")]
    pub failed: bool,
    /// Only this AADSTS number; 0 for successes
    #[arg(long, value_name = "NUMBER")]
    pub code: Option<u32>,
    /// Only entries of one request
    #[arg(long, value_name = "ID")]
    pub correlation_id: Option<Uuid>,
    /// Only entries since then (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub since: Option<Timestamp>,
    /// Only entries before then (RFC 3339)
    #[arg(long, value_name = "TIME", conflicts_with = "follow")]
    pub until: Option<Timestamp>,
    /// At most so many of the newest
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub limit: u32,
    /// Entries since then, oldest first: how `--follow` asks again.
    #[arg(skip)]
    pub follow_from: Option<Timestamp>,
}

/// `countersign audit`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(after_help = "Example:\n  countersign audit -t contoso.example --activity \"Add user\"")]
pub struct AuditFilter {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// Only this activity
    #[arg(long, value_name = "TEXT")]
    pub activity: Option<String>,
    /// Only entries since then (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub since: Option<Timestamp>,
    /// At most so many of the newest
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub limit: u32,
}
