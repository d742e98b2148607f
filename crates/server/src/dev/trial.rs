//! A client to try a sign-in with, from the first click to the claims in the tokens. It speaks to the server as any
//! other client does: authorization code with PKCE.

use super::Dev;
use super::page::{escaped, list, text};
use app::{Client, Ctx, directory, tokens};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::verdict::Verdict;
use protocol::Version;
use protocol::params::Params;
use protocol::token::TokenRequest;
use serde::Deserialize;
use serde_json::Value;
use url::form_urlencoded::Serializer;
use web::headers::{PagePolicy, page as page_headers};

/// What the client asks for.
const SCOPE: &str = "User.Read openid profile offline_access";

#[derive(Deserialize)]
pub(super) struct Who {
    user: Option<String>,
}

/// `GET /dev/sign-in?user=NAME`.
pub(super) async fn begin(State(dev): State<Dev>, Query(who): Query<Who>) -> Response {
    let Some((tenant, client)) = tools(&dev.world) else { return StatusCode::NOT_FOUND.into_response() };
    let mut query = Serializer::new(String::new());
    query
        .append_pair("client_id", client)
        .append_pair("response_type", "code")
        .append_pair("redirect_uri", &callback(&dev))
        .append_pair("scope", SCOPE)
        .append_pair("code_challenge", &crypto::pkce::challenge(&dev.verifier))
        .append_pair("code_challenge_method", "S256");
    if let Some(user) = who.user {
        query.append_pair("login_hint", &user).append_pair("prompt", "login");
    }
    let origin = &dev.services.config.origins.identity;
    Redirect::to(&format!("{origin}/{tenant}/oauth2/v2.0/authorize?{}", query.finish())).into_response()
}

/// Where the client's answers come back to.
pub(crate) fn callback(dev: &Dev) -> String {
    format!("{}/dev/callback", dev.services.config.origins.identity)
}

/// The tenant and the id of the public client of the first tenant.
pub(crate) fn tools(world: &Value) -> Option<(&str, &str)> {
    let tools = list(world, "apps").find(|app| text(app, "tag") == Some("tools"))?;
    Some((text(tools, "tenant")?, text(tools, "app_id")?))
}

#[derive(Deserialize)]
pub(super) struct Answer {
    code: Option<String>,
    error_description: Option<String>,
}

/// `GET /dev/callback`.
pub(super) async fn end(State(dev): State<Dev>, Query(answer): Query<Answer>) -> Response {
    let body = match answer.code {
        Some(code) => redeem(&dev, &code).await,
        None => Err(answer.error_description.unwrap_or_else(|| "no answer".to_owned())),
    };
    let text = match body {
        Ok(text) | Err(text) => text,
    };
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Countersign</title><style>{}</style>\
         </head><body><main><h1>Countersign</h1><pre>{}</pre><p><a href=\"/dev\">/dev</a></p></main></body></html>",
        web::assets::style(),
        escaped(&text)
    );
    (page_headers(PagePolicy::default()), page).into_response()
}

/// The claims of the tokens that the code buys, or why it buys none.
async fn redeem(dev: &Dev, code: &str) -> Result<String, String> {
    let (tenant, client) = tools(&dev.world).ok_or("the world has no client")?;
    let form = Serializer::new(String::new())
        .append_pair("grant_type", "authorization_code")
        .append_pair("client_id", client)
        .append_pair("redirect_uri", &callback(dev))
        .append_pair("code", code)
        .append_pair("code_verifier", &dev.verifier)
        .finish();
    let params = Params::parse(form.as_bytes()).map_err(|error| error.to_string())?;
    let request = TokenRequest::parse(&params, None, Version::V2).map_err(|error| error.to_string())?;
    let ctx = Ctx::anonymous(&dev.services, None, Client::default());
    let authority = directory::authority(&ctx, tenant).await.map_err(|fault| fault.to_string())?;
    let authority = authority.map_err(|cause| cause.fault().description())?;
    match tokens::token(&ctx, authority, None, request).await.map_err(|fault| fault.to_string())? {
        Verdict::Granted(tokens) => {
            let id_token = tokens.id_token.as_deref().map(claims).unwrap_or_default();
            Ok(format!("id_token\n{id_token}\n\naccess_token\n{}", claims(&tokens.access_token)))
        }
        Verdict::Refused(refusal) => {
            Err(format!("AADSTS{}: {}", refusal.cause.code(), refusal.cause.fault().description()))
        }
    }
}

/// The claims of a token, readable.
fn claims(token: &str) -> String {
    let payload =
        token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok()).unwrap_or_default();
    let value: Value = serde_json::from_slice(&payload).unwrap_or_default();
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
