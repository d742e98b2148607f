//! Client credentials: an application acting for itself (RFC 6749 section 4.4).

use model::application::{Application, ServicePrincipal};
use model::consent::AppRoleAssignment;
use model::flow::Authority;
use model::signin::ClientCredential;
use model::verdict::Cause;
use model::{ServicePrincipalId, TenantId};

/// What is known when an application asks for a token of its own.
#[derive(Clone, Copy, Debug)]
pub struct CredentialsFacts<'a> {
    /// The tenant part of the path.
    pub authority: Authority,
    /// How the client authenticated itself.
    pub credential: &'a ClientCredential,
    /// The client's presence in the tenant.
    pub client: &'a ServicePrincipal,
    /// The scope parameter of a v2 request, as sent; `None` on v1.
    pub scope: Option<&'a str>,
    /// What is asked for, by the name it was asked by; `None` inside if the tenant has no such resource.
    pub resource: (&'a str, Option<(&'a Application, &'a ServicePrincipal)>),
    /// Application permissions in the tenant; those of others are left aside.
    pub assignments: &'a [AppRoleAssignment],
}

/// The `roles` of the token.
///
/// A client without permissions gets a token without roles, as on the platform: every resource refuses it.
pub fn client_credentials(facts: &CredentialsFacts<'_>) -> Result<Vec<String>, Cause> {
    let tenant = facts.authority.tenant().ok_or(Cause::TenantRequired)?;
    if *facts.credential == ClientCredential::None {
        return Err(Cause::ClientCredentialMissing);
    }
    if !facts.client.enabled {
        return Err(Cause::ClientDisabled(facts.client.app_id));
    }
    if let Some(scope) = facts.scope {
        only_default(scope)?;
    }
    let (resource, principal) = resource(facts, tenant)?;
    Ok(application_roles(resource, principal.id, facts.client.id, facts.assignments))
}

/// One scope, and it ends in `/.default`.
fn only_default(scope: &str) -> Result<(), Cause> {
    let mut words = scope.split(' ').filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.strip_suffix("/.default"));
    match (first, words.next()) {
        (Some(resource), None) if !resource.is_empty() => Ok(()),
        _ => Err(Cause::ScopeNotDefault(scope.to_owned())),
    }
}

fn resource<'a>(
    facts: &CredentialsFacts<'a>,
    tenant: TenantId,
) -> Result<(&'a Application, &'a ServicePrincipal), Cause> {
    let (name, found) = facts.resource;
    found
        .filter(|(application, principal)| application.deleted_at.is_none() && principal.enabled)
        .ok_or_else(|| Cause::ResourceNotFound { resource: name.to_owned(), tenant: tenant.to_string() })
}

/// The application permissions that `client` holds at `resource`, in the resource's own order.
pub fn application_roles(
    resource: &Application,
    resource_principal: ServicePrincipalId,
    client: ServicePrincipalId,
    assignments: &[AppRoleAssignment],
) -> Vec<String> {
    let held = |role| {
        assignments.iter().any(|assignment| {
            assignment.principal == client.0
                && assignment.resource == resource_principal
                && assignment.role == role
        })
    };
    resource.app_roles.iter().filter(|role| held(role.id)).map(|role| role.value.clone()).collect()
}
