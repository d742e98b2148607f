//! The applications of the demo.

use super::ready::{App, World};
use super::world::{Place, Places, Plan};
use crate::datadir;
use app::Fault;
use app::admin::applications::{self, NewApplication};
use app::admin::consent;
use app::admin::credentials::{self, NewSecret};
use app::admin::permissions::{self, NewScope};
use crypto::certificate::{KeyKind, Validity, self_signed};
use model::application::{Audience, Redirects, SigningPreference, TokenVersion};
use model::{AppId, SignedDuration};

const GRAPH: &str = "https://graph.microsoft.com";
const CALLBACK: &str = "http://localhost:5000/callback";
const SPA: &str = "http://localhost:3000";
const GRAPH_ROLES: &[&str] = &[
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "AuditLog.Read.All",
    "Policy.Read.All",
    "Policy.ReadWrite.ConditionalAccess",
    "Organization.Read.All",
    "IdentityRiskyUser.Read.All",
    "IdentityRiskEvent.Read.All",
];
const GRAPH_SCOPES: &[&str] = &["User.Read", "AuditLog.Read.All", "Directory.Read.All"];
/// How many days the demo's secrets are accepted.
const SECRET_DAYS: u32 = 365;

/// Makes every application.
pub(super) async fn make(places: &Places, plan: &Plan<'_>, world: &mut World) -> Result<(), Fault> {
    let automation = automation(&places.partner, plan, "partner").await?;
    let api = automation.scopes.clone();
    world.apps.push(automation);
    if let Some(customer) = places.customers.first() {
        world.apps.push(self::automation(customer, plan, "customer").await?);
    }
    tools(places, &api, world).await?;
    world.apps.push(spa(&places.partner).await?);
    for tag in ["csp-app", "cpv-app"] {
        world.apps.push(multi_tenant(places, tag).await?);
    }
    world.apps.push(fast_api(&places.partner).await?);
    Ok(())
}

fn new(name: &str) -> NewApplication {
    NewApplication {
        app_id: None,
        display_name: name.to_owned(),
        audience: Audience::MyOrganization,
        identifier_uris: Vec::new(),
        redirects: Redirects::default(),
        public_client: false,
        access_token_version: TokenVersion::V2,
        signing: SigningPreference::Rs256,
    }
}

/// An application that is a resource under the name `api://{its id}`.
fn named(place: &Place, name: &str) -> NewApplication {
    let app_id = AppId(place.ctx.services.entropy.uuid_v4());
    NewApplication { app_id: Some(app_id), identifier_uris: vec![format!("api://{app_id}")], ..new(name) }
}

