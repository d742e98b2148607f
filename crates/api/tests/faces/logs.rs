//! `/auditLogs`.

use crate::client::{Answer, GRAPH, World, uti};
use app::admin::records::{self, SignInFilter};
use axum::http::StatusCode;
use model::SignedDuration;
use model::flow::Step;
use model::verdict::Cause;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Habit, Person};

const LIST: &str = "/v1.0/auditLogs/signIns";

async fn reader(world: &World) -> String {
    let daemon = world.daemon("Reader", &["AuditLog.Read.All"]).await;
    world.application_token(&daemon, GRAPH).await
}

fn values(answer: &Answer) -> Vec<Value> {
    answer.ok()["value"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_application_finds_the_entry_of_its_own_login() {
    let world = World::start().await;
    let daemon = world.daemon("Daemon", &["AuditLog.Read.All"]).await;
    let token = world.application_token(&daemon, GRAPH).await;
    let found: Vec<Value> = values(&world.get(LIST, &token).await)
        .into_iter()
        .filter(|entry| entry["uniqueTokenIdentifier"] == uti(&token))
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["servicePrincipalName"], "Daemon");
    assert_eq!(found[0]["appId"], daemon.app_id.to_string());
    assert_eq!(found[0]["status"], json!({"errorCode": 0, "failureReason": null, "additionalDetails": null}));
    assert_eq!(found[0]["signInEventTypes"], json!(["servicePrincipal"]));
    assert_eq!(found[0]["resourceDisplayName"], "Microsoft Graph");
    assert_eq!(found[0]["ipAddress"], testkit::VISITOR.to_string());
    for path in [LIST, "/beta/auditLogs/signIns"] {
        let query = format!("{path}?$filter=uniqueTokenIdentifier eq '{}'", uti(&token));
        assert_eq!(values(&world.get(&query, &token).await).len(), 1, "{path}");
        let one = world.get(&format!("{path}/{}", found[0]["id"].as_str().unwrap()), &token).await;
        assert_eq!(one.ok()["uniqueTokenIdentifier"], uti(&token));
    }
}

#[tokio::test]
async fn failures_and_successes_of_users_are_told_apart() {
    let world = World::start().await;
    let kim = world.app.user(&world.tenant, "kim").create().await;
    world.wrong_password(&kim).await;
    let token = world.user_token(&kim, &["User.Read"]).await;
    let reader = reader(&world).await;
    let mine = format!("userPrincipalName eq '{}'", kim.name.to_uppercase());
    for (condition, codes) in [
        ("", vec![0, 50_126]),
        (" and status/errorCode eq 0", vec![0]),
        (" and status/errorCode ne 0", vec![50_126]),
        (" and status/errorCode in (50126,50053)", vec![50_126]),
        (" and startswith(appDisplayName,'Too') and not(status/errorCode eq 0)", vec![50_126]),
        (" and isInteractive eq true", vec![]),
        (" and createdDateTime gt 2030-01-01T00:00:00Z", vec![]),
        (" and signInEventTypes/any(t: t eq 'nonInteractiveUser')", vec![0, 50_126]),
        (" and signInEventTypes/any(t: t eq 'servicePrincipal')", vec![]),
    ] {
        let path = format!("{LIST}?$filter={mine}{condition}");
        let found = values(&world.get(&path, &reader).await);
        let found: Vec<u64> =
            found.iter().map(|entry| entry["status"]["errorCode"].as_u64().unwrap()).collect();
        let expected: BTreeSet<u64> = codes.into_iter().collect();
        assert_eq!(found.iter().copied().collect::<BTreeSet<_>>(), expected, "{condition}");
        assert_eq!(found.len(), expected.len(), "{condition}");
    }
    let failed =
        values(&world.get(&format!("{LIST}?$filter={mine} and status/errorCode eq 50126"), &reader).await);
    assert!(failed[0]["status"]["failureReason"].as_str().unwrap().contains("password"));
    let whole = format!("/beta/auditLogs/signIns?$filter=uniqueTokenIdentifier eq '{}'", uti(&token));
    let whole = &values(&world.get(&whole, &reader).await)[0];
    assert_eq!(whole["authenticationProtocol"], "ropc");
    assert_eq!(whole["authenticationRequirement"], "singleFactorAuthentication");
    assert_eq!(whole["authenticationDetails"][0]["authenticationMethod"], "Password");
    assert_eq!(whole["homeTenantName"], "Contoso");
}

/// Through the pages of an enforced partner: a wrong code, the right one, and the question to stay signed in.
#[tokio::test]
async fn one_sign_in_through_pages_is_one_entry_with_every_step() {
    let world = World::start().await;
    let partner = world.app.partner("Litware").await;
    let kim = world.app.user(&partner, "kim").totp().create().await;
    let client =
        world.app.client(&partner, "Shop").asks(GRAPH, &["User.Read"], &[]).consented().create().await;
    let caller = client.caller("https://client.test/callback");
    let mut person = Person { habit: Habit::Wrong, ..Person::from(&kim) };
    let mut walk = world.app.walk();
    assert_eq!(walk.sign_in(&caller, &mut person, &[]).await.cause(), Cause::SecondFactorWrong);
    person.habit = Habit::App;
    let code = walk.go_on(&mut person).await.code();
    let token = caller.redeem(&walk.ctx(), &code).await.unwrap().access_token;

    let daemon = world.daemon_in(&partner, "Reader", &["AuditLog.Read.All"]).await;
    let reader = world.application_token(&daemon, GRAPH).await;
    let beta = "/beta/auditLogs/signIns";
    let found = values(&world.get(beta, &reader).await);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["uniqueTokenIdentifier"], uti(&token));
    assert_eq!(found[0]["authenticationRequirement"], "multiFactorAuthentication");
    assert_eq!(
        found[0]["authenticationRequirementPolicies"][0]["requirementProvider"],
        "enforcedForCspAdmins"
    );
    let steps: Vec<_> = found[0]["authenticationDetails"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| (step["authenticationMethod"].as_str().unwrap(), step["succeeded"].as_bool().unwrap()))
        .collect();
    assert_eq!(steps, [("Password", true), ("Software OATH token", false), ("Software OATH token", true)]);
    // The log itself has an entry for each of them; none stands for the sign-in.
    let kept = SignInFilter { user: Some(kim.id), ..SignInFilter::default() };
    let kept = records::sign_ins(&world.app.operator_in(&partner), kept, None, 100).await.unwrap();
    let mut codes: Vec<u32> = kept.iter().map(|entry| entry.error_code).collect();
    codes.sort_unstable();
    assert_eq!(codes, [0, 50_074, 50_140, 500_121]);
    for part in [50_074, 50_140, 500_121] {
        let path = format!("{beta}?$filter=status/errorCode eq {part}");
        assert_eq!(values(&world.get(&path, &reader).await), Vec::<Value>::new(), "{part}");
    }
    for entry in kept.iter().filter(|entry| entry.error_code == 50_074) {
        let one = world.get(&format!("{beta}/{}", entry.id), &reader).await.ok();
        assert_eq!(one["status"]["errorCode"], 50_074);
    }
}

