//! Checking a password: hashed between two transactions, judged inside the one that writes the effects.
//!
//! Names nobody bears walk the same way: they are hashed against a dummy and have lockout counters of their
//! own, so that neither text nor time nor lockout tells them apart.

use crate::fault::Abort;
use crate::{Ctx, Fault, scope};
use crypto::mac::keyed_hash;
use model::lockout::{Guess, Lockout, Place};
use model::method::{MethodKind, Proof};
use model::user::{Password, User};
use model::verdict::Cause;
use model::{CredentialId, SignedDuration, TenantId, Timestamp, UserId};
use protocol::secret::Secret;
use rules::lockout::Settings;
use std::net::IpAddr;
use store::Tx;
use store::lockouts::Key;
use store::scope::{Authenticating, MayAuthenticate, TenantScope};

/// How many names nobody bears are counted per tenant; beyond that the oldest are forgotten.
const COUNTED_STRANGERS: i64 = 10_000;

/// Refusals leave at multiples of this time after their request came: what a name that exists costs more than
/// one that does not is lost in it.
const BEAT: SignedDuration = SignedDuration::from_millis(50);

/// What hashing found; only a hint until [`judge`] confirms it.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    name: String,
    key: [u8; 32],
    network: Option<[u8; 32]>,
    credential: Option<(UserId, CredentialId, i64)>,
    matched: bool,
    wrong: [u8; 32],
    rehashed: Option<String>,
}

impl Checked {
    /// Whether the password seemed right.
    pub(crate) fn matched(&self) -> bool {
        self.matched
    }

    /// The name that was tried.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

/// What the deciding transaction found.
pub(crate) enum Judged {
    /// The password is the user's.
    Proved {
        /// Whose.
        user: Box<User>,
        /// What it proves.
        proof: Proof,
        /// Whether the network is known.
        familiar: bool,
    },
    /// It is not, or may not be tried.
    Refused {
        /// Why.
        cause: Cause,
        /// Whose account it was aimed at, if it is one.
        user: Option<Box<User>>,
        /// Whether the network is known.
        familiar: bool,
    },
}

struct Hint {
    password: Option<(UserId, Password)>,
    locked: bool,
}

/// Hashes a password against the account's hash, or against a dummy if there is no such account.
pub(crate) async fn check(ctx: &Ctx, home: TenantId, name: &str, typed: &Secret) -> Result<Checked, Fault> {
    let network = network(ctx);
    let key = key(ctx, home, name);
    let hint = hint(ctx, home, name.to_owned(), key, network).await?;
    let mut checked = Checked {
        name: name.to_owned(),
        key,
        network,
        credential: hint.password.as_ref().map(|(user, password)| (*user, password.id, password.version)),
        matched: false,
        wrong: [0; 32],
        rehashed: None,
    };
    if hint.locked {
        return Ok(checked);
    }
    let hashing = &ctx.services.hashing;
    let Some((_, password)) = hint.password else {
        let dummy = hashing.verify_dummy(typed.expose(), key).await.map_err(overloaded)?;
        checked.wrong = remembered(ctx, &dummy.output);
        return Ok(checked);
    };
    let verified = hashing.verify(typed.expose(), &password.phc).await.map_err(overloaded)?;
    checked.matched = verified.matched;
    checked.wrong = remembered(ctx, &verified.output);
    if verified.matched && verified.needs_rehash {
        let salt = model::nature::random(ctx.services.entropy.as_ref());
        checked.rehashed = Some(hashing.hash(typed.expose(), salt).await.map_err(overloaded)?);
    }
    Ok(checked)
}

/// Hashes as long as a real check takes, for names that lead to no tenant.
pub(crate) async fn check_nobody(ctx: &Ctx, typed: &Secret) -> Result<(), Fault> {
    let salt = model::nature::random(ctx.services.entropy.as_ref());
    ctx.services.hashing.verify_dummy(typed.expose(), salt).await.map(drop).map_err(overloaded)
}

/// The moment a password came, by the machine's clock.
pub(crate) fn arrival(ctx: &Ctx) -> Timestamp {
    ctx.services.real_clock.now()
}

/// Waits until a refusal of a password that came at `arrival` may leave.
pub(crate) async fn wait_for_the_beat(ctx: &Ctx, arrival: Timestamp) {
    let passed = ctx.services.real_clock.now().duration_since(arrival).as_nanos();
    let rest = BEAT.as_nanos() - passed.rem_euclid(BEAT.as_nanos());
    let rest = u64::try_from(rest).unwrap_or_default();
    ctx.services.pause.pause(std::time::Duration::from_nanos(rest)).await;
}

/// Whether a text is the password behind a hash.
pub(crate) async fn equals(ctx: &Ctx, typed: &Secret, phc: String) -> Result<bool, Fault> {
    Ok(ctx.services.hashing.verify(typed.expose(), &phc).await.map_err(overloaded)?.matched)
}

/// The hash of a new password.
pub(crate) async fn hash(ctx: &Ctx, typed: Secret) -> Result<String, Fault> {
    let salt = model::nature::random(ctx.services.entropy.as_ref());
    ctx.services.hashing.hash(typed.expose(), salt).await.map_err(overloaded)
}

fn overloaded(error: crypto::password::PoolError) -> Fault {
    match error {
        crypto::password::PoolError::Overloaded { retry_after_seconds } => {
            Fault::Overloaded { retry_after_seconds }
        }
        other => Fault::Corrupt(other.to_string()),
    }
}

async fn hint(
    ctx: &Ctx,
    home: TenantId,
    name: String,
    key: [u8; 32],
    network: Option<[u8; 32]>,
) -> Result<Hint, Fault> {
    let now = ctx.now;
    let job = move |tx: &mut Tx<'_, Authenticating>| {
        let user = store::users::by_name(tx, &name)?;
        let password = match &user {
            Some(user) => store::passwords::get(tx, user.id)?.map(|password| (user.id, password)),
            None => None,
        };
        let place = place(tx, user.as_ref(), network)?;
        let key = Key { hash: key, known: user.is_some() };
        let locked = store::lockouts::get(tx, key, Guess::Password, place)?.is_locked(now);
        Ok::<_, Fault>(Hint { password, locked })
    };
    ctx.services.store.read(scope::authenticating(home), job).await
}

