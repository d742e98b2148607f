use crate::{conflict, invalid, missing, the_record};
use app::admin::applications::{self, NewApplication};
use app::admin::credentials::{self, NewSecret};
use app::admin::{consent, permissions};
use crypto::certificate::{KeyKind, Validity, self_signed};
use model::application::{Audience, Platform, Redirects, SigningPreference, TokenVersion};
use model::{AppId, SignedDuration, Uuid};
use testkit::TestApp;

fn request(name: &str) -> NewApplication {
    NewApplication {
        app_id: None,
        display_name: name.to_owned(),
        audience: Audience::MyOrganization,
        identifier_uris: Vec::new(),
        redirects: Redirects::default(),
        public_client: false,
        access_token_version: TokenVersion::V1,
        signing: SigningPreference::Rs256,
    }
}

const GRAPH: &str = "https://graph.microsoft.com";

#[tokio::test]
async fn redirect_uris_belong_to_one_platform() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let redirects = Redirects { web: vec!["https://a.example/cb".to_owned()], ..Redirects::default() };
    let made = applications::create(&ctx, NewApplication { redirects, ..request("Billing") }).await.unwrap();
    let name = made.application.app_id.to_string();
    let twice = applications::add_redirect(&ctx, &name, Platform::Spa, "https://a.example/cb").await;
    assert!(conflict(twice).contains("registered already"));
    let object = made.application.id.to_string();
    let changed = applications::add_redirect(&ctx, &object, Platform::Native, "myapp://cb").await.unwrap();
    assert_eq!(changed.redirects.public_client, ["myapp://cb"]);
    let entry = the_record(&ctx, "Update application").await;
    assert_eq!(entry.targets[0].changes[0].name, "AppAddress");
    let elsewhere = applications::remove_redirect(&ctx, &name, Platform::Web, "myapp://cb").await;
    assert!(missing(elsewhere).contains("on that platform"));
    applications::remove_redirect(&ctx, &name, Platform::Native, "myapp://cb").await.unwrap();
}

#[tokio::test]
async fn secrets_are_shown_once_hinted_and_never_recorded() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let name = applications::create(&ctx, request("Billing")).await.unwrap().application.app_id.to_string();
    let new = NewSecret { display_name: Some("pipeline".to_owned()), days: 30, hard_to_encode: true };
    let made = credentials::add_secret(&ctx, &name, new.clone()).await.unwrap();
    assert!(made.value.ends_with("+/=~") && made.value.starts_with(&made.secret.hint));
    assert_eq!(made.secret.ends_at, ctx.now + SignedDuration::from_hours(30 * 24));
    let entry = the_record(&ctx, "Update application – Certificates and secrets management").await;
    assert!(!serde_json::to_string(&entry).unwrap().contains(made.value.as_str()));
    credentials::remove_secret(&ctx, &name, made.secret.id).await.unwrap();
    assert!(missing(credentials::remove_secret(&ctx, &name, made.secret.id).await).contains("no secret"));
    invalid(credentials::add_secret(&ctx, &name, NewSecret { days: 731, ..new.clone() }).await);
    let public = NewApplication { public_client: true, ..request("Tool") };
    let public = applications::create(&ctx, public).await.unwrap().application.app_id.to_string();
    assert!(invalid(credentials::add_secret(&ctx, &public, new).await).contains("public client"));
}

#[tokio::test]
async fn certificates_are_taken_without_their_keys() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let name = applications::create(&ctx, request("Billing")).await.unwrap().application.app_id.to_string();
    let day = SignedDuration::from_hours(24);
    let valid = Validity { not_before: ctx.now - day, not_after: ctx.now + day };
    let made = self_signed("billing", valid, KeyKind::P256).unwrap();
    let pem = made.certificate_pem.as_bytes();
    let added = credentials::add_certificate(&ctx, &name, None, pem).await.unwrap();
    assert_eq!(added.display_name.as_deref(), Some("CN=billing"));
    assert!(conflict(credentials::add_certificate(&ctx, &name, None, pem).await).contains("already"));
    let key = made.private_key_pem.as_bytes();
    assert!(invalid(credentials::add_certificate(&ctx, &name, None, key).await).contains("private key"));
    assert!(invalid(credentials::add_certificate(&ctx, &name, None, b"nonsense").await).contains("PEM"));
    let over = Validity { not_before: ctx.now - day, not_after: ctx.now - day / 2 };
    let over = self_signed("old", over, KeyKind::P256).unwrap();
    let refused = credentials::add_certificate(&ctx, &name, None, over.certificate_pem.as_bytes()).await;
    assert!(invalid(refused).contains("ended"));
    credentials::remove_certificate(&ctx, &name, added.id).await.unwrap();
}

