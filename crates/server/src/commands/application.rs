//! `countersign app`

use super::{PAGE, id, in_tenant, moment};
use crate::answer::{Answer, words, yes_no};
use crate::cli::{
    AppArg, AppCommand, Certificates, CreateApp, Credentials, Expose, Redirect, RedirectArg,
    RedirectPlatform, until,
};
use crate::failure::Failure;
use app::Ctx;
use app::admin::applications::{self, NewApplication, Registered};
use app::admin::consent;
use app::admin::credentials::{self, MadeSecret, NewSecret};
use app::admin::permissions::{self, NewScope};
use model::application::{
    Application, Audience, Platform, Redirects, ServicePrincipal, SigningPreference, TokenVersion,
};
use serde_json::{Value, json};

/// How long a secret made with its application is accepted.
const FIRST_SECRET_DAYS: u32 = 180;

/// Runs one.
pub async fn run(ctx: &Ctx, command: AppCommand) -> Result<Answer, Failure> {
    match command {
        AppCommand::Create(request) => create(ctx, request).await,
        AppCommand::List(named) => list(&in_tenant(ctx, &named).await?.0).await,
        AppCommand::Show(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
            Ok(shown(&applications::details(&ctx, &arg.app).await?))
        }
        AppCommand::Redirect(command) => redirect(ctx, command).await,
        AppCommand::Secret(command) => secret(ctx, command).await,
        AppCommand::Certificate(command) => certificate(ctx, command).await,
        AppCommand::Expose(command) => expose(ctx, command).await,
        AppCommand::Require(request) => {
            let (ctx, _) = in_tenant(ctx, &request.app.tenant).await?;
            let (name, resource) = (&request.app.app, &request.resource);
            let application =
                permissions::require(&ctx, name, resource, request.scope, request.app_role).await?;
            show(&ctx, &application).await
        }
        AppCommand::Consent(arg) => grant(ctx, &arg).await,
        AppCommand::Enable(arg) => enabled(ctx, &arg, true).await,
        AppCommand::Disable(arg) => enabled(ctx, &arg, false).await,
        AppCommand::Delete(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
            let application = applications::delete(&ctx, &arg.app).await?;
            Ok(Answer::new(&json!({ "appId": application.app_id }))
                .line(format!("{} is deleted and can be restored for thirty days", application.display_name)))
        }
    }
}

async fn create(ctx: &Ctx, request: CreateApp) -> Result<Answer, Failure> {
    let (ctx, _) = in_tenant(ctx, &request.tenant).await?;
    let new = NewApplication {
        app_id: None,
        display_name: request.name,
        audience: if request.multi_tenant { Audience::AnyOrganization } else { Audience::MyOrganization },
        identifier_uris: request.identifier_uri,
        redirects: Redirects { web: request.web, spa: request.spa, public_client: request.native },
        public_client: request.public,
        access_token_version: if request.v2_tokens { TokenVersion::V2 } else { TokenVersion::V1 },
        signing: if request.es256 { SigningPreference::Es256 } else { SigningPreference::Rs256 },
    };
    let registered = applications::create(&ctx, new).await?;
    if !request.secret {
        return Ok(shown(&registered));
    }
    let new = NewSecret { display_name: None, days: FIRST_SECRET_DAYS, hard_to_encode: false };
    let made = credentials::add_secret(&ctx, &registered.application.app_id.to_string(), new).await?;
    let mut answer = shown(&registered);
    if let Some(fields) = answer.data.as_object_mut() {
        fields.insert("secretText".to_owned(), json!(made.value.as_str()));
    }
    Ok(with_secret(answer, &made))
}

