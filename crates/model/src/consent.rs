//! What applications were allowed to do (Graph `oAuth2PermissionGrant`, `appRoleAssignment`).

use crate::{ConsentId, PermissionId, ServicePrincipalId, UserId, Uuid};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Delegated permissions granted to a client on one resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PermissionGrant {
    /// Its id.
    pub id: ConsentId,
    /// Who may act.
    pub client: ServicePrincipalId,
    /// On whose behalf: one user, or everyone when an administrator consented for all.
    pub principal: Option<UserId>,
    /// Where.
    pub resource: ServicePrincipalId,
    /// The granted scope words.
    pub scopes: Vec<String>,
    /// When.
    pub created_at: Timestamp,
}

/// An application permission granted to a client, or a role given to a user or group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// Its id.
    pub id: ConsentId,
    /// Who got it: a service principal, a user or a group.
    pub principal: Uuid,
    /// Whose role it is.
    pub resource: ServicePrincipalId,
    /// Which role.
    pub role: PermissionId,
    /// When.
    pub created_at: Timestamp,
}
