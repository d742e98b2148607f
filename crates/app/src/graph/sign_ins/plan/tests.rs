use super::super::super::GraphVersion;
use super::super::tests::{at, entry};
use super::*;
use crate::graph::sign_ins::shape;
use protocol::odata::QueryOptions;

const ID: &str = "00000000-0000-0000-0000-00000000000a";

fn query(filter: &str, version: GraphVersion) -> Query {
    let text = if filter.is_empty() { String::new() } else { format!("$filter={filter}") };
    Query { options: QueryOptions::parse(text.as_bytes()).unwrap(), version, preferred_size: None }
}

fn plan(filter: &str) -> Plan {
    Plan::of(&query(filter, GraphVersion::V1))
}

#[test]
fn the_store_is_asked_for_what_it_has_columns_for() {
    let id: Uuid = ID.parse().unwrap();
    assert_eq!(plan(&format!("userId eq '{ID}'")).filter.user, Some(UserId(id)));
    assert_eq!(plan(&format!("userId eq {ID}")).user(), Some(UserId(id)));
    assert_eq!(plan(&format!("appId eq '{ID}'")).filter.app.map(|app| app.0), Some(id));
    assert_eq!(plan(&format!("correlationId eq '{ID}'")).filter.correlation, Some(id));
    assert_eq!(plan("status/errorCode eq 50126").filter.outcome, Outcome::Code(50_126));
    assert_eq!(plan("status/errorCode ne 0").filter.outcome, Outcome::Failed);
    assert_eq!(plan("status/errorCode gt 5").filter.outcome, Outcome::Any);
    assert_eq!(
        plan("userPrincipalName eq 'Kim@contoso.example'").filter.name,
        Some(Name::Equals("Kim@contoso.example".to_owned()))
    );
    assert_eq!(
        plan("startswith(userPrincipalName,'kim')").filter.name,
        Some(Name::StartsWith("kim".to_owned()))
    );
    let period = plan("createdDateTime ge 2027-01-15T08:00:00Z and createdDateTime le 2027-01-15T08:00:10Z");
    assert_eq!(period.filter.from, Some(at(0)));
    assert_eq!(period.filter.to, Some(at(10) + model::SignedDuration::from_millis(1)));
}

#[test]
fn what_only_may_hold_is_not_demanded() {
    for filter in [
        format!("userId eq '{ID}' or appId eq '{ID}'"),
        format!("not(userId eq '{ID}')"),
        format!("userId ne '{ID}'"),
        "userId eq null".to_owned(),
        "userId eq 'no id'".to_owned(),
        "createdDateTime ne 2027-01-15T08:00:00Z".to_owned(),
        "signInEventTypes/all(t: t eq 'interactiveUser')".to_owned(),
        "signInEventTypes/any(t: t ne 'interactiveUser')".to_owned(),
        "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'unheardOf')".to_owned(),
        "endswith(userPrincipalName,'example')".to_owned(),
    ] {
        assert_eq!(plan(&filter), Plan::default(), "{filter}");
    }
}

#[test]
fn kinds_of_entries_are_understood_in_both_spellings() {
    let both = [EventType::NonInteractiveUser, EventType::ServicePrincipal];
    for filter in [
        "signInEventTypes/any(t: t eq 'nonInteractiveUser' or t eq 'servicePrincipal')",
        "(signInEventTypes/any(t: t eq 'nonInteractiveUser') or signInEventTypes/any(x: x eq 'servicePrincipal'))",
    ] {
        assert_eq!(plan(filter).filter.events, both, "{filter}");
    }
    let none = "signInEventTypes/any(t: t eq 'interactiveUser') and signInEventTypes/any(t: t eq 'servicePrincipal')";
    assert!(plan(none).nothing);
}

#[test]
fn one_entry_is_found_by_its_id_or_by_its_tokens() {
    let entry = entry(0x0190_1234, 0);
    assert_eq!(plan(&format!("id eq '{}'", entry.id)).entry, Some(entry.id));
    let uti = entry.unique_token_identifier();
    assert_eq!(plan(&format!("uniqueTokenIdentifier eq '{uti}'")).entry, Some(entry.id));
}

#[test]
fn beta_shows_interactive_entries_unless_told_otherwise() {
    let events = |filter: &str, version| Plan::of(&query(filter, version)).filter.events;
    assert_eq!(events("", GraphVersion::Beta), [EventType::InteractiveUser]);
    assert_eq!(events("status/errorCode eq 0", GraphVersion::Beta), [EventType::InteractiveUser]);
    assert_eq!(events("", GraphVersion::V1), []);
    assert_eq!(events("isInteractive eq false", GraphVersion::Beta), []);
    assert_eq!(events(&format!("correlationId eq '{ID}'"), GraphVersion::Beta), []);
    let told = "signInEventTypes/any(t: t eq 'managedIdentity')";
    assert_eq!(events(told, GraphVersion::Beta), [EventType::ManagedIdentity]);
}

/// The store leaves out only what the filter leaves out: an entry that the filter keeps passes the plan.
#[test]
fn a_plan_keeps_what_the_filter_keeps() {
    let names = shape::Names { tenant: entry(1, 0).home_tenant, tenant_name: None };
    let entries = [
        entry(1, 0),
        SignIn {
            error_code: 50_126,
            user: None,
            identifier: Some("Kim@x.example".to_owned()),
            ..entry(2, 5)
        },
    ];
    for filter in [
        "userPrincipalName eq 'KIM@contoso.example'",
        "userPrincipalName eq 'kim@x.example'",
        "startswith(userPrincipalName,'KIM')",
        "createdDateTime eq 2027-01-15T08:00:05Z",
        "createdDateTime lt 2027-01-15T08:00:05.0001Z",
        "status/errorCode gt 0",
        "userId eq '00000000-0000-0000-0000-00000000000A'",
    ] {
        let (query, plan) = (query(filter, GraphVersion::V1), plan(filter));
        for entry in &entries {
            let kept = query.keeps(&shape::filterable(&shape::beta(entry, &names)));
            assert!(!kept || passes(&plan.filter, entry), "{filter} {}", entry.id);
        }
    }
}

/// What the store's own condition says of an entry.
fn passes(filter: &Filter, entry: &SignIn) -> bool {
    let user = entry.user.as_ref();
    let name = user.map(|user| user.user_principal_name.clone()).or(entry.identifier.clone());
    let name = name.unwrap_or_default().to_lowercase();
    let named = match &filter.name {
        Some(Name::Equals(wanted)) => name == wanted.to_lowercase(),
        Some(Name::StartsWith(prefix)) => name.starts_with(&prefix.to_lowercase()),
        None => true,
    };
    let ended = match filter.outcome {
        Outcome::Any => true,
        Outcome::Succeeded => entry.error_code == 0,
        Outcome::Failed => entry.error_code != 0,
        Outcome::Code(code) => entry.error_code == code,
    };
    filter.from.is_none_or(|from| entry.at >= from)
        && filter.to.is_none_or(|to| entry.at < to)
        && filter.user.is_none_or(|id| user.is_some_and(|user| user.id == id))
        && named
        && ended
}
