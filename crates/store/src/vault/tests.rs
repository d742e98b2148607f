use super::*;
use crate::scope::Actor;
use crate::tests::{Site, on_both_engines};

on_both_engines! {
    a_sealed_value_opens_only_where_it_belongs
    every_sealing_differs
    a_key_that_was_rolled_back_seals_nothing
    another_master_key_is_refused
    older_keys_still_open
}

const TENANT: TenantId = TenantId(Uuid::from_u128(1));
const OTHER: TenantId = TenantId(Uuid::from_u128(2));
const ID: Uuid = Uuid::from_u128(10);

async fn opened(site: &Site) -> Store {
    let store = site.open().await;
    store.migrate().await.unwrap();
    store
}

async fn sealed(store: &Store, tenant: TenantId) -> Vec<u8> {
    store.write(Actor::new(tenant), |tx| tx.seal("totp", ID, b"seed")).await.unwrap()
}

async fn open(
    store: &Store,
    tenant: TenantId,
    purpose: &'static str,
    id: Uuid,
    value: Vec<u8>,
) -> Result<Vec<u8>, StoreError> {
    store.read(Actor::new(tenant), move |tx| tx.open(purpose, id, &value)).await
}

async fn a_sealed_value_opens_only_where_it_belongs(site: Site) {
    let store = opened(&site).await;
    let value = sealed(&store, TENANT).await;
    sealed(&store, OTHER).await;
    assert!(!value.windows(4).any(|part| part == b"seed"));
    assert_eq!(open(&store, TENANT, "totp", ID, value.clone()).await.unwrap(), b"seed");

    let mut altered = value.clone();
    *altered.last_mut().unwrap() ^= 1;
    let mut layout = value.clone();
    layout[0] = 2;
    for (tenant, purpose, id, value) in [
        (OTHER, "totp", ID, value.clone()),
        (TENANT, "vault", ID, value.clone()),
        (TENANT, "totp", Uuid::from_u128(11), value.clone()),
        (TENANT, "totp", ID, altered),
        (TENANT, "totp", ID, layout),
        (TENANT, "totp", ID, value[..16].to_vec()),
        (TENANT, "totp", ID, value[..30].to_vec()),
        (TENANT, "totp", ID, Vec::new()),
    ] {
        assert_eq!(open(&store, tenant, purpose, id, value).await, Err(unopened()));
    }

    // A program that starts later knows no key yet.
    drop(store);
    let store = site.open().await;
    assert_eq!(open(&store, TENANT, "totp", ID, value).await.unwrap(), b"seed");
}

async fn every_sealing_differs(site: Site) {
    let store = opened(&site).await;
    assert_ne!(sealed(&store, TENANT).await, sealed(&store, TENANT).await);
    let keys =
        store.read(System::STORE, |tx| tx.query_text("SELECT key_id FROM tenant_keys", &[])).await.unwrap();
    assert_eq!(keys.len(), 1);
}

async fn a_key_that_was_rolled_back_seals_nothing(site: Site) {
    let store = opened(&site).await;
    let refused: Result<(), _> = store
        .write(Actor::new(TENANT), |tx| {
            tx.seal("totp", ID, b"seed")?;
            tx.seal("totp", ID, b"seed")?;
            Err(StoreError::Corrupt("on purpose".into()))
        })
        .await;
    assert_eq!(refused, Err(StoreError::Corrupt("on purpose".into())));

    let value = sealed(&store, TENANT).await;
    drop(store);
    let store = site.open().await;
    assert_eq!(open(&store, TENANT, "totp", ID, value).await.unwrap(), b"seed");
}

async fn another_master_key_is_refused(mut site: Site) {
    let store = opened(&site).await;
    let value = sealed(&store, TENANT).await;
    drop(store);
    site.config.master_key = Zeroizing::new([8; 32]);
    let store = site.open().await;
    assert_eq!(store.migrate().await, Err(StoreError::WrongMasterKey));
    assert_eq!(open(&store, TENANT, "totp", ID, value).await, Err(StoreError::WrongMasterKey));
}

async fn older_keys_still_open(site: Site) {
    let store = opened(&site).await;
    let before = sealed(&store, TENANT).await;
    store
        .write(Actor::new(TENANT), |tx| {
            let vault = tx.vault();
            let (key_id, later) = (Uuid::from_u128(99), Timestamp::MAX);
            let wrapped = vault.wrap(TENANT, key_id, &[5; 32])?;
            tx.execute(&INSERT, params![TENANT.0, key_id, wrapped, later])
        })
        .await
        .unwrap();
    let after = sealed(&store, TENANT).await;
    assert_eq!(parts(&after).unwrap().0, Uuid::from_u128(99));
    assert_eq!(open(&store, TENANT, "totp", ID, before).await.unwrap(), b"seed");
    assert_eq!(open(&store, TENANT, "totp", ID, after).await.unwrap(), b"seed");
}
