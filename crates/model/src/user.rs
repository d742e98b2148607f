//! Users: members, guests, and the service accounts that are users with a flag.

use crate::{CredentialId, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A user of one tenant (Graph `user`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The user's id (`oid`).
    pub id: UserId,
    /// The name used to sign in; lower case, unique in the tenant.
    pub user_principal_name: String,
    /// The name people see.
    pub display_name: String,
    /// Given name, if known.
    pub given_name: Option<String>,
    /// Family name, if known.
    pub surname: Option<String>,
    /// Mail address, if any.
    pub mail: Option<String>,
    /// Member or guest.
    pub user_type: UserType,
    /// A disabled account can neither sign in nor refresh.
    pub account_enabled: bool,
    /// Marks an account that a program uses. It frees the account from nothing.
    pub service_account: bool,
    /// ISO 3166 country code.
    pub usage_location: Option<String>,
    /// Phone numbers in E.164.
    pub phones: Vec<String>,
    /// BCP 47 tag of the user's language.
    pub preferred_language: Option<String>,
    /// Grants and sessions older than this are void (`signInSessionsValidFromDateTime`).
    pub sessions_valid_from: Timestamp,
    /// When the user was made.
    pub created_at: Timestamp,
    /// When the user was deleted; kept for thirty days.
    pub deleted_at: Option<Timestamp>,
    /// Grows with every change of the row.
    pub version: i64,
}

impl User {
    /// Whether the account exists and is enabled.
    pub fn may_sign_in(&self) -> bool {
        self.account_enabled && self.deleted_at.is_none()
    }
}

/// Member or guest (Graph `userType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UserType {
    /// Belongs to the tenant.
    Member,
    /// Invited from elsewhere.
    Guest,
}

/// A user's password as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Password {
    /// The credential's id; a new password is a new credential.
    pub id: CredentialId,
    /// The argon2id hash with its parameters and salt, as a PHC string.
    pub phc: String,
    /// Who chose it.
    pub origin: PasswordOrigin,
    /// When it was set.
    pub set_at: Timestamp,
    /// Grows when the hash is renewed with other parameters.
    pub version: i64,
}

/// Who chose a password; it decides what the password alone may enrol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PasswordOrigin {
    /// The owner of the account.
    Owner,
    /// An administrator, for one use: it must be changed at the next sign-in.
    Temporary,
    /// The operator at import or creation, meant to stay.
    Operator,
}
