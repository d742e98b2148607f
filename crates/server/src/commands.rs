//! What each task does: it calls the use case and turns the result into an answer.

mod application;
mod group;
mod key;
mod records;
mod role;
mod tenant;
mod user;

pub use tenant::kind_of;

use crate::answer::Answer;
use crate::cli::{Task, TenantArg};
use crate::failure::Failure;
use app::{Ctx, admin, maintenance};
use model::Timestamp;
use model::tenant::Tenant;
use serde_json::json;

/// Runs a task.
pub async fn run(ctx: &Ctx, task: Task) -> Result<Answer, Failure> {
    match task {
        Task::Backup(backup) => {
            maintenance::backup(ctx, backup.file.clone()).await?;
            Ok(Answer::new(&json!({ "file": backup.file }))
                .line(format!("the store is copied to {}", backup.file.display())))
        }
        Task::Tenant(command) => tenant::run(ctx, command).await,
        Task::User(command) => user::run(ctx, command).await,
        Task::App(command) => application::run(ctx, command).await,
        Task::Role(command) => role::run(ctx, command).await,
        Task::Group(command) => group::run(ctx, command).await,
        Task::SignIns(filter) => records::sign_ins(ctx, filter).await,
        Task::Audit(filter) => records::audits(ctx, filter).await,
        Task::Key(command) => key::run(ctx, command).await,
    }
}

/// The tenant a command is about, and the circumstances in it.
async fn in_tenant(ctx: &Ctx, named: &TenantArg) -> Result<(Ctx, Tenant), Failure> {
    let tenant = admin::tenants::resolve(ctx, named.tenant.as_deref()).await?;
    Ok((ctx.in_tenant(tenant.id), tenant))
}

/// An id that a command names.
fn id<T: std::str::FromStr>(what: &str, text: &str) -> Result<T, Failure> {
    text.trim().parse().map_err(|_| {
        Failure::usage(
            format!("'{text}' is not the id of a {what}"),
            "give the id as the list shows it, such as 11111111-2222-3333-4444-555555555555",
        )
    })
}

/// A moment as people see it.
fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// A moment that may be absent.
fn optional_moment(at: Option<Timestamp>) -> String {
    at.map(moment).unwrap_or_default()
}

/// How many things a page of a list has.
const PAGE: u32 = admin::LONGEST_LIST;
