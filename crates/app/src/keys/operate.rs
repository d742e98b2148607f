//! What operators do with signing keys.

use super::{ANNOUNCE_HOURS, generate, maintain};
use crate::{Ctx, Fault, scope};
use crypto::jose::Algorithm;
use model::SignedDuration;
use model::server_key::{KeyState, ServerKey};

/// Every signing key, in the order they were made; retired ones are kept on record.
pub async fn list(ctx: &Ctx) -> Result<Vec<ServerKey>, Fault> {
    ctx.services.store.read(scope::system(), |tx| Ok(store::server_keys::list(tx)?)).await
}

/// Makes the next signing key of each algorithm now, if there is none yet. It signs as soon as it was published
/// long enough for every client to have seen it.
pub async fn rotate_now(ctx: &Ctx) -> Result<(), Fault> {
    let activates_at = ctx.now + SignedDuration::from_hours(ANNOUNCE_HOURS);
    let mut fresh = Vec::new();
    for algorithm in [Algorithm::RS256, Algorithm::ES256] {
        let entropy = ctx.services.entropy.as_ref();
        fresh.push(generate(&ctx.services.keys.master, entropy, algorithm, ctx.now, activates_at)?);
    }
    ctx.services
        .store
        .write(scope::system(), move |tx| {
            let known = store::server_keys::list(tx)?;
            for key in &fresh {
                let waits =
                    |known: &ServerKey| known.state == KeyState::Next && known.algorithm == key.algorithm;
                if !known.iter().any(waits) {
                    store::server_keys::insert(tx, key)?;
                }
            }
            Ok::<_, Fault>(())
        })
        .await?;
    maintain(ctx).await
}
