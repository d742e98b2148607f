//! One type per kind of identifier, so that a user id can never be passed where a tenant id belongs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The identifier as a UUID.
            pub fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                // Only the canonical form with hyphens: other spellings would be second names of one thing.
                Uuid::parse_str(if text.len() == 36 { text } else { "" }).map(Self)
            }
        }
    )+};
}

id! {
    /// A partner's or customer's directory.
    TenantId,
    /// A user object (`oid` in tokens).
    UserId,
    /// An application's public identifier (`appId`, `client_id`).
    AppId,
    /// An application object in its owner's directory.
    ApplicationId,
    /// A service principal: an application's presence in one tenant.
    ServicePrincipalId,
    /// A group object.
    GroupId,
    /// A directory role's template, the same in every tenant.
    RoleTemplateId,
    /// A secret, certificate, password or authentication method.
    CredentialId,
    /// One authorization of one client by one user in one session.
    GrantId,
    /// A browser session.
    SessionId,
    /// A sign-in attempt that has passed its first factor.
    FlowId,
    /// An authorization code.
    CodeId,
    /// One entry of the sign-in log.
    SignInId,
    /// One entry of the audit log.
    AuditId,
    /// A delegated or application permission.
    PermissionId,
    /// One consent: an `oauth2PermissionGrant` or an `appRoleAssignment`.
    ConsentId,
}
