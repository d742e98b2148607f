//! Revocation (RFC 7009): a client gives back what a user granted it.

use super::held::{Held, Question, question};
use super::{clients, unlogged};
use crate::fault::Abort;
use crate::world::{self, World};
use crate::{Ctx, Fault, scope};
use model::flow::Authority;
use model::verdict::{Cause, Verdict};
use protocol::introspection::TokenQuery;
use std::sync::Arc;
use store::Tx;
use store::scope::Authenticating;

/// What a revocation led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// The token is worth nothing, or was nothing that the client could revoke (RFC 7009 section 2.2).
    Done,
    /// An application's own access token stands on no grant and cannot be revoked.
    Unsupported,
}

/// Revokes the grant behind one of the client's own tokens, and with it every token made from it.
///
/// Tokens that are unknown, or another client's, are left alone without a word.
pub async fn revoke(
    ctx: &Ctx,
    authority: Authority,
    query: TokenQuery,
) -> Result<Verdict<Revocation>, Fault> {
    let Some(question) = question(ctx, authority, query).map(Arc::new) else {
        return Ok(Verdict::Granted(Revocation::Done));
    };
    let (tenant, app_id) = (question.tenant, question.call.app_id);
    let decided = world::deciding(ctx, tenant, app_id, |world| {
        let (inner, question) = (ctx.clone(), Arc::clone(&question));
        let job = move |tx: &mut Tx<'_, Authenticating>| {
            world.check(tx)?;
            apply(tx, &inner, &world, &question)
        };
        async move { ctx.services.store.write(scope::authenticating(tenant), job).await }
    });
    Ok(match decided.await? {
        Some(Ok(revocation)) => Verdict::Granted(revocation),
        Some(Err(cause)) => unlogged(ctx, cause),
        None => unlogged(ctx, Cause::TenantNotFound(tenant.to_string())),
    })
}

fn apply(
    tx: &mut Tx<'_, Authenticating>,
    ctx: &Ctx,
    world: &World,
    question: &Question,
) -> Result<Result<Revocation, Cause>, Abort> {
    let Question { call, held, .. } = question;
    let grant = match held {
        Some(held) => held.grant(tx)?,
        None => None,
    };
    let own = grant.filter(|grant| Some(grant.client) == call.app_id);
    // The client proves itself as it does when it redeems the grant.
    let platform = own.as_ref().map(|grant| grant.platform);
    let authenticated = clients::in_world(world, call.authority, call.app_id, &call.shown_id())
        .and_then(|(client, _)| clients::authenticate(ctx, world.tenant(), client, platform, call));
    if let Err(cause) = authenticated {
        return Ok(Err(cause));
    }
    if let Some(grant) = own {
        store::grants::revoke(tx, grant.id, ctx.now)?;
        return Ok(Ok(Revocation::Done));
    }
    let own_name = |held: &Held| match held {
        Held::Access(claims) => claims.is_app_only() && claims.client() == call.app_id.map(|id| id.0),
        Held::Refresh(_) => false,
    };
    let unsupported = held.as_ref().is_some_and(own_name);
    Ok(Ok(if unsupported { Revocation::Unsupported } else { Revocation::Done }))
}