async fn list(ctx: &Ctx) -> Result<Answer, Failure> {
    let mut all: Vec<ServicePrincipal> = Vec::new();
    loop {
        let page = applications::list_principals(ctx, all.last().map(|principal| principal.id), PAGE).await?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    let owner = |principal: &ServicePrincipal| match principal.owner {
        None => "platform".to_owned(),
        Some(owner) if Some(owner) == ctx.tenant => "this tenant".to_owned(),
        Some(owner) => owner.to_string(),
    };
    let rows = all.iter().map(|principal| {
        [
            principal.app_id.to_string(),
            principal.display_name.clone(),
            owner(principal),
            yes_no(principal.enabled),
        ]
    });
    Ok(Answer::new(&all).table(["client id", "name", "owner", "enabled"], rows.collect()))
}

async fn redirect(ctx: &Ctx, command: Redirect) -> Result<Answer, Failure> {
    let (Redirect::Add(arg) | Redirect::Remove(arg)) = &command;
    let (ctx, _) = in_tenant(ctx, &arg.app.tenant).await?;
    let RedirectArg { app, platform, uri } = arg;
    let platform = match platform {
        RedirectPlatform::Web => Platform::Web,
        RedirectPlatform::Spa => Platform::Spa,
        RedirectPlatform::Native => Platform::Native,
    };
    let application = match command {
        Redirect::Add(_) => applications::add_redirect(&ctx, &app.app, platform, uri).await?,
        Redirect::Remove(_) => applications::remove_redirect(&ctx, &app.app, platform, uri).await?,
    };
    show(&ctx, &application).await
}

async fn secret(ctx: &Ctx, command: Credentials) -> Result<Answer, Failure> {
    match command {
        Credentials::Add(request) => {
            let (ctx, _) = in_tenant(ctx, &request.app.tenant).await?;
            let new = NewSecret { display_name: request.name, days: request.days, hard_to_encode: false };
            let made = credentials::add_secret(&ctx, &request.app.app, new).await?;
            let data = json!({ "keyId": made.secret.id, "secretText": made.value.as_str(), "hint": made.secret.hint,
                "endDateTime": made.secret.ends_at });
            Ok(with_secret(Answer::new(&data), &made))
        }
        Credentials::Remove(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.app.tenant).await?;
            let application = credentials::remove_secret(&ctx, &arg.app.app, id("secret", &arg.key)?).await?;
            show(&ctx, &application).await
        }
    }
}

fn with_secret(answer: Answer, made: &MadeSecret) -> Answer {
    answer
        .facts([
            ("key id", made.secret.id.to_string()),
            ("secret", made.value.to_string()),
            ("accepted until", until(made.secret.ends_at)),
        ])
        .line("The secret is shown only now.")
}

async fn certificate(ctx: &Ctx, command: Certificates) -> Result<Answer, Failure> {
    match command {
        Certificates::Add(request) => {
            let (ctx, _) = in_tenant(ctx, &request.app.tenant).await?;
            let pem = request.pem.as_bytes();
            let added = credentials::add_certificate(&ctx, &request.app.app, request.name, pem).await?;
            let data = json!({ "keyId": added.id, "thumbprint": added.thumbprint_sha1, "endDateTime": added.ends_at });
            Ok(Answer::new(&data).facts([
                ("key id", added.id.to_string()),
                ("thumbprint (x5t)", added.thumbprint_sha1.clone()),
                ("accepted until", until(added.ends_at)),
            ]))
        }
        Certificates::Remove(arg) => {
            let (ctx, _) = in_tenant(ctx, &arg.app.tenant).await?;
            let application =
                credentials::remove_certificate(&ctx, &arg.app.app, id("certificate", &arg.key)?).await?;
            show(&ctx, &application).await
        }
    }
}

async fn expose(ctx: &Ctx, command: Expose) -> Result<Answer, Failure> {
    let (ctx, application) = match command {
        Expose::Scope(request) => {
            let (ctx, _) = in_tenant(ctx, &request.app.tenant).await?;
            let scope = NewScope {
                value: request.value,
                display_name: request.name,
                description: request.description,
                admin_only: request.admin_only,
            };
            let application = permissions::expose_scope(&ctx, &request.app.app, scope).await?;
            (ctx, application)
        }
        Expose::AppRole(request) => {
            let (ctx, _) = in_tenant(ctx, &request.app.tenant).await?;
            let name = &request.app.app;
            let application = permissions::expose_app_role(&ctx, name, &request.value, &request.name).await?;
            (ctx, application)
        }
    };
    show(&ctx, &application).await
}

async fn grant(ctx: &Ctx, arg: &AppArg) -> Result<Answer, Failure> {
    let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
    let granted = consent::grant(&ctx, &arg.app).await?;
    Ok(Answer::new(&json!({ "scopes": granted.scopes, "appRoles": granted.app_roles }))
        .line("consented for the whole tenant")
        .facts([("delegated", words(&granted.scopes)), ("application", words(&granted.app_roles))]))
}

