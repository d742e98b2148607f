//! `countersign role`

use super::in_tenant;
use crate::answer::{Answer, yes_no};
use crate::cli::RoleCommand;
use crate::failure::Failure;
use app::Ctx;
use app::admin::roles::{self, Holder};
use serde_json::{Value, json};

/// Runs one.
pub async fn run(ctx: &Ctx, command: RoleCommand) -> Result<Answer, Failure> {
    match command {
        RoleCommand::List => Ok(list()),
        RoleCommand::Assign(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
            let role = roles::by_name(&arg.role)?;
            let new = roles::assign(&ctx, role.template, &arg.principal).await?;
            Ok(changed(new, &arg.principal, role.name, "holds", "held already"))
        }
        RoleCommand::Revoke(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
            let role = roles::by_name(&arg.role)?;
            let gone = roles::revoke(&ctx, role.template, &arg.principal).await?;
            Ok(changed(gone, &arg.principal, role.name, "no longer holds", "never held"))
        }
        RoleCommand::Holders(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
            let role = arg.role.as_deref().map(roles::by_name).transpose()?;
            Ok(holders(&roles::holders(&ctx, role.map(|role| role.template)).await?))
        }
    }
}

fn changed(changed: bool, principal: &str, role: &str, now: &str, before: &str) -> Answer {
    let text = format!("{principal} {} {role}", if changed { now } else { before });
    Answer::new(&json!({ "principal": principal, "role": role, "changed": changed })).line(text)
}

fn list() -> Answer {
    let data: Vec<Value> = model::role::all()
        .iter()
        .map(|role| json!({ "roleTemplateId": role.template, "displayName": role.name, "administrator": role.administrator }))
        .collect();
    let rows = model::role::all()
        .iter()
        .map(|role| [role.template.to_string(), role.name.to_owned(), yes_no(role.administrator)]);
    Answer::new(&data).table(["template id", "role", "administrator"], rows.collect())
}

fn holders(holders: &[Holder]) -> Answer {
    let name = |holder: &Holder| {
        model::role::by_template(holder.role)
            .map_or_else(|| holder.role.to_string(), |role| role.name.to_owned())
    };
    let data: Vec<Value> = holders
        .iter()
        .map(|holder| {
            json!({ "roleTemplateId": holder.role, "role": name(holder), "principalId": holder.principal, "name": holder.name })
        })
        .collect();
    let rows = holders
        .iter()
        .map(|holder| [name(holder), holder.name.clone().unwrap_or_default(), holder.principal.to_string()]);
    Answer::new(&data).table(["role", "holder", "id"], rows.collect())
}
