//! Applications in their owner's directory.
//!
//! They are part of the compiled configuration: whoever changes one calls [`config::bump`](crate::config::bump) in
//! the same transaction, and keeps [`application_directory`](crate::application_directory) in step.

use crate::document::{all, json, one, start};
use crate::{MayAdminister, Row, StoreError, TenantScope, Tx, params, statements};
use model::application::Application;
use model::{AppId, ApplicationId, Timestamp};

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO applications (tenant_id, id, app_id, body, deleted_at, version)
        VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE applications SET body = $3, version = $4
        WHERE tenant_id = $1 AND id = $2 AND version = $5 AND deleted_at IS NULL";
    FIND = "SELECT body, deleted_at, version FROM applications WHERE tenant_id = $1 AND id = $2";
    FIND_BY_APP_ID = "SELECT body, deleted_at, version FROM applications
        WHERE tenant_id = $1 AND app_id = $2 AND deleted_at IS NULL";
    LIST = "SELECT body, deleted_at, version FROM applications
        WHERE tenant_id = $1 AND deleted_at IS NULL AND id > $2 ORDER BY id LIMIT $3";
    LIST_DELETED = "SELECT body, deleted_at, version FROM applications
        WHERE tenant_id = $1 AND deleted_at IS NOT NULL AND id > $2 ORDER BY id LIMIT $3";
    EVERY = "SELECT body, deleted_at, version FROM applications WHERE tenant_id = $1 AND deleted_at IS NULL";
    SOFT_DELETE = "UPDATE applications SET deleted_at = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL";
    RESTORE = "UPDATE applications SET deleted_at = NULL, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NOT NULL";
    DELETE_EXPIRED = "DELETE FROM applications WHERE tenant_id = $1 AND id IN
        (SELECT id FROM applications WHERE tenant_id = $1 AND deleted_at < $2 LIMIT $3)";
}

/// Adds an application.
pub fn insert<S: MayAdminister>(tx: &mut Tx<'_, S>, app: &Application) -> Result<(), StoreError> {
    let body = json(app)?;
    tx.execute(&INSERT, params![tx.tenant(), app.id, app.app_id, body, app.deleted_at, app.version])?;
    Ok(())
}

/// Replaces an application by one with a higher version, if it is still at version `expected` and not deleted;
/// `false` if somebody was faster.
pub fn update<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    app: &Application,
    expected: i64,
) -> Result<bool, StoreError> {
    let body = json(app)?;
    Ok(tx.execute(&UPDATE, params![tx.tenant(), app.id, body, app.version, expected])? == 1)
}

/// The application with this object id, deleted or not.
pub fn find<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    id: ApplicationId,
) -> Result<Option<Application>, StoreError> {
    one(tx.query_opt(&FIND, params![tx.tenant(), id])?, read)
}

/// The application with this `appId`, unless it is deleted.
pub fn find_by_app_id<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    app_id: AppId,
) -> Result<Option<Application>, StoreError> {
    one(tx.query_opt(&FIND_BY_APP_ID, params![tx.tenant(), app_id])?, read)
}

/// Applications that are not deleted, in the order of their ids, after one of them.
pub fn list<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    after: Option<ApplicationId>,
    limit: u32,
) -> Result<Vec<Application>, StoreError> {
    all(&tx.query(&LIST, params![tx.tenant(), start(after), limit])?, read)
}

/// Deleted applications, in the order of their ids, after one of them.
pub fn list_deleted<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    after: Option<ApplicationId>,
    limit: u32,
) -> Result<Vec<Application>, StoreError> {
    all(&tx.query(&LIST_DELETED, params![tx.tenant(), start(after), limit])?, read)
}

pub(crate) fn all_live<S: TenantScope>(tx: &mut Tx<'_, S>) -> Result<Vec<Application>, StoreError> {
    all(&tx.query(&EVERY, params![tx.tenant()])?, read)
}

/// Deletes an application so that it can be restored; `false` if there is none.
pub fn soft_delete<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    id: ApplicationId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&SOFT_DELETE, params![tx.tenant(), id, now])? == 1)
}

/// Restores a deleted application; `false` if there is none.
pub fn restore<S: MayAdminister>(tx: &mut Tx<'_, S>, id: ApplicationId) -> Result<bool, StoreError> {
    Ok(tx.execute(&RESTORE, params![tx.tenant(), id])? == 1)
}

/// Removes for good up to `limit` applications that were deleted before a moment; gives their number.
pub fn delete_expired<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED, params![tx.tenant(), before, limit])
}

fn read(row: &Row) -> Result<Application, StoreError> {
    let app: Application = row.json(0)?;
    Ok(Application { deleted_at: row.opt_time(1)?, version: row.int(2)?, ..app })
}
