//! Deleting everything of one tenant, a bounded number of rows at a time.

use crate::scope::System;
use crate::{Sql, StoreError, Tx, params, statements};
use model::TenantId;

/// The most rows one step deletes.
const STEP: u64 = 500;

/// One text per table with rows of a tenant: it deletes at most `$2` of them.
macro_rules! delete_some {
    ($table:literal, $key:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE tenant_id = $1 AND (",
            $key,
            ") IN (SELECT ",
            $key,
            " FROM ",
            $table,
            " WHERE tenant_id = $1 LIMIT $2)"
        )
    };
}

// The order matters: what finds the tenant goes first, what remembers that it is being deleted goes last.
statements! {
    pub(crate) ALL;
    DOMAINS = delete_some!("domains", "name");
    DIRECTORY = "DELETE FROM application_directory WHERE app_id IN
        (SELECT app_id FROM application_directory WHERE owner_tenant_id = $1 LIMIT $2)";
    FLOWS = delete_some!("flows", "id");
    CODES = delete_some!("codes", "id");
    SESSIONS = delete_some!("sessions", "id");
    GRANTS = delete_some!("grants", "id");
    METHODS = delete_some!("methods", "user_id, id");
    RECOVERY_CODES = delete_some!("recovery_codes", "user_id, id");
    PASSWORDS = delete_some!("passwords", "user_id");
    LOCKOUTS = delete_some!("lockouts", "name_hash, guess, place");
    FAMILIAR_NETWORKS = delete_some!("familiar_networks", "user_id, network_hash");
    GROUP_MEMBERS = delete_some!("group_members", "group_id, user_id");
    GROUPS = delete_some!("directory_groups", "id");
    ROLE_ASSIGNMENTS = delete_some!("role_assignments", "principal_id, role_id");
    USERS = delete_some!("users", "id");
    APP_ROLE_ASSIGNMENTS = delete_some!("app_role_assignments", "id");
    PERMISSION_GRANTS = delete_some!("permission_grants", "id");
    SERVICE_PRINCIPALS = delete_some!("service_principals", "id");
    APPLICATIONS = delete_some!("applications", "id");
    OUTBOX = delete_some!("outbox", "id");
    REFUSED_REQUESTS = delete_some!("refused_requests", "minute, network_hash");
    AUDITS = delete_some!("audits", "id");
    SIGN_INS = delete_some!("sign_ins", "id");
    TENANT_KEYS = delete_some!("tenant_keys", "key_id");
    CONFIG_VERSIONS = delete_some!("config_versions", "tenant_id");
    TENANTS = "DELETE FROM tenants WHERE id IN (SELECT id FROM tenants WHERE id = $1 LIMIT $2)";
}

/// Deletes up to 500 rows of a tenant and everything about it in the end, the tenant itself last. Call it in
/// transactions of their own until it answers 0; that may be interrupted and begun again.
pub fn purge_step(tx: &mut Tx<'_, System>, tenant: TenantId) -> Result<u64, StoreError> {
    let mut deleted = 0;
    for statement in ALL {
        if deleted >= STEP {
            break;
        }
        let statement: &'static Sql = statement;
        let room = i64::try_from(STEP - deleted).unwrap_or(0);
        deleted += tx.execute(statement, params![tenant, room])?;
    }
    Ok(deleted)
}
