//! The refresh token grant (RFC 6749 section 6): the table of DESIGN section 5.

use super::issue::Good;
use super::{Call, issue, unlogged, verdict};
use crate::fault::Abort;
use crate::person::{self, Person};
use crate::resource::Target;
use crate::world::{self, World};
use crate::{Ctx, Fault, grants, record, scope};
use crypto::mac::ct_eq;
use model::grant::{Grant, RefreshHandle};
use model::signin::{ClientCredential, IncomingToken, Protocol, SignIn};
use model::verdict::{Cause, Refusal, Verdict};
use model::{SignInId, TenantId};
use protocol::token::IssuedTokens;
use rules::tokens::{Limits, RefreshDecision, RefreshFacts};
use std::sync::Arc;
use store::Tx;
use store::scope::Authenticating;

/// Exchanges a refresh token for new tokens.
pub(super) async fn refresh(ctx: &Ctx, call: Call, token: &str) -> Result<Verdict<IssuedTokens>, Fault> {
    let Some(handle) = grants::open_refresh(ctx, token) else {
        return Ok(unlogged(ctx, Cause::RefreshInvalid));
    };
    let home = handle.tenant;
    if call.authority.tenant().is_some_and(|tenant| tenant != home) {
        // Another tenant than the user's own: nothing is delegated to there.
        return Ok(unlogged(ctx, Cause::UserNotFound));
    }
    let app_id = call.app_id;
    let call = Arc::new(call);
    let decided = world::deciding(ctx, home, app_id, |world| {
        decide(ctx, home, Arc::clone(&call), handle.clone(), world)
    });
    let decided = decided.await?;
    Ok(verdict(ctx, home, decided))
}

async fn decide(
    ctx: &Ctx,
    home: TenantId,
    call: Arc<Call>,
    handle: RefreshHandle,
    world: World,
) -> Result<Result<IssuedTokens, Refusal>, Abort> {
    let id = record::id(ctx);
    if let Err(cause) = super::clients::in_world(&world, call.authority, call.app_id, &call.shown_id()) {
        world.confirm(ctx).await?;
        return Ok(Err(Refusal::logged(cause, id)));
    }
    let (inner, inner_world, inner_call) = (ctx.clone(), world.clone(), Arc::clone(&call));
    let judged = ctx
        .services
        .store
        .write(scope::authenticating(home), move |tx| {
            inner_world.check(tx)?;
            judge(tx, &inner, &inner_world, &inner_call, &handle, id)
        })
        .await?;
    let good = match judged {
        Ok(good) => good,
        Err(cause) => return Ok(Err(Refusal::logged(cause, id))),
    };
    Ok(issue::for_user(ctx, issue::IssuingRoute::RefreshToken, &world, &call, &good)?)
}

fn judge(
    tx: &mut Tx<'_, Authenticating>,
    ctx: &Ctx,
    world: &World,
    call: &Call,
    handle: &RefreshHandle,
    id: SignInId,
) -> Result<Result<Good, Cause>, Abort> {
    let Some(grant) = store::grants::find(tx, handle.grant)? else {
        return Ok(Err(Cause::RefreshInvalid));
    };
    let Some(person) = person::load(tx, grant.user)? else { return Ok(Err(Cause::UserNotFound)) };
    let grant = person.live(grant);
    let mut entry = record::of_grant(ctx, id, world, &grant, &person);
    entry.protocol = Protocol::RefreshTokenGrant;
    entry.incoming_token = IncomingToken::RefreshToken;
    match exchange(tx, ctx, world, call, handle, &grant, &person)? {
        Ok((target, granted, credential, generation)) => {
            continued(&mut entry, &grant, world, &target, credential);
            store::sign_ins::insert(tx, &entry)?;
            Ok(Ok(Good { grant, person, target, granted, credential, sign_in: id, nonce: None, generation }))
        }
        Err(cause) => {
            entry.error_code = cause.code();
            store::sign_ins::insert(tx, &entry)?;
            Ok(Err(cause))
        }
    }
}

type Exchanged = Result<(Target, Vec<String>, ClientCredential, i64), Cause>;

fn exchange(
    tx: &mut Tx<'_, Authenticating>,
    ctx: &Ctx,
    world: &World,
    call: &Call,
    handle: &RefreshHandle,
    grant: &Grant,
    person: &Person,
) -> Result<Exchanged, Abort> {
    let credential = match person::client(ctx, world, call, grant) {
        Ok(credential) => credential,
        Err(cause) => return Ok(Err(cause)),
    };
    let (rotate_to, generation) = match stands(ctx, world, call.resource.as_deref(), handle, grant, person) {
        RefreshDecision::Issue { rotate_to, generation } => (rotate_to, generation),
        RefreshDecision::Refuse { cause, revoke, .. } => {
            if revoke {
                store::grants::revoke(tx, grant.id, ctx.now)?;
            }
            return Ok(Err(cause));
        }
    };
    let (target, granted) = match person::granted(
        tx,
        ctx,
        world,
        grant,
        person,
        call.scope.as_ref(),
        call.resource.as_deref(),
    )? {
        Ok(granted) => granted,
        Err(cause) => return Ok(Err(cause)),
    };
    if let Some(next) = rotate_to {
        let hash = grants::secret_hash(ctx, grant.id, next);
        if !store::grants::rotate(tx, grant.id, grant.version, next, &hash, ctx.now)? {
            return Err(Abort::Stale);
        }
    }
    Ok(Ok((target, granted, credential, generation)))
}

/// What the rules say of a handle presented by its own client now; the grant's proofs are those that still count.
pub(super) fn stands(
    ctx: &Ctx,
    world: &World,
    resource: Option<&str>,
    handle: &RefreshHandle,
    grant: &Grant,
    person: &Person,
) -> RefreshDecision {
    let facts = RefreshFacts {
        handle,
        secret_matches: ct_eq(&grants::handle_hash(ctx, &handle.secret), &grant.secret_hash),
        grant,
        client: grant.client,
        user: Some(&person.user),
        posture: &person::posture(ctx, world),
        registered: person.facts().has_second_factor(),
        resource_name: &record::resource_name(ctx, world, &grant.scopes, resource),
        limits: Limits::default(),
    };
    rules::tokens::refresh(&facts, ctx.now)
}

/// A refresh continues an authentication and never claims more than it proved.
fn continued(
    entry: &mut SignIn,
    grant: &Grant,
    world: &World,
    target: &Target,
    credential: ClientCredential,
) {
    entry.client_credential = credential;
    entry.resource = Some(record::app(world, target.resource.app_id));
    record::previously_satisfied(entry, &grant.proofs, grant.authenticated_at);
}
