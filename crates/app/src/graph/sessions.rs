//! `revokeSignInSessions`: what a user's sessions and refresh tokens are worth ends now.

use super::users::{by_id_or_name, is_named, no_user};
use super::{Failure, GraphAction, acting, actor, allow};
use crate::bearer::Bearer;
use crate::{Ctx, audit, scope};
use model::audit::{AuditEntry, PropertyChange};
use model::user::User;
use model::verdict::Cause;
use model::{AuditId, Timestamp};
use protocol::graph_time;
use rules::admin::{Managed, Manager, ManagingAction};
use store::Tx;
use store::scope::Actor;

/// The platform's name of the activity.
const ACTIVITY: &str = "Update StsRefreshTokenValidFrom Timestamp";

/// Ends the caller's own sessions and refresh tokens.
pub async fn revoke_own(ctx: &Ctx, bearer: &Bearer) -> Result<(), Failure> {
    let Some(user) = &bearer.user else { return Err(no_user()) };
    allow(bearer, GraphAction::RevokeOwnSessions)?;
    revoke(ctx, bearer, user.id.to_string()).await
}

/// Ends the sessions and refresh tokens of a user whom the caller manages, named by id or user name.
pub async fn revoke_of(ctx: &Ctx, bearer: &Bearer, name: &str) -> Result<(), Failure> {
    let own = bearer.user.as_ref().is_some_and(|user| is_named(user, name));
    allow(bearer, if own { GraphAction::RevokeOwnSessions } else { GraphAction::RevokeSessions })?;
    revoke(ctx, bearer, name.to_owned()).await
}

async fn revoke(ctx: &Ctx, bearer: &Bearer, name: String) -> Result<(), Failure> {
    let ctx = acting(ctx, bearer);
    let id = AuditId(ctx.services.entropy.uuid_v7(ctx.now));
    let entry = audit::entry(&ctx, id, ctx.actor.clone(), ACTIVITY, "UserManagement");
    let (bearer, now) = (bearer.clone(), ctx.now);
    let job = move |tx: &mut Tx<'_, Actor>| {
        let target = by_id_or_name(tx, &name)?.ok_or_else(|| Failure::NotFound(super::shown(&name)))?;
        may(tx, &bearer, &target)?;
        store::users::set_sessions_valid_from(tx, target.id, now)?;
        store::grants::revoke_all(tx, target.id, now)?;
        store::sessions::end_all(tx, target.id, now)?;
        store::audits::insert(tx, &noted(entry.clone(), &target, now))?;
        Ok(())
    };
    ctx.services.store.write(scope::actor(&ctx)?, job).await
}

/// Whether the caller may, by everybody's roles as they are in this transaction.
fn may(tx: &mut Tx<'_, Actor>, bearer: &Bearer, target: &User) -> Result<(), Failure> {
    let roles = store::roles::of(tx, target.id.0)?;
    let account = Managed { user: target.id, roles: &roles };
    let Some(user) = &bearer.user else {
        return Ok(rules::admin::manage_as_application(&account)?);
    };
    let present = store::users::find(tx, user.id)?.filter(User::may_sign_in).ok_or(Cause::TokenInvalid)?;
    if present.id == target.id {
        return Ok(());
    }
    let own_roles = store::roles::of(tx, present.id.0)?;
    let caller = rules::admin::GraphActor { directory_roles: own_roles.clone(), ..actor(bearer) };
    rules::admin::graph(&caller, GraphAction::RevokeSessions)?;
    let manager = Manager { user: present.id, roles: &own_roles };
    Ok(rules::admin::manage(&manager, &account, ManagingAction::RevokeSessions)?)
}

fn noted(entry: AuditEntry, target: &User, now: Timestamp) -> AuditEntry {
    let mut entry = audit::on_user(entry, target);
    for noted in &mut entry.targets {
        noted.changes.push(PropertyChange {
            name: "StsRefreshTokensValidFrom".to_owned(),
            old: Some(graph_time::format(target.sessions_valid_from)),
            new: Some(graph_time::format(target.sessions_valid_from.max(now))),
        });
    }
    entry
}
