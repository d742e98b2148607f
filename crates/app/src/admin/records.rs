//! Reading the sign-in log and the audit log.

use super::{LONGEST_LIST, look, scan, users};
use crate::{Ctx, Fault};
use model::audit::AuditEntry;
use model::signin::SignIn;
use model::{AuditId, SignInId, Timestamp, UserId};
pub use store::audits::Filter as AuditFilter;
pub use store::sign_ins::{Filter as SignInFilter, Name, Outcome};

/// Matching sign-ins, newest first, before one of them.
pub async fn sign_ins(
    ctx: &Ctx,
    filter: SignInFilter,
    before: Option<SignInId>,
    limit: u32,
) -> Result<Vec<SignIn>, Fault> {
    let limit = limit.min(LONGEST_LIST);
    scan(ctx, move |tx| Ok(store::sign_ins::list(tx, &filter, before, limit)?)).await
}

/// Sign-ins since a moment that are none of `seen`, oldest first. Who follows the log asks again from a moment
/// some seconds back, because transactions that run side by side may commit out of order.
pub async fn sign_ins_since(ctx: &Ctx, filter: SignInFilter, since: Timestamp) -> Result<Vec<SignIn>, Fault> {
    let filter = SignInFilter { from: Some(since), ..filter };
    let mut entries = sign_ins(ctx, filter, None, LONGEST_LIST).await?;
    entries.reverse();
    Ok(entries)
}

/// Matching audit entries, newest first, before one of them.
pub async fn audits(
    ctx: &Ctx,
    filter: AuditFilter,
    before: Option<AuditId>,
    limit: u32,
) -> Result<Vec<AuditEntry>, Fault> {
    let limit = limit.min(LONGEST_LIST);
    scan(ctx, move |tx| Ok(store::audits::list(tx, &filter, before, limit)?)).await
}

/// The id of the user with this name, for a filter: a user who was renamed keeps his entries.
pub async fn user_id(ctx: &Ctx, name: &str) -> Result<Option<UserId>, Fault> {
    let name = name.to_owned();
    look(ctx, move |tx| match users::find(tx, &name) {
        Ok(user) => Ok(Some(user.id)),
        Err(Fault::NotFound(_)) => Ok(None),
        Err(fault) => Err(fault),
    })
    .await
}
