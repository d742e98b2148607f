//! Looking after the store as a whole: backups, health, and the marks of demonstrations.

use crate::{Ctx, Fault, Services, scope};
use std::path::PathBuf;
pub use store::DiskFault;
use store::Stats;

/// The mark of a store that was made for demonstrations.
const DEMONSTRATION: &str = "demonstration";
/// How far the clock of a demonstration was moved, in seconds.
const CLOCK_OFFSET: &str = "clock_offset_seconds";

/// Copies the store into a file that does not exist yet, while it is in use.
pub async fn backup(ctx: &Ctx, file: PathBuf) -> Result<(), Fault> {
    if file.exists() {
        return Err(Fault::Conflict(format!("{} exists: name a file that does not", file.display())));
    }
    Ok(ctx.services.store.backup_to(file).await?)
}

/// Whether the store answers, and has a tenant to serve.
pub async fn is_ready(services: &Services) -> Result<bool, Fault> {
    services.store.read(scope::system(), |tx| Ok(!store::tenants::list(tx, None, 1)?.is_empty())).await
}

/// Queue depths and counters of the store.
pub fn store_stats(services: &Services) -> Stats {
    services.store.stats()
}

/// Passwords being hashed, and waiting for it.
pub fn hashing_load(services: &Services) -> (usize, usize) {
    (services.hashing.in_flight(), services.hashing.queue_len())
}

/// Marks a store as a demonstration. Refused if it holds a tenant: nothing that is real can be put in this mode.
pub async fn mark_as_demonstration(ctx: &Ctx) -> Result<(), Fault> {
    let marked = ctx.services.store.write(scope::system(), |tx| {
        if store::marks::get(tx, DEMONSTRATION)?.is_some() {
            return Ok(());
        }
        if !store::tenants::list(tx, None, 1)?.is_empty() {
            return Err(Fault::Conflict(
                "the data directory holds a real server: a demonstration needs one of its own".to_owned(),
            ));
        }
        Ok(store::marks::set(tx, DEMONSTRATION, "yes")?)
    });
    marked.await
}

/// Whether a store was made for demonstrations, before anything is started on it.
pub async fn is_demonstration(store: &store::Store) -> Result<bool, Fault> {
    store.read(scope::system(), |tx| Ok(store::marks::get(tx, DEMONSTRATION)?.is_some())).await
}

/// How far the clock of a demonstration was moved, in seconds.
pub async fn clock_offset(store: &store::Store) -> Result<i64, Fault> {
    let text = store.read(scope::system(), |tx| Ok::<_, Fault>(store::marks::get(tx, CLOCK_OFFSET)?)).await?;
    text.map_or(Ok(0), |text| {
        text.parse().map_err(|_| Fault::Corrupt("the offset of the moved clock is not a number".to_owned()))
    })
}

/// Remembers how far the clock of a demonstration was moved; never back.
pub async fn set_clock_offset(ctx: &Ctx, seconds: i64) -> Result<(), Fault> {
    let set = ctx.services.store.write(scope::system(), move |tx| {
        if store::marks::get(tx, DEMONSTRATION)?.is_none() {
            return Err(Fault::Invalid("only the clock of a demonstration can be moved".to_owned()));
        }
        let known = store::marks::get(tx, CLOCK_OFFSET)?.and_then(|text| text.parse().ok()).unwrap_or(0);
        Ok(store::marks::set(tx, CLOCK_OFFSET, &seconds.max(known).to_string())?)
    });
    set.await
}

/// What a demonstration lets fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedFault {
    /// The disk that the store is on; `None` heals it.
    Store(Option<DiskFault>),
    /// The signing keys: whether they fail.
    Keys(bool),
}

/// Lets the next `count` writes or token requests of a demonstration fail. Refused for every other store.
pub async fn let_fail(ctx: &Ctx, wanted: WantedFault, count: u32) -> Result<(), Fault> {
    if !is_demonstration(&ctx.services.store).await? {
        return Err(Fault::Invalid("only a demonstration fails on demand".to_owned()));
    }
    match wanted {
        WantedFault::Keys(fails) => ctx.services.keys.fail(if fails { count } else { 0 }),
        WantedFault::Store(fault) => {
            if !ctx.services.store.set_disk_fault(fault, count) {
                return Err(Fault::Invalid("only the embedded store fails on demand".to_owned()));
            }
        }
    }
    Ok(())
}
