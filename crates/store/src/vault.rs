//! Sealing at rest: values that must be recovered are sealed under a data key of their tenant, and that key is
//! kept wrapped by the master key, which never touches the database.

use crate::scope::{System, TenantScope};
use crate::{Config, Store, StoreError, Tx, params, statements};
use crypto::seal;
use jiff::Timestamp;
use model::nature::random;
use model::{Clock, Entropy, TenantId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;
use zeroize::Zeroizing;

#[cfg(test)]
mod tests;

statements! {
    pub(crate) ALL;
    CURRENT = "SELECT key_id, wrapped FROM tenant_keys WHERE tenant_id = $1
        ORDER BY created_at DESC, key_id DESC LIMIT 1";
    FIND = "SELECT wrapped FROM tenant_keys WHERE tenant_id = $1 AND key_id = $2";
    INSERT = "INSERT INTO tenant_keys (tenant_id, key_id, wrapped, created_at) VALUES ($1, $2, $3, $4)";
    CHECK = "SELECT sealed FROM master_key_check WHERE id = 1";
    INSERT_CHECK = "INSERT INTO master_key_check (id, sealed) VALUES (1, $1)";
}

/// The first byte of every sealed value; another one will mean another layout.
const LAYOUT: u8 = 1;
/// Data keys kept unwrapped; when there are more, all are forgotten at once.
const KEPT_KEYS: usize = 20_000;
const CHECK_TEXT: &[u8] = b"countersign master key";

type DataKey = Arc<Zeroizing<[u8; 32]>>;

/// The master key and what is needed to use it.
pub(crate) struct Vault {
    master_key: Zeroizing<[u8; 32]>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    /// By tenant and key id. An id is random and never given to another key, so an entry whose row was rolled
    /// back does no harm.
    unwrapped: Mutex<HashMap<(TenantId, Uuid), DataKey>>,
}

impl Vault {
    pub(crate) fn new(config: Config) -> Self {
        let Config { master_key, clock, entropy, .. } = config;
        Self { master_key, clock, entropy, unwrapped: Mutex::default() }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn wrap(&self, tenant: TenantId, key_id: Uuid, key: &[u8; 32]) -> Result<Vec<u8>, StoreError> {
        self.encrypt(&self.master_key, &key_context(tenant, key_id), key)
    }

    /// The data key inside `wrapped`, from memory when it was opened before.
    fn unwrap(&self, tenant: TenantId, key_id: Uuid, wrapped: &[u8]) -> Result<DataKey, StoreError> {
        if let Some(key) = self.known(tenant, key_id) {
            return Ok(key);
        }
        let opened = seal::decrypt(&self.master_key, &key_context(tenant, key_id), wrapped)
            .map(Zeroizing::new)
            .map_err(|_| StoreError::WrongMasterKey)?;
        let key: [u8; 32] = opened
            .as_slice()
            .try_into()
            .map_err(|_| StoreError::Corrupt("a tenant's key has not 32 bytes".into()))?;
        let key = Arc::new(Zeroizing::new(key));
        let mut unwrapped = self.unwrapped();
        if unwrapped.len() >= KEPT_KEYS {
            unwrapped.clear();
        }
        unwrapped.insert((tenant, key_id), key.clone());
        Ok(key)
    }

    fn known(&self, tenant: TenantId, key_id: Uuid) -> Option<DataKey> {
        self.unwrapped().get(&(tenant, key_id)).cloned()
    }

    fn unwrapped(&self) -> MutexGuard<'_, HashMap<(TenantId, Uuid), DataKey>> {
        self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seals with a fresh nonce. A closure that runs again draws again: what it sealed the first time may be
    /// on disk already, and a nonce must never serve two texts.
    fn encrypt(&self, key: &[u8; 32], context: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, StoreError> {
        let nonce = random(&*self.entropy);
        seal::encrypt(key, nonce, context, plaintext)
            .map_err(|error| StoreError::Statement(format!("a value cannot be sealed: {error}")))
    }
}

impl<S: TenantScope> Tx<'_, S> {
    /// Seals `plaintext` so that only this tenant's value `id` for this `purpose` opens it again. Makes the tenant's
    /// data key when it has none, so it belongs into a write.
    pub fn seal(&mut self, purpose: &str, id: Uuid, plaintext: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (key_id, key) = self.current_key()?;
        let context = value_context(self.tenant(), key_id, purpose, id);
        let sealed = self.vault().encrypt(&key, &context, plaintext)?;
        let mut layout = Vec::with_capacity(17 + sealed.len());
        layout.push(LAYOUT);
        layout.extend_from_slice(key_id.as_bytes());
        layout.extend_from_slice(&sealed);
        Ok(layout)
    }

    /// Opens what [`seal`](Self::seal) made for the same tenant, purpose and id. Anything else is `Corrupt`.
    pub fn open(&mut self, purpose: &str, id: Uuid, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (key_id, body) = parts(sealed).ok_or_else(unopened)?;
        let key = if let Some(key) = self.vault().known(self.tenant(), key_id) {
            key
        } else {
            let row = self.query_opt(&FIND, params![self.tenant().0, key_id])?.ok_or_else(unopened)?;
            self.vault().unwrap(self.tenant(), key_id, row.blob(0)?)?
        };
        let context = value_context(self.tenant(), key_id, purpose, id);
        seal::decrypt(&key, &context, body).map_err(|_| unopened())
    }

    /// The newest key of the tenant as this transaction sees it. Its id is always read, never remembered: a key that
    /// was rolled back must not seal anything.
    fn current_key(&mut self) -> Result<(Uuid, DataKey), StoreError> {
        let tenant = self.tenant();
        if let Some(row) = self.query_opt(&CURRENT, params![tenant.0])? {
            let key_id = row.uuid(0)?;
            return Ok((key_id, self.vault().unwrap(tenant, key_id, row.blob(1)?)?));
        }
        let vault = self.vault();
        let key: DataKey = Arc::new(Zeroizing::new(random(&*vault.entropy)));
        let key_id = vault.entropy.uuid_v4();
        let wrapped = vault.wrap(tenant, key_id, &key)?;
        self.execute(&INSERT, params![tenant.0, key_id, wrapped, vault.now()])?;
        Ok((key_id, key))
    }
}

impl Store {
    /// Fails with `WrongMasterKey` unless the store was made with the master key it was opened with. The first call
    /// on a fresh schema decides which one that is.
    pub async fn confirm_master_key(&self) -> Result<(), StoreError> {
        match self.write(System::STORE, check_master_key).await {
            // Another node wrote the check at the same moment: now there is one to compare with.
            Err(StoreError::Unique { .. }) => self.write(System::STORE, check_master_key).await,
            end => end,
        }
    }
}

fn check_master_key(tx: &mut Tx<'_, System>) -> Result<(), StoreError> {
    let vault = tx.vault();
    let Some(row) = tx.query_opt(&CHECK, &[])? else {
        let sealed = vault.encrypt(&vault.master_key, CHECK_TEXT, CHECK_TEXT)?;
        return tx.execute(&INSERT_CHECK, params![sealed]).map(|_| ());
    };
    match seal::decrypt(&vault.master_key, CHECK_TEXT, row.blob(0)?) {
        Ok(text) if text == CHECK_TEXT => Ok(()),
        _ => Err(StoreError::WrongMasterKey),
    }
}

fn parts(sealed: &[u8]) -> Option<(Uuid, &[u8])> {
    let (layout, rest) = sealed.split_first()?;
    let (key_id, body) = rest.split_first_chunk::<16>()?;
    (*layout == LAYOUT).then(|| (Uuid::from_bytes(*key_id), body))
}

/// What a wrapped key is bound to.
fn key_context(tenant: TenantId, key_id: Uuid) -> Vec<u8> {
    [b"tenant key".as_slice(), tenant.0.as_bytes(), key_id.as_bytes()].concat()
}

/// What a sealed value is bound to. The purpose comes last: everything before it has a fixed length.
fn value_context(tenant: TenantId, key_id: Uuid, purpose: &str, id: Uuid) -> Vec<u8> {
    let fixed = [tenant.0.as_bytes().as_slice(), key_id.as_bytes(), id.as_bytes()].concat();
    [b"tenant value".as_slice(), &fixed, purpose.as_bytes()].concat()
}

fn unopened() -> StoreError {
    StoreError::Corrupt("a sealed value does not open".into())
}