#[tokio::test]
async fn pages_do_not_tear_a_sign_in_apart_and_what_was_given_up_is_shown() {
    let world = World::start().await;
    let partner = world.app.partner("Litware").await;
    let client =
        world.app.client(&partner, "Shop").asks(GRAPH, &["User.Read"], &[]).consented().create().await;
    let caller = client.caller("https://client.test/callback");
    let mut ids = Vec::new();
    for name in ["kim", "lee", "park"] {
        let user = world.app.user(&partner, name).totp().create().await;
        let mut walk = world.app.walk();
        let mut person = Person::from(&user);
        if name == "lee" {
            assert!(walk.open(&caller, &[]).await.is_none());
            assert!(walk.until(&mut person, &[Step::OneTimeCode]).await.is_none());
        } else {
            let code = walk.sign_in(&caller, &mut person, &[]).await.code();
            ids.push(uti(&caller.redeem(&walk.ctx(), &code).await.unwrap().access_token));
        }
        world.app.clock.advance(SignedDuration::from_mins(1));
    }
    let daemon = world.daemon_in(&partner, "Reader", &["AuditLog.Read.All"]).await;
    let reader = world.application_token(&daemon, GRAPH).await;
    let (mut path, mut seen) = ("/beta/auditLogs/signIns?$top=1".to_owned(), Vec::new());
    loop {
        let body = world.get(&path, &reader).await.ok();
        seen.extend(body["value"].as_array().unwrap().clone());
        let Some(next) = body["@odata.nextLink"].as_str() else { break };
        next.strip_prefix("https://graph.test").unwrap().clone_into(&mut path);
    }
    let codes: Vec<_> = seen.iter().map(|entry| entry["status"]["errorCode"].as_u64().unwrap()).collect();
    assert_eq!(codes, [0, 50_074, 0]);
    assert_eq!(seen[0]["uniqueTokenIdentifier"], ids[1]);
    assert_eq!(seen[2]["uniqueTokenIdentifier"], ids[0]);
}