/// Decides about a checked password and keeps the counters. Run inside the deciding transaction.
pub(crate) fn judge<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    ctx: &Ctx,
    checked: &Checked,
) -> Result<Judged, Abort> {
    let user = store::users::by_name(tx, &checked.name)?;
    let password = match &user {
        Some(user) => store::passwords::get(tx, user.id)?,
        None => None,
    };
    let now_at =
        user.as_ref().zip(password.as_ref()).map(|(user, password)| (user.id, password.id, password.version));
    if now_at != checked.credential {
        return Err(Abort::Stale);
    }
    let place = place(tx, user.as_ref(), checked.network)?;
    let familiar = place == Place::Familiar;
    let key = Key { hash: checked.key, known: user.is_some() };
    let lockout = store::lockouts::get(tx, key, Guess::Password, place)?;
    let refused = |cause, user: Option<User>| Judged::Refused { cause, user: user.map(Box::new), familiar };
    if lockout.is_locked(ctx.now) {
        return Ok(refused(Cause::Locked, user));
    }
    let (Some(user), Some(password), true) = (user.clone(), password, checked.matched) else {
        count_failure(tx, ctx, checked, &lockout, key, place)?;
        return Ok(refused(Cause::WrongPassword, user));
    };
    // The owner's success at home forgives nothing to whoever guesses elsewhere.
    if lockout != Lockout::default() {
        let forgiven = rules::lockout::succeeded();
        store::lockouts::put(tx, key, Guess::Password, place, &forgiven, ctx.now)?;
    }
    if !user.account_enabled {
        return Ok(refused(Cause::UserDisabled(user.id), Some(user)));
    }
    if let Some(network) = &checked.network {
        store::familiar::remember(tx, user.id, network, ctx.now)?;
    }
    let mut version = password.version;
    if let Some(phc) = &checked.rehashed
        && store::passwords::rehash(tx, user.id, password.id, password.version, phc)?
    {
        version += 1;
    }
    let proof = Proof { kind: MethodKind::Password, credential: password.id, version, at: ctx.now };
    Ok(Judged::Proved { user: Box::new(user), proof, familiar })
}

fn count_failure<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    ctx: &Ctx,
    checked: &Checked,
    lockout: &Lockout,
    key: Key,
    place: Place,
) -> Result<(), Abort> {
    if !key.known && lockout.failures == 0 && store::lockouts::count_unknown(tx)? >= COUNTED_STRANGERS {
        store::lockouts::forget_oldest_unknown(tx, 1)?;
    }
    let failed = rules::lockout::failed(lockout, Some(checked.wrong), &Settings::default(), ctx.now);
    store::lockouts::put(tx, key, Guess::Password, place, &failed, ctx.now)?;
    Ok(())
}

/// Which counters apply: those of known networks or those of strangers.
fn place<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    user: Option<&User>,
    network: Option<[u8; 32]>,
) -> Result<Place, store::StoreError> {
    let known = match (user, network) {
        (Some(user), Some(network)) => store::familiar::is_known(tx, user.id, &network)?,
        _ => false,
    };
    Ok(if known { Place::Familiar } else { Place::Unfamiliar })
}

/// The key of an account's counters; made from the name, so that strangers have counters like anyone.
pub(crate) fn key(ctx: &Ctx, home: TenantId, name: &str) -> [u8; 32] {
    let keys = ctx.services.keys.present();
    keyed_hash(&keys.mac, "lockout", &[home.0.as_bytes(), name.as_bytes()])
}

/// Under which the failures of a user's second factors are counted.
pub(crate) fn second_factor_key(ctx: &Ctx, user: UserId) -> [u8; 32] {
    let keys = ctx.services.keys.present();
    keyed_hash(&keys.mac, "second factor", &[user.0.as_bytes()])
}

/// What is kept of a wrong password: a keyed hash of its argon2id output, useless without the server's key.
fn remembered(ctx: &Ctx, output: &[u8]) -> [u8; 32] {
    let keys = ctx.services.keys.present();
    keyed_hash(&keys.mac, "wrong password", &[output])
}

/// The client's network: the first 24 bits of an IPv4 address, 48 of an IPv6 one.
fn network(ctx: &Ctx) -> Option<[u8; 32]> {
    let keys = ctx.services.keys.present();
    let prefix: Vec<u8> = match ctx.client.address?.to_canonical() {
        IpAddr::V4(address) => address.octets().into_iter().take(3).collect(),
        IpAddr::V6(address) => address.octets().into_iter().take(6).collect(),
    };
    Some(keyed_hash(&keys.mac, "network", &[&prefix]))
}

#[cfg(test)]
mod tests;
