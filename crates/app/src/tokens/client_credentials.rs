//! The client credentials grant (RFC 6749 section 4.4): an application signs in as itself.

use super::{Call, clients, issue, unlogged, verdict};
use crate::fault::Abort;
use crate::resource::{self, Target};
use crate::world::{self, World};
use crate::{Ctx, Fault, record, scope};
use model::application::Application;
use model::flow::Authority;
use model::signin::{ClientCredential, EventType, Protocol, SignIn};
use model::verdict::{Cause, Refusal, Verdict};
use model::{SignInId, TenantId};
use protocol::Version;
use protocol::scope::ScopeRequest;
use protocol::token::IssuedTokens;
use rules::client::GrantKind;
use rules::tokens::CredentialsFacts;
use std::sync::Arc;

/// Signs an application in with its secret or certificate; `asked` is the scope, or the resource of a v1 request.
pub(super) async fn sign_in(ctx: &Ctx, call: Call, asked: String) -> Result<Verdict<IssuedTokens>, Fault> {
    let Some(tenant) = call.authority.tenant() else { return Ok(unlogged(ctx, Cause::TenantRequired)) };
    let call = Arc::new(call);
    let decided =
        world::deciding(ctx, tenant, call.app_id, |world| decide(ctx, tenant, &call, &asked, world)).await?;
    Ok(verdict(ctx, tenant, decided))
}

async fn decide(
    ctx: &Ctx,
    tenant: TenantId,
    call: &Call,
    asked: &str,
    world: World,
) -> Result<Result<IssuedTokens, Refusal>, Abort> {
    let id = record::id(ctx);
    let authority = Authority::Tenant(tenant);
    let application = match clients::in_world(&world, authority, call.app_id, &call.shown_id()) {
        Ok((application, _)) => Arc::clone(application),
        // An application nobody knows here leaves no entry: anybody could fill the log with them.
        Err(cause) => {
            world.confirm(ctx).await?;
            return Ok(Err(Refusal::logged(cause, id)));
        }
    };
    let judged = judge(ctx, call, asked, &world, &application);
    let entry = entry(ctx, id, &world, &application, &judged);
    let inner = world.clone();
    ctx.services
        .store
        .write(scope::authenticating(tenant), move |tx| {
            inner.check(tx)?;
            store::sign_ins::insert(tx, &entry)?;
            Ok::<_, Abort>(())
        })
        .await?;
    match judged {
        Ok(good) => {
            Ok(Ok(issue::for_application(ctx, &world, &good.target, good.roles, good.credential, id)?))
        }
        Err((cause, _)) => Ok(Err(Refusal::logged(cause, id))),
    }
}

struct Good {
    target: Target,
    roles: Vec<String>,
    credential: ClientCredential,
}

type Judged = Result<Good, (Cause, ClientCredential)>;

fn judge(ctx: &Ctx, call: &Call, asked: &str, world: &World, application: &Application) -> Judged {
    let none = ClientCredential::None;
    rules::client::may_use(application, GrantKind::ClientCredentials).map_err(|cause| (cause, none))?;
    if call.origin.is_some() {
        return Err((Cause::CrossOriginNotSpa, none));
    }
    let credential =
        clients::authenticate(ctx, world.tenant(), application, None, call).map_err(|cause| (cause, none))?;
    granted(ctx, call, asked, world, application, credential).map_err(|cause| (cause, credential))
}

fn granted(
    ctx: &Ctx,
    call: &Call,
    asked: &str,
    world: &World,
    application: &Application,
    credential: ClientCredential,
) -> Result<Good, Cause> {
    let v2 = call.version == Version::V2;
    let scopes = if v2 {
        ScopeRequest::parse(asked).map_err(|error| Cause::Request(error.token_fault()))?
    } else {
        ScopeRequest::default()
    };
    let named = (!v2).then_some(asked);
    let target = resource::target(ctx, world, application.app_id, &scopes, named)?;
    let (_, client) = world.client(application.app_id).ok_or(Cause::Unavailable)?;
    let resource = world.client(target.resource.app_id).map(|(app, principal)| (app.as_ref(), principal));
    let assignments = world.snapshot().app_roles.get(&client.id).map(Vec::as_slice).unwrap_or_default();
    let roles = rules::tokens::client_credentials(&CredentialsFacts {
        authority: call.authority,
        credential: &credential,
        client,
        scope: v2.then_some(asked),
        resource: (asked, resource),
        assignments,
    })?;
    Ok(Good { target, roles, credential })
}

fn entry(ctx: &Ctx, id: SignInId, world: &World, application: &Application, judged: &Judged) -> SignIn {
    let mut entry = record::begin(ctx, id, world, application.app_id, EventType::ServicePrincipal);
    entry.protocol = Protocol::ClientCredentials;
    match judged {
        Ok(good) => {
            entry.client_credential = good.credential;
            entry.resource = Some(record::app(world, good.target.resource.app_id));
        }
        Err((cause, credential)) => {
            entry.client_credential = *credential;
            entry.error_code = cause.code();
        }
    }
    entry
}
