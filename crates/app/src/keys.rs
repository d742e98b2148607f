//! The server's own keys: token signatures, sealed handles, keyed hashes.
//!
//! They are kept sealed under the master key. Signing keys come in sets of three: `next` is published at
//! least a day before use, `current` signs, `previous` stays published until its last token has ended.

mod operate;

pub use operate::{list, rotate_now};

use crate::{Ctx, Fault, Services, scope};
use crypto::certificate::Validity;
use crypto::jose::{Algorithm, SigningKey, VerifyingKey};
use crypto::mac::MacKey;
use crypto::seal::{self, Ring};
use model::server_key::{KeyState, RingKey, RingPurpose, ServerKey};
use model::{Clock, Entropy, SignedDuration, Timestamp, nature};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use store::Store;

/// How long a key signs before its successor takes over.
const SIGNING_DAYS: i64 = 90;
/// How long a key is published before it signs (DESIGN section 5: at least a day).
const ANNOUNCE_HOURS: i64 = 48;
/// How long a key stays published after it signed: longer than any token lives.
const RETIRE_HOURS: i64 = 48;

/// The 32 bytes that everything else is sealed under.
pub type MasterKey = [u8; 32];

/// The keys in use, swapped as a whole when they rotate.
pub struct Keys {
    master: MasterKey,
    present: RwLock<Arc<KeyMaterial>>,
    /// How many token requests the signing keys will not answer: only demonstrations ask for it.
    failing: AtomicU32,
}

/// One consistent set of keys.
pub struct KeyMaterial {
    /// Keys published in the JWKS, signing ones first.
    pub published: Vec<Arc<PublishedKey>>,
    /// Signs with RS256.
    pub rs256: Arc<PublishedKey>,
    /// Signs with ES256.
    pub es256: Arc<PublishedKey>,
    /// Seals flows, codes, refresh handles and cookies.
    pub ring: Ring,
    /// Hashes generated secrets.
    pub mac: MacKey,
    /// The published keys as a JSON Web Key Set (RFC 7517 section 5), made once.
    pub jwks: Arc<str>,
}

/// A signing key and its public face.
pub struct PublishedKey {
    /// The key, parsed once.
    pub key: SigningKey,
    /// Its public half, parsed once.
    pub verifying: VerifyingKey,
    /// When it starts to sign.
    pub activates_at: Timestamp,
}

impl Keys {
    /// Loads the keys of the store, making those that are absent.
    pub(crate) async fn open(
        store: &Store,
        master: MasterKey,
        clock: &dyn Clock,
        entropy: &dyn Entropy,
    ) -> Result<Self, Fault> {
        let now = clock.now();
        ensure_ring(store, &master, entropy, now).await?;
        rotate(store, &master, entropy, now).await?;
        let material = load(store, &master).await?;
        Ok(Self { master, present: RwLock::new(Arc::new(material)), failing: AtomicU32::new(0) })
    }

    /// Lets the keys fail for the next `count` token requests.
    pub(crate) fn fail(&self, count: u32) {
        self.failing.store(count, Ordering::SeqCst);
    }

