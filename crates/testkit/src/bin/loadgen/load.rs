//! Loops: closed (the next operation starts when the last one is answered) and open (operations are due at a rate).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::http::{Link, Origin};

/// What passes before anything is measured: connections, caches and branch predictors settle.
const WARM_UP: Duration = Duration::from_millis(500);
/// A server that answers nothing but errors is asked no further.
const MOST_ERRORS: u64 = 1000;

/// How much load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    pub connections: u16,
    /// How long is measured.
    pub seconds: f64,
    /// Operations due in a second; a closed loop if none.
    pub rate: Option<f64>,
    /// Whether each operation has a connection of its own.
    pub new_connections: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self { connections: 16, seconds: 3.0, rate: None, new_connections: false }
    }
}

/// What one connection does over and over.
pub trait Work: Send + 'static {
    /// One operation.
    fn once(&mut self, link: &mut Link) -> impl Future<Output = Result<(), String>> + Send;
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Tally {
    /// Operations that succeeded, those of the warm-up included.
    pub answered: u64,
    pub errors: u64,
    pub first_error: Option<String>,
    /// Of the measured operations.
    pub latencies: Vec<Duration>,
    /// From the first measured operation to the end of the last.
    pub measured: Duration,
}

/// When things begin and end.
#[derive(Clone)]
struct Schedule {
    began: Instant,
    measured_from: Instant,
    until: Instant,
    /// The time between two operations, and the number of the next one.
    open: Option<(Duration, Arc<AtomicU64>)>,
}

/// Runs every worker on a connection of its own until the time is over; operations that have begun are finished.
pub async fn run<W: Work>(plan: &Plan, origin: &Origin, workers: Vec<W>) -> Result<Tally, String> {
    let mut links = Vec::new();
    for _ in &workers {
        links.push(origin.connect().await?);
    }
    let schedule = Schedule::from_now(plan);
    let awake = tokio::spawn(stay_awake());
    let mut running = JoinSet::new();
    for (work, link) in workers.into_iter().zip(links) {
        let (origin, schedule) = (origin.clone(), schedule.clone());
        running.spawn(repeat(work, link, origin, schedule, plan.new_connections));
    }
    let mut total = Tally::default();
    while let Some(ended) = running.join_next().await {
        let (tally, last) = ended.map_err(|error| error.to_string())?;
        total.measured = total.measured.max(last.saturating_duration_since(schedule.measured_from));
        total.add(tally);
    }
    awake.abort();
    Ok(total)
}

/// Looks at the sockets without rest: were this core asleep, the server would pay with a good part of its own for
/// waking it.
async fn stay_awake() {
    loop {
        tokio::task::yield_now().await;
    }
}

async fn repeat<W: Work>(
    mut work: W,
    mut link: Link,
    origin: Origin,
    schedule: Schedule,
    new_connections: bool,
) -> (Tally, Instant) {
    let mut tally = Tally::default();
    let mut last = schedule.began;
    while let Some(due) = schedule.next().await {
        let done = operation(&mut work, &mut link, &origin, new_connections).await;
        last = Instant::now();
        match done {
            Ok(()) => {
                tally.answered += 1;
                if due >= schedule.measured_from {
                    tally.latencies.push(last - due);
                }
            }
            Err(cause) => {
                tally.errors += 1;
                tally.first_error.get_or_insert(cause);
                // What is left of a broken conversation belongs to no later one.
                let Ok(fresh) = origin.connect().await else { break };
                link = fresh;
                if tally.errors >= MOST_ERRORS {
                    break;
                }
            }
        }
    }
    (tally, last)
}

async fn operation<W: Work>(
    work: &mut W,
    link: &mut Link,
    origin: &Origin,
    new_connection: bool,
) -> Result<(), String> {
    if new_connection {
        *link = origin.connect().await?;
    }
    work.once(link).await
}

impl Schedule {
    fn from_now(plan: &Plan) -> Self {
        let began = Instant::now();
        let measured_from = began + WARM_UP;
        let open = plan.rate.map(|rate| (Duration::from_secs_f64(1.0 / rate), Arc::new(AtomicU64::new(0))));
        Self { began, measured_from, until: measured_from + Duration::from_secs_f64(plan.seconds), open }
    }

    /// When the next operation is due, once that moment has come; nothing when the time is over. In an open loop an
    /// operation whose moment is past is begun at once, and its lateness counts.
    async fn next(&self) -> Option<Instant> {
        let due = match &self.open {
            None => Instant::now(),
            Some((gap, number)) => {
                let number = u32::try_from(number.fetch_add(1, Ordering::Relaxed)).ok()?;
                let due = self.began + *gap * number;
                if due < self.until {
                    wait_for(due).await;
                }
                due
            }
        };
        (due < self.until).then_some(due)
    }
}

/// The runtime's timer is good to a millisecond only.
async fn wait_for(due: Instant) {
    while Instant::now() < due {
        tokio::task::yield_now().await;
    }
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.answered += other.answered;
        self.errors += other.errors;
        self.latencies.extend(other.latencies);
        if let Some(cause) = other.first_error {
            self.first_error.get_or_insert(cause);
        }
    }
}
