//! An entry of the audit log in Graph's shape (`directoryAudit`).

use model::audit::{Actor, AuditEntry, AuditResult, AuditTarget, PropertyChange};
use protocol::graph_time;
use serde_json::{Value, json};

/// The names of the resource's properties.
pub(super) const PROPERTIES: [&str; 13] = [
    "id",
    "activityDateTime",
    "activityDisplayName",
    "additionalDetails",
    "category",
    "correlationId",
    "initiatedBy",
    "loggedByService",
    "operationType",
    "result",
    "resultReason",
    "targetResources",
    "userAgent",
];

/// Verbs at the beginning of an activity that are operation types too.
const OPERATIONS: [&str; 5] = ["Add", "Assign", "Delete", "Unassign", "Update"];

/// The entry as both versions show it.
pub(super) fn shown(entry: &AuditEntry) -> Value {
    let (result, reason) = match &entry.result {
        AuditResult::Success => ("success", ""),
        AuditResult::Failure(reason) => ("failure", reason.as_str()),
    };
    let verb = entry.activity.split(' ').next().unwrap_or_default();
    json!({
        "id": entry.id.to_string(),
        "activityDateTime": graph_time::format(entry.at),
        "activityDisplayName": entry.activity,
        "additionalDetails": [],
        "category": entry.category,
        "correlationId": entry.correlation_id.to_string(),
        "initiatedBy": initiator(&entry.actor, entry.address.as_deref()),
        "loggedByService": "Core Directory",
        "operationType": OPERATIONS.contains(&verb).then_some(verb),
        "result": result,
        "resultReason": reason,
        "targetResources": entry.targets.iter().map(target).collect::<Vec<_>>(),
        "userAgent": null,
    })
}

/// Who did it. Graph knows users and applications; the command line and the server's own work appear as
/// applications without an id.
fn initiator(actor: &Actor, address: Option<&str>) -> Value {
    let application = |id: Option<String>, name: &str| {
        json!({"user": null, "app": {
            "appId": null, "displayName": name, "servicePrincipalId": id, "servicePrincipalName": null,
        }})
    };
    match actor {
        Actor::Anonymous => json!({"user": null, "app": null}),
        Actor::User { id, name } => json!({"app": null, "user": {
            "id": id.to_string(), "displayName": null, "userPrincipalName": name, "ipAddress": address,
        }}),
        Actor::Application { id, name } => application(Some(id.to_string()), name),
        Actor::Operator { name } | Actor::Job { name } => application(None, name),
    }
}

fn target(target: &AuditTarget) -> Value {
    let is_user = target.kind == "User";
    json!({
        "id": target.id,
        "displayName": target.name,
        "type": target.kind,
        "userPrincipalName": is_user.then_some(&target.name),
        "groupType": null,
        "modifiedProperties": target.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

/// Values are JSON in a text, as the platform writes them.
fn change(change: &PropertyChange) -> Value {
    let encoded = |value: &Option<String>| value.as_ref().map(|text| Value::from(text.as_str()).to_string());
    json!({
        "displayName": change.name,
        "oldValue": encoded(&change.old),
        "newValue": encoded(&change.new),
    })
}
