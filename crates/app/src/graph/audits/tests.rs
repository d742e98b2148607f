use super::*;
use model::audit::{self, AuditResult, AuditTarget, PropertyChange};
use model::{Timestamp, Uuid};
use protocol::odata::QueryOptions;
use serde_json::json;

fn entry(actor: audit::Actor) -> AuditEntry {
    AuditEntry {
        id: AuditId(Uuid::from_u128(1)),
        at: Timestamp::from_second(1_800_000_000).unwrap(),
        activity: "Update user".to_owned(),
        category: "UserManagement".to_owned(),
        actor,
        targets: vec![AuditTarget {
            kind: "User".to_owned(),
            id: Uuid::from_u128(2).to_string(),
            name: "kim@contoso.example".to_owned(),
            changes: vec![PropertyChange {
                name: "displayName".to_owned(),
                old: None,
                new: Some("Kim \"K\"".to_owned()),
            }],
        }],
        correlation_id: Uuid::from_u128(3),
        address: Some("192.0.2.1".to_owned()),
        result: AuditResult::Failure("no".to_owned()),
    }
}

#[test]
fn an_entry_has_exactly_the_properties_that_filters_know() {
    let shown = shape::shown(&entry(audit::Actor::Anonymous));
    let mut names: Vec<&str> = shown.as_object().unwrap().keys().map(String::as_str).collect();
    let mut known = shape::PROPERTIES;
    names.sort_unstable();
    known.sort_unstable();
    assert_eq!(names, known);
}

#[test]
fn who_did_what_to_whom_is_shown() {
    let user = audit::Actor::User { id: Uuid::from_u128(4), name: "admin@contoso.example".to_owned() };
    let shown = shape::shown(&entry(user));
    assert_eq!(shown["activityDateTime"], "2027-01-15T08:00:00Z");
    assert_eq!(shown["operationType"], "Update");
    assert_eq!(shown["result"], "failure");
    assert_eq!(shown["resultReason"], "no");
    assert_eq!(shown["initiatedBy"]["user"]["userPrincipalName"], "admin@contoso.example");
    assert_eq!(shown["initiatedBy"]["user"]["ipAddress"], "192.0.2.1");
    assert_eq!(shown["targetResources"][0]["userPrincipalName"], "kim@contoso.example");
    assert_eq!(
        shown["targetResources"][0]["modifiedProperties"],
        json!([{"displayName": "displayName", "oldValue": null, "newValue": "\"Kim \\\"K\\\"\""}])
    );
    let operator = audit::Actor::Operator { name: "root@host".to_owned() };
    assert_eq!(shape::shown(&entry(operator))["initiatedBy"]["app"]["displayName"], "root@host");
}

#[test]
fn the_store_is_asked_for_what_it_has_columns_for() {
    let text = "$filter=activityDateTime ge 2026-01-01T00:00:00Z and activityDateTime lt 2026-02-01T00:00:00Z \
        and initiatedBy/user/id eq '00000000-0000-0000-0000-000000000004' and category eq 'UserManagement'";
    let query = Query {
        options: QueryOptions::parse(text.as_bytes()).unwrap(),
        version: super::super::GraphVersion::V1,
        preferred_size: None,
    };
    let filter = pushed_down(&query);
    assert_eq!(filter.from, Some("2026-01-01T00:00:00Z".parse().unwrap()));
    assert_eq!(filter.to, Some("2026-02-01T00:00:00.001Z".parse().unwrap()));
    assert_eq!(filter.actor, Some(Uuid::from_u128(4)));
    assert_eq!((filter.category, filter.activity, filter.correlation), (None, None, None));
}
