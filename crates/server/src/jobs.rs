//! The job loop: what the server does by itself, when it is due by the product's clock.

use crate::site::stopped;
use app::{Ctx, Fault, Services, housekeeping, keys};
use model::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, watch};
use tokio::time::{MissedTickBehavior, interval};

/// How often the loop looks for work.
const TICK: Duration = Duration::from_millis(250);
/// How long a node may hold a job before another one takes it over.
const LEASE: SignedDuration = SignedDuration::from_mins(10);

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    CopyEntries,
    Keys,
    RemoveExpired,
}

/// A job and how often it runs.
struct Job {
    name: &'static str,
    every: SignedDuration,
    /// Whether one node is enough; what every node does needs no lease.
    leased: bool,
    work: Work,
}

/// Copying is idempotent and must not wait for a node that died. Every node takes new signing keys into use.
const JOBS: [Job; 3] = [
    Job { name: "copy entries", every: SignedDuration::ZERO, leased: false, work: Work::CopyEntries },
    Job { name: "keys", every: SignedDuration::from_mins(1), leased: false, work: Work::Keys },
    Job {
        name: "remove expired",
        every: SignedDuration::from_hours(1),
        leased: true,
        work: Work::RemoveExpired,
    },
];

/// The job loop's state.
pub struct Jobs {
    services: Arc<Services>,
    holder: String,
    /// When each job is due next. Held while jobs run, so that nothing runs twice at a time.
    due: Mutex<[Timestamp; JOBS.len()]>,
}

impl Jobs {
    /// A loop for these services, in which everything that runs in intervals waits for its first one.
    pub fn new(services: Arc<Services>) -> Arc<Self> {
        let now = services.clock.now();
        let holder = services.entropy.uuid_v4().to_string();
        Arc::new(Self { services, holder, due: Mutex::new(JOBS.each_ref().map(|job| now + job.every)) })
    }

    /// Runs until `stop` becomes true.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => self.run_due().await,
                () = stopped(&mut stop) => return,
            }
        }
    }

    /// Runs every job that is due; when it returns, they have run.
    pub async fn run_due(&self) {
        let mut due = self.due.lock().await;
        for (job, due) in JOBS.iter().zip(due.iter_mut()) {
            let now = self.services.clock.now();
            if now < *due {
                continue;
            }
            *due = now + job.every;
            if let Err(fault) = self.perform(job).await {
                tracing::error!(job = job.name, error = %fault, "a job failed; it is tried again when it is next due");
            }
        }
    }

    async fn perform(&self, job: &Job) -> Result<(), Fault> {
        let ctx = Ctx::job(&self.services, job.name);
        if !job.leased {
            return work(&ctx, job.work).await;
        }
        // Another node may have run it a moment ago: half an interval apart is often enough.
        let due = ctx.now - job.every / 2;
        if housekeeping::lease(&ctx, job.name, &self.holder, due, ctx.now + LEASE).await? {
            work(&ctx, job.work).await?;
            housekeeping::finish(&ctx, job.name, &self.holder).await?;
        }
        Ok(())
    }
}

async fn work(ctx: &Ctx, work: Work) -> Result<(), Fault> {
    match work {
        Work::CopyEntries => {
            housekeeping::copy_entries(ctx).await?;
        }
        Work::Keys => keys::maintain(ctx).await?,
        Work::RemoveExpired => {
            let removed = housekeeping::remove_expired(ctx).await?;
            tracing::debug!(removed, "expired rows are removed");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