async fn enabled(ctx: &Ctx, arg: &AppArg, enabled: bool) -> Result<Answer, Failure> {
    let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
    let principal = applications::set_enabled(&ctx, &arg.app, enabled).await?;
    let state =
        if enabled { "may get tokens in this tenant" } else { "gets no tokens in this tenant any more" };
    Ok(Answer::new(&principal).line(format!("{} {state}", principal.display_name)))
}

async fn show(ctx: &Ctx, application: &Application) -> Result<Answer, Failure> {
    Ok(shown(&applications::details(ctx, &application.app_id.to_string()).await?))
}

fn shown(registered: &Registered) -> Answer {
    let Registered { application, principal } = registered;
    let asked = application.required_access.iter().flat_map(|access| {
        let name = model::first_party::application(access.resource)
            .map_or_else(|| access.resource.to_string(), |resource| resource.display_name.clone());
        access
            .scopes
            .iter()
            .chain(&access.roles)
            .map(move |word| format!("{name}/{word}"))
            .collect::<Vec<_>>()
    });
    let secret = |secret: &model::application::Secret| {
        format!("{}… ({}, until {})", secret.hint, secret.id, until(secret.ends_at))
    };
    let certificate = |key: &model::application::ClientCertificate| {
        format!("{} ({}, until {})", key.thumbprint_sha1, key.id, until(key.ends_at))
    };
    let offered: Vec<&str> = application
        .scopes
        .iter()
        .map(|scope| scope.value.as_str())
        .chain(application.app_roles.iter().map(|role| role.value.as_str()))
        .collect();
    Answer::new(&view(registered)).facts([
        ("client id", application.app_id.to_string()),
        ("object id", application.id.to_string()),
        ("name", application.display_name.clone()),
        (
            "service principal",
            principal.as_ref().map(|principal| principal.id.to_string()).unwrap_or_default(),
        ),
        ("enabled", principal.as_ref().map(|principal| yes_no(principal.enabled)).unwrap_or_default()),
        ("public client", yes_no(application.public_client)),
        ("every tenant", yes_no(application.audience == Audience::AnyOrganization)),
        ("identifier URIs", words(&application.identifier_uris)),
        ("web redirects", words(&application.redirects.web)),
        ("SPA redirects", words(&application.redirects.spa)),
        ("native redirects", words(&application.redirects.public_client)),
        ("secrets", words(&application.secrets.iter().map(secret).collect::<Vec<_>>())),
        ("certificates", words(&application.certificates.iter().map(certificate).collect::<Vec<_>>())),
        ("offers", words(&offered)),
        ("asks for", words(&asked.collect::<Vec<_>>())),
        ("made", moment(application.created_at)),
    ])
}

/// As Graph shows it: of secrets only what tells them apart.
fn view(registered: &Registered) -> Value {
    let Registered { application, principal } = registered;
    let secrets: Vec<Value> = application
        .secrets
        .iter()
        .map(|secret| {
            json!({ "keyId": secret.id, "displayName": secret.display_name, "hint": secret.hint,
                "startDateTime": secret.starts_at, "endDateTime": secret.ends_at })
        })
        .collect();
    let certificates: Vec<Value> = application
        .certificates
        .iter()
        .map(|key| {
            json!({ "keyId": key.id, "displayName": key.display_name, "customKeyIdentifier": key.thumbprint_sha1,
                "startDateTime": key.starts_at, "endDateTime": key.ends_at })
        })
        .collect();
    json!({
        "id": application.id, "appId": application.app_id, "displayName": application.display_name,
        "signInAudience": application.audience, "identifierUris": application.identifier_uris,
        "redirects": application.redirects, "isFallbackPublicClient": application.public_client,
        "requestedAccessTokenVersion": application.access_token_version, "signing": application.signing,
        "scopes": application.scopes, "appRoles": application.app_roles,
        "requiredResourceAccess": application.required_access,
        "passwordCredentials": secrets, "keyCredentials": certificates,
        "createdDateTime": application.created_at, "servicePrincipal": principal,
    })
}
