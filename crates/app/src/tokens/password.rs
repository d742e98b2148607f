//! The resource owner password grant (RFC 6749 section 4.3): for tenants that still allow it, and never a way
//! around the second factor.

use super::issue::Good;
use super::{Call, clients, issue, unlogged, verdict};
use crate::fault::Abort;
use crate::person::{self, Person};
use crate::primary::{self, Checked, Judged};
use crate::world::{self, World};
use crate::{Ctx, Fault, grants, record, scope, signin};
use model::application::Platform;
use model::grant::Grant;
use model::lockout::Lockout;
use model::method::{MethodKind, Proof};
use model::signin::{ClientApp, ClientCredential, EventType, Protocol, SignIn};
use model::verdict::{Cause, Refusal, Verdict};
use model::{GrantId, SignInId, TenantId};
use protocol::secret::Secret;
use protocol::token::IssuedTokens;
use rules::client::GrantKind;
use rules::posture::Posture;
use rules::tokens::{PasswordChecked, PasswordDecision, PasswordFacts};
use std::sync::Arc;
use store::Tx;
use store::scope::Authenticating;

/// Signs a user in with name and password alone.
pub(super) async fn sign_in(
    ctx: &Ctx,
    call: Call,
    name: &str,
    password: Secret,
) -> Result<Verdict<IssuedTokens>, Fault> {
    let name = signin::fold(name);
    let arrival = primary::arrival(ctx);
    let Some(home) = signin::home(ctx, call.authority, &name).await? else {
        primary::check_nobody(ctx, &password).await?;
        primary::wait_for_the_beat(ctx, arrival).await;
        return Ok(unlogged(ctx, Cause::WrongPassword));
    };
    let Some(world) = world::world(ctx, home, call.app_id).await? else {
        return Ok(unlogged(ctx, Cause::TenantNotFound(home.to_string())));
    };
    if let Err(cause) = usable(ctx, &call, &world) {
        return Ok(unlogged(ctx, cause));
    }
    let checked = Arc::new(primary::check(ctx, home, &name, &password).await?);
    let matched = checked.matched();
    let app_id = call.app_id;
    let call = Arc::new(call);
    let decided = world::deciding(ctx, home, app_id, |world| {
        decide(ctx, home, Arc::clone(&call), Arc::clone(&checked), world)
    });
    let decided = decided.await;
    if !matched {
        primary::wait_for_the_beat(ctx, arrival).await;
    }
    let decided = decided?;
    Ok(verdict(ctx, home, decided))
}

/// The client, if it may use this grant. Checked before anything is hashed.
fn usable(ctx: &Ctx, call: &Call, world: &World) -> Result<ClientCredential, Cause> {
    let (application, _) = clients::in_world(world, call.authority, call.app_id, &call.shown_id())?;
    rules::client::may_use(application, GrantKind::Password)?;
    rules::client::origin(application, Platform::Native, call.origin.as_deref())?;
    clients::authenticate(ctx, world.tenant(), application, None, call)
}

async fn decide(
    ctx: &Ctx,
    home: TenantId,
    call: Arc<Call>,
    checked: Arc<Checked>,
    world: World,
) -> Result<Result<IssuedTokens, Refusal>, Abort> {
    let id = record::id(ctx);
    let credential = match usable(ctx, &call, &world) {
        Ok(credential) => credential,
        Err(cause) => {
            world.confirm(ctx).await?;
            return Ok(Err(Refusal::logged(cause, id)));
        }
    };
    let grant = GrantId(ctx.services.entropy.uuid_v7(ctx.now));
    let env = Arc::new(Env {
        ctx: ctx.clone(),
        world: world.clone(),
        call: Arc::clone(&call),
        credential,
        id,
        grant,
    });
    let judged = ctx
        .services
        .store
        .write(scope::authenticating(home), move |tx| {
            env.world.check(tx)?;
            judge(tx, &env, &checked)
        })
        .await?;
    let good = match judged {
        Ok(good) => good,
        Err(cause) => return Ok(Err(Refusal::logged(cause, id))),
    };
    Ok(issue::for_user(ctx, issue::IssuingRoute::Password, &world, &call, &good)?)
}

struct Env {
    ctx: Ctx,
    world: World,
    call: Arc<Call>,
    credential: ClientCredential,
    id: SignInId,
    grant: GrantId,
}

