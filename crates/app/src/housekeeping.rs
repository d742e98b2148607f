//! What the server does by itself: leases of jobs, copying entries between tenants, removing what has expired.

use crate::{Ctx, Fault, scope};
use model::{SignInId, SignedDuration, TenantId, Timestamp};
use store::Tx;
use store::scope::Job;

/// How many rows one transaction removes at most, per table.
const CHUNK: u32 = 100;
/// How many rounds of removal one tenant gets before the next one has its turn.
const ROUNDS: usize = 50;
/// How many entries are copied before the next tenant has its turn.
const COPIED: u32 = 200;
/// How long deleted users and applications can be restored.
const RESTORABLE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long grants stay after their last use: twice as long as their handles live, so that a client that comes too
/// late is told why (AADSTS700082) and not that its token is none of ours.
const HANDLES: SignedDuration = SignedDuration::from_hours(180 * 24);
/// How long counters of failures stay after the last one.
const LOCKOUTS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Takes the lease of a job if nobody else holds it and it last ran before `due`.
pub async fn lease(
    ctx: &Ctx,
    job: &'static str,
    holder: &str,
    due: Timestamp,
    until: Timestamp,
) -> Result<bool, Fault> {
    let (holder, now) = (holder.to_owned(), ctx.now);
    let leased = ctx.services.store.write(scope::system(), move |tx| {
        if store::jobs::last_run(tx, job)?.is_some_and(|at| at > due) {
            return Ok(false);
        }
        Ok::<_, Fault>(store::jobs::lease(tx, job, &holder, now, until)?)
    });
    leased.await
}

/// Gives a lease back and records the run.
pub async fn finish(ctx: &Ctx, job: &'static str, holder: &str) -> Result<(), Fault> {
    let (holder, now) = (holder.to_owned(), ctx.now);
    ctx.services
        .store
        .write(scope::system(), move |tx| {
            store::jobs::finish(tx, job, &holder, now)?;
            Ok(())
        })
        .await
}

/// Copies sign-in entries from the home tenants to the tenants of their resources; gives their number.
///
/// An entry may be copied twice, by two nodes or around a kill: its id makes the second copy nothing.
pub async fn copy_entries(ctx: &Ctx) -> Result<usize, Fault> {
    let store = &ctx.services.store;
    let homes = store.read(scope::system(), |tx| Ok::<_, Fault>(store::outbox::waiting(tx, CHUNK)?)).await?;
    let mut copied = 0;
    for home in homes {
        let waiting = store
            .read(scope::job(home, "copy entries"), |tx| Ok::<_, Fault>(store::outbox::take(tx, COPIED)?))
            .await?;
        let mut arrived: Vec<SignInId> = Vec::with_capacity(waiting.len());
        for (target, entry) in waiting {
            let id = entry.id;
            let job = move |tx: &mut Tx<'_, Job>| Ok::<_, Fault>(store::sign_ins::copy(tx, &entry)?);
            store.write_bulk(scope::job(target, "copy entries"), job).await?;
            arrived.push(id);
        }
        copied += arrived.len();
        let job = move |tx: &mut Tx<'_, Job>| {
            for id in &arrived {
                store::outbox::done(tx, *id)?;
            }
            Ok::<_, Fault>(())
        };
        store.write_bulk(scope::job(home, "copy entries"), job).await?;
    }
    Ok(copied)
}

/// Removes what has expired in every tenant; gives the number of rows. Logs are never touched.
pub async fn remove_expired(ctx: &Ctx) -> Result<u64, Fault> {
    let now = ctx.now;
    let store = &ctx.services.store;
    let mut removed = store
        .write_bulk(scope::system(), move |tx| {
            Ok::<_, Fault>(store::device_codes::delete_expired(tx, now, CHUNK)?)
        })
        .await?;
    let mut after: Option<TenantId> = None;
    loop {
        let tenants = store
            .scan(scope::system(), move |tx| Ok::<_, Fault>(store::tenants::list(tx, after, CHUNK)?))
            .await?;
        let Some(last) = tenants.last() else { return Ok(removed) };
        after = Some(last.id);
        for tenant in tenants {
            removed += remove_in(ctx, tenant.id).await?;
        }
    }
}

async fn remove_in(ctx: &Ctx, tenant: TenantId) -> Result<u64, Fault> {
    let now = ctx.now;
    let idle = SignedDuration::from_hours(24 * ctx.services.config.sessions.persistent_days);
    let mut removed = 0;
    for _ in 0..ROUNDS {
        let round = ctx
            .services
            .store
            .write_bulk(scope::job(tenant, "remove expired"), move |tx| Ok::<_, Fault>(round(tx, now, idle)?))
            .await?;
        removed += round;
        if round == 0 {
            break;
        }
    }
    Ok(removed)
}

fn round(tx: &mut Tx<'_, Job>, now: Timestamp, idle: SignedDuration) -> Result<u64, store::StoreError> {
    Ok(store::flows::delete_expired(tx, now, CHUNK)?
        + store::codes::delete_expired(tx, now, CHUNK)?
        + store::sessions::delete_expired(tx, now - idle, CHUNK)?
        + store::grants::delete_expired(tx, now - HANDLES, CHUNK)?
        + store::lockouts::prune(tx, now - LOCKOUTS, CHUNK)?
        + store::applications::delete_expired(tx, now - RESTORABLE, CHUNK)?
        + store::users::delete_expired(tx, now - RESTORABLE, CHUNK / 10)?)
}
