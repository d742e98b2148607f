//! What is done over and over: one scenario for each kind of row of the benchmark.

mod refresh;
mod sign_in;
mod walk;

use std::path::Path;

use crate::http::{Link, Origin};
use crate::load::{self, Plan, Work};
use crate::record::Ledger;
use crate::world::{Application, World};
use crate::{bare, report};

/// Tags of the ready file.
const CONFIDENTIAL: &str = "automation";
const ES256_RESOURCE: &str = "fast-api";

/// Runs a scenario by name and says what came of it.
pub async fn run(name: &str, plan: &Plan, ready_file: &Path) -> Result<String, String> {
    let world = World::load(ready_file)?;
    let identity = world.identity()?;
    match name {
        "bare" => same(name, plan, &identity, identity.get(bare::PATH, "")).await,
        "discovery" => {
            let path = format!("/{}/v2.0/.well-known/openid-configuration", tenant(&world)?);
            same(name, plan, &identity, identity.get(&path, "")).await
        }
        "jwks" => {
            let path = format!("/{}/discovery/v2.0/keys", tenant(&world)?);
            same(name, plan, &identity, identity.get(&path, "")).await
        }
        "idle" => {
            let request = identity.get(&format!("/{}/discovery/v2.0/keys", tenant(&world)?), "");
            let workers = copies(plan, || Idle { request: request.clone() });
            finish(name, plan, &identity, workers, None).await
        }
        "client-credentials-rs256" | "client-credentials-es256" => {
            client_credentials(name, plan, &world, &identity).await
        }
        "refresh-rs256" | "refresh-es256" => refresh::run(name, plan, &world, &identity).await,
        "sign-in" => sign_in::run(name, plan, &world, &identity).await,
        _ => Err(format!("no scenario is called `{name}`")),
    }
}

/// Every scenario takes place in the tenant of this application.
fn tenant(world: &World) -> Result<&str, String> {
    Ok(&world.app(ES256_RESOURCE, None)?.tenant)
}

fn copies<W>(plan: &Plan, mut make: impl FnMut() -> W) -> Vec<W> {
    (0..plan.connections).map(|_| make()).collect()
}

/// The same request each time.
#[derive(Clone)]
struct Same {
    request: Vec<u8>,
}

impl Work for Same {
    async fn once(&mut self, link: &mut Link) -> Result<(), String> {
        link.exchange(&self.request).await?.good().map(drop)
    }
}

/// A connection that is there and asks once a second.
struct Idle {
    request: Vec<u8>,
}

impl Work for Idle {
    async fn once(&mut self, link: &mut Link) -> Result<(), String> {
        link.exchange(&self.request).await?.good()?;
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        Ok(())
    }
}

async fn same(name: &str, plan: &Plan, origin: &Origin, request: Vec<u8>) -> Result<String, String> {
    finish(name, plan, origin, copies(plan, || Same { request: request.clone() }), None).await
}

async fn client_credentials(
    name: &str,
    plan: &Plan,
    world: &World,
    identity: &Origin,
) -> Result<String, String> {
    let algorithm = algorithm_of(name);
    let tenant = tenant(world)?;
    let client = world.app(CONFIDENTIAL, Some(tenant))?;
    let scope = match (algorithm, &world.resources.graph) {
        ("RS256", Some(graph)) => format!("{graph}/.default"),
        ("RS256", None) => client.default_scope()?,
        _ => world.app(ES256_RESOURCE, Some(tenant))?.default_scope()?,
    };
    let request = token_request(identity, client, &scope)?;
    check_algorithm(identity, &request, algorithm).await?;
    let ledger = Ledger::open(world, client, "servicePrincipal").await?;
    finish(name, plan, identity, copies(plan, || Same { request: request.clone() }), ledger).await
}

/// Runs the load, then counts what was left in the log.
async fn finish<W: Work>(
    name: &str,
    plan: &Plan,
    origin: &Origin,
    workers: Vec<W>,
    ledger: Option<Ledger>,
) -> Result<String, String> {
    let tally = load::run(plan, origin, workers).await?;
    let recorded = match ledger {
        Some(ledger) => Some(ledger.count().await?),
        None => None,
    };
    Ok(report::report(name, tally, recorded))
}

fn algorithm_of(scenario: &str) -> &'static str {
    if scenario.ends_with("-es256") { "ES256" } else { "RS256" }
}

/// A client credentials request with the client's secret.
pub fn token_request(identity: &Origin, client: &Application, scope: &str) -> Result<Vec<u8>, String> {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", &client.app_id)
        .append_pair("client_secret", client.secret()?)
        .append_pair("scope", scope)
        .finish();
    Ok(identity.post_form(&format!("/{}/oauth2/v2.0/token", client.tenant), "", &body))
}

/// Fails unless the token that is answered was signed as the row says.
async fn check_algorithm(identity: &Origin, request: &[u8], algorithm: &str) -> Result<(), String> {
    let mut link = identity.connect().await?;
    let answer = link.exchange(request).await?.good()?;
    signed_with(answer.json_text("access_token"), algorithm)
}

/// Fails unless a token's header names the algorithm.
fn signed_with(token: Option<&str>, algorithm: &str) -> Result<(), String> {
    let header = token.and_then(|token| token.split('.').next()).ok_or("an answer without the token")?;
    let header =
        data_encoding::BASE64URL_NOPAD.decode(header.as_bytes()).map_err(|error| error.to_string())?;
    let header = String::from_utf8_lossy(&header);
    if header.contains(algorithm) {
        Ok(())
    } else {
        Err(format!("a token is to be signed with {algorithm}, but its header is {header}"))
    }
}
