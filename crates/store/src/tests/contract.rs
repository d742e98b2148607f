//! What the store promises, on both engines.

use super::Site;
use crate::scope::System;
use crate::{Engine, Store, StoreError, Tx, Value};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use uuid::Uuid;

super::on_both_engines! {
    values_come_back_as_they_went_in
    parameters_are_bound_by_number
    like_tells_cases_apart
    concurrent_read_modify_write_loses_nothing
    concurrent_compare_and_set_loses_nothing
    a_refusal_undoes_only_its_own_changes
    a_swallowed_error_cannot_commit
    a_panic_is_caught_and_undone
    unique_keys_are_named_by_their_columns
    other_constraints_are_told_apart
    reads_cannot_write
    faulty_statements_are_refused
    a_read_sees_one_state
    a_scan_is_stopped_at_its_deadline
    a_full_queue_refuses
    bulk_writes_commit
    a_write_whose_caller_left_still_happens
    migrations_run_once
    every_statement_prepares
    a_newer_schema_is_refused
}

type Unit = Result<(), StoreError>;

/// Opens the site's store with a table of numbers and names.
async fn opened(site: &Site) -> Store {
    let store = site.open().await;
    let text = "CREATE TABLE things (id BIGINT NOT NULL, n BIGINT NOT NULL, name TEXT, PRIMARY KEY (id))";
    store.write(System::new(), |tx| tx.script(text)).await.unwrap();
    store
}

fn insert(tx: &mut Tx<'_, System>, id: i64, n: i64) -> Unit {
    let changed = tx.execute_text("INSERT INTO things (id, n) VALUES ($1, $2)", &[id.into(), n.into()])?;
    assert_eq!(changed, 1);
    Ok(())
}

fn number(tx: &mut Tx<'_, System>, id: i64) -> Result<Option<i64>, StoreError> {
    let rows = tx.query_text("SELECT n FROM things WHERE id = $1", &[id.into()])?;
    rows.first().map(|row| row.int(0)).transpose()
}

async fn stored(store: &Store, id: i64) -> Option<i64> {
    store.read(System::new(), move |tx| number(tx, id)).await.unwrap()
}

async fn values_come_back_as_they_went_in(site: Site) {
    let store = site.open().await;
    let id = Uuid::from_u128(0x1234);
    let table = "CREATE TABLE v (b BOOLEAN, i BIGINT, t TEXT, u UUID, y BYTEA, y16 BYTEA)";
    store.write(System::new(), move |tx| tx.script(table)).await.unwrap();
    let values = [
        Value::from(true),
        Value::from(i64::MIN),
        Value::from("한국어 \0".trim_end_matches('\0')),
        Value::from(id),
        Value::from(vec![0_u8, 255]),
        Value::from([9_u8; 16]),
    ];
    let nulls = vec![Value::Null; 6];
    store
        .write(System::new(), move |tx| {
            let insert = "INSERT INTO v (b, i, t, u, y, y16) VALUES ($1, $2, $3, $4, $5, $6)";
            tx.execute_text(insert, &values)?;
            tx.execute_text(insert, &nulls)
        })
        .await
        .unwrap();
    let rows = store
        .read(System::new(), |tx| {
            tx.query_text("SELECT b, i, t, u, y, y16 FROM v ORDER BY i NULLS LAST", &[])
        })
        .await
        .unwrap();
    let [row, empty] = &rows[..] else { panic!("{} rows", rows.len()) };
    assert!(row.bool(0).unwrap());
    assert_eq!(row.int(1).unwrap(), i64::MIN);
    assert_eq!(row.text(2).unwrap(), "한국어 ");
    assert_eq!(row.uuid(3).unwrap(), id);
    assert_eq!(row.bytes(4).unwrap(), [0, 255]);
    assert_eq!(row.array::<16>(5).unwrap(), [9; 16]);
    assert!(empty.opt_bool(0).unwrap().is_none() && empty.opt_blob(5).unwrap().is_none());
}

