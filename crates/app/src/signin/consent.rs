//! Consent: what the client asks for, what was agreed before, and who may agree now.

use super::Answer;
use super::browser::Browser;
use super::turn::{self, Env};
use super::view::{ConsentItem, ConsentView};
use crate::fault::Abort;
use crate::person::{self, Person};
use crate::resource::{self, Target};
use crate::tokens::clients;
use crate::{Ctx, Fault, audit, scope, world};
use model::audit::{AuditEntry, AuditTarget};
use model::consent::PermissionGrant;
use model::flow::{Ending, Flow, Step};
use model::user::User;
use model::verdict::Cause;
use model::{AuditId, ConsentId, Timestamp};
use rules::consent::{self, ConsentState};
use std::sync::Arc;
use store::Tx;
use store::scope::{Actor, Authenticating, TenantScope};

/// What the flow's request wants to use. Refused if the client may not be used any more.
pub(super) fn target(env: &Env) -> Result<Target, Cause> {
    let request = &env.flow.request;
    clients::in_world(&env.world, request.authority, Some(request.client), &request.client.to_string())?;
    let scopes = resource::parse(&request.scopes)?;
    resource::target(&env.ctx, &env.world, request.client, &scopes, request.resource.as_deref())
}

/// Whether everything that the client asks for was agreed to.
pub(super) fn state<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    env: &Env,
    loaded: &Person,
    target: &Target,
) -> Result<ConsentState, Abort> {
    let existing = person::consents(tx, &env.world, target, loaded.user.id)?;
    let asked = target.asked();
    Ok(consent::state(&target.question(&asked, &existing, loaded.user.id, &loaded.roles)))
}

/// The consent page.
pub(super) fn view(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    loaded: &Person,
) -> Result<ConsentView, Abort> {
    let app_id = env.flow.request.client;
    let Ok(target) = target(env) else { return Err(Abort::Stale) };
    let (asked, needs_administrator) = match state(tx, env, loaded, &target)? {
        ConsentState::NeedsUser(missing) => (missing, false),
        ConsentState::NeedsAdmin(missing) => (missing, true),
        ConsentState::Given(words) => (target.permissions(&words), false),
        ConsentState::Invalid(_) => (Vec::new(), false),
    };
    let owner = env.world.client(app_id).and_then(|(_, principal)| principal.owner);
    let resource = &target.resource.display_name;
    Ok(ConsentView {
        app_id,
        app_name: target.client.display_name.clone(),
        publisher: owner.and_then(|owner| env.world.name_of(owner)),
        redirect_host: redirect_host(&env.flow),
        user: loaded.user.user_principal_name.clone(),
        permissions: asked
            .into_iter()
            .map(|permission| ConsentItem { resource: resource.clone(), permission })
            .collect(),
        may_consent_for_everyone: consent::may_consent_as_admin(&loaded.roles),
        needs_administrator,
    })
}

fn redirect_host(flow: &Flow) -> Option<String> {
    let Ending::Redirect(ending) = &flow.request.ending else { return None };
    let (_, after) = ending.return_to.redirect_uri().split_once("://")?;
    after.split(['/', '?']).next().map(str::to_owned)
}

/// Writes down that the user agrees for himself. `Err` if he may not.
pub(super) fn accept(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    loaded: &Person,
) -> Result<Result<(), Cause>, Abort> {
    let target = match target(env) {
        Ok(target) => target,
        Err(cause) => return Ok(Err(cause)),
    };
    let existing = person::consents(tx, &env.world, &target, loaded.user.id)?;
    let asked = target.asked();
    let question = target.question(&asked, &existing, loaded.user.id, &loaded.roles);
    let mut scopes = match consent::agree(&question, false) {
        Ok(scopes) => scopes,
        Err(cause) => return Ok(Err(cause)),
    };
    let mine = existing.iter().find(|grant| grant.principal == Some(loaded.user.id));
    for word in mine.into_iter().flat_map(|grant| &grant.scopes) {
        if !scopes.contains(word) {
            scopes.push(word.clone());
        }
    }
    let grant = PermissionGrant {
        id: mine.map_or(env.draw.consent, |grant| grant.id),
        client: target.client_principal,
        principal: Some(loaded.user.id),
        resource: target.resource_principal,
        scopes,
        created_at: env.ctx.now,
    };
    store::consents::insert_for_user(tx, loaded.user.id, &grant)?;
    let entry = audit_entry(&env.ctx, env.draw.audit, &loaded.user, &target);
    store::audits::insert(tx, &entry)?;
    Ok(Ok(()))
}

