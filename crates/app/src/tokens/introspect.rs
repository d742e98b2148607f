//! Introspection (RFC 7662): whether a token is good at this moment, for those whose business it is.

use super::held::{Held, Question, question};
use super::{clients, refresh, unlogged};
use crate::fault::Abort;
use crate::world::{self, World};
use crate::{Ctx, Fault, bearer, grants, person, resource, scope};
use model::AppId;
use model::flow::Authority;
use model::grant::RefreshHandle;
use model::verdict::{Cause, Verdict};
use protocol::Version;
use protocol::claims::AccessTokenClaims;
use protocol::introspection::{ActiveRefreshToken, Introspection, TokenQuery, user_name};
use rules::tokens::RefreshDecision;
use std::sync::Arc;
use store::Tx;
use store::scope::Authenticating;

/// Tells a confidential client about a token that was issued to it, or that is for it.
///
/// Whatever is not good, or not its business, is inactive, and nothing says which.
pub async fn introspect(
    ctx: &Ctx,
    authority: Authority,
    query: TokenQuery,
) -> Result<Verdict<Introspection>, Fault> {
    let Some(mut question) = question(ctx, authority, query) else {
        return Ok(Verdict::Granted(Introspection::inactive()));
    };
    if !is_issued_to_a_client_in_use(ctx, &question).await? {
        question.held = None;
    }
    let question = Arc::new(question);
    let (tenant, app_id) = (question.tenant, question.call.app_id);
    let decided = world::deciding(ctx, tenant, app_id, |world| {
        let (inner, question) = (ctx.clone(), Arc::clone(&question));
        let job = move |tx: &mut Tx<'_, Authenticating>| {
            world.check(tx)?;
            answer(tx, &inner, &world, &question)
        };
        async move { ctx.services.store.read(scope::authenticating(tenant), job).await }
    });
    Ok(match decided.await? {
        Some(Ok(told)) => Verdict::Granted(told),
        Some(Err(cause)) => unlogged(ctx, cause),
        None => unlogged(ctx, Cause::TenantNotFound(tenant.to_string())),
    })
}

/// Looked up by itself: the application that asks and the one that holds the token may have different owners.
async fn is_issued_to_a_client_in_use(ctx: &Ctx, question: &Question) -> Result<bool, Fault> {
    let Some(Held::Access(claims)) = &question.held else { return Ok(true) };
    let world = world::world(ctx, question.tenant, claims.client().map(AppId)).await?;
    Ok(world.is_some_and(|world| bearer::principal(&world, claims).is_some()))
}

fn answer(
    tx: &mut Tx<'_, Authenticating>,
    ctx: &Ctx,
    world: &World,
    question: &Question,
) -> Result<Result<Introspection, Cause>, Abort> {
    let client = match client(ctx, world, question) {
        Ok(client) => client,
        Err(cause) => return Ok(Err(cause)),
    };
    let told = match &question.held {
        Some(Held::Access(claims)) => of_access(tx, ctx, world, client, claims)?,
        Some(Held::Refresh(handle)) => of_refresh(tx, ctx, world, client, handle)?,
        None => None,
    };
    Ok(Ok(told.unwrap_or_else(Introspection::inactive)))
}

/// The client, authenticated. One without credentials could be anybody who tries out tokens (RFC 7662 section 4).
fn client(ctx: &Ctx, world: &World, question: &Question) -> Result<AppId, Cause> {
    let call = &question.call;
    let (application, _) = clients::in_world(world, call.authority, call.app_id, &call.shown_id())?;
    if application.public_client {
        return Err(Cause::ClientCredentialMissing);
    }
    clients::authenticate(ctx, world.tenant(), application, None, call)?;
    Ok(application.app_id)
}

fn of_access(
    tx: &mut Tx<'_, Authenticating>,
    ctx: &Ctx,
    world: &World,
    client: AppId,
    claims: &AccessTokenClaims,
) -> Result<Option<Introspection>, Abort> {
    let issued_to = claims.client().map(AppId) == Some(client);
    if !issued_to && !resource::names(ctx, world, &claims.aud, client) {
        return Ok(None);
    }
    let holder = bearer::holder(tx, claims)?;
    Ok(holder.map(|_| Introspection::active(claims, user_name(claims).map(str::to_owned))))
}

fn of_refresh(
    tx: &mut Tx<'_, Authenticating>,
    ctx: &Ctx,
    world: &World,
    client: AppId,
    handle: &RefreshHandle,
) -> Result<Option<Introspection>, Abort> {
    let found = store::grants::find(tx, handle.grant)?;
    let Some(grant) = found.filter(|grant| grant.client == client) else { return Ok(None) };
    let Some(person) = person::load(tx, grant.user)? else { return Ok(None) };
    let grant = person.live(grant);
    // Only looked at: a replay is acted upon where tokens are handed out.
    let decision = refresh::stands(ctx, world, None, handle, &grant, &person);
    let RefreshDecision::Issue { .. } = decision else { return Ok(None) };
    let tenant = world.tenant().id;
    Ok(Some(Introspection::active_refresh(ActiveRefreshToken {
        scope: grant.scopes.join(" "),
        client_id: client.0,
        username: person.user.user_principal_name,
        iat: handle.issued_at / 1_000_000,
        sub: grants::subject(ctx, tenant, grant.user, client),
        iss: crate::issuer(ctx, tenant, Version::V2),
        tid: tenant.0,
        oid: grant.user.0,
    })))
}
