//! The authorization code grant (RFC 6749 section 4.1.3, RFC 7636).

use super::issue::Good;
use super::{Call, clients, issue, unlogged, verdict};
use crate::fault::Abort;
use crate::grants::{self, CodeHandle};
use crate::person::{self, Person};
use crate::resource::Target;
use crate::world::{self, World};
use crate::{Ctx, Fault, record, scope};
use crypto::mac::ct_eq;
use model::TenantId;
use model::grant::{AuthorizationCode, Grant};
use model::signin::{ClientCredential, Protocol};
use model::verdict::{Cause, Refusal, Verdict};
use protocol::secret::Secret;
use protocol::token::IssuedTokens;
use rules::tokens::{CodeDecision, CodeFacts};
use std::sync::Arc;
use store::Tx;
use store::scope::Authenticating;

/// What a client redeems.
pub(super) struct CodeRequest {
    pub(super) code: Secret,
    pub(super) redirect_uri: Option<String>,
    pub(super) verifier: Option<Secret>,
}

/// Redeems a code. A code is good once; a second use revokes what the first one got.
pub(super) async fn redeem(
    ctx: &Ctx,
    call: Call,
    request: CodeRequest,
) -> Result<Verdict<IssuedTokens>, Fault> {
    let Some(handle) = grants::open_code(ctx, request.code.expose()) else {
        return Ok(unlogged(ctx, Cause::CodeInvalid));
    };
    let home: TenantId = handle.tenant;
    let app_id = call.app_id;
    let env = Arc::new(Redemption { call, sent: request, handle });
    let decided =
        world::deciding(ctx, home, app_id, |world| decide(ctx, home, Arc::clone(&env), world)).await?;
    Ok(verdict(ctx, home, decided))
}

struct Redemption {
    call: Call,
    sent: CodeRequest,
    handle: CodeHandle,
}

async fn decide(
    ctx: &Ctx,
    home: TenantId,
    request: Arc<Redemption>,
    world: World,
) -> Result<Result<IssuedTokens, Refusal>, Abort> {
    let id = record::id(ctx);
    let call = &request.call;
    if let Err(cause) = clients::in_world(&world, call.authority, call.app_id, &call.shown_id()) {
        world.confirm(ctx).await?;
        return Ok(Err(Refusal::logged(cause, id)));
    }
    let (inner, inner_world, inner_request) = (ctx.clone(), world.clone(), Arc::clone(&request));
    let judged = ctx
        .services
        .store
        .write(scope::authenticating(home), move |tx| {
            inner_world.check(tx)?;
            judge(tx, &inner, &inner_world, &inner_request, id)
        })
        .await?;
    let good = match judged {
        Ok(good) => good,
        Err(cause) => return Ok(Err(Refusal::logged(cause, id))),
    };
    Ok(issue::for_user(ctx, issue::IssuingRoute::AuthorizationCode, &world, call, &good)?)
}

fn judge(
    tx: &mut Tx<'_, Authenticating>,
    ctx: &Ctx,
    world: &World,
    request: &Redemption,
    id: model::SignInId,
) -> Result<Result<Good, Cause>, Abort> {
    let found = match store::codes::find(tx, request.handle.code)? {
        Some(code) if ct_eq(&grants::code_hash(ctx, &request.handle.secret), &code.secret_hash) => {
            store::grants::find(tx, code.grant)?.map(|grant| (code, grant))
        }
        _ => None,
    };
    let Some((code, grant)) = found else { return Ok(Err(Cause::CodeInvalid)) };
    let Some(person) = person::load(tx, grant.user)? else { return Ok(Err(Cause::UserNotFound)) };
    let grant = person.live(grant);
    match redeem_in(tx, ctx, world, request, &code, &grant, &person)? {
        Ok((target, granted, credential)) => {
            if !store::codes::redeem(tx, code.id, ctx.now)? {
                return Err(Abort::Stale);
            }
            let (sign_in, nonce, generation) = (code.sign_in, code.nonce, grant.generation);
            Ok(Ok(Good { grant, person, target, granted, credential, sign_in, nonce, generation }))
        }
        Err(cause) => {
            let mut entry = record::of_grant(ctx, id, world, &grant, &person);
            entry.protocol = Protocol::OAuth2;
            entry.error_code = cause.code();
            store::sign_ins::insert(tx, &entry)?;
            Ok(Err(cause))
        }
    }
}

type Redeemed = Result<(Target, Vec<String>, ClientCredential), Cause>;

/// What the rules say of the code, and what may be granted.
fn redeem_in(
    tx: &mut Tx<'_, Authenticating>,
    ctx: &Ctx,
    world: &World,
    request: &Redemption,
    code: &AuthorizationCode,
    grant: &Grant,
    person: &Person,
) -> Result<Redeemed, Abort> {
    let call = &request.call;
    let credential = match person::client(ctx, world, call, grant) {
        Ok(credential) => credential,
        Err(cause) => return Ok(Err(cause)),
    };
    let verifier = request.sent.verifier.as_ref().map(Secret::expose);
    let challenge = code.challenge.as_deref().unwrap_or_default();
    let posture = person::posture(ctx, world);
    let facts = CodeFacts {
        code,
        grant,
        client: grant.client,
        tenant: call.authority.tenant(),
        redirect_uri: request.sent.redirect_uri.as_deref(),
        verifier: verifier.map(|verifier| crypto::pkce::verify_s256(verifier, challenge)),
        user: Some(&person.user),
        posture: &posture,
        registered: person.facts().has_second_factor(),
        resource_name: &record::resource_name(ctx, world, &grant.scopes, code.resource.as_deref()),
    };
    if let CodeDecision::Refuse { cause, revoke } = rules::tokens::redeem_code(&facts, ctx.now) {
        if revoke {
            store::grants::revoke(tx, grant.id, ctx.now)?;
        }
        return Ok(Err(cause));
    }
    let named = call.resource.as_deref().or(code.resource.as_deref());
    let granted = person::granted(tx, ctx, world, grant, person, call.scope.as_ref(), named)?;
    Ok(granted.map(|(target, granted)| (target, granted, credential)))
}
