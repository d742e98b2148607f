//! What the store costs: inline point reads, and durable writes to a log table against one commit each.
//!
//! `cargo run --release -p store --features probe --example store_bench [-- --postgres 'host=… user=… dbname=…']`
//!
//! Rows have about 330 bytes and time-ordered keys. Everything is measured several times in turn, and the medians
//! count: on a shared machine only figures of the same minutes can be compared, and of those the ones per second of
//! processor time tell most. `TMPDIR` says on which disk.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a program that measures time, prints, and ends at the first fault"
)]

use model::{Clock, Entropy, Timestamp, Uuid};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::probe::SCOPE;
use store::{Config, Store, StoreError, Value};

const ROUNDS: usize = 5;
const SLICE: Duration = Duration::from_millis(1500);
const PRELOADED: u64 = 100_000;
const CLIENTS: [usize; 3] = [1, 64, 256];
const TENANT: Uuid = Uuid::from_u128(1);

const SCHEMA: &str = "CREATE TABLE bench (tenant_id UUID NOT NULL, id UUID NOT NULL, at BIGINT NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (tenant_id, id)) /* log */;";
const INSERT: &str = "INSERT INTO bench (tenant_id, id, at, body) VALUES ($1, $2, $3, $4)";
const FIND: &str = "SELECT id, at, body FROM bench WHERE tenant_id = $1 AND id = $2";

struct World;

impl Clock for World {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

impl Entropy for World {
    fn fill(&self, bytes: &mut [u8]) {
        crypto::random::fill(bytes);
    }
}

fn row() -> [Value; 4] {
    let now = Timestamp::now();
    [TENANT.into(), World.uuid_v7(now).into(), now.into(), "x".repeat(290).into()]
}

async fn write(store: &Store) {
    let row = row();
    store.write(SCOPE, move |tx| tx.raw_execute(INSERT, &row)).await.unwrap();
}

/// Operations per second of the clock, and per second of processor time.
#[derive(Clone, Copy)]
struct Rate {
    wall: f64,
    cpu: f64,
}

/// Processor time of all threads of this process so far, in seconds.
fn processor_time() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let nanos = threads.filter_map(|thread| {
        let stat = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        stat.split(' ').next()?.parse::<u64>().ok()
    });
    nanos.sum::<u64>() as f64 / 1e9
}

/// Runs `clients` copies of `work` for one slice.
async fn rate<F>(clients: usize, work: impl Fn(Arc<AtomicBool>, Arc<AtomicU64>) -> F) -> Rate
where
    F: Future<Output = ()> + Send + 'static,
{
    let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let (start, cpu) = (Instant::now(), processor_time());
    let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(work(stop.clone(), count.clone()))).collect();
    tokio::task::spawn_blocking(|| std::thread::sleep(SLICE)).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.unwrap();
    }
    let count = count.load(Ordering::Relaxed) as f64;
    Rate { wall: count / start.elapsed().as_secs_f64(), cpu: count / (processor_time() - cpu) }
}