#[tokio::test]
async fn an_application_that_exposes_something_becomes_a_resource() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let billing = app.client(&tenant, "Billing").exposes("access_as_user").create().await;
    let name = billing.app_id.to_string();
    let known = applications::details(&ctx, &name).await.unwrap().application;
    assert_eq!(known.identifier_uris, [format!("api://{name}")]);
    assert!(
        conflict(permissions::expose_app_role(&ctx, &name, "access_as_user", "Again").await)
            .contains("already")
    );
    permissions::expose_app_role(&ctx, &name, "Bills.Read", "Read bills").await.unwrap();
    let identifier_uris = vec![format!("API://{name}")];
    let clash = applications::create(&ctx, NewApplication { identifier_uris, ..request("Other") }).await;
    assert!(invalid(clash).contains("identifier URI"));
    let identifier_uris = vec![format!("api://{}", name.to_uppercase())];
    let clash = applications::create(&ctx, NewApplication { identifier_uris, ..request("Other") }).await;
    assert!(conflict(clash).contains("identifier URI"));
    let identifier_uris = vec![GRAPH.to_owned()];
    let clash = applications::create(&ctx, NewApplication { identifier_uris, ..request("Fake Graph") }).await;
    assert!(conflict(clash).contains("identifier URI"));
}

#[tokio::test]
async fn consent_covers_what_is_asked_and_can_be_given_again() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let billing = app.client(&tenant, "Billing").exposes("access_as_user").create().await;
    let client = app.client(&tenant, "Automation").create().await;
    let name = client.app_id.to_string();
    assert!(invalid(consent::grant(&ctx, &name).await).contains("asks for no permission"));
    let unknown = permissions::require(&ctx, &name, GRAPH, vec!["No.Such".to_owned()], Vec::new()).await;
    assert!(missing(unknown).contains("offers no delegated permission"));
    let scopes = vec!["User.Read".to_owned()];
    permissions::require(&ctx, &name, GRAPH, scopes, vec!["User.Read.All".to_owned()]).await.unwrap();
    let own = vec!["access_as_user".to_owned()];
    permissions::require(&ctx, &name, &format!("api://{}", billing.app_id), own, Vec::new()).await.unwrap();
    let granted = consent::grant(&ctx, &name).await.unwrap();
    assert_eq!(granted.scopes, ["Microsoft Graph/User.Read", "Billing/access_as_user"]);
    assert_eq!(granted.app_roles, ["Microsoft Graph/User.Read.All"]);
    the_record(&ctx, "Consent to application").await;
    assert_eq!(consent::grant(&ctx, &name).await.unwrap(), granted);
}

#[tokio::test]
async fn other_tenants_see_multi_tenant_applications_only() {
    let app = TestApp::start().await;
    let (owner, guest) = (app.customer("Fabrikam").await, app.customer("Northwind").await);
    let own = app.client(&owner, "Own").create().await;
    let shared = app.client(&owner, "Shared").multi_tenant().asks(GRAPH, &["User.Read"], &[]).create().await;
    let ctx = app.operator_in(&guest);
    assert!(missing(applications::add_foreign(&ctx, own.app_id).await).contains("other tenants may use"));
    assert!(applications::add_foreign(&ctx, shared.app_id).await.unwrap());
    assert!(!applications::add_foreign(&ctx, shared.app_id).await.unwrap());
    assert_eq!(
        consent::grant(&ctx, &shared.app_id.to_string()).await.unwrap().scopes,
        ["Microsoft Graph/User.Read"]
    );
    let taken = NewApplication { app_id: Some(own.app_id), ..request("Taken") };
    assert!(conflict(applications::create(&ctx, taken).await).contains("another tenant"));
}

#[tokio::test]
async fn applications_are_disabled_in_a_tenant_and_deleted() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let client = app.client(&tenant, "Automation").create().await;
    let name = client.app_id.to_string();
    assert!(!applications::set_enabled(&ctx, &name, false).await.unwrap().enabled);
    the_record(&ctx, "Disable service principal").await;
    let platform = model::first_party::AZURE_CLI.to_string();
    assert!(!applications::set_enabled(&ctx, &platform, false).await.unwrap().enabled);
    applications::delete(&ctx, &name).await.unwrap();
    missing(applications::details(&ctx, &name).await);
    let nobody = AppId(Uuid::from_u128(9)).to_string();
    assert!(missing(applications::delete(&ctx, &nobody).await).contains(&nobody));
}
