//! What was acknowledged survives: a kill, a database that may not grow, a disk that is full.

use super::contract::Gate;
use super::{Site, run, skipped, sqlite_at};
use crate::scope::System;
use crate::{Store, StoreError, Tx};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use tokio::task::{JoinHandle, JoinSet};

const DIRECTORY: &str = "COUNTERSIGN_TEST_DIRECTORY";

/// Opens the store in `directory` with its two tables: a write fills both or none.
async fn opened(directory: &Path) -> Store {
    with_tables(Store::open(sqlite_at(directory)).await.unwrap()).await
}

async fn with_tables(store: Store) -> Store {
    let tables = "CREATE TABLE IF NOT EXISTS entries (id BIGINT PRIMARY KEY, body BYTEA NOT NULL);
        CREATE TABLE IF NOT EXISTS twins (id BIGINT PRIMARY KEY);";
    store.write(System::STORE, move |tx| tx.script(tables)).await.unwrap();
    store
}

fn insert(tx: &mut Tx<'_, System>, id: i64, bytes: usize) -> Result<(), StoreError> {
    let body = vec![0xA5_u8; bytes];
    tx.execute_text("INSERT INTO entries (id, body) VALUES ($1, $2)", &[id.into(), body.into()])?;
    tx.execute_text("INSERT INTO twins (id) VALUES ($1)", &[id.into()])?;
    Ok(())
}

async fn add(store: &Store, id: i64, bytes: usize) -> Result<(), StoreError> {
    store.write(System::STORE, move |tx| insert(tx, id, bytes)).await
}

/// What is in both tables; they must agree, and the file must be sound.
async fn found(store: &Store) -> BTreeSet<i64> {
    let (entries, twins, verdict) = store
        .read(System::STORE, |tx| {
            let ids =
                |rows: Vec<crate::Row>| rows.iter().map(|row| row.int(0)).collect::<Result<BTreeSet<_>, _>>();
            let entries = ids(tx.query_text("SELECT id FROM entries", &[])?)?;
            let twins = ids(tx.query_text("SELECT id FROM twins", &[])?)?;
            let verdict = tx.query_text("PRAGMA integrity_check", &[])?[0].text(0)?;
            Ok::<_, StoreError>((entries, twins, verdict))
        })
        .await
        .unwrap();
    assert_eq!(entries, twins);
    assert_eq!(verdict, "ok");
    entries
}