    /// Whether tokens can be signed. Asked before anything is used up for a token.
    pub(crate) fn answer(&self) -> Result<(), Fault> {
        if self.failing.load(Ordering::Relaxed) == 0 {
            return Ok(());
        }
        let less = |count: u32| count.checked_sub(1);
        match self.failing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less) {
            Ok(_) => Err(Fault::Corrupt("the signing keys do not answer (on demand)".to_owned())),
            Err(_) => Ok(()),
        }
    }

    /// The keys to use now.
    pub fn present(&self) -> Arc<KeyMaterial> {
        Arc::clone(&self.present.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Rotates signing keys whose time has come and takes the result into use.
///
/// Run often: it does nothing until a key is due. Other nodes see the same rows.
pub async fn maintain(ctx: &Ctx) -> Result<(), Fault> {
    let services: &Services = &ctx.services;
    rotate(&services.store, &services.keys.master, services.entropy.as_ref(), ctx.now).await?;
    let material = load(&services.store, &services.keys.master).await?;
    *services.keys.present.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(material);
    Ok(())
}

/// Makes the sealing ring's and the keyed hash's first keys at the first start.
async fn ensure_ring(
    store: &Store,
    master: &MasterKey,
    entropy: &dyn Entropy,
    now: Timestamp,
) -> Result<(), Fault> {
    let fresh = [RingPurpose::Seal, RingPurpose::Mac].map(|purpose| {
        let key: [u8; 32] = nature::random(entropy);
        let sealed = seal::encrypt(master, nature::random(entropy), purpose.name().as_bytes(), &key);
        sealed.map(|sealed| RingKey { purpose, key_id: 1, sealed, created_at: now })
    });
    let fresh: Vec<RingKey> = fresh.into_iter().collect::<Result<_, _>>().map_err(unsealable)?;
    let made = store.write(scope::system(), move |tx| {
        let known = store::ring_keys::list(tx)?;
        for key in &fresh {
            if !known.iter().any(|known| known.purpose == key.purpose) {
                store::ring_keys::insert(tx, key)?;
            }
        }
        Ok::<_, Fault>(())
    });
    made.await
}

/// Promotes, retires and makes signing keys that are due. Costs two reads when nothing is.
async fn rotate(
    store: &Store,
    master: &MasterKey,
    entropy: &dyn Entropy,
    now: Timestamp,
) -> Result<(), Fault> {
    for algorithm in [Algorithm::RS256, Algorithm::ES256] {
        let keys =
            store.read(scope::system(), |tx| store::server_keys::list(tx).map_err(Fault::from)).await?;
        let keys: Vec<ServerKey> =
            keys.into_iter().filter(|key| key.algorithm == algorithm.as_str()).collect();
        let plan = plan(&keys, now);
        if plan == Plan::default() {
            continue;
        }
        let mut fresh = Vec::new();
        for activates_at in plan.make {
            fresh.push(generate(master, entropy, algorithm, now, activates_at)?);
        }
        let moves = plan.moves;
        store
            .write(scope::system(), move |tx| {
                for (kid, state) in &moves {
                    store::server_keys::set_state(tx, kid, *state)?;
                }
                for key in &fresh {
                    store::server_keys::insert(tx, key)?;
                }
                Ok::<_, Fault>(())
            })
            .await?;
    }
    Ok(())
}

/// What has to happen to one algorithm's keys.
#[derive(Debug, Default, PartialEq, Eq)]
struct Plan {
    moves: Vec<(String, KeyState)>,
    make: Vec<Timestamp>,
}

/// The rotation rule: a current key signs for [`SIGNING_DAYS`]; its successor is made, and so published,
/// [`ANNOUNCE_HOURS`] before that ends; a previous key disappears [`RETIRE_HOURS`] after it was replaced.
fn plan(keys: &[ServerKey], now: Timestamp) -> Plan {
    let mut plan = Plan::default();
    let current = keys.iter().find(|key| key.state == KeyState::Current);
    let next = keys.iter().find(|key| key.state == KeyState::Next);
    let signing = SignedDuration::from_hours(SIGNING_DAYS * 24);
    match (current, next) {
        (None, _) => plan.make.push(now),
        (Some(current), Some(next)) if now >= next.activates_at => {
            plan.moves.push((current.kid.clone(), KeyState::Previous));
            plan.moves.push((next.kid.clone(), KeyState::Current));
        }
        (Some(current), None) => {
            let due = current.activates_at + signing;
            let announce = due - SignedDuration::from_hours(ANNOUNCE_HOURS);
            if now >= announce {
                plan.make.push(due.max(now + SignedDuration::from_hours(ANNOUNCE_HOURS)));
            }
        }
        _ => {}
    }
    let replaced_at = current.map(|current| current.activates_at);
    for key in keys.iter().filter(|key| key.state == KeyState::Previous) {
        if replaced_at.is_some_and(|at| now >= at + SignedDuration::from_hours(RETIRE_HOURS)) {
            plan.moves.push((key.kid.clone(), KeyState::Retired));
        }
    }
    plan
}

fn generate(
    master: &MasterKey,
    entropy: &dyn Entropy,
    algorithm: Algorithm,
    now: Timestamp,
    activates_at: Timestamp,
) -> Result<ServerKey, Fault> {
    let corrupt = |error| Fault::Corrupt(format!("a signing key cannot be made: {error}"));
    let key = SigningKey::generate(algorithm, validity(activates_at)).map_err(corrupt)?;
    let kid = key.key_id().to_owned();
    let pkcs8 = key.to_pkcs8().map_err(corrupt)?;
    let sealed =
        seal::encrypt(master, nature::random(entropy), kid.as_bytes(), &pkcs8).map_err(unsealable)?;
    let certificate = key.certificate().der.clone();
    let state = if activates_at <= now { KeyState::Current } else { KeyState::Next };
    Ok(ServerKey {
        kid,
        algorithm: algorithm.as_str().to_owned(),
        state,
        sealed,
        certificate,
        created_at: now,
        activates_at,
    })
}

fn parse(row: &ServerKey, pkcs8: &[u8]) -> Result<PublishedKey, Fault> {
    let corrupt =
        |error: String| Fault::Corrupt(format!("the signing key {} does not parse: {error}", row.kid));
    let algorithm =
        Algorithm::from_name(&row.algorithm).ok_or_else(|| corrupt("unknown algorithm".to_owned()))?;
    let key = SigningKey::from_pkcs8(algorithm, pkcs8, &row.certificate)
        .map_err(|error| corrupt(error.to_string()))?;
    let verifying = key.verifying_key().map_err(|error| corrupt(error.to_string()))?;
    Ok(PublishedKey { key, verifying, activates_at: row.activates_at })
}

/// The validity of a key's certificate, which clients do not look at: from a day before its use to a year after.
fn validity(activates_at: Timestamp) -> Validity {
    let day = SignedDuration::from_hours(24);
    Validity { not_before: activates_at - day, not_after: activates_at + day * 365 }
}

fn unsealable(error: seal::SealError) -> Fault {
    Fault::Corrupt(format!("a key cannot be sealed: {error}"))
}

async fn load(store: &Store, master: &MasterKey) -> Result<KeyMaterial, Fault> {
    let (ring, signing) = store
        .read(scope::system(), |tx| {
            Ok::<_, Fault>((store::ring_keys::list(tx)?, store::server_keys::list(tx)?))
        })
        .await?;
    let unseal = |aad: &[u8], sealed: &[u8]| {
        seal::decrypt(master, aad, sealed).map_err(|_| {
            Fault::Corrupt(
                "the server's keys do not open: the master key is not the one they were sealed under"
                    .to_owned(),
            )
        })
    };
    let mut seal_keys = Vec::new();
    let mut mac = None;
    for key in ring {
        let bytes = unseal(key.purpose.name().as_bytes(), &key.sealed)?;
        let bytes: [u8; 32] =
            bytes.try_into().map_err(|_| Fault::Corrupt("a server key has the wrong length".to_owned()))?;
        match key.purpose {
            RingPurpose::Seal => seal_keys.push((key.key_id, bytes)),
            RingPurpose::Mac => mac = Some(MacKey::new(&bytes)),
        }
    }
    let mut published = Vec::new();
    for row in signing.into_iter().filter(|key| key.state != KeyState::Retired) {
        let pkcs8 = unseal(row.kid.as_bytes(), &row.sealed)?;
        published.push((row.state, Arc::new(parse(&row, &pkcs8)?)));
    }
    let current = |algorithm: Algorithm| {
        published
            .iter()
            .find(|(state, key)| *state == KeyState::Current && key.key.algorithm() == algorithm)
            .map(|(_, key)| Arc::clone(key))
            .ok_or_else(|| Fault::Corrupt(format!("no {} key signs at present", algorithm.as_str())))
    };
    let jwks: Vec<_> = published.iter().map(|(_, key)| key.key.public_jwk()).collect();
    Ok(KeyMaterial {
        jwks: serde_json::json!({ "keys": jwks }).to_string().into(),
        rs256: current(Algorithm::RS256)?,
        es256: current(Algorithm::ES256)?,
        ring: Ring::new(&seal_keys.iter().map(|(id, key)| (*id, key)).collect::<Vec<_>>())
            .map_err(|error| Fault::Corrupt(error.to_string()))?,
        mac: mac.ok_or_else(|| Fault::Corrupt("the keyed-hash key is missing".to_owned()))?,
        published: published.into_iter().map(|(_, key)| key).collect(),
    })
}

#[cfg(test)]
mod tests;