async fn writes(store: &Store, clients: usize) -> Rate {
    rate(clients, |stop, count| {
        let store = store.clone();
        async move {
            while !stop.load(Ordering::Relaxed) {
                write(&store).await;
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    })
    .await
}

async fn reads(store: &Store, ids: &Arc<Vec<Uuid>>, clients: usize) -> Rate {
    rate(clients, |stop, count| {
        let (store, ids) = (store.clone(), ids.clone());
        async move {
            let (mut place, mut done) = (0, 0);
            while !stop.load(Ordering::Relaxed) {
                place = (place + 7919) % ids.len();
                let id = ids.get(place).copied().unwrap_or_default();
                let found = store.read(SCOPE, move |tx| tx.raw_query(FIND, &[TENANT.into(), id.into()]));
                assert_eq!(found.await.unwrap().len(), 1);
                done += 1;
            }
            count.fetch_add(done, Ordering::Relaxed);
        }
    })
    .await
}

/// One thread, one commit for each row, the same settings: what a store without group commit would do.
fn autocommit(conn: &rusqlite::Connection) -> Rate {
    let (start, cpu, mut count) = (Instant::now(), processor_time(), 0_u32);
    while start.elapsed() < SLICE {
        let row = row();
        conn.prepare_cached(INSERT).unwrap().execute(rusqlite::params_from_iter(&row)).unwrap();
        count += 1;
    }
    let count = f64::from(count);
    Rate { wall: count / start.elapsed().as_secs_f64(), cpu: count / (processor_time() - cpu) }
}

/// A table with as many rows; gives their ids.
async fn fill(store: &Store) -> Arc<Vec<Uuid>> {
    store.write(SCOPE, |tx| tx.raw_script(SCHEMA)).await.unwrap();
    let mut ids = Vec::new();
    for _ in 0..PRELOADED / 500 {
        let rows: Vec<_> = (0..500).map(|_| row()).collect();
        let chunk = store
            .write_bulk(SCOPE, move |tx| {
                rows.iter().map(|row| tx.raw_execute(INSERT, row)).sum::<Result<u64, StoreError>>()
            })
            .await;
        assert_eq!(chunk.unwrap(), 500);
    }
    let rows = store.scan(SCOPE, |tx| tx.raw_query("SELECT id FROM bench", &[])).await.unwrap();
    ids.extend(rows.iter().map(|row| row.uuid(0).unwrap()));
    Arc::new(ids)
}

fn median(rates: &[Rate]) -> Rate {
    let middle = |figure: fn(&Rate) -> f64| {
        let mut figures: Vec<f64> = rates.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied().unwrap_or_default()
    };
    Rate { wall: middle(|rate| rate.wall), cpu: middle(|rate| rate.cpu) }
}

fn line(what: &str, rate: Rate) {
    println!("{what:<44} {:>9.0}/s  {:>9.0} per second of processor time", rate.wall, rate.cpu);
}

fn verdict(what: &str, figure: f64, target: f64) {
    let verdict = if figure >= target { "met" } else { "NOT MET" };
    println!("{what:<44} {figure:>9.0}    target {target:.0}: {verdict}");
}

#[derive(Default)]
struct Figures {
    read_one: Vec<Rate>,
    read_two: Vec<Rate>,
    autocommit: Vec<Rate>,
    writes: [Vec<Rate>; 3],
}

async fn sqlite() {
    let directory = tempfile::tempdir().unwrap();
    let config = Config::sqlite(directory.path(), [0; 32], Arc::new(World), Arc::new(World));
    let store = Store::open(config).await.unwrap();
    let ids = fill(&store).await;
    let baseline = rusqlite::Connection::open(directory.path().join("baseline.db")).unwrap();
    baseline
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000;
             PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;",
        )
        .unwrap();
    baseline.execute_batch(&SCHEMA.replace("/* log */", "WITHOUT ROWID")).unwrap();

    let mut figures = Figures::default();
    for _ in 0..ROUNDS {
        figures.read_one.push(reads(&store, &ids, 1).await);
        figures.read_two.push(reads(&store, &ids, 2).await);
        figures.autocommit.push(tokio::task::block_in_place(|| autocommit(&baseline)));
        for (clients, figures) in CLIENTS.into_iter().zip(&mut figures.writes) {
            figures.push(writes(&store, clients).await);
        }
    }
    println!("SQLite, medians of {ROUNDS} rounds");
    line("point reads inline, 1 task", median(&figures.read_one));
    line("point reads inline, 2 tasks", median(&figures.read_two));
    let baseline = median(&figures.autocommit);
    line("durable writes, one commit each", baseline);
    let mut best = 0.0;
    for (clients, rates) in CLIENTS.into_iter().zip(&figures.writes) {
        let rate = median(rates);
        line(&format!("durable writes, {clients} clients"), rate);
        best = rate.wall / baseline.wall;
    }
    let stats = store.stats();
    println!("{:<44} {:>9.1}", "jobs in one commit, overall", stats.jobs as f64 / stats.batches as f64);
    verdict("point reads per second of processor time", median(&figures.read_one).cpu, 200_000.0);
    verdict("group commit, times one commit each", best, 10.0);
}

async fn postgres(connection: &str) {
    let config = Config::postgres(connection, [0; 32], Arc::new(World), Arc::new(World));
    let store = Store::open(config).await.unwrap();
    let ids = fill(&store).await;
    println!("PostgreSQL, {ROUNDS} rounds");
    for clients in CLIENTS {
        let (mut read, mut written) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            read.push(reads(&store, &ids, clients).await);
            written.push(writes(&store, clients).await);
        }
        line(&format!("point reads, {clients} clients"), median(&read));
        line(&format!("durable writes, {clients} clients"), median(&written));
    }
    store.write(SCOPE, |tx| tx.raw_script("DROP TABLE bench")).await.unwrap();
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => sqlite().await,
        (Some("--postgres"), Some(connection)) => postgres(&connection).await,
        _ => println!("usage: store_bench [--postgres CONNECTION]"),
    }
}