fn told(place: &Place, app_id: &str, name: &str, tag: &str) -> App {
    App {
        tenant: place.id.to_string(),
        app_id: app_id.to_owned(),
        name: name.to_owned(),
        tag: tag.to_owned(),
        secret: None,
        certificate_pem: None,
        redirect_uris: Vec::new(),
        permissions: Vec::new(),
        scopes: Vec::new(),
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

async fn secret(place: &Place, app_id: &str) -> Result<String, Fault> {
    let request =
        NewSecret { display_name: Some("demo".to_owned()), days: SECRET_DAYS, hard_to_encode: true };
    Ok(credentials::add_secret(&place.ctx, app_id, request).await?.value.to_string())
}

/// A new certificate for an application: registered, and written to a file together with its key.
async fn certificate(place: &Place, app_id: &str, plan: &Plan<'_>, label: &str) -> Result<String, Fault> {
    let corrupt = |error: String| Fault::Corrupt(format!("the demo's certificate cannot be made: {error}"));
    let day = SignedDuration::from_hours(24);
    let validity = Validity { not_before: place.ctx.now - day, not_after: place.ctx.now + day * 365 };
    let issued =
        self_signed("automation", validity, KeyKind::Rsa2048).map_err(|error| corrupt(error.to_string()))?;
    credentials::add_certificate(
        &place.ctx,
        app_id,
        Some("demo".to_owned()),
        issued.certificate_pem.as_bytes(),
    )
    .await?;
    let file = plan.directory.join(format!("automation-{label}.pem"));
    let text = format!("{}{}", issued.private_key_pem.as_str(), issued.certificate_pem);
    datadir::write_private(&file, text.as_bytes()).map_err(|failure| corrupt(failure.to_string()))?;
    Ok(file.display().to_string())
}

/// Confidential: a secret that is hard to encode, a certificate, Graph permissions, and a scope of its own.
async fn automation(place: &Place, plan: &Plan<'_>, label: &str) -> Result<App, Fault> {
    let ctx = &place.ctx;
    let redirects = Redirects { web: words(&[CALLBACK]), ..Redirects::default() };
    let made = applications::create(ctx, NewApplication { redirects, ..named(place, "Automation") }).await?;
    let app_id = made.application.app_id.to_string();
    permissions::expose_scope(ctx, &app_id, access_as_user()).await?;
    permissions::require(ctx, &app_id, GRAPH, words(GRAPH_SCOPES), words(GRAPH_ROLES)).await?;
    consent::grant(ctx, &app_id).await?;
    Ok(App {
        secret: Some(secret(place, &app_id).await?),
        certificate_pem: Some(certificate(place, &app_id, plan, label).await?),
        redirect_uris: words(&[CALLBACK]),
        permissions: words(GRAPH_ROLES),
        scopes: vec![format!("api://{app_id}/access_as_user")],
        ..told(place, &app_id, "Automation", "automation")
    })
}

fn access_as_user() -> NewScope {
    NewScope {
        value: "access_as_user".to_owned(),
        display_name: "Use Automation as you".to_owned(),
        description: "Allows the application to use Automation on your behalf.".to_owned(),
        admin_only: false,
    }
}

/// Public: device code, password grant where it is allowed, loopback redirects. Every tenant has its own.
async fn tools(places: &Places, api: &[String], world: &mut World) -> Result<(), Fault> {
    let uris = ["http://localhost", CALLBACK];
    let all = [&places.partner, &places.announced].into_iter().chain(&places.customers);
    for (number, place) in all.enumerate() {
        let redirects = Redirects { public_client: words(&uris), ..Redirects::default() };
        let request = NewApplication { redirects, public_client: true, ..new("Tools") };
        let made = applications::create(&place.ctx, request).await?;
        let app_id = made.application.app_id.to_string();
        permissions::require(&place.ctx, &app_id, GRAPH, words(GRAPH_SCOPES), Vec::new()).await?;
        let own = if number == 0 { api } else { &[] };
        for (resource, scope) in own.iter().filter_map(|scope| scope.rsplit_once('/')) {
            permissions::require(&place.ctx, &app_id, resource, words(&[scope]), Vec::new()).await?;
        }
        consent::grant(&place.ctx, &app_id).await?;
        world.apps.push(App {
            redirect_uris: words(&uris),
            permissions: words(GRAPH_SCOPES),
            scopes: own.to_vec(),
            ..told(place, &app_id, "Tools", "tools")
        });
    }
    Ok(())
}

/// A single-page application.
async fn spa(place: &Place) -> Result<App, Fault> {
    let redirects = Redirects { spa: words(&[SPA]), ..Redirects::default() };
    let made =
        applications::create(&place.ctx, NewApplication { redirects, ..new("Single-page application") })
            .await?;
    let app_id = made.application.app_id.to_string();
    permissions::require(&place.ctx, &app_id, GRAPH, words(&["User.Read"]), Vec::new()).await?;
    Ok(App {
        redirect_uris: words(&[SPA]),
        permissions: words(&["User.Read"]),
        ..told(place, &app_id, "Single-page application", "spa")
    })
}

/// An application of the partner that is present in its customers' tenants.
async fn multi_tenant(places: &Places, tag: &str) -> Result<App, Fault> {
    let place = &places.partner;
    let redirects = Redirects { web: words(&[CALLBACK]), ..Redirects::default() };
    let request = NewApplication { redirects, audience: Audience::AnyOrganization, ..new(tag) };
    let made = applications::create(&place.ctx, request).await?;
    let app_id = made.application.app_id.to_string();
    permissions::require(&place.ctx, &app_id, GRAPH, words(&["User.Read", "Directory.Read.All"]), Vec::new())
        .await?;
    consent::grant(&place.ctx, &app_id).await?;
    for customer in &places.customers {
        applications::add_foreign(&customer.ctx, made.application.app_id).await?;
    }
    Ok(App {
        secret: Some(secret(place, &app_id).await?),
        redirect_uris: words(&[CALLBACK]),
        permissions: words(&["User.Read", "Directory.Read.All"]),
        ..told(place, &app_id, tag, tag)
    })
}

/// A resource that asks for ES256: its tokens cost a fraction of RSA ones to sign. It is its own single-page client.
async fn fast_api(place: &Place) -> Result<App, Fault> {
    let ctx = &place.ctx;
    let redirects = Redirects { web: words(&[CALLBACK]), spa: words(&[SPA]), ..Redirects::default() };
    let request = NewApplication { redirects, signing: SigningPreference::Es256, ..named(place, "Fast API") };
    let made = applications::create(ctx, request).await?;
    let app_id = made.application.app_id.to_string();
    permissions::expose_scope(ctx, &app_id, access_as_user()).await?;
    permissions::require(ctx, &app_id, &app_id, words(&["access_as_user"]), Vec::new()).await?;
    consent::grant(ctx, &app_id).await?;
    Ok(App {
        secret: Some(secret(place, &app_id).await?),
        redirect_uris: words(&[CALLBACK, SPA]),
        scopes: vec![format!("api://{app_id}/access_as_user")],
        ..told(place, &app_id, "Fast API", "fast-api")
    })
}
