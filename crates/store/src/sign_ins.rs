//! The sign-in log: append-only, one row per attempt, keyed by time-ordered ids.
//!
//! The insert is on the path of every token, so the table has one index beside its key, and only what lists are
//! filtered by is a column of its own.

use crate::document::{all, fold, json, one, start, word};
use crate::timeline::Window;
use crate::{MayAuthenticate, Row, StoreError, TenantScope, Tx, Value, params, statements};
use model::signin::{EventType, SignIn};
use model::{AppId, SignInId, Timestamp, UserId, Uuid};

/// The conditions a filter turns into: `$2` to `$15`.
macro_rules! matching {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " WHERE tenant_id = $1 AND id >= $2 AND id < $3 AND at >= $4 AND at < $5
            AND error_code >= $6 AND error_code <= $7 AND event IN ($8, $9, $10, $11)
            AND (CAST($12 AS UUID) IS NULL OR app_id = $12)
            AND (CAST($13 AS UUID) IS NULL OR correlation_id = $13)
            AND (CAST($14 AS TEXT) IS NULL OR user_name = $14)
            AND (CAST($15 AS TEXT) IS NULL OR substr(user_name, 1, length($15)) = $15)",
            $after
        )
    };
}

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO sign_ins (tenant_id, id, at, user_id, user_name, app_id, error_code, event,
        correlation_id, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    COPY = "INSERT INTO sign_ins (tenant_id, id, at, user_id, user_name, app_id, error_code, event,
        correlation_id, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    FIND = "SELECT body FROM sign_ins WHERE tenant_id = $1 AND id = $2";
    LIST = matching!("SELECT body FROM sign_ins", " ORDER BY id DESC LIMIT $16");
    LIST_OF_USER = matching!("SELECT body FROM sign_ins", " AND user_id = $16 ORDER BY id DESC LIMIT $17");
    COUNT = matching!("SELECT COUNT(*) FROM sign_ins", "");
    COUNT_OF_USER = matching!("SELECT COUNT(*) FROM sign_ins", " AND user_id = $16");
    AFTER = "SELECT body FROM sign_ins WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    DELETE_BEFORE = "DELETE FROM sign_ins WHERE tenant_id = $1 AND id IN (SELECT id FROM sign_ins
        WHERE tenant_id = $1 AND id < $2 AND at < $3 ORDER BY id LIMIT $4)";
}

/// Which entries are meant. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub to: Option<Timestamp>,
    /// Of this user.
    pub user: Option<UserId>,
    /// Of users with this name.
    pub name: Option<Name>,
    /// With this client.
    pub app: Option<AppId>,
    /// With this outcome.
    pub outcome: Outcome,
    /// Of these kinds; none named means all.
    pub events: Vec<EventType>,
    /// Of this sign-in.
    pub correlation: Option<Uuid>,
}

/// A condition on the user name, in any letter case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// The whole name.
    Equals(String),
    /// Its beginning.
    StartsWith(String),
}

/// A condition on the outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Any.
    #[default]
    Any,
    /// Succeeded.
    Succeeded,
    /// Failed or was interrupted.
    Failed,
    /// Ended with this AADSTS number; 0 is success.
    Code(u32),
}

/// Writes an entry. An id that exists is an error: no entry ever replaces another.
pub fn insert<S: MayAuthenticate>(tx: &mut Tx<'_, S>, entry: &SignIn) -> Result<(), StoreError> {
    let values = columns(tx, entry)?;
    tx.execute(&INSERT, &values)?;
    Ok(())
}

/// Writes a copy of an entry of another tenant; `false` if it is there already.
pub fn copy<S: MayAuthenticate>(tx: &mut Tx<'_, S>, entry: &SignIn) -> Result<bool, StoreError> {
    let values = columns(tx, entry)?;
    Ok(tx.execute(&COPY, &values)? == 1)
}

/// The entry with this id.
pub fn find<S: TenantScope>(tx: &mut Tx<'_, S>, id: SignInId) -> Result<Option<SignIn>, StoreError> {
    one(tx.query_opt(&FIND, params![tx.tenant(), id])?, read)
}