#[tokio::test]
async fn beta_lists_interactive_entries_unless_asked_for_others() {
    let world = World::start().await;
    let reader = reader(&world).await;
    assert_eq!(values(&world.get("/beta/auditLogs/signIns", &reader).await), Vec::<Value>::new());
    let others = "/beta/auditLogs/signIns?$filter=signInEventTypes/any(t: t eq 'servicePrincipal')";
    assert_eq!(values(&world.get(others, &reader).await).len(), 1);
}

#[tokio::test]
async fn pages_together_are_the_whole_log_and_keep_every_option() {
    let world = World::start().await;
    let daemon = world.daemon("Daemon", &["AuditLog.Read.All"]).await;
    let mut token = String::new();
    for _ in 0..23 {
        world.app.clock.advance(SignedDuration::from_secs(1));
        token = world.application_token(&daemon, GRAPH).await;
    }
    let first = format!(
        "{LIST}?$top=10&$select=id,createdDateTime&$filter=servicePrincipalName eq 'Daemon'&$orderby=createdDateTime desc"
    );
    let (mut path, mut seen, mut sizes) = (first, Vec::new(), Vec::new());
    loop {
        let answer = world.get(&path, &token).await;
        let body = answer.ok();
        let context = "https://graph.test/v1.0/$metadata#auditLogs/signIns(id,createdDateTime)";
        assert_eq!(body["@odata.context"], context);
        sizes.push(body["value"].as_array().unwrap().len());
        for entry in body["value"].as_array().unwrap() {
            assert_eq!(entry.as_object().unwrap().len(), 2);
            seen.push(entry["createdDateTime"].as_str().unwrap().to_owned());
        }
        let Some(next) = body["@odata.nextLink"].as_str() else { break };
        assert!(next.starts_with("https://graph.test/v1.0/auditLogs/signIns?"), "{next}");
        for option in ["$top=10", "$select=", "$filter=", "$orderby=", "$skiptoken="] {
            assert!(next.contains(option), "{next}");
        }
        next.strip_prefix("https://graph.test").unwrap().clone_into(&mut path);
    }
    assert_eq!(sizes, [10, 10, 3]);
    assert_eq!(seen.len(), 23);
    assert!(seen.is_sorted_by(|newer, older| newer > older), "{seen:?}");
}

