//! A use case's closure on its way to the engine and its answer on the way back.

use crate::tx::{Conn, Tx};
use crate::vault::Vault;
use crate::{Scope, StoreError};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::oneshot;

/// How one run of a closure ended, as far as the engine cares.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Commit it.
    Done,
    /// Roll it back; its answer is its own.
    Refused,
    /// Roll it back and run it again.
    Rerun,
    /// The engine failed under it.
    Broken(StoreError),
}

/// A closure that an engine's thread can run and answer without knowing its types.
pub(crate) trait Job: Send {
    /// Runs the closure once. A later run replaces the answer of an earlier one.
    fn run(&mut self, conn: Conn<'_>) -> Outcome;

    /// Answers the caller: with the closure's own answer, or with the engine's error.
    fn answer(self: Box<Self>, end: Result<(), StoreError>);

    /// Set when nobody waits for the answer any more.
    fn cancelled(&self) -> Arc<AtomicBool>;
}

/// Tells the engine, when dropped, that nobody waits any more.
pub(crate) struct Waiter(Arc<AtomicBool>);

impl Drop for Waiter {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A [`Job`] of known types.
pub(crate) struct TypedJob<S, T, E, F> {
    scope: S,
    closure: F,
    answer: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    cancelled: Arc<AtomicBool>,
    vault: Arc<Vault>,
}

impl<S, T, E, F> TypedJob<S, T, E, F> {
    pub(crate) fn new(
        scope: S,
        closure: F,
        vault: Arc<Vault>,
    ) -> (Self, oneshot::Receiver<Result<T, E>>, Waiter) {
        let (reply, receiver) = oneshot::channel();
        let cancelled = Arc::new(AtomicBool::new(false));
        let waiter = Waiter(cancelled.clone());
        (Self { scope, closure, answer: None, reply, cancelled, vault }, receiver, waiter)
    }
}

impl<S, T, E, F> Job for TypedJob<S, T, E, F>
where
    S: Scope,
    T: Send,
    E: From<StoreError> + Send,
    F: Fn(&mut Tx<'_, S>) -> Result<T, E> + Send,
{
    fn run(&mut self, conn: Conn<'_>) -> Outcome {
        let (outcome, answer) = attempt(&self.scope, conn, &self.vault, &self.closure);
        self.answer = Some(answer);
        outcome
    }

    fn answer(self: Box<Self>, end: Result<(), StoreError>) {
        let answer = match (end, self.answer) {
            (Ok(()), Some(answer)) => answer,
            (Ok(()), None) => Err(StoreError::Unavailable("the job was never run".into()).into()),
            (Err(error), _) => Err(error.into()),
        };
        // Nobody listens when the caller went away; the work itself is done either way.
        drop(self.reply.send(answer));
    }

    fn cancelled(&self) -> Arc<AtomicBool> {
        self.cancelled.clone()
    }
}

/// Runs a closure once in the transaction that is open on `conn`.
pub(crate) fn attempt<S, T, E, F>(
    scope: &S,
    conn: Conn<'_>,
    vault: &Vault,
    closure: &F,
) -> (Outcome, Result<T, E>)
where
    S: Scope,
    E: From<StoreError>,
    F: Fn(&mut Tx<'_, S>) -> Result<T, E>,
{
    let mut tx = Tx::new(scope, conn, vault);
    // A closure has no effect outside its transaction, so a panic leaves nothing half done behind.
    let answer = catch_unwind(AssertUnwindSafe(|| closure(&mut tx)));
    match (tx.into_fault(), answer) {
        (Some(fault @ StoreError::Rerun), _) => (Outcome::Rerun, Err(fault.into())),
        (Some(fault), _) if fault.breaks_engine() => (Outcome::Broken(fault.clone()), Err(fault.into())),
        (_, Err(panic)) => (Outcome::Refused, Err(StoreError::Panicked(panic_text(&*panic)).into())),
        (Some(fault), Ok(Ok(_))) => (Outcome::Refused, Err(fault.into())),
        (_, Ok(Err(error))) => (Outcome::Refused, Err(error)),
        (None, Ok(Ok(value))) => (Outcome::Done, Ok(value)),
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}