/// Matching entries, newest first, before one of them. Without a user it reads every entry of the period, so it
/// belongs into a scan.
pub fn list<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    filter: &Filter,
    before: Option<SignInId>,
    limit: u32,
) -> Result<Vec<SignIn>, StoreError> {
    let mut values = conditions(tx, filter, before)?;
    let statement = match filter.user {
        Some(user) => {
            values.push(user.into());
            &LIST_OF_USER
        }
        None => &LIST,
    };
    values.push(limit.into());
    all(&tx.query(statement, &values)?, read)
}

/// How many entries match.
pub fn count<S: TenantScope>(tx: &mut Tx<'_, S>, filter: &Filter) -> Result<i64, StoreError> {
    let mut values = conditions(tx, filter, None)?;
    let statement = match filter.user {
        Some(user) => {
            values.push(user.into());
            &COUNT_OF_USER
        }
        None => &COUNT,
    };
    Ok(one(tx.query_opt(statement, &values)?, |row| row.int(0))?.unwrap_or(0))
}

/// Entries after one of them, oldest first. Transactions that run side by side may commit out of order: who
/// follows the log reads its last seconds again.
pub fn after<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    after: Option<SignInId>,
    limit: u32,
) -> Result<Vec<SignIn>, StoreError> {
    all(&tx.query(&AFTER, params![tx.tenant(), start(after), limit])?, read)
}

/// Removes up to `limit` entries older than the time they must be kept; gives their number.
pub fn delete_before<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    let window = Window::new(None, Some(before), None);
    tx.execute(&DELETE_BEFORE, params![tx.tenant(), window.below, before, limit])
}

fn columns<S: TenantScope>(tx: &Tx<'_, S>, entry: &SignIn) -> Result<[Value; 10], StoreError> {
    let user = entry.user.as_ref();
    let name = user.map(|user| &user.user_principal_name).or(entry.identifier.as_ref());
    Ok([
        tx.tenant().into(),
        entry.id.into(),
        entry.at.into(),
        user.map(|user| user.id).into(),
        name.map(|name| fold(name)).into(),
        entry.client.app_id.into(),
        entry.error_code.into(),
        word(&entry.event)?.into(),
        entry.correlation_id.into(),
        json(entry)?.into(),
    ])
}

fn conditions<S: TenantScope>(
    tx: &Tx<'_, S>,
    filter: &Filter,
    before: Option<SignInId>,
) -> Result<Vec<Value>, StoreError> {
    let window = Window::new(filter.from, filter.to, before.map(|id| id.0));
    let (lowest, highest) = match filter.outcome {
        Outcome::Any => (0, u32::MAX),
        Outcome::Succeeded => (0, 0),
        Outcome::Failed => (1, u32::MAX),
        Outcome::Code(code) => (code, code),
    };
    let (equals, prefix) = match &filter.name {
        Some(Name::Equals(name)) => (Some(fold(name)), None),
        Some(Name::StartsWith(prefix)) => (None, Some(fold(prefix))),
        None => (None, None),
    };
    let mut values = vec![
        tx.tenant().into(),
        window.from.into(),
        window.below.into(),
        window.at_from.into(),
        window.at_before.into(),
        lowest.into(),
        highest.into(),
    ];
    for event in events(&filter.events) {
        values.push(word(&event)?.into());
    }
    values.extend([filter.app.into(), filter.correlation.into(), equals.into(), prefix.into()]);
    Ok(values)
}

/// Four kinds for the four places in the statement, repeated if fewer are meant.
fn events(wanted: &[EventType]) -> [EventType; 4] {
    use EventType::{InteractiveUser, ManagedIdentity, NonInteractiveUser, ServicePrincipal};
    let every = [InteractiveUser, NonInteractiveUser, ServicePrincipal, ManagedIdentity];
    let Some(first) = wanted.first() else { return every };
    every.map(|event| if wanted.contains(&event) { event } else { *first })
}

fn read(row: &Row) -> Result<SignIn, StoreError> {
    row.json(0)
}
