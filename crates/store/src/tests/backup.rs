//! A backup is the store of one moment, and a restored one serves.

use super::{Site, run, sqlite_at};
use crate::scope::System;
use crate::sqlite::Files;
use crate::{Engine, Store, StoreError};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use tempfile::TempDir;

fn directory(site: &Site) -> PathBuf {
    match &site.config.engine {
        Engine::Sqlite { directory } => directory.clone(),
        Engine::Postgres { .. } => panic!("these tests are about SQLite"),
    }
}

async fn add(store: &Store, id: i64) {
    let text = "INSERT INTO things (id) VALUES ($1)";
    store.write(System::STORE, move |tx| tx.execute_text(text, &[id.into()])).await.unwrap();
}

async fn count(store: &Store) -> i64 {
    let rows =
        store.read(System::STORE, |tx| tx.query_text("SELECT count(*) FROM things", &[])).await.unwrap();
    rows[0].int(0).unwrap()
}

#[test]
fn a_backup_taken_while_writing_is_whole_and_can_be_restored() {
    run(async {
        let site = Site::sqlite();
        let store = site.open().await;
        store.migrate().await.unwrap();
        let table = "CREATE TABLE things (id BIGINT PRIMARY KEY)";
        store.write(System::STORE, move |tx| tx.script(table)).await.unwrap();
        for id in 0..50 {
            add(&store, id).await;
        }
        let busy = {
            let store = store.clone();
            tokio::spawn(async move {
                for id in 1000..1200 {
                    add(&store, id).await;
                }
            })
        };
        let target = directory(&site).join("copy.db");
        store.backup_to(&target).await.unwrap();
        busy.await.unwrap();
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(matches!(store.backup_to(&target).await, Err(StoreError::Unavailable(_))));

        let other = TempDir::new().unwrap();
        Store::restore(other.path(), &target).unwrap();
        let restored = Store::open(sqlite_at(other.path())).await.unwrap();
        assert_eq!(restored.migrate().await.unwrap(), []);
        let then = count(&restored).await;
        assert!((50..=250).contains(&then), "{then}");
        add(&restored, 9999).await;

        // In place: what came after the backup is gone from the store, and set aside.
        assert_eq!(count(&store).await, 250);
        assert!(matches!(Store::restore(&directory(&site), &target), Err(StoreError::AlreadyOpen(_))));
        drop(store);
        Store::restore(&directory(&site), &target).unwrap();
        assert!(directory(&site).join("countersign.db.replaced").is_file());
        let store = site.open().await;
        assert_eq!(count(&store).await, then);
    });
}

#[test]
fn a_file_that_is_no_backup_changes_nothing() {
    run(async {
        let site = Site::sqlite();
        let store = site.open().await;
        store.migrate().await.unwrap();
        drop(store);
        let bad = TempDir::new().unwrap();
        let text = bad.path().join("text");
        fs::write(&text, "not a database, but long enough to be taken for one".repeat(100)).unwrap();
        let foreign = bad.path().join("foreign.db");
        rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
        for path in [text, foreign, bad.path().join("missing")] {
            assert!(matches!(Store::restore(&directory(&site), &path), Err(StoreError::Corrupt(_))));
        }
        assert_eq!(site.open().await.migrate().await.unwrap(), []);
    });
}

#[test]
fn a_second_opener_is_told_who_is_in_the_way() {
    run(async {
        let site = Site::sqlite();
        let store = site.open().await;
        let second = Store::open(site.config.clone()).await.err();
        assert_eq!(second, Some(StoreError::AlreadyOpen(directory(&site))));
        assert!(Files::lock(&directory(&site), None).is_err());
        drop(store);
        site.open().await;
    });
}

#[test]
fn only_the_owner_can_read_the_files() {
    run(async {
        let site = Site::sqlite();
        let store = site.open().await;
        store.migrate().await.unwrap();
        let mut names = Vec::new();
        for entry in fs::read_dir(directory(&site)).unwrap() {
            let entry = entry.unwrap();
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", entry.path());
            names.push(entry.file_name().into_string().unwrap());
        }
        assert!(names.contains(&"countersign.db-wal".to_owned()), "{names:?}");
    });
}
