//! `/me`, `/users`, `/organization`.

use crate::client::{GRAPH, World, send};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

async fn directory_reader(world: &World) -> String {
    let daemon = world.daemon("Reader", &["User.Read.All", "Organization.Read.All"]).await;
    world.application_token(&daemon, GRAPH).await
}

#[tokio::test]
async fn the_signed_in_user_reads_himself() {
    let world = World::start().await;
    let kim = world.app.user(&world.tenant, "kim").create().await;
    let token = world.user_token(&kim, &["User.Read"]).await;
    let me = world.get("/v1.0/me", &token).await;
    assert_eq!(me.header("content-type").split(';').next(), Some("application/json"));
    assert_eq!(me.header("odata-version"), "4.0");
    let me = me.ok();
    assert_eq!(me["id"], kim.id.to_string());
    assert_eq!(me["userPrincipalName"], kim.name);
    assert_eq!(me["@odata.context"], "https://graph.test/v1.0/$metadata#users/$entity");
    assert_eq!(me.as_object().unwrap().len(), 12);
    let selected = world.get("/v1.0/me/?%24select=id,accountEnabled", &token).await.ok();
    assert_eq!(
        selected,
        json!({
            "@odata.context": "https://graph.test/v1.0/$metadata#users(id,accountEnabled)/$entity",
            "id": kim.id.to_string(), "accountEnabled": true,
        })
    );
    assert_eq!(world.get("/beta/me", &token).await.ok()["userType"], "Member");
    for name in [kim.id.to_string(), kim.name.to_uppercase()] {
        assert_eq!(world.get(&format!("/v1.0/users/{name}"), &token).await.ok()["id"], kim.id.to_string());
    }
}

#[tokio::test]
async fn an_application_is_nobody_at_me() {
    let world = World::start().await;
    let token = directory_reader(&world).await;
    let answer = world.get("/v1.0/me", &token).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "BadRequest"));
    assert!(answer.json()["error"]["message"].as_str().unwrap().contains("delegated"));
    assert_eq!(world.post("/v1.0/me/revokeSignInSessions", &token).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn users_are_listed_in_the_order_of_their_names() {
    let world = World::start().await;
    for name in ["lee", "kim", "park", "choi", "jung"] {
        world.app.user(&world.tenant, name).create().await;
    }
    world.app.user(&world.tenant, "ahn").guest().create().await;
    world.app.user(&world.tenant, "yoon").disabled().create().await;
    let token = directory_reader(&world).await;
    let names = |body: &Value| -> Vec<String> {
        let users = body["value"].as_array().unwrap();
        users.iter().map(|user| user["displayName"].as_str().unwrap().to_owned()).collect()
    };
    let all = ["ahn", "choi", "jung", "kim", "lee", "park", "yoon"];
    let (mut path, mut seen) = ("/v1.0/users?$top=3&$count=true".to_owned(), Vec::new());
    loop {
        let body = world.get(&path, &token).await.ok();
        assert_eq!(body["@odata.count"], 7);
        seen.extend(names(&body));
        let Some(next) = body["@odata.nextLink"].as_str() else { break };
        next.strip_prefix("https://graph.test").unwrap().clone_into(&mut path);
    }
    assert_eq!(seen, all);
    for (query, expected) in [
        ("$filter=startswith(displayName,'K')", &["kim"][..]),
        ("$filter=accountEnabled eq false", &["yoon"]),
        ("$filter=userType eq 'Guest'", &["ahn"]),
        ("$filter=userPrincipalName eq 'LEE@contoso.example'", &["lee"]),
        ("$filter=displayName eq 'lee' or displayName eq 'park'", &["lee", "park"]),
        ("$filter=endswith(userPrincipalName,'example') and not(accountEnabled eq true)", &["yoon"]),
        ("$search=\"displayName:par\"", &["park"]),
    ] {
        assert_eq!(
            names(&world.get(&format!("/v1.0/users?{query}"), &token).await.ok()),
            expected,
            "{query}"
        );
    }
    for query in
        ["$orderby=displayName", "$filter=password eq 'x'", "$count=true&$filter=accountEnabled eq true"]
    {
        let answer = world.get(&format!("/v1.0/users?{query}"), &token).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn the_client_may_prefer_a_page_size() {
    let world = World::start().await;
    for name in ["kim", "lee", "park"] {
        world.app.user(&world.tenant, name).create().await;
    }
    let token = directory_reader(&world).await;
    let headers = [("authorization", &*format!("Bearer {token}")), ("prefer", "odata.maxpagesize=2")];
    let body = send(world.graph(), Method::GET, "/v1.0/users", &headers, "").await.ok();
    assert_eq!(body["value"].as_array().unwrap().len(), 2);
    assert!(body["@odata.nextLink"].is_string());
}

#[tokio::test]
async fn a_deleted_user_is_gone() {
    let world = World::start().await;
    let kim = world.app.user(&world.tenant, "kim").create().await;
    let token = directory_reader(&world).await;
    world.get(&format!("/v1.0/users/{}", kim.id), &token).await.ok();
    app::admin::users::delete(&world.app.operator_in(&world.tenant), &kim.name).await.unwrap();
    for name in [kim.id.to_string(), kim.name.clone()] {
        let answer = world.get(&format!("/v1.0/users/{name}"), &token).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
        assert!(answer.json()["error"]["message"].as_str().unwrap().contains(&name));
    }
}

#[tokio::test]
async fn the_organization_is_the_callers_own() {
    let world = World::start().await;
    let token = directory_reader(&world).await;
    let body = world.get("/v1.0/organization", &token).await.ok();
    assert_eq!(body["value"].as_array().unwrap().len(), 1);
    assert_eq!(body["value"][0]["id"], world.tenant.id.to_string());
    assert_eq!(body["value"][0]["displayName"], "Contoso");
    assert_eq!(body["value"][0]["verifiedDomains"][0]["name"], "contoso.example");
    let one =
        world.get(&format!("/v1.0/organization/{}?$select=displayName", world.tenant.id), &token).await.ok();
    assert_eq!(one["displayName"], "Contoso");
    assert_eq!(one.as_object().unwrap().len(), 2);
}
