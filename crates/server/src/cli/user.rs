//! `countersign user`.

use super::TenantArg;
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// `countersign user`
#[derive(Subcommand, Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UserCommand {
    /// Make a user; without a password a temporary one is made and shown once
    #[command(
        after_help = "Example:\n  countersign user create kim@contoso.example --name \"Kim Minji\" --role \"Helpdesk Administrator\""
    )]
    Create(CreateUser),
    /// List users
    List(ListUsers),
    /// Show a user
    Show(UserArg),
    /// Change a user
    Update(UpdateUser),
    /// Let a user sign in again
    Enable(UserArg),
    /// Let a user neither sign in nor refresh
    Disable(UserArg),
    /// Delete a user; it can be restored for thirty days
    Delete(UserArg),
    /// Restore a deleted user, named by id
    Restore(UserArg),
    /// Give a user a temporary password, shown once; or one that is given
    ResetPassword(ResetPassword),
    /// End every session of a user and make every refresh token void
    RevokeSessions(UserArg),
    /// List a user's authentication methods
    Methods(UserArg),
    /// Delete one authentication method
    DeleteMethod(MethodArg),
    /// Let somebody who lost every second factor register again: he gets a temporary password, shown once
    #[command(
        after_help = "Example:\n  countersign user require-reregistration kim@contoso.example --verified \"passport seen by Lee at the Seoul office\""
    )]
    RequireReregistration(Reregister),
}

/// A user.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct UserArg {
    /// Which tenant; may be left out when the user name has its domain
    #[command(flatten)]
    pub tenant: TenantArg,
    /// User name (UPN) or id
    pub user: String,
}

/// `countersign user create`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct CreateUser {
    /// Which tenant; may be left out when the user name has its domain
    #[command(flatten)]
    pub tenant: TenantArg,
    /// User name with a verified domain of the tenant
    #[arg(value_name = "NAME@DOMAIN")]
    pub user: String,
    /// Display name
    #[arg(long)]
    pub name: String,
    /// Given name
    #[arg(long)]
    pub given_name: Option<String>,
    /// Family name
    #[arg(long)]
    pub surname: Option<String>,
    /// Mail address
    #[arg(long)]
    pub mail: Option<String>,
    /// A guest, not a member
    #[arg(long)]
    pub guest: bool,
    /// An account that a program uses; it frees the account from nothing
    #[arg(long)]
    pub service_account: bool,
    /// ISO 3166 country code
    #[arg(long, value_name = "CC")]
    pub usage_location: Option<String>,
    /// Phone number in E.164
    #[arg(long, value_name = "+NUMBER")]
    pub phone: Vec<String>,
    /// Language of the user's pages (BCP 47)
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// A directory role, by name or template id
    #[arg(long, value_name = "ROLE")]
    pub role: Vec<String>,
    /// The password.
    #[command(flatten)]
    pub password: PasswordInput,
    /// The given password is meant to stay; otherwise it must be changed at the next sign-in
    #[arg(long, requires = "password")]
    pub permanent: bool,
}

/// Where a password comes from. It never appears on the command line, where every process could read it.
#[derive(Args, Clone, Default, Serialize, Deserialize)]
#[group(id = "password", multiple = false)]
pub struct PasswordInput {
    /// Read the password from standard input (its first line)
    #[arg(long)]
    pub password_stdin: bool,
    /// Read the password from a file (its first line)
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// What was read, by the side that has the terminal.
    #[arg(skip)]
    pub password: Option<String>,
}

impl std::fmt::Debug for PasswordInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordInput(..)")
    }
}

/// `countersign user list`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct ListUsers {
    /// Which tenant.
    #[command(flatten)]
    pub tenant: TenantArg,
    /// Only users whose user name, display name or mail address begins with this
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Deleted users
    #[arg(long)]
    pub deleted: bool,
}

/// `countersign user update`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[group(id = "change", required = true, multiple = true, args = ["name", "given_name", "surname", "mail", "usage_location", "phone", "language", "service_account", "user_name"])]
pub struct UpdateUser {
    /// Which user.
    #[command(flatten)]
    pub user: UserArg,
    /// User name with a verified domain of the tenant
    #[arg(long, value_name = "NAME@DOMAIN")]
    pub user_name: Option<String>,
    /// Display name
    #[arg(long)]
    pub name: Option<String>,
    /// Given name; empty for none
    #[arg(long)]
    pub given_name: Option<String>,
    /// Family name; empty for none
    #[arg(long)]
    pub surname: Option<String>,
    /// Mail address; empty for none
    #[arg(long)]
    pub mail: Option<String>,
    /// ISO 3166 country code; empty for none
    #[arg(long, value_name = "CC")]
    pub usage_location: Option<String>,
    /// Phone numbers in E.164, replacing those there are
    #[arg(long, value_name = "+NUMBER")]
    pub phone: Option<Vec<String>>,
    /// Language of the user's pages (BCP 47); empty for none
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Whether a program uses the account
    #[arg(long, value_name = "true|false")]
    pub service_account: Option<bool>,
}

/// `countersign user reset-password`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct ResetPassword {
    /// Which user.
    #[command(flatten)]
    pub user: UserArg,
    /// The password.
    #[command(flatten)]
    pub password: PasswordInput,
    /// The given password is meant to stay; otherwise it must be changed at the next sign-in
    #[arg(long, requires = "password")]
    pub permanent: bool,
}

/// `countersign user delete-method`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct MethodArg {
    /// Which user.
    #[command(flatten)]
    pub user: UserArg,
    /// The method's id
    pub method: String,
}

/// `countersign user require-reregistration`
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
pub struct Reregister {
    /// Which user.
    #[command(flatten)]
    pub user: UserArg,
    /// How the person was identified; stays in the audit log
    #[arg(long, value_name = "TEXT")]
    pub verified: String,
}
