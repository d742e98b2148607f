//! A fixed number of hashing threads with a bounded queue.
//!
//! Hashing is the dearest thing a stranger can ask for. The pool bounds its memory (one arena per thread) and its
//! queue; beyond that it refuses at once, and the caller answers with `Retry-After`.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::{Arena, Params, PasswordError, Verified, hash, verify, verify_dummy};

/// The size of a pool.
#[derive(Debug, Clone, Copy)]
pub struct PoolConfig {
    /// Threads, each with an arena of `params.m` KiB. One per core that sign-ins may use.
    pub threads: usize,
    /// How many hashes may wait.
    pub queue: usize,
    /// The cost of new hashes.
    pub params: Params,
}

/// Why the pool did not do the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// The queue is full: answer 429 or 503.
    #[error("too many sign-ins at once; try again in {retry_after_seconds} s")]
    Overloaded {
        /// When the queue will have drained, for `Retry-After`.
        retry_after_seconds: u32,
    },
    /// The password or the stored hash cannot be worked with.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The work panicked, or the pool ended before its turn came.
    #[error("hashing was interrupted")]
    Interrupted,
}

type Work = Box<dyn FnOnce(&mut Arena) + Send>;

/// What the threads share.
struct Shared {
    state: Mutex<State>,
    arrived: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Work>,
    in_flight: usize,
    ended: bool,
}

/// The pool. Dropping it lets the running hashes end, fails the waiting ones and joins the threads.
pub struct HashPool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    config: PoolConfig,
}

impl HashPool {
    /// Starts the threads; at least one.
    pub fn new(config: PoolConfig) -> std::io::Result<Self> {
        let shared = Arc::new(Shared { state: Mutex::default(), arrived: Condvar::new() });
        let mut pool = Self { shared, threads: Vec::new(), config };
        for number in 0..config.threads.max(1) {
            let shared = Arc::clone(&pool.shared);
            let thread = std::thread::Builder::new()
                .name(format!("hash-{number}"))
                .spawn(move || run(&shared, config.params))?;
            pool.threads.push(thread);
        }
        Ok(pool)
    }

    /// Hashes a new password with this salt.
    pub async fn hash(&self, password: &str, salt: [u8; 32]) -> Result<String, PoolError> {
        let (password, params) = (owned(password)?, self.config.params);
        self.submit(move |arena| hash(arena, &password, &salt, params)).await
    }

    /// Checks a password against a stored PHC string.
    pub async fn verify(&self, password: &str, stored: &str) -> Result<Verified, PoolError> {
        let (password, params) = (owned(password)?, self.config.params);
        let stored = Zeroizing::new(stored.to_owned());
        self.submit(move |arena| verify(arena, &password, &stored, params)).await
    }

    /// Costs what [`HashPool::verify`] costs, for a name that does not exist.
    pub async fn verify_dummy(&self, password: &str, salt: [u8; 32]) -> Result<Verified, PoolError> {
        let (password, params) = (owned(password)?, self.config.params);
        self.submit(move |arena| verify_dummy(arena, &password, &salt, params)).await
    }

    /// The cost of new hashes.
    pub fn params(&self) -> Params {
        self.config.params
    }

    /// How many hashes wait for a thread.
    pub fn queue_len(&self) -> usize {
        self.shared.lock().waiting.len()
    }

    /// How many hashes are being computed.
    pub fn in_flight(&self) -> usize {
        self.shared.lock().in_flight
    }

    /// Queues work before the first await, so that a full queue answers at once.
    fn submit<T, F>(&self, work: F) -> impl Future<Output = Result<T, PoolError>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&mut Arena) -> Result<T, PasswordError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let queued = self.enqueue(Box::new(move |arena| {
            // Nobody waits any more: the client went away, and the work with it.
            if !reply.is_closed() {
                let _ = reply.send(work(arena));
            }
        }));
        async move {
            queued?;
            Ok(answer.await.map_err(|_| PoolError::Interrupted)??)
        }
    }

    fn enqueue(&self, work: Work) -> Result<(), PoolError> {
        let mut state = self.shared.lock();
        if state.waiting.len() >= self.config.queue {
            return Err(PoolError::Overloaded { retry_after_seconds: self.drain_seconds() });
        }
        state.waiting.push_back(work);
        drop(state);
        self.shared.arrived.notify_one();
        Ok(())
    }

    /// How long a full queue takes, at about 3 GiB of memory filled a second; 1 to 30.
    fn drain_seconds(&self) -> u32 {
        let Params { m, t, .. } = self.config.params;
        let queued_kib = (self.config.queue as u64).saturating_mul(u64::from(m) * u64::from(t));
        let kib_per_second = 3 * 1024 * 1024 * self.threads.len().max(1) as u64;
        u32::try_from(queued_kib.div_ceil(kib_per_second)).unwrap_or(u32::MAX).clamp(1, 30)
    }
}

impl Drop for HashPool {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.ended = true;
        let abandoned = std::mem::take(&mut state.waiting);
        drop(state);
        drop(abandoned);
        self.shared.arrived.notify_all();
        for thread in self.threads.drain(..) {
            // A thread cannot panic outside the work, whose panics are caught.
            let _ = thread.join();
        }
    }
}

impl std::fmt::Debug for HashPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HashPool").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Shared {
    /// A panic never happens while the lock is held, so a poisoned lock still guards a whole state.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for work; `None` when the pool ends.
    fn next(&self) -> Option<Work> {
        let mut state = self
            .arrived
            .wait_while(self.lock(), |state| state.waiting.is_empty() && !state.ended)
            .unwrap_or_else(PoisonError::into_inner);
        let work = state.waiting.pop_front()?;
        state.in_flight += 1;
        Some(work)
    }
}

fn run(shared: &Shared, params: Params) {
    let mut arena = Arena::new();
    while let Some(work) = shared.next() {
        // After a panic the memory holds anything, which the next hash overwrites before it reads it.
        let _ = catch_unwind(AssertUnwindSafe(|| work(&mut arena)));
        arena.shrink_to(params);
        shared.lock().in_flight -= 1;
    }
}

fn owned(password: &str) -> Result<Zeroizing<String>, PasswordError> {
    if password.len() > super::MAX_INPUT {
        return Err(PasswordError::TooLong);
    }
    Ok(Zeroizing::new(password.to_owned()))
}

#[cfg(test)]
mod tests;
