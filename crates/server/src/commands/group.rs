//! `countersign group`

use super::{PAGE, in_tenant, moment};
use crate::answer::Answer;
use crate::cli::GroupCommand;
use crate::failure::Failure;
use app::Ctx;
use app::admin::groups;
use model::group::Group;
use serde_json::json;

/// Runs one.
pub async fn run(ctx: &Ctx, command: GroupCommand) -> Result<Answer, Failure> {
    match command {
        GroupCommand::Create(request) => {
            let (ctx, _) = in_tenant(ctx, &request.tenant).await?;
            let group = groups::create(&ctx, &request.name).await?;
            Ok(Answer::new(&group)
                .facts([("id", group.id.to_string()), ("name", group.display_name.clone())]))
        }
        GroupCommand::List(named) => list(&in_tenant(ctx, &named).await?.0).await,
        GroupCommand::Show(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
            let (group, members) = groups::details(&ctx, &arg.group).await?;
            let rows = members.iter().map(|user| {
                [user.id.to_string(), user.user_principal_name.clone(), user.display_name.clone()]
            });
            Ok(Answer::new(&json!({ "group": group, "members": members }))
                .facts([
                    ("id", group.id.to_string()),
                    ("name", group.display_name.clone()),
                    ("made", moment(group.created_at)),
                ])
                .table(["id", "member", "name"], rows.collect()))
        }
        GroupCommand::Delete(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
            let group = groups::delete(&ctx, &arg.group).await?;
            Ok(Answer::new(&group).line(format!("the group {} is deleted", group.display_name)))
        }
        GroupCommand::AddMember(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.group.tenant).await?;
            let added = groups::add_member(&ctx, &arg.group.group, &arg.user).await?;
            let text = if added { "is a member now" } else { "was a member already" };
            Ok(Answer::new(&json!({ "changed": added })).line(format!("{} {text}", arg.user)))
        }
        GroupCommand::RemoveMember(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.group.tenant).await?;
            let removed = groups::remove_member(&ctx, &arg.group.group, &arg.user).await?;
            let text = if removed { "is no member any more" } else { "was no member" };
            Ok(Answer::new(&json!({ "changed": removed })).line(format!("{} {text}", arg.user)))
        }
    }
}

async fn list(ctx: &Ctx) -> Result<Answer, Failure> {
    let mut all: Vec<Group> = Vec::new();
    loop {
        let page = groups::list(ctx, all.last().map(|group| group.id), PAGE).await?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    let rows =
        all.iter().map(|group| [group.id.to_string(), group.display_name.clone(), moment(group.created_at)]);
    Ok(Answer::new(&all).table(["id", "name", "made"], rows.collect()))
}