/// This test again, in a process of its own, with `directory` to work in.
fn again(test: &str, directory: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([&format!("tests::durability::{test}"), "--exact", "--nocapture"]).env(DIRECTORY, directory);
    command
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    if let Some(directory) = std::env::var_os(DIRECTORY) {
        run(write_until_killed(directory.as_ref()));
        return;
    }
    let directory = TempDir::new().unwrap();
    let mut acknowledged = BTreeSet::new();
    for round in 1..=5 {
        let mut child = again("what_was_acknowledged_survives_a_kill", directory.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let goal = acknowledged.len() + 37 * round * round;
        while acknowledged.len() < goal {
            let line = lines.next().expect("the child ended by itself").unwrap();
            acknowledged.extend(acknowledgement(&line));
        }
        child.kill().unwrap();
        // What it had said before it died counts too; its last line may be cut off.
        acknowledged.extend(lines.map_while(Result::ok).filter_map(|line| acknowledgement(&line)));
        child.wait().unwrap();

        run(async {
            let store = opened(directory.path()).await;
            let lost: Vec<_> = acknowledged.difference(&found(&store).await).copied().collect();
            assert_eq!(lost, Vec::<i64>::new(), "round {round}");
        });
    }
}

fn acknowledgement(line: &str) -> Option<i64> {
    line.strip_prefix("kept ")?.strip_suffix('.')?.parse().ok()
}

async fn write_until_killed(directory: &Path) {
    let store = opened(directory).await;
    let next = Arc::new(AtomicI64::new(found(&store).await.last().map_or(0, |last| last + 1)));
    let mut tasks = JoinSet::new();
    for _ in 0..32 {
        let (store, next) = (store.clone(), next.clone());
        tasks.spawn(async move {
            loop {
                let id = next.fetch_add(1, Ordering::Relaxed);
                if let Err(error) = add(&store, id, 200).await {
                    return error;
                }
                let mut out = std::io::stdout().lock();
                writeln!(out, "kept {id}.").and_then(|()| out.flush()).unwrap();
            }
        });
    }
    panic!("a write failed: {:?}", tasks.join_next().await);
}

/// Queues a hundred writes behind a closed gate, so that they form one batch; the one in the middle is `bytes` long.
async fn batch_of_a_hundred(store: &Store, first: i64, bytes: usize) -> Vec<(i64, Result<(), StoreError>)> {
    let gate = Gate::default();
    let blocked = gate.block(store).await;
    let mut tasks: Vec<(i64, JoinHandle<_>)> = Vec::new();
    for id in first..first + 100 {
        let bytes = if id == first + 50 { bytes } else { 100 };
        let queued = store.clone();
        tasks.push((id, tokio::spawn(async move { add(&queued, id, bytes).await })));
        while store.stats().queued < tasks.len() as u64 {
            tokio::task::yield_now().await;
        }
    }
    gate.open();
    blocked.await.unwrap();
    let mut answers = Vec::new();
    for (id, task) in tasks {
        answers.push((id, task.await.unwrap()));
    }
    answers
}

fn kept(answers: &[(i64, Result<(), StoreError>)]) -> BTreeSet<i64> {
    answers.iter().filter(|(_, answer)| answer.is_ok()).map(|(id, _)| *id).collect()
}

#[test]
fn a_batch_that_overflows_in_the_middle_loses_nothing_acknowledged() {
    run(async {
        let mut site = Site::sqlite();
        site.config.limits.database_bytes = Some(1 << 20);
        let store = with_tables(site.open().await).await;
        let before = store.stats();
        let answers = batch_of_a_hundred(&store, 0, 4 << 20).await;
        // Everything ran again alone, and only what does not fit failed.
        assert_eq!(store.stats().reruns - before.reruns, 100);
        for (id, answer) in &answers {
            match answer {
                Ok(()) => assert_ne!(*id, 50),
                Err(StoreError::Unavailable(_)) => assert_eq!(*id, 50),
                Err(other) => panic!("{id}: {other}"),
            }
        }
        assert_eq!(found(&store).await, kept(&answers));

        // Filled to the brim, emptied again, and of service again.
        let mut id = 1000;
        while add(&store, id, 20_000).await.is_ok() {
            id += 1;
        }
        assert!(matches!(add(&store, 5000, 20_000).await, Err(StoreError::Unavailable(_))));
        let empty = "DELETE FROM entries WHERE id >= 1000; DELETE FROM twins WHERE id >= 1000;";
        store.write(System::STORE, move |tx| tx.script(empty)).await.unwrap();
        add(&store, 5000, 20_000).await.unwrap();
        drop(store);
        let mut expected = kept(&answers);
        expected.insert(5000);
        assert_eq!(found(&site.open().await).await, expected);
    });
}

#[test]
fn a_job_that_hides_a_full_database_is_not_acknowledged() {
    run(async {
        let mut site = Site::sqlite();
        site.config.limits.database_bytes = Some(1 << 20);
        let store = with_tables(site.open().await).await;
        let gate = Gate::default();
        let blocked = gate.block(&store).await;
        let honest = {
            let store = store.clone();
            tokio::spawn(async move { add(&store, 1, 100).await })
        };
        while store.stats().queued < 1 {
            tokio::task::yield_now().await;
        }
        let liar = {
            let store = store.clone();
            tokio::spawn(async move {
                store
                    .write(System::STORE, |tx| {
                        insert(tx, 2, 100)?;
                        assert!(insert(tx, 3, 4 << 20).is_err());
                        // The engine has ended the transaction; this must not commit by itself.
                        assert!(insert(tx, 4, 100).is_err());
                        Ok::<_, StoreError>(())
                    })
                    .await
            })
        };
        while store.stats().queued < 2 {
            tokio::task::yield_now().await;
        }
        gate.open();
        blocked.await.unwrap();
        honest.await.unwrap().unwrap();
        assert!(matches!(liar.await.unwrap(), Err(StoreError::Unavailable(_))));
        assert_eq!(found(&store).await, BTreeSet::from([1]));
    });
}

#[test]
fn a_full_disk_loses_nothing_acknowledged() {
    const NAME: &str = "a_full_disk_loses_nothing_acknowledged";
    if let Some(directory) = std::env::var_os(DIRECTORY) {
        run(fill_the_disk(directory.as_ref()));
        return;
    }
    let directory = TempDir::new().unwrap();
    let inner = again(NAME, directory.path());
    // A file system of four megabytes that only the child sees, and that ends with it.
    let script = "mount -t tmpfs -o size=4m none \"$1\" || exit 77; shift; exec \"$@\"";
    let output = Command::new("unshare")
        .args(["-m", "sh", "-c", script, "sh"])
        .arg(directory.path())
        .arg(inner.get_program())
        .args(inner.get_args())
        .env(DIRECTORY, directory.path())
        .output();
    match output {
        Ok(output) if output.status.success() => {
            assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "the child ran no test");
        }
        Ok(output) if output.status.code() == Some(101) => {
            panic!("{}", String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr));
        }
        _ => skipped(NAME, "a small file system cannot be mounted here"),
    }
}

async fn fill_the_disk(disk: &Path) {
    let ballast = disk.join("ballast");
    std::fs::write(&ballast, vec![1_u8; 1 << 20]).unwrap();
    let data = disk.join("data");
    let store = opened(&data).await;

    let mut expected = BTreeSet::new();
    for id in 0..10 {
        add(&store, id, 1000).await.unwrap();
        expected.insert(id);
    }
    let answers = batch_of_a_hundred(&store, 100, 5 << 20).await;
    assert!(matches!(answers[50].1, Err(StoreError::Unavailable(_))), "{:?}", answers[50]);
    assert_eq!(answers.iter().filter(|(_, answer)| answer.is_err()).count(), 1);
    expected.extend(kept(&answers));
    assert_eq!(found(&store).await, expected);

    let mut id = 1000;
    while add(&store, id, 10_000).await.is_ok() {
        expected.insert(id);
        id += 1;
    }
    // On the brim: whatever is acknowledged now must still be there later.
    expected.extend(kept(&batch_of_a_hundred(&store, 5000, 100_000).await));
    assert_eq!(found(&store).await, expected);

    std::fs::remove_file(&ballast).unwrap();
    for id in 6000..6010 {
        add(&store, id, 1000).await.unwrap();
        expected.insert(id);
    }
    assert_eq!(found(&store).await, expected);
    drop(store);
    assert_eq!(found(&opened(&data).await).await, expected);
}
