//! What a request wants to use: the resource behind its scopes, and what may be granted on it.

use crate::Ctx;
use crate::world::World;
use model::application::{Application, PermissionScope};
use model::consent::PermissionGrant;
use model::verdict::Cause;
use model::{AppId, RoleTemplateId, ServicePrincipalId, UserId, first_party};
use protocol::scope::{OpenIdScope, Permission, Resource, ScopeRequest};
use rules::consent::{self, Question};
use std::sync::Arc;

/// The resource of a request and what is asked of it.
#[derive(Clone)]
pub(crate) struct Target {
    /// The client.
    pub(crate) client: Arc<Application>,
    /// The client's service principal in the tenant.
    pub(crate) client_principal: ServicePrincipalId,
    /// The resource.
    pub(crate) resource: Arc<Application>,
    /// The resource's service principal in the tenant.
    pub(crate) resource_principal: ServicePrincipalId,
    /// The resource as the request named it: the audience of v1 tokens.
    pub(crate) named: String,
    /// The parsed scopes.
    pub(crate) scopes: ScopeRequest,
    /// Whether everything agreed to is asked for (`.default`, or a v1 resource).
    pub(crate) everything: bool,
}

impl Target {
    /// The scope words asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        if self.everything {
            return vec![consent::DEFAULT.to_owned()];
        }
        let named = self.scopes.resources.iter().filter_map(|scope| match &scope.permission {
            Permission::Named(word) => Some(word.clone()),
            Permission::Default => None,
        });
        named.collect()
    }

    /// The permissions behind scope words.
    pub(crate) fn permissions(&self, words: &[String]) -> Vec<PermissionScope> {
        self.resource.scopes.iter().filter(|scope| words.contains(&scope.value)).cloned().collect()
    }

    /// Whether this OpenID Connect scope is asked for.
    pub(crate) fn has(&self, scope: OpenIdScope) -> bool {
        self.scopes.has(scope)
    }

    /// The question that the consent rules answer.
    pub(crate) fn question<'a>(
        &'a self,
        asked: &'a [String],
        existing: &'a [PermissionGrant],
        user: UserId,
        roles: &[RoleTemplateId],
    ) -> Question<'a> {
        Question {
            client: &self.client,
            client_principal: self.client_principal,
            resource: &self.resource,
            resource_principal: self.resource_principal,
            asked,
            user,
            existing,
            may_consent_as_admin: consent::may_consent_as_admin(roles),
        }
    }

    /// The `scope` of the answer: granted words in the spelling of the request.
    pub(crate) fn answer(&self, granted: &[String]) -> String {
        self.scopes.answer(|scope| match &scope.permission {
            Permission::Default => true,
            Permission::Named(word) => granted.iter().any(|known| known.eq_ignore_ascii_case(word)),
        })
    }
}

/// Finds the resource that scopes, or the `resource` of a v1 request, name. Without any it is Graph, whose
/// `User.Read` stands behind the OpenID Connect scopes.
pub(crate) fn target(
    ctx: &Ctx,
    world: &World,
    client: AppId,
    scopes: &ScopeRequest,
    v1_resource: Option<&str>,
) -> Result<Target, Cause> {
    let same = |resource: &Resource| find(ctx, world, &resource.to_string());
    let from_scopes = scopes.single_resource_by(same).map_err(|error| Cause::Request(error.token_fault()))?;
    let graph = Resource::AppId(first_party::GRAPH.0);
    let (identity, named) = match (v1_resource, from_scopes) {
        (Some(named), _) => {
            let resource = Resource::parse(named).map_err(|error| Cause::Request(error.token_fault()))?;
            (resource, named.trim_end_matches('/').to_owned())
        }
        (None, Some(resource)) => {
            (resource.clone(), asked_name(scopes).unwrap_or_else(|| resource.to_string()))
        }
        (None, None) => (graph.clone(), graph.to_string()),
    };
    let everything =
        v1_resource.is_some() || scopes.resources.iter().any(|scope| scope.permission == Permission::Default);
    let not_found =
        || Cause::ResourceNotFound { resource: named.clone(), tenant: world.tenant().display_name.clone() };
    let resource = find(ctx, world, &identity.to_string()).ok_or_else(not_found)?;
    let (resource, principal) =
        world.client(resource).filter(|(_, principal)| principal.enabled).ok_or_else(not_found)?;
    let client_not_found =
        || Cause::ClientNotFound { app_id: client.to_string(), tenant: world.tenant().display_name.clone() };
    let (client, client_principal) = world.client(client).ok_or_else(client_not_found)?;
    Ok(Target {
        client: Arc::clone(client),
        client_principal: client_principal.id,
        resource: Arc::clone(resource),
        resource_principal: principal.id,
        named,
        scopes: scopes.clone(),
        everything,
    })
}

/// The resource as the first scope spells it; short scopes spell none.
fn asked_name(scopes: &ScopeRequest) -> Option<String> {
    let (resource, _) = scopes.resources.first()?.asked.rsplit_once('/')?;
    Some(resource.trim_end_matches('/').to_owned())
}

/// The application that goes by a resource name. Our own origins are names of the resources they serve.
fn find(ctx: &Ctx, world: &World, name: &str) -> Option<AppId> {
    let origins = &ctx.services.config.origins;
    if name.eq_ignore_ascii_case(&origins.graph) {
        return Some(first_party::GRAPH);
    }
    if name.eq_ignore_ascii_case(&origins.arm) {
        return Some(first_party::RESOURCE_MANAGER);
    }
    world.resource_by_name(name)
}

/// Whether an audience, as a token names it, is this application.
pub(crate) fn names(ctx: &Ctx, world: &World, audience: &str, application: AppId) -> bool {
    let resource = Resource::parse(audience).ok();
    resource.and_then(|resource| find(ctx, world, &resource.to_string())) == Some(application)
}

/// The words of a scope request, as asked.
pub(crate) fn words(scope: &ScopeRequest) -> Vec<String> {
    let resources = scope.resources.iter().map(|scope| scope.asked.clone());
    resources.chain(scope.openid.iter().map(|scope| scope.as_str().to_owned())).collect()
}

/// The scope request of words that were checked before.
pub(crate) fn parse(words: &[String]) -> Result<ScopeRequest, Cause> {
    if words.is_empty() {
        return Ok(ScopeRequest::default());
    }
    ScopeRequest::parse(&words.join(" ")).map_err(|error| Cause::Request(error.fault()))
}

/// The resource that a request names, if it is one of the tenant's.
pub(crate) fn app_id(ctx: &Ctx, world: &World, words: &[String], named: Option<&str>) -> Option<AppId> {
    if let Some(named) = named {
        return find(ctx, world, &Resource::parse(named).ok()?.to_string());
    }
    let scopes = parse(words).ok()?;
    match scopes.resources.first() {
        Some(scope) => find(ctx, world, &scope.resource.to_string()),
        None => Some(first_party::GRAPH),
    }
}
