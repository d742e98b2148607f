//! What the Azure CLI asks after a sign-in.

use crate::client::{ARM, Answer, World, send};
use axum::http::{Method, StatusCode};
use serde_json::json;

async fn get(world: &World, path: &str, token: Option<&str>) -> Answer {
    let header = token.map(|token| format!("Bearer {token}")).unwrap_or_default();
    let headers: &[(&str, &str)] = if token.is_some() { &[("authorization", &header)] } else { &[] };
    send(world.arm(), Method::GET, path, headers, "").await
}

#[tokio::test]
async fn the_cloud_describes_itself_to_everybody() {
    let world = World::start().await;
    let cloud = get(&world, "/metadata/endpoints?api-version=2022-09-01", None).await.ok();
    assert_eq!(cloud["authentication"]["loginEndpoint"], "https://login.test");
    assert_eq!(cloud["microsoftGraphResourceId"], "https://graph.test/");
    let list = get(&world, "/metadata/endpoints?api-version=2019-05-01", None).await.ok();
    assert_eq!(list, json!([cloud]));
    for path in [
        "/metadata/endpoints",
        "/metadata/endpoints?api-version=",
        "/metadata/endpoints?api-version=latest",
        "/metadata/endpoints?api-version=2022-09-01&api-version=2019-05-01",
    ] {
        let answer = get(&world, path, None).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::BAD_REQUEST, "BadRequest"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_sign_in_reaches_its_tenant_and_no_subscriptions() {
    let world = World::start().await;
    let kim = world.app.user(&world.tenant, "kim").create().await;
    let token = world.user_token_for(&kim, ARM, &["user_impersonation"]).await;
    let subscriptions = get(&world, "/subscriptions?api-version=2022-12-01", Some(&token)).await.ok();
    assert_eq!(subscriptions["value"], json!([]));
    let tenants = get(&world, "/tenants?api-version=2022-12-01", Some(&token)).await.ok();
    assert_eq!(tenants["value"].as_array().unwrap().len(), 1);
    assert_eq!(tenants["value"][0]["tenantId"], world.tenant.id.to_string());
    assert_eq!(tenants["value"][0]["id"], format!("/tenants/{}", world.tenant.id));
    assert_eq!(tenants["value"][0]["defaultDomain"], "contoso.example");
}

#[tokio::test]
async fn the_origin_of_the_face_is_a_name_of_its_audience() {
    let world = World::start().await;
    let kim = world.app.user(&world.tenant, "kim").create().await;
    let token = world.user_token_for(&kim, "https://arm.test", &["user_impersonation"]).await;
    get(&world, "/tenants?api-version=2022-12-01", Some(&token)).await.ok();
}

#[tokio::test]
async fn refusals_have_resource_managers_form() {
    let world = World::start().await;
    let answer = get(&world, "/providers?api-version=2022-12-01", None).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "NotFound"));
    assert!(answer.json()["error"]["message"].is_string());
    assert!(answer.json()["error"].get("innerError").is_none());
}
