//! Password and authenticator code, through the pages, to a code and tokens.
//!
//! A code works once in its half minute, so there is a pool of users, each of whom signs in once in a step; when
//! all have, the demo's clock is moved on.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crypto::totp::{STEP_SECONDS, Secret, step_at};
use tokio::sync::Mutex;

use super::walk::{Browser, Client, Person};
use super::{copies, finish, tenant};
use crate::clock::ServerClock;
use crate::cookies::Cookies;
use crate::http::{Link, Origin};
use crate::load::{Plan, Work};
use crate::record::Ledger;
use crate::world::World;

const USERS: &str = "bench";
const CLIENT: &str = "tools";
const REDIRECT: &str = "http://localhost:5000/callback";
const SCOPE: &str = "openid profile offline_access";

struct SignIn {
    client: Arc<Client>,
    identity: Origin,
    pool: Arc<Pool>,
}

struct Account {
    name: String,
    password: String,
    seed: Secret,
    /// The step of the code used last.
    used: i64,
}

/// Users that wait for their turn.
struct Pool {
    accounts: Mutex<VecDeque<Account>>,
    clock: ServerClock,
}

impl Work for SignIn {
    async fn once(&mut self, link: &mut Link) -> Result<(), String> {
        let mut account = self.pool.take().await?;
        let used = AtomicI64::new(account.used);
        let code = || {
            let step = step_at(self.pool.clock.now());
            used.store(step, Ordering::Relaxed);
            account.seed.code(step)
        };
        let person = Person { name: &account.name, password: &account.password, code: &code };
        let mut browser = Browser { link, cookies: Cookies::default() };
        let answer = self.client.sign_in(&self.identity, &mut browser, &person).await;
        account.used = used.into_inner();
        self.pool.accounts.lock().await.push_back(account);
        let answer = answer?;
        if answer.contains("\"id_token\"") { Ok(()) } else { Err("an answer without id_token".to_owned()) }
    }
}

impl Pool {
    /// The account that waits longest. The clock is moved on if its code was used in this step.
    async fn take(&self) -> Result<Account, String> {
        let mut accounts = self.accounts.lock().await;
        let account = accounts.pop_front().ok_or("fewer users of this kind than connections")?;
        if account.used >= step_at(self.clock.now()) {
            self.clock.advance(STEP_SECONDS).await?;
        }
        Ok(account)
    }
}

pub async fn run(name: &str, plan: &Plan, world: &World, identity: &Origin) -> Result<String, String> {
    let tenant = tenant(world)?;
    let app = world.app(CLIENT, Some(tenant))?;
    let clock = ServerClock::open(world).await?;
    // Steps that an earlier run used are past.
    clock.advance(2 * STEP_SECONDS).await?;
    let pool = Arc::new(Pool { accounts: Mutex::new(accounts(world, tenant)), clock });
    let client = Arc::new(Client::new(app, REDIRECT, SCOPE.to_owned(), false)?);
    let workers = copies(plan, || SignIn {
        client: Arc::clone(&client),
        identity: identity.clone(),
        pool: Arc::clone(&pool),
    });
    let ledger = Ledger::open(world, app, "interactiveUser").await?;
    finish(name, plan, identity, workers, ledger).await
}

fn accounts(world: &World, tenant: &str) -> VecDeque<Account> {
    let users = world.users.iter().filter(|user| user.tenant == tenant && user.tag == USERS);
    let accounts = users.filter_map(|user| {
        Some(Account {
            name: user.upn.clone(),
            password: user.password.clone()?,
            seed: Secret::from_base32(user.totp_secret.as_deref()?)?,
            used: 0,
        })
    });
    accounts.collect()
}
