use crate::scope::System;
use crate::tests::{Site, run};
use crate::{Config, Engine, Store, StoreError, Tx};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);

async fn counter(site: &Site) -> Store {
    let store = site.open().await;
    let table = "CREATE TABLE counters (id BIGINT PRIMARY KEY, n BIGINT NOT NULL);
        INSERT INTO counters (id, n) VALUES (1, 0);";
    store.write(System::STORE, move |tx| tx.script(table)).await.unwrap();
    store
}

fn number(tx: &mut Tx<'_, System>) -> Result<i64, StoreError> {
    tx.query_text("SELECT n FROM counters WHERE id = 1", &[])?[0].int(0)
}

fn set(tx: &mut Tx<'_, System>, n: i64) -> Result<(), StoreError> {
    tx.execute_text("UPDATE counters SET n = $1 WHERE id = 1", &[n.into()]).map(|_| ())
}

#[test]
fn a_conflict_runs_the_closure_again_and_counts() {
    let Some(site) = Site::postgres("postgres::a_conflict_runs_the_closure_again_and_counts") else { return };
    run(async {
        let store = counter(&site).await;
        let (begun, has_begun) = mpsc::channel();
        let (changed, has_changed) = mpsc::channel();
        let (begun, has_changed) = (Mutex::new(begun), Mutex::new(has_changed));
        let runs = Arc::new(AtomicU32::new(0));
        let slow = {
            let (store, runs) = (store.clone(), runs.clone());
            tokio::spawn(async move {
                let add = move |tx: &mut Tx<'_, System>| {
                    let n = number(tx)?;
                    if runs.fetch_add(1, Ordering::Relaxed) == 0 {
                        begun.lock().unwrap().send(()).unwrap();
                        has_changed.lock().unwrap().recv_timeout(PATIENCE).unwrap();
                    }
                    // A swallowed conflict is a conflict all the same.
                    drop(set(tx, n + 1));
                    Ok::<_, StoreError>(())
                };
                store.write(System::STORE, add).await
            })
        };
        tokio::task::spawn_blocking(move || has_begun.recv_timeout(PATIENCE).unwrap()).await.unwrap();
        let before = store.stats().reruns;
        store.write(System::STORE, |tx| set(tx, 40)).await.unwrap();
        changed.send(()).unwrap();
        slow.await.unwrap().unwrap();
        assert_eq!(runs.load(Ordering::Relaxed), 2);
        assert_eq!(store.stats().reruns - before, 1);
        assert_eq!(store.read(System::STORE, number).await.unwrap(), 41);
    });
}

#[test]
fn a_conflict_without_end_is_given_up() {
    let Some(site) = Site::postgres("postgres::a_conflict_without_end_is_given_up") else { return };
    run(async {
        let store = counter(&site).await;
        let failing = "CREATE FUNCTION conflict() RETURNS BIGINT AS $$ BEGIN RAISE SQLSTATE '40001'; END $$ LANGUAGE plpgsql";
        store.write(System::STORE, move |tx| tx.script(failing)).await.unwrap();
        let answer =
            store.write(System::STORE, |tx| tx.query_text("SELECT conflict()", &[]).map(|_| ())).await;
        assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
        assert_eq!(store.stats().failures, 1);
        store.write(System::STORE, |tx| set(tx, 1)).await.unwrap();
    });
}

#[test]
fn a_broken_connection_is_replaced() {
    let Some(site) = Site::postgres("postgres::a_broken_connection_is_replaced") else { return };
    run(async {
        let store = counter(&site).await;
        let end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND datname = current_database()";
        for round in 1..=20 {
            store.write(System::STORE, move |tx| tx.query_text(end_all, &[]).map(|_| ())).await.unwrap();
            store.write(System::STORE, move |tx| set(tx, round)).await.unwrap();
            assert_eq!(store.read(System::STORE, number).await.unwrap(), round);
        }
    });
}

#[test]
fn a_server_that_is_not_there_is_unavailable() {
    let site = Site::sqlite();
    run(async {
        let engine = Engine::Postgres { connection: "host=/nonexistent user=nobody".into(), threads: 2 };
        let answer = Store::open(Config { engine, ..site.config.clone() }).await.err();
        assert!(matches!(answer, Some(StoreError::Unavailable(_))), "{answer:?}");
        let engine = Engine::Postgres { connection: "no connection string".into(), threads: 2 };
        let answer = Store::open(Config { engine, ..site.config.clone() }).await.err();
        assert!(matches!(answer, Some(StoreError::Unavailable(_))), "{answer:?}");
    });
}
