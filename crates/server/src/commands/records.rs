//! `countersign sign-ins`, `countersign audit`

use super::{id, in_tenant, moment};
use crate::answer::Answer;
use crate::cli::{AuditFilter, SignInFilter};
use crate::failure::Failure;
use app::Ctx;
use app::admin::records::{self, Name, Outcome};
use model::audit::{Actor, AuditEntry, AuditResult};
use model::signin::{EventType, SignIn};
use serde_json::{Value, json};

/// Sign-ins as the store keeps them, newest first; `since` of a follower gives them oldest first.
pub async fn sign_ins(ctx: &Ctx, request: SignInFilter) -> Result<Answer, Failure> {
    let (ctx, _) = in_tenant(ctx, &request.tenant).await?;
    let mut filter = records::SignInFilter {
        from: request.since,
        to: request.until,
        app: request.app.as_deref().map(|app| id("client", app)).transpose()?,
        outcome: match (request.failed, request.code) {
            (true, _) => Outcome::Failed,
            (false, Some(code)) => Outcome::Code(code),
            (false, None) => Outcome::Any,
        },
        correlation: request.correlation_id,
        ..records::SignInFilter::default()
    };
    if let Some(user) = &request.user {
        // Whoever the name belongs to now; if to nobody, entries in which it was typed.
        filter.user = records::user_id(&ctx, user).await?;
        if filter.user.is_none() {
            filter.name = Some(Name::Equals(user.clone()));
        }
    }
    let entries = match request.follow_from {
        Some(since) => records::sign_ins_since(&ctx, filter, since).await?,
        None => records::sign_ins(&ctx, filter, None, request.limit).await?,
    };
    let data: Vec<Value> = entries.iter().map(view).collect();
    let rows = entries.iter().map(row).collect();
    Ok(Answer::new(&data)
        .table(["time", "user or application", "client", "how", "result", "address", "id"], rows))
}

fn row(entry: &SignIn) -> [String; 7] {
    let user = entry.user.as_ref().map(|user| user.user_principal_name.clone());
    let event = match entry.event {
        EventType::InteractiveUser => "interactive",
        EventType::NonInteractiveUser => "non-interactive",
        EventType::ServicePrincipal => "application",
        EventType::ManagedIdentity => "managed identity",
    };
    [
        moment(entry.at),
        user.or_else(|| entry.identifier.clone()).unwrap_or_else(|| entry.client.display_name.clone()),
        entry.client.display_name.clone(),
        event.to_owned(),
        if entry.error_code == 0 { "success".to_owned() } else { format!("AADSTS{}", entry.error_code) },
        entry.address.clone().unwrap_or_default(),
        entry.id.to_string(),
    ]
}

fn view(entry: &SignIn) -> Value {
    let mut view = json!(entry);
    if let Some(fields) = view.as_object_mut() {
        fields.insert("uniqueTokenIdentifier".to_owned(), json!(entry.unique_token_identifier()));
    }
    view
}

/// Audit entries, newest first.
pub async fn audits(ctx: &Ctx, request: AuditFilter) -> Result<Answer, Failure> {
    let (ctx, _) = in_tenant(ctx, &request.tenant).await?;
    let filter = records::AuditFilter {
        from: request.since,
        activity: request.activity,
        ..records::AuditFilter::default()
    };
    let entries = records::audits(&ctx, filter, None, request.limit).await?;
    let rows = entries.iter().map(audit_row).collect();
    Ok(Answer::new(&entries).table(["time", "activity", "by", "on", "result"], rows))
}

fn audit_row(entry: &AuditEntry) -> [String; 5] {
    let actor = match &entry.actor {
        Actor::Anonymous => "nobody yet".to_owned(),
        Actor::User { name, .. } | Actor::Application { name, .. } | Actor::Operator { name } => name.clone(),
        Actor::Job { name } => format!("job {name}"),
    };
    let targets: Vec<&str> = entry.targets.iter().map(|target| target.name.as_str()).collect();
    let result = match &entry.result {
        AuditResult::Success => "success".to_owned(),
        AuditResult::Failure(reason) => reason.clone(),
    };
    [moment(entry.at), entry.activity.clone(), actor, targets.join(", "), result]
}
