//! A tenant's slow-changing configuration, compiled once and shared until its version changes.

use crate::application::{Application, ServicePrincipal};
use crate::consent::{AppRoleAssignment, PermissionGrant};
use crate::tenant::Tenant;
use crate::{AppId, ServicePrincipalId, first_party};
use std::collections::HashMap;
use std::sync::Arc;

/// Everything decisions need of a tenant that is not a user's own state.
#[derive(Debug)]
pub struct Snapshot {
    /// The version it was compiled from; every deciding transaction compares it.
    pub version: i64,
    /// The tenant.
    pub tenant: Tenant,
    /// Applications owned by the tenant.
    pub applications: HashMap<AppId, Arc<Application>>,
    /// Service principals in the tenant, by application.
    pub service_principals: HashMap<AppId, ServicePrincipal>,
    /// Consents given for everyone, by client.
    pub consents: HashMap<ServicePrincipalId, Vec<PermissionGrant>>,
    /// Application permissions, by the service principal that holds them.
    pub app_roles: HashMap<ServicePrincipalId, Vec<AppRoleAssignment>>,
}

impl Snapshot {
    /// The application behind a client id if it is the tenant's own or the platform's.
    pub fn application(&self, app_id: AppId) -> Option<&Arc<Application>> {
        self.applications.get(&app_id).or_else(|| first_party::application(app_id))
    }

    /// The service principal of an application in this tenant.
    pub fn service_principal(&self, app_id: AppId) -> Option<&ServicePrincipal> {
        self.service_principals.get(&app_id)
    }

    /// The resource that goes by this name: an application id or one of the identifier URIs.
    pub fn resource_by_name(&self, name: &str) -> Option<AppId> {
        if let Ok(app_id) = name.parse() {
            return self.service_principals.contains_key(&app_id).then_some(app_id);
        }
        let own = self.applications.values().map(AsRef::as_ref);
        own.chain(first_party::all().iter().map(AsRef::as_ref))
            .find(|application| application.identifier_uris.iter().any(|uri| uri.eq_ignore_ascii_case(name)))
            .map(|application| application.app_id)
            .filter(|app_id| self.service_principals.contains_key(app_id))
    }
}