fn audit_entry(ctx: &Ctx, id: AuditId, user: &User, target: &Target) -> AuditEntry {
    let who = audit::by_user(user);
    let mut entry = audit::entry(ctx, id, who, "Consent to application", "ApplicationManagement");
    entry.targets.push(AuditTarget {
        kind: "ServicePrincipal".to_owned(),
        id: target.client_principal.to_string(),
        name: target.client.display_name.clone(),
        changes: Vec::new(),
    });
    entry
}

/// An administrator agrees for everyone: written in a transaction of its own, since it changes the tenant's
/// configuration, and only if the flow could go on from here. Whatever keeps it from that, the flow's own
/// transaction meets it next, and says so.
pub(super) async fn for_everyone(
    ctx: &Ctx,
    browser: &Browser,
    flow: &Flow,
    answer: &Answer,
) -> Result<(), Fault> {
    let (Some(home), Answer::Consent { accept: true, for_everyone: true }, Step::Consent) =
        (flow.home, answer, flow.step)
    else {
        return Ok(());
    };
    let ctx = &ctx.in_tenant(home);
    let written = world::deciding(ctx, home, Some(flow.request.client), |world| {
        let env = Arc::new(Env::new(ctx, browser, flow, world));
        async move {
            let job = move |tx: &mut Tx<'_, Actor>| {
                env.world.check(tx)?;
                agree_for_everyone(tx, &env)
            };
            ctx.services.store.write(scope::actor(ctx)?, job).await
        }
    });
    written.await?;
    Ok(())
}

fn agree_for_everyone(tx: &mut Tx<'_, Actor>, env: &Env) -> Result<(), Abort> {
    let (Ok(state), Ok(target)) = (turn::row(tx, env)?, target(env)) else { return Ok(()) };
    let Some(loaded) = person::load(tx, state.user)? else { return Ok(()) };
    if !turn::expects(tx, env, &state, &loaded)? {
        return Ok(());
    }
    let existing = store::consents::for_everyone(tx)?;
    let asked = target.asked();
    let question = target.question(&asked, &existing, loaded.user.id, &loaded.roles);
    let Ok(scopes) = consent::agree(&question, true) else { return Ok(()) };
    let grant = for_all(&target, &existing, scopes, env.draw.consent, env.ctx.now);
    store::consents::insert(tx, &grant)?;
    store::config::bump(tx)?;
    store::audits::insert(tx, &audit_entry(&env.ctx, env.draw.audit, &loaded.user, &target))?;
    Ok(())
}

/// The consent for everyone, with what was agreed to before.
fn for_all(
    target: &Target,
    existing: &[PermissionGrant],
    mut scopes: Vec<String>,
    id: ConsentId,
    now: Timestamp,
) -> PermissionGrant {
    let before = existing
        .iter()
        .find(|grant| grant.client == target.client_principal && grant.resource == target.resource_principal);
    for word in before.into_iter().flat_map(|grant| &grant.scopes) {
        if !scopes.contains(word) {
            scopes.push(word.clone());
        }
    }
    PermissionGrant {
        id: before.map_or(id, |grant| grant.id),
        client: target.client_principal,
        principal: None,
        resource: target.resource_principal,
        scopes,
        created_at: now,
    }
}
