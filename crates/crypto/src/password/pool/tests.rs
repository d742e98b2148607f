use super::{HashPool, Params, PasswordError, PoolConfig, PoolError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

const CHEAP: Params = Params { m: 8, t: 1, p: 1 };
const SALT: [u8; 32] = [5; 32];

fn pool(threads: usize, queue: usize) -> HashPool {
    HashPool::new(PoolConfig { threads, queue, params: CHEAP }).unwrap()
}

/// Occupies a thread until the sender is used or dropped; returns when the thread has begun.
fn occupy(pool: &HashPool) -> (mpsc::Sender<()>, impl Future<Output = Result<(), PoolError>> + use<>) {
    let (release, released) = mpsc::channel();
    let (begin, started) = mpsc::channel();
    let done = pool.submit(move |_| {
        begin.send(()).unwrap();
        let _ = released.recv();
        Ok(())
    });
    started.recv().unwrap();
    (release, done)
}

#[tokio::test]
async fn a_password_is_hashed_and_verified() {
    let pool = pool(2, 8);
    let stored = pool.hash("비밀번호 하나", SALT).await.unwrap();
    let right = pool.verify("비밀번호 하나", &stored).await.unwrap();
    assert!(right.matched && !right.needs_rehash);
    let wrong = pool.verify("비밀번호 둘", &stored).await.unwrap();
    assert!(!wrong.matched);
    let dummy = pool.verify_dummy("비밀번호 둘", SALT).await.unwrap();
    assert!(!dummy.matched);
    assert_eq!(dummy.output, wrong.output);
    assert_eq!(pool.params(), CHEAP);
}

#[tokio::test]
async fn a_full_queue_refuses_at_once_and_recovers() {
    let pool = pool(1, 1);
    let (release, occupied) = occupy(&pool);
    let waiting = pool.submit(|_| Ok(7));
    assert_eq!((pool.in_flight(), pool.queue_len()), (1, 1));
    let refused = pool.verify_dummy("x", SALT).await;
    assert_eq!(refused, Err(PoolError::Overloaded { retry_after_seconds: 1 }));
    release.send(()).unwrap();
    assert_eq!(occupied.await, Ok(()));
    assert_eq!(waiting.await, Ok(7));
    assert!(pool.verify_dummy("x", SALT).await.is_ok());
    assert_eq!(pool.queue_len(), 0);
}

#[test]
fn the_advice_to_retry_grows_with_queue_and_cost() {
    let seconds = |threads, queue, params| {
        HashPool::new(PoolConfig { threads, queue, params }).unwrap().drain_seconds()
    };
    assert_eq!(seconds(1, 8, Params::default()), 1);
    assert_eq!(seconds(1, 400, Params::default()), 5);
    assert_eq!(seconds(2, 400, Params::default()), 3);
    assert_eq!(seconds(1, 1_000_000, Params::default()), 30);
}

#[tokio::test]
async fn a_panic_ends_one_hash_only() {
    let pool = pool(1, 4);
    let broken = pool.submit(|_| -> Result<(), PasswordError> { panic!("on purpose") });
    assert_eq!(broken.await, Err(PoolError::Interrupted));
    assert!(pool.verify_dummy("x", SALT).await.is_ok());
    let (release, occupied) = occupy(&pool);
    assert_eq!(pool.in_flight(), 1, "the broken hash is not counted for ever");
    drop(release);
    assert_eq!(occupied.await, Ok(()));
}

#[tokio::test]
async fn work_that_nobody_waits_for_is_skipped() {
    let pool = pool(1, 4);
    let (release, occupied) = occupy(&pool);
    let ran = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&ran);
    drop(pool.submit(move |_| {
        seen.store(true, Ordering::SeqCst);
        Ok(())
    }));
    release.send(()).unwrap();
    assert_eq!(occupied.await, Ok(()));
    assert!(pool.verify_dummy("x", SALT).await.is_ok());
    assert!(!ran.load(Ordering::SeqCst));
}

#[tokio::test]
async fn dropping_the_pool_ends_what_runs_and_fails_what_waits() {
    let pool = pool(1, 4);
    let (release, occupied) = occupy(&pool);
    let waiting = pool.submit(|_| Ok(()));
    let dropping = std::thread::spawn(move || drop(pool));
    assert_eq!(waiting.await, Err(PoolError::Interrupted));
    release.send(()).unwrap();
    assert_eq!(occupied.await, Ok(()));
    dropping.join().unwrap();
}

#[tokio::test]
async fn errors_of_the_password_come_through() {
    let pool = pool(1, 4);
    let long = "x".repeat(5000);
    assert_eq!(pool.verify(&long, "").await, Err(PoolError::Password(PasswordError::TooLong)));
    assert_eq!(pool.verify("x", "plain").await, Err(PoolError::Password(PasswordError::UnknownFormat)));
}

#[tokio::test]
async fn a_pool_without_threads_still_gets_one() {
    assert!(pool(0, 1).verify_dummy("x", SALT).await.is_ok());
}
