//! Administration: what operators (and, later, administrators over the API) change, each in one transaction with its
//! audit entry.
//!
//! Ids, secrets and times are drawn before the transaction. What is changed by whom is recorded in the platform's
//! words. Every input is checked by [`check`], and a refusal names cause and next step.

pub mod applications;
mod check;
pub mod consent;
pub mod credentials;
pub mod domains;
pub mod groups;
pub mod methods;
pub mod passwords;
pub mod permissions;
pub mod records;
pub mod roles;
pub mod tenants;
pub mod users;

use crate::{Ctx, Fault, audit, scope};
use model::audit::{AuditEntry, AuditTarget, PropertyChange};
use model::{AuditId, CredentialId, TenantId};
use std::fmt::Display;
use store::Tx;
use store::scope::Operator;

/// How many things one list shows at most.
pub const LONGEST_LIST: u32 = 1000;

/// The tenant a use case works in.
fn tenant(ctx: &Ctx) -> Result<TenantId, Fault> {
    ctx.tenant.ok_or_else(|| Fault::Invalid("no tenant is named: name it by id or domain".to_owned()))
}

/// Runs a change in the tenant of `ctx`.
async fn change<T, F>(ctx: &Ctx, job: F) -> Result<T, Fault>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_, Operator>) -> Result<T, Fault> + Send + 'static,
{
    ctx.services.store.write(scope::operator(tenant(ctx)?), job).await
}

/// Runs a short read in the tenant of `ctx`.
async fn look<T, F>(ctx: &Ctx, job: F) -> Result<T, Fault>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_, Operator>) -> Result<T, Fault> + Send + 'static,
{
    ctx.services.store.read(scope::operator(tenant(ctx)?), job).await
}

/// Runs a read of many rows in the tenant of `ctx`.
async fn scan<T, F>(ctx: &Ctx, job: F) -> Result<T, Fault>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_, Operator>) -> Result<T, Fault> + Send + 'static,
{
    ctx.services.store.scan(scope::operator(tenant(ctx)?), job).await
}

/// The audit entry of what is about to be done; its id is drawn here.
fn note(ctx: &Ctx, activity: &str, category: &str) -> AuditEntry {
    let id = AuditId(ctx.services.entropy.uuid_v7(ctx.now));
    audit::entry(ctx, id, ctx.actor.clone(), activity, category)
}

/// An id for a new credential.
fn credential_id(ctx: &Ctx) -> CredentialId {
    CredentialId(ctx.services.entropy.uuid_v4())
}

/// Writes an entry with what was changed on what.
fn record(
    tx: &mut Tx<'_, Operator>,
    entry: &AuditEntry,
    target: AuditTarget,
    changes: Vec<PropertyChange>,
) -> Result<(), Fault> {
    let mut entry = entry.clone();
    entry.targets.push(AuditTarget { changes, ..target });
    Ok(store::audits::insert(tx, &entry)?)
}

/// What something was done to.
fn target(kind: &str, id: impl Display, name: &str) -> AuditTarget {
    AuditTarget { kind: kind.to_owned(), id: id.to_string(), name: name.to_owned(), changes: Vec::new() }
}

/// A property that got another value; `None` if it kept it.
fn changed(name: &str, old: impl ToText, new: impl ToText) -> Option<PropertyChange> {
    let (old, new) = (old.to_text(), new.to_text());
    (old != new).then(|| PropertyChange { name: name.to_owned(), old, new })
}

/// A property's value in the audit log.
trait ToText {
    fn to_text(self) -> Option<String>;
}

impl ToText for &str {
    fn to_text(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl ToText for bool {
    fn to_text(self) -> Option<String> {
        Some(self.to_string())
    }
}

impl<T: Display> ToText for &Option<T> {
    fn to_text(self) -> Option<String> {
        self.as_ref().map(ToString::to_string)
    }
}

impl<T: Display> ToText for &Vec<T> {
    fn to_text(self) -> Option<String> {
        (!self.is_empty()).then(|| self.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
    }
}

/// Nothing, as the value of what is new or gone.
struct Absent;

impl ToText for Absent {
    fn to_text(self) -> Option<String> {
        None
    }
}
