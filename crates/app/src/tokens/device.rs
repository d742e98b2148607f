//! The device code grant (RFC 8628 section 3.4): the device asks whether its user has answered.

use super::issue::Good;
use super::{Call, clients, issue, unlogged, verdict};
use crate::fault::Abort;
use crate::person;
use crate::world::{self, World};
use crate::{Ctx, Fault, devices, record, scope};
use model::SignInId;
use model::signin::Protocol;
use model::verdict::{Cause, Refusal, Verdict};
use protocol::token::IssuedTokens;
use rules::client::GrantKind;
use rules::tokens::{DeviceFacts, DeviceReady, Standing};
use std::sync::Arc;
use store::Tx;
use store::scope::Authenticating;

/// Redeems a device code, if its user has approved it.
///
/// Asking too often is answered as asking too early: some clients give up at `slow_down`.
pub(super) async fn poll(ctx: &Ctx, call: Call, device_code: &str) -> Result<Verdict<IssuedTokens>, Fault> {
    let application = match clients::find(ctx, call.authority, &call.shown_id()).await? {
        Ok(application) => application,
        Err(cause) => return Ok(unlogged(ctx, cause)),
    };
    if let Err(cause) = rules::client::may_use(&application, GrantKind::DeviceCode) {
        return Ok(unlogged(ctx, cause));
    }
    let hash = devices::hash(ctx, "device code", device_code);
    let device = ctx
        .services
        .store
        .read(scope::system(), move |tx| Ok::<_, Fault>(store::device_codes::by_device(tx, &hash)?))
        .await?;
    let facts =
        DeviceFacts { code: device.as_ref(), client: application.app_id, tenant: call.authority.tenant() };
    let ready = match rules::tokens::device_poll(&facts, ctx.now) {
        Ok(ready) => ready,
        Err(cause) => return Ok(unlogged(ctx, cause)),
    };
    // Consumed first: of two polls at once only one goes on.
    let consumed = ctx
        .services
        .store
        .write(scope::system(), move |tx| Ok::<_, Fault>(store::device_codes::redeem(tx, &hash)?))
        .await?;
    if !consumed {
        return Ok(unlogged(ctx, Cause::DeviceCodeUnknown));
    }
    let named = device.and_then(|device| device.resource);
    let app_id = call.app_id;
    let call = Arc::new(Call { resource: call.resource.clone().or(named), ..call });
    let decided =
        world::deciding(ctx, ready.home, app_id, |world| decide(ctx, ready, Arc::clone(&call), world))
            .await?;
    Ok(verdict(ctx, ready.home, decided))
}

async fn decide(
    ctx: &Ctx,
    ready: DeviceReady,
    call: Arc<Call>,
    world: World,
) -> Result<Result<IssuedTokens, Refusal>, Abort> {
    let id = record::id(ctx);
    let (inner, inner_world, inner_call) = (ctx.clone(), world.clone(), Arc::clone(&call));
    let judged = ctx
        .services
        .store
        .write(scope::authenticating(ready.home), move |tx| {
            inner_world.check(tx)?;
            judge(tx, &inner, &inner_world, &inner_call, ready, id)
        })
        .await?;
    let good = match judged {
        Ok(good) => good,
        Err(cause) => return Ok(Err(Refusal::logged(cause, id))),
    };
    Ok(issue::for_user(ctx, issue::IssuingRoute::DeviceCode, &world, &call, &good)?)
}

fn judge(
    tx: &mut Tx<'_, Authenticating>,
    ctx: &Ctx,
    world: &World,
    call: &Call,
    ready: DeviceReady,
    id: SignInId,
) -> Result<Result<Good, Cause>, Abort> {
    let Some(grant) = store::grants::find(tx, ready.grant)? else { return Ok(Err(Cause::DeviceCodeUnknown)) };
    let Some(person) = person::load(tx, grant.user)? else { return Ok(Err(Cause::UserNotFound)) };
    let grant = person.live(grant);
    let posture = person::posture(ctx, world);
    let resource_name = record::resource_name(ctx, world, &grant.scopes, call.resource.as_deref());
    let standing = Standing {
        grant: &grant,
        issued_at: grant.created_at,
        user: Some(&person.user),
        posture: &posture,
        registered: person.facts().has_second_factor(),
        resource_name: &resource_name,
    };
    let judged =
        match rules::tokens::stands(&standing).and_then(|()| person::client(ctx, world, call, &grant)) {
            Ok(credential) => {
                let named = call.resource.as_deref();
                person::granted(tx, ctx, world, &grant, &person, call.scope.as_ref(), named)?
                    .map(|(target, granted)| (target, granted, credential))
            }
            Err(cause) => Err(cause),
        };
    match judged {
        Ok((target, granted, credential)) => {
            let (sign_in, generation) = (ready.sign_in, grant.generation);
            Ok(Ok(Good { grant, person, target, granted, credential, sign_in, nonce: None, generation }))
        }
        Err(cause) => {
            let mut entry = record::of_grant(ctx, id, world, &grant, &person);
            entry.protocol = Protocol::DeviceCode;
            entry.error_code = cause.code();
            store::sign_ins::insert(tx, &entry)?;
            Ok(Err(cause))
        }
    }
}