fn judge(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    checked: &Checked,
) -> Result<Result<Good, Cause>, Abort> {
    let judged = primary::judge(tx, &env.ctx, checked)?;
    let (proof, person, refused, familiar) = match judged {
        Judged::Proved { user, proof, familiar } => (Some(proof), person::load(tx, user.id)?, None, familiar),
        Judged::Refused { cause, user, familiar } => {
            let person = match user {
                Some(user) => person::load(tx, user.id)?,
                None => None,
            };
            (None, person, Some(cause), familiar)
        }
    };
    let mut entry = entry(env, checked, person.as_ref(), refused.as_ref());
    entry.facts.familiar_place = Some(familiar);
    let judged = match refused {
        Some(cause) => Err(refusal(env, cause)),
        None => granted(tx, env, person, proof)?,
    };
    match &judged {
        Ok(good) => {
            store::grants::insert(tx, &good.grant)?;
            entry.grant = Some(good.grant.id);
            entry.resource = Some(record::app(&env.world, good.target.resource.app_id));
        }
        Err(cause) => entry.error_code = cause.code(),
    }
    store::sign_ins::insert(tx, &entry)?;
    Ok(judged)
}

/// A tenant that does not answer this grant says nothing about passwords, right or wrong.
fn refusal(env: &Env, cause: Cause) -> Cause {
    let decision = decide_by_rules(env, None, &PasswordChecked::Wrong);
    match decision {
        PasswordDecision::Refuse { cause: Cause::PasswordGrantDisabled, .. } => Cause::PasswordGrantDisabled,
        _ => cause,
    }
}

fn decide_by_rules(env: &Env, person: Option<&Person>, checked: &PasswordChecked) -> PasswordDecision {
    let posture: Posture = person::posture(&env.ctx, &env.world);
    let words = record::words(env.call.scope.as_ref());
    let facts = PasswordFacts {
        tenant: env.world.tenant(),
        posture: &posture,
        // The counters were asked before: a locked account never comes here with a proof.
        lockout: &Lockout::default(),
        checked,
        user: person.map(|person| &person.user),
        password: person.and_then(|person| person.password.as_ref()),
        registered: person.is_some_and(|person| person.facts().has_second_factor()),
        resource_name: &record::resource_name(&env.ctx, &env.world, &words, env.call.resource.as_deref()),
    };
    rules::tokens::password_grant(&facts, env.ctx.now)
}

fn granted(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    person: Option<Person>,
    proof: Option<Proof>,
) -> Result<Result<Good, Cause>, Abort> {
    let (Some(person), Some(proof)) = (person, proof) else { return Ok(Err(Cause::WrongPassword)) };
    let proof = match decide_by_rules(env, Some(&person), &PasswordChecked::Right(proof)) {
        PasswordDecision::Issue(proof) => proof,
        PasswordDecision::Refuse { cause, .. } => return Ok(Err(cause)),
    };
    let Some(client) = env.call.app_id else { return Ok(Err(Cause::Unavailable)) };
    let grant = grant(env, client, &person, proof);
    let named = env.call.resource.as_deref();
    let granted = person::granted(tx, &env.ctx, &env.world, &grant, &person, env.call.scope.as_ref(), named)?;
    let (credential, sign_in) = (env.credential, env.id);
    Ok(granted.map(|(target, granted)| Good {
        grant,
        person,
        target,
        granted,
        credential,
        sign_in,
        nonce: None,
        generation: 0,
    }))
}

fn grant(env: &Env, client: model::AppId, person: &Person, proof: Proof) -> Grant {
    Grant {
        id: env.grant,
        user: person.user.id,
        client,
        platform: Platform::Native,
        session: None,
        resource_tenant: env.world.tenant().id,
        scopes: record::words(env.call.scope.as_ref()),
        authenticated_at: proof.at,
        proofs: vec![proof],
        created_at: env.ctx.now,
        generation: 0,
        secret_hash: grants::secret_hash(&env.ctx, env.grant, 0),
        rotated_at: env.ctx.now,
        revoked_at: None,
        version: 1,
    }
}

fn entry(env: &Env, checked: &Checked, person: Option<&Person>, refused: Option<&Cause>) -> SignIn {
    let Env { ctx, world, call, .. } = env;
    let client = call.app_id.unwrap_or(model::first_party::GRAPH);
    let mut entry = record::begin(ctx, env.id, world, client, EventType::NonInteractiveUser);
    entry.protocol = Protocol::Ropc;
    entry.client_app = ClientApp::MobileAndDesktop;
    entry.client_credential = env.credential;
    let posture = person::posture(ctx, world);
    if refused.is_none() && posture.needs_second_factor() {
        entry.requirement = model::signin::Requirement::MultiFactorAuthentication;
        entry.required_by.clone_from(&posture.required_by);
    }
    match person {
        Some(person) => record::put_person(&mut entry, person),
        None => entry.identifier = Some(checked.name().to_owned()),
    }
    entry.steps = vec![record::step(ctx, MethodKind::Password, None, refused.map_or(Ok(()), Err))];
    entry
}