#[tokio::test]
async fn whoever_may_not_read_the_log_reads_his_own_entries_if_he_asks_for_them() {
    let world = World::start().await;
    let kim = world.app.user(&world.tenant, "kim").create().await;
    let lee = world.app.user(&world.tenant, "lee").create().await;
    let lees = uti(&world.user_token(&lee, &["User.Read"]).await);
    let token = world.user_token(&kim, &["AuditLog.Read.All"]).await;
    let own = format!("{LIST}?$filter=userId eq '{}'", kim.id);
    let found = values(&world.get(&own, &token).await);
    assert!(!found.is_empty() && found.iter().all(|entry| entry["userId"] == kim.id.to_string()));
    let id = found[0]["id"].as_str().unwrap();
    world.get(&format!("{LIST}/{id}"), &token).await.ok();
    let reader = reader(&world).await;
    let lees =
        &values(&world.get(&format!("{LIST}?$filter=uniqueTokenIdentifier eq '{lees}'"), &reader).await)[0];
    for path in [
        LIST.to_owned(),
        format!("{LIST}?$filter=userId eq '{}'", lee.id),
        format!("{LIST}?$filter=userId eq '{}' or userId eq '{}'", kim.id, lee.id),
        format!("{LIST}/{}", lees["id"].as_str().unwrap()),
        format!("{LIST}/00000000-0000-0000-0000-000000000000"),
    ] {
        let answer = world.get(&path, &token).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::FORBIDDEN, "Authorization_RequestDenied"),
            "{path}"
        );
    }
    // The permission is needed even for oneself.
    let without = world.user_token(&kim, &["User.Read"]).await;
    assert_eq!(world.get(&own, &without).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn administrative_changes_are_listed_with_who_did_what_to_whom() {
    let world = World::start().await;
    let kim = world.app.user(&world.tenant, "kim").create().await;
    let reader = reader(&world).await;
    let path = "/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Add user' and category eq 'UserManagement'";
    let found = values(&world.get(path, &reader).await);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["targetResources"][0]["userPrincipalName"], kim.name);
    assert_eq!(found[0]["initiatedBy"]["app"]["displayName"], "operator@test");
    assert_eq!(found[0]["result"], "success");
    let one = format!("/v1.0/auditLogs/directoryAudits/{}", found[0]["id"].as_str().unwrap());
    assert_eq!(world.get(&one, &reader).await.ok()["activityDisplayName"], "Add user");
    let aimed =
        format!("/v1.0/auditLogs/directoryAudits?$filter=targetResources/any(t: t/id eq '{}')", kim.id);
    assert_eq!(values(&world.get(&aimed, &reader).await).len(), 1);
}

#[tokio::test]
async fn queries_that_cannot_be_served_are_refused_by_name() {
    let world = World::start().await;
    let reader = reader(&world).await;
    for (query, code) in [
        ("$filter=nothing eq 1", "BadRequest"),
        ("$filter=status/errorCode eq", "BadRequest"),
        ("$filter=", "BadRequest"),
        ("$filter=explode(id)", "Request_UnsupportedQuery"),
        ("$top=0", "BadRequest"),
        ("$top=-1", "BadRequest"),
        ("$top=1000000", "BadRequest"),
        ("$top=5&$top=6", "BadRequest"),
        ("$orderby=createdDateTime asc", "Request_UnsupportedQuery"),
        ("$orderby=nothing", "BadRequest"),
        ("$select=nothing", "BadRequest"),
        ("$skiptoken=nonsense", "BadRequest"),
        ("$skip=5", "Request_UnsupportedQuery"),
        ("$search=\"displayName:x\"", "Request_UnsupportedQuery"),
        ("$expand=user", "Request_UnsupportedQuery"),
        ("$apply=aggregate", "Request_UnsupportedQuery"),
        ("$filter=%FF", "BadRequest"),
    ] {
        let answer = world.get(&format!("{LIST}?{query}"), &reader).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::BAD_REQUEST, code),
            "{query}: {:?}",
            answer.body
        );
    }
    let long = format!("{LIST}?$filter=id eq '{}'", "a".repeat(20_000));
    assert_eq!(world.get(&long, &reader).await.status, StatusCode::BAD_REQUEST);
    let deep = format!("{LIST}?$filter={}id eq 'a'{}", "(".repeat(200), ")".repeat(200));
    assert_eq!(world.get(&deep, &reader).await.status, StatusCode::BAD_REQUEST);
    for id in ["x", "00000000000000000000000000000000", "%00", "..%2F..%2Fusers"] {
        assert_eq!(world.get(&format!("{LIST}/{id}"), &reader).await.status, StatusCode::NOT_FOUND, "{id}");
    }
}
