use super::*;
use crate::admin::tenants::{self, NewTenant};
use crate::ports::{Mail, Mailer, Pause};
use crate::services::{Config, Origins, Start};
use crate::{Client, Services};
use crypto::password::PoolConfig;
use model::session::SessionLifetimes;
use model::tenant::{Cloud, Enforcement, Profile, TenantKind};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use testkit::{CHEAP, TestClock, TestEntropy};

const MASTER: [u8; 32] = [7; 32];
/// How many rows one transaction writes.
const CHUNK: usize = 250;

struct NoMail;

impl Mailer for NoMail {
    fn send(&self, _: Mail) {}
}

struct NoPause;

impl Pause for NoPause {
    fn pause(&self, _: std::time::Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }
}

async fn visitor(directory: &tempfile::TempDir) -> Ctx {
    let (clock, entropy) = (Arc::new(TestClock::default()), Arc::new(TestEntropy::default()));
    let config = store::Config::sqlite(directory.path(), MASTER, clock.clone(), entropy.clone());
    let store = store::Store::open(config).await.unwrap();
    store.migrate().await.unwrap();
    let origin = || "https://login.test".to_owned();
    let start = Start {
        store,
        master: MASTER,
        clock: clock.clone(),
        real_clock: clock,
        entropy,
        mailer: Arc::new(NoMail),
        pause: Arc::new(NoPause),
        config: Config {
            origins: Origins { identity: origin(), graph: origin(), arm: origin() },
            hashing: PoolConfig { threads: 1, queue: 64, params: CHEAP },
            sessions: SessionLifetimes::default(),
        },
    };
    Ctx::anonymous(&Services::start(start).await.unwrap(), None, Client::default())
}

async fn tenant(ctx: &Ctx) -> TenantId {
    let request = NewTenant {
        id: None,
        display_name: "Fabrikam".to_owned(),
        domains: vec!["fabrikam.example".to_owned()],
        kind: TenantKind::Customer,
        cloud: Cloud::Global,
        profile: Profile::Csp2025,
        enforcement: Enforcement::default(),
        password_grant_allowed: false,
        security_contact: None,
        locale: None,
    };
    tenants::create(ctx, request).await.unwrap().id
}

/// Somebody tries a password with a name nobody has.
async fn guess(ctx: &Ctx, home: TenantId, name: &str) -> Cause {
    let checked = Arc::new(check(ctx, home, name, &Secret::new("a guess")).await.unwrap());
    let inner = ctx.clone();
    let judged = ctx.services.store.write(scope::authenticating(home), move |tx| judge(tx, &inner, &checked));
    match judged.await {
        Ok(Judged::Refused { cause, .. }) => cause,
        _ => panic!("{name} got in"),
    }
}

async fn counted(ctx: &Ctx, home: TenantId) -> i64 {
    let count = |tx: &mut Tx<'_, Authenticating>| Ok::<_, Fault>(store::lockouts::count_unknown(tx)?);
    ctx.services.store.read(scope::authenticating(home), count).await.unwrap()
}

#[tokio::test]
async fn names_nobody_bears_are_counted_within_bounds_and_the_oldest_are_forgotten() {
    let directory = tempfile::tempdir().unwrap();
    let ctx = visitor(&directory).await;
    let home = tenant(&ctx).await;
    let full = usize::try_from(COUNTED_STRANGERS).unwrap();
    let earlier = ctx.now - SignedDuration::from_hours(1);
    for chunk in 0..full / CHUNK {
        let put_chunk = move |tx: &mut Tx<'_, Authenticating>| {
            for number in chunk * CHUNK..(chunk + 1) * CHUNK {
                let hash = crypto::mac::sha256(&number.to_be_bytes());
                let failed = Lockout { failures: 1, ..Lockout::default() };
                let key = Key { hash, known: false };
                store::lockouts::put(tx, key, Guess::Password, Place::Unfamiliar, &failed, earlier)?;
            }
            Ok::<_, Fault>(())
        };
        ctx.services.store.write(scope::authenticating(home), put_chunk).await.unwrap();
    }
    assert_eq!(counted(&ctx, home).await, COUNTED_STRANGERS);
    for number in 0..20 {
        let cause = guess(&ctx, home, &format!("stranger{number}@fabrikam.example")).await;
        assert_eq!(cause, Cause::WrongPassword);
    }
    assert_eq!(counted(&ctx, home).await, COUNTED_STRANGERS, "as many as there were");
    // The new ones are among them: they are locked like anyone.
    let name = "stranger0@fabrikam.example";
    for number in 1..10 {
        let checked = check(&ctx, home, name, &Secret::new(format!("guess {number}"))).await.unwrap();
        let (inner, checked) = (ctx.clone(), Arc::new(checked));
        let job = move |tx: &mut Tx<'_, Authenticating>| judge(tx, &inner, &checked).map(drop);
        let judged: Result<(), Abort> = ctx.services.store.write(scope::authenticating(home), job).await;
        assert!(judged.is_ok());
    }
    assert_eq!(guess(&ctx, home, name).await, Cause::Locked);
    assert_eq!(counted(&ctx, home).await, COUNTED_STRANGERS);
}
