//! Refreshing with rotation. Each connection has a grant of its own in a single-page application: those rotate at
//! every use, so that every answer stands for two durable rows.

use std::sync::Arc;

use super::walk::{Client, Person};
use super::{ES256_RESOURCE, algorithm_of, finish, signed_with, tenant};
use crate::http::{Link, Origin};
use crate::load::{Plan, Work};
use crate::record::Ledger;
use crate::world::World;

const USER: &str = "customer-plain";
const SCOPE: &str = "openid profile offline_access";

/// One grant in use.
struct Refresh {
    client: Arc<Client>,
    identity: Origin,
    token: String,
}

impl Work for Refresh {
    async fn once(&mut self, link: &mut Link) -> Result<(), String> {
        // Handles are base64url: nothing in them needs encoding.
        let body =
            format!("grant_type=refresh_token&client_id={}&refresh_token={}", self.client.app_id, self.token);
        let request = self.client.token_request(&self.identity, &body);
        let answer = link.exchange(&request).await?.good()?;
        let next = answer.json_text("refresh_token").ok_or("an answer without refresh_token")?;
        next.clone_into(&mut self.token);
        Ok(())
    }
}

pub async fn run(name: &str, plan: &Plan, world: &World, identity: &Origin) -> Result<String, String> {
    let algorithm = algorithm_of(name);
    let tenant = tenant(world)?;
    let (app, scope) = match algorithm {
        "RS256" => ("spa", SCOPE.to_owned()),
        _ => {
            ("es256-spa", format!("{SCOPE} {}", world.app(ES256_RESOURCE, Some(tenant))?.delegated_scope()?))
        }
    };
    let app = world.app(app, Some(tenant))?;
    let client = Arc::new(Client::new(app, scope, true)?);
    let users = world.users(USER)?;
    let user = users
        .into_iter()
        .find(|user| user.tenant == tenant)
        .ok_or_else(|| format!("no `{USER}` in {tenant}"))?;
    let no_code = || String::new();
    let person =
        Person { name: &user.upn, password: user.password.as_deref().unwrap_or_default(), code: &no_code };
    let mut link = identity.connect().await?;
    let mut workers = Vec::new();
    for _ in 0..plan.connections {
        let answer = client.sign_in(identity, &mut link, &person).await?;
        let mut work =
            Refresh { client: Arc::clone(&client), identity: identity.clone(), token: String::new() };
        work.token = text(&answer, "refresh_token")?;
        signed_with(Some(&text(&answer, "access_token")?), algorithm)?;
        signed_with(Some(&text(&answer, "id_token")?), algorithm)?;
        workers.push(work);
    }
    let ledger = Ledger::open(world, app, "nonInteractiveUser").await?;
    finish(name, plan, identity, workers, ledger).await
}

fn text(answer: &str, name: &str) -> Result<String, String> {
    let answer: serde_json::Value = serde_json::from_str(answer).map_err(|error| error.to_string())?;
    let found = answer.get(name).and_then(serde_json::Value::as_str);
    found.map(str::to_owned).ok_or_else(|| format!("an answer without {name}"))
}
