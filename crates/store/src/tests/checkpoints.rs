//! The write-ahead log stays bounded under constant load, readers or not.

use super::{Site, run};
use crate::scope::System;
use crate::{Engine, StoreError, Value};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn the_log_stays_bounded_under_load() {
    run(async {
        let site = Site::sqlite();
        let Engine::Sqlite { directory } = &site.config.engine else { panic!("SQLite") };
        let store = site.open().await;
        let table = "CREATE TABLE things (id BIGINT PRIMARY KEY, body BYTEA NOT NULL)";
        store.write(System::STORE, move |tx| tx.script(table)).await.unwrap();
        let done = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..2)
            .map(|_| {
                let (store, done) = (store.clone(), done.clone());
                tokio::spawn(async move {
                    while !done.load(Ordering::Relaxed) {
                        let read =
                            store.read(System::STORE, |tx| tx.query_text("SELECT count(*) FROM things", &[]));
                        read.await.unwrap();
                        tokio::task::yield_now().await;
                    }
                })
            })
            .collect();
        // 400 MB through the log, by jobs that always overlap.
        let writers: Vec<_> = (0..4_i64)
            .map(|writer| {
                let store = store.clone();
                tokio::spawn(async move {
                    for job in 0..100 {
                        let write = store.write(System::STORE, move |tx| {
                            let put = "INSERT INTO things (id, body) VALUES ($1, $2)
                                ON CONFLICT (id) DO UPDATE SET body = excluded.body";
                            let body = Value::from(vec![1_u8; 1 << 20]);
                            tx.execute_text(put, &[(writer * 10 + job % 10).into(), body])?;
                            Ok::<_, StoreError>(())
                        });
                        write.await.unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.await.unwrap();
        }
        let log = fs::metadata(directory.join("countersign.db-wal")).unwrap().len();
        assert!(log < 200 << 20, "the log has {log} bytes");
    });
}
