//! Refreshing with rotation. Each connection has a grant of its own in a single-page application: those rotate at
//! every use, so that every answer stands for two durable rows.

use std::sync::Arc;

use crypto::totp::{STEP_SECONDS, Secret, step_at};

use super::walk::{Browser, Client, Person};
use super::{ES256_RESOURCE, algorithm_of, finish, signed_with, tenant};
use crate::clock::ServerClock;
use crate::cookies::Cookies;
use crate::http::{Link, Origin};
use crate::load::{Plan, Work};
use crate::record::Ledger;
use crate::world::World;

const USER: &str = "user";
const REDIRECT: &str = "http://localhost:3000";
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
    // Id tokens are signed as the client wishes, access tokens as their resource does.
    let (app, scope) = if algorithm == "RS256" {
        (world.app("spa", Some(tenant))?, SCOPE.to_owned())
    } else {
        let app = world.app(ES256_RESOURCE, Some(tenant))?;
        (app, format!("{SCOPE} {}", app.delegated_scope()?))
    };
    let client = Arc::new(Client::new(app, REDIRECT, scope, true)?);
    let user = world.user(USER, tenant)?;
    let seed = user.totp_secret.as_deref().and_then(Secret::from_base32);
    let seed = seed.ok_or_else(|| format!("`{USER}` has no authenticator"))?;
    let clock = ServerClock::open(world).await?;
    // The codes that an earlier run used are past.
    clock.advance(2 * STEP_SECONDS).await?;
    let code = || seed.code(step_at(clock.now()));
    let person =
        Person { name: &user.upn, password: user.password.as_deref().unwrap_or_default(), code: &code };
    let mut link = identity.connect().await?;
    // One sign-in; its session serves the other grants.
    let mut browser = Browser { link: &mut link, cookies: Cookies::default() };
    let mut workers = Vec::new();
    for _ in 0..plan.connections {
        let answer = client.sign_in(identity, &mut browser, &person).await?;
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