async fn parameters_are_bound_by_number(site: Site) {
    let store = opened(&site).await;
    let row = store
        .write(System::new(), |tx| {
            tx.execute_text(
                "INSERT INTO things (name, n, id) VALUES ($3, $2, $1)",
                &[1.into(), 2.into(), "x".into()],
            )?;
            tx.query_text("SELECT id, n FROM things WHERE name = $2 AND id = $1", &[1.into(), "x".into()])
        })
        .await
        .unwrap();
    assert_eq!((row[0].int(0).unwrap(), row[0].int(1).unwrap()), (1, 2));
}

async fn like_tells_cases_apart(site: Site) {
    let store = opened(&site).await;
    let found = store
        .write(System::new(), |tx| {
            tx.execute_text("INSERT INTO things (id, n, name) VALUES (1, 1, 'Abc'), (2, 2, 'abc')", &[])?;
            tx.query_text("SELECT id FROM things WHERE name LIKE $1", &["a%".into()])
        })
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].int(0).unwrap(), 2);
}

async fn concurrent_read_modify_write_loses_nothing(site: Site) {
    let store = opened(&site).await;
    store.write(System::new(), |tx| insert(tx, 1, 0)).await.unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..25 {
                    store
                        .write(System::new(), |tx| {
                            let n = number(tx, 1)?.unwrap();
                            tx.execute_text(
                                "UPDATE things SET n = $2 WHERE id = $1",
                                &[1.into(), (n + 1).into()],
                            )
                        })
                        .await
                        .unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(stored(&store, 1).await, Some(200));
}

async fn concurrent_compare_and_set_loses_nothing(site: Site) {
    let store = opened(&site).await;
    store.write(System::new(), |tx| insert(tx, 1, 0)).await.unwrap();
    let won = Arc::new(AtomicU32::new(0));
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (store, won) = (store.clone(), won.clone());
            tokio::spawn(async move {
                for _ in 0..25 {
                    let seen = stored(&store, 1).await.unwrap();
                    let changed = store
                        .write(System::new(), move |tx| {
                            let values = [1.into(), (seen + 1).into(), seen.into()];
                            tx.execute_text("UPDATE things SET n = $2 WHERE id = $1 AND n = $3", &values)
                        })
                        .await
                        .unwrap();
                    won.fetch_add(u32::try_from(changed).unwrap(), Ordering::Relaxed);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(stored(&store, 1).await, Some(won.load(Ordering::Relaxed).into()));
    assert!(won.load(Ordering::Relaxed) >= 25);
}

async fn a_refusal_undoes_only_its_own_changes(site: Site) {
    #[derive(Debug, PartialEq)]
    enum Refusal {
        Odd(i64),
        Store(StoreError),
    }
    impl From<StoreError> for Refusal {
        fn from(error: StoreError) -> Self {
            Self::Store(error)
        }
    }
    let store = opened(&site).await;
    let tasks: Vec<_> = (0..40)
        .map(|id| {
            let store = store.clone();
            tokio::spawn(async move {
                store
                    .write(System::new(), move |tx| {
                        insert(tx, id, id)?;
                        if id % 2 == 1 { Err(Refusal::Odd(id)) } else { Ok(id) }
                    })
                    .await
            })
        })
        .collect();
    for (id, task) in tasks.into_iter().enumerate() {
        let id = i64::try_from(id).unwrap();
        let expected = if id % 2 == 1 { Err(Refusal::Odd(id)) } else { Ok(id) };
        assert_eq!(task.await.unwrap(), expected);
        assert_eq!(stored(&store, id).await.is_some(), id % 2 == 0);
    }
}

async fn a_swallowed_error_cannot_commit(site: Site) {
    let store = opened(&site).await;
    store.write(System::new(), |tx| insert(tx, 1, 1)).await.unwrap();
    let answer = store
        .write(System::new(), |tx| {
            insert(tx, 2, 2)?;
            assert!(insert(tx, 1, 1).is_err());
            // Everything after the first error fails as it did.
            assert!(matches!(insert(tx, 3, 3), Err(StoreError::Unique { .. })));
            Ok::<_, StoreError>("all is well")
        })
        .await;
    assert!(matches!(answer, Err(StoreError::Unique { .. })), "{answer:?}");
    assert_eq!((stored(&store, 2).await, stored(&store, 3).await), (None, None));
}

async fn a_panic_is_caught_and_undone(site: Site) {
    let store = opened(&site).await;
    let tasks: Vec<_> = (0..20)
        .map(|id| {
            let store = store.clone();
            tokio::spawn(async move {
                store
                    .write(System::new(), move |tx| {
                        insert(tx, id, id)?;
                        assert!(id != 7, "seven");
                        Ok::<_, StoreError>(())
                    })
                    .await
            })
        })
        .collect();
    for (id, task) in tasks.into_iter().enumerate() {
        let answer = task.await.unwrap();
        assert_eq!(answer, if id == 7 { Err(StoreError::Panicked("seven".into())) } else { Ok(()) });
    }
    assert_eq!((stored(&store, 6).await, stored(&store, 7).await), (Some(6), None));

    let read: Unit = store.read(System::new(), |_| panic!("reading")).await;
    assert_eq!(read, Err(StoreError::Panicked("reading".into())));
    assert_eq!(stored(&store, 6).await, Some(6));
}

async fn unique_keys_are_named_by_their_columns(site: Site) {
    let store = site.open().await;
    let schema =
        "CREATE TABLE people (tenant_id BIGINT NOT NULL, id BIGINT NOT NULL, upn TEXT NOT NULL, mail TEXT,
            PRIMARY KEY (tenant_id, id));
        CREATE UNIQUE INDEX people_upn ON people (tenant_id, upn);
        CREATE UNIQUE INDEX people_mail ON people (tenant_id, lower(mail));";
    store.write(System::new(), move |tx| tx.script(schema)).await.unwrap();
    let add = async |id: i64, upn: &'static str, mail: &'static str| {
        let values = [1.into(), id.into(), Value::from(upn), Value::from(mail)];
        let text = "INSERT INTO people (tenant_id, id, upn, mail) VALUES ($1, $2, $3, $4)";
        store.write(System::new(), move |tx| tx.execute_text(text, &values)).await
    };
    add(1, "a@x", "a").await.unwrap();
    let on = |columns: &str| Err(StoreError::Unique { on: columns.into() });
    assert_eq!(add(1, "b@x", "b").await, on("people.tenant_id, people.id"));
    let taken = add(2, "a@x", "b").await;
    assert_eq!(taken, on("people.tenant_id, people.upn"));
    assert!(taken.as_ref().unwrap_err().is_unique_on("upn"));
    assert!(!taken.unwrap_err().is_unique_on("id"));
    assert_eq!(add(2, "b@x", "A").await, on("people_mail"));
    add(2, "b@x", "b").await.unwrap();
}

async fn other_constraints_are_told_apart(site: Site) {
    let store = opened(&site).await;
    let schema = "CREATE TABLE parts (id BIGINT PRIMARY KEY, thing BIGINT REFERENCES things (id), n BIGINT CHECK (n > 0))";
    store.write(System::new(), move |tx| tx.script(schema)).await.unwrap();
    for text in [
        "INSERT INTO things (id) VALUES (1)",
        "INSERT INTO parts (id, thing) VALUES (1, 99)",
        "INSERT INTO parts (id, n) VALUES (1, 0)",
    ] {
        let answer = store.write(System::new(), move |tx| tx.execute_text(text, &[])).await;
        assert!(matches!(answer, Err(StoreError::Constraint(_))), "{text}: {answer:?}");
    }
}

async fn reads_cannot_write(site: Site) {
    let store = opened(&site).await;
    let answer = store.read(System::new(), |tx| insert(tx, 1, 1)).await;
    assert!(matches!(answer, Err(StoreError::Statement(_))), "{answer:?}");
    let answer = store.scan(System::new(), |tx| insert(tx, 1, 1)).await;
    assert!(matches!(answer, Err(StoreError::Statement(_))), "{answer:?}");
    assert_eq!(stored(&store, 1).await, None);
}

async fn faulty_statements_are_refused(site: Site) {
    let store = opened(&site).await;
    let cases: [(&str, Vec<Value>); 4] = [
        ("SELECT nothing FROM nowhere", vec![]),
        ("SELECT n FROM things WHERE id = $1", vec![]),
        ("SELECT n FROM things WHERE id = $1", vec![1.into(), 2.into()]),
        ("SELEC", vec![]),
    ];
    for (text, values) in cases {
        let answer = store.write(System::new(), move |tx| tx.query_text(text, &values).map(|_| ())).await;
        assert!(matches!(answer, Err(StoreError::Statement(_))), "{text}: {answer:?}");
    }
    store.write(System::new(), |tx| insert(tx, 1, 1)).await.unwrap();
}

async fn a_read_sees_one_state(site: Site) {
    let store = opened(&site).await;
    store.write(System::new(), |tx| insert(tx, 1, 1)).await.unwrap();
    let (begun, wait_begun) = mpsc::channel();
    let (changed, wait_changed) = mpsc::channel();
    let (begun, wait_changed) = (Mutex::new(begun), Mutex::new(wait_changed));
    let reader = store.clone();
    let read = tokio::spawn(async move {
        reader
            .read(System::new(), move |tx| {
                let before = number(tx, 1)?;
                begun.lock().unwrap().send(()).unwrap();
                wait_changed.lock().unwrap().recv_timeout(Duration::from_secs(10)).unwrap();
                Ok::<_, StoreError>((before, number(tx, 1)?))
            })
            .await
    });
    tokio::task::spawn_blocking(move || wait_begun.recv_timeout(Duration::from_secs(10)).unwrap())
        .await
        .unwrap();
    store.write(System::new(), |tx| tx.execute_text("UPDATE things SET n = 2", &[])).await.unwrap();
    changed.send(()).unwrap();
    assert_eq!(read.await.unwrap().unwrap(), (Some(1), Some(1)));
    assert_eq!(stored(&store, 1).await, Some(2));
}

async fn a_scan_is_stopped_at_its_deadline(mut site: Site) {
    site.config.limits.scan_deadline = Duration::from_millis(200);
    let store = site.open().await;
    let endless = "WITH RECURSIVE c(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c";
    // More of them than scan threads: the stopped ones must have left.
    for _ in 0..3 {
        let scans = (0..3).map(|_| {
            let store = store.clone();
            tokio::spawn(
                async move { store.scan(System::new(), move |tx| tx.query_text(endless, &[])).await },
            )
        });
        for scan in scans.collect::<Vec<_>>() {
            assert_eq!(scan.await.unwrap().unwrap_err(), StoreError::Deadline);
        }
    }
    let mut answer = Err(StoreError::Deadline);
    for _ in 0..50 {
        answer = store.scan(System::new(), |tx| tx.query_text("SELECT CAST(1 AS BIGINT)", &[])).await;
        if answer.is_ok() {
            break;
        }
    }
    assert_eq!(answer.unwrap()[0].int(0).unwrap(), 1);
}

async fn a_full_queue_refuses(mut site: Site) {
    site.config.limits.queue = 4;
    if let Engine::Postgres { threads, .. } = &mut site.config.engine {
        *threads = 1;
    }
    let store = opened(&site).await;
    let gate = Gate::default();
    let blocked = gate.block(&store).await;
    let waiting: Vec<_> = (0..4)
        .map(|id| {
            let store = store.clone();
            tokio::spawn(async move { store.write(System::new(), move |tx| insert(tx, id, id)).await })
        })
        .collect();
    while store.stats().queued < 4 {
        tokio::task::yield_now().await;
    }
    let refused = store.write(System::new(), |tx| insert(tx, 9, 9)).await;
    assert_eq!(refused, Err(StoreError::Overloaded));
    gate.open();
    blocked.await.unwrap();
    for task in waiting {
        task.await.unwrap().unwrap();
    }
    store.write(System::new(), |tx| insert(tx, 9, 9)).await.unwrap();
}

/// Holds a database thread inside a job.
#[derive(Default)]
pub struct Gate(Arc<(Mutex<bool>, std::sync::Condvar)>);

impl Gate {
    pub async fn block(&self, store: &Store) -> tokio::task::JoinHandle<()> {
        let (gate, store) = (self.0.clone(), store.clone());
        let (inside, is_inside) = tokio::sync::oneshot::channel();
        let inside = Mutex::new(Some(inside));
        let blocked = tokio::spawn(async move {
            store
                .write(System::new(), move |_| {
                    if let Some(inside) = inside.lock().unwrap().take() {
                        inside.send(()).unwrap();
                    }
                    let open = gate.0.lock().unwrap();
                    drop(gate.1.wait_while(open, |open| !*open).unwrap());
                    Ok::<_, StoreError>(())
                })
                .await
                .unwrap();
        });
        is_inside.await.unwrap();
        blocked
    }

    pub fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }
}

async fn bulk_writes_commit(site: Site) {
    let store = opened(&site).await;
    for chunk in 0..5 {
        store
            .write_bulk(System::new(), move |tx| (0..100).try_for_each(|n| insert(tx, chunk * 100 + n, n)))
            .await
            .unwrap();
    }
    let rows =
        store.scan(System::new(), |tx| tx.query_text("SELECT count(*) FROM things", &[])).await.unwrap();
    assert_eq!(rows[0].int(0).unwrap(), 500);
}

async fn a_write_whose_caller_left_still_happens(mut site: Site) {
    if let Engine::Postgres { threads, .. } = &mut site.config.engine {
        *threads = 1;
    }
    let store = opened(&site).await;
    let gate = Gate::default();
    let blocked = gate.block(&store).await;
    let leaving = {
        let store = store.clone();
        tokio::spawn(async move { store.write(System::new(), |tx| insert(tx, 1, 1)).await })
    };
    while store.stats().queued < 1 {
        tokio::task::yield_now().await;
    }
    leaving.abort();
    assert!(leaving.await.unwrap_err().is_cancelled());
    gate.open();
    blocked.await.unwrap();
    store.write(System::new(), |tx| insert(tx, 2, 2)).await.unwrap();
    assert_eq!(stored(&store, 1).await, Some(1));
}

async fn migrations_run_once(site: Site) {
    let store = site.open().await;
    let pending = store.pending().await.unwrap();
    assert!(!pending.is_empty());
    let (first, second) = tokio::join!(store.migrate(), store.migrate());
    let applied = first.unwrap().len() + second.unwrap().len();
    assert_eq!(applied, pending.len());
    assert_eq!(store.pending().await.unwrap(), []);
    assert_eq!(store.migrate().await.unwrap(), []);
}

async fn every_statement_prepares(site: Site) {
    let store = site.open().await;
    store.migrate().await.unwrap();
    assert_eq!(store.check_statements().await.unwrap(), []);
}

async fn a_newer_schema_is_refused(site: Site) {
    let store = site.open().await;
    store.migrate().await.unwrap();
    let newer = "INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, 'later', 0)";
    store.write(System::new(), move |tx| tx.execute_text(newer, &[])).await.unwrap();
    assert!(matches!(store.pending().await, Err(StoreError::NewerSchema { found: 9999, .. })));
    assert!(matches!(store.migrate().await, Err(StoreError::NewerSchema { found: 9999, .. })));
}
