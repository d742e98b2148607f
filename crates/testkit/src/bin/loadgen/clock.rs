//! The server's clock: a demo's is ahead of ours, and can be moved on.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::http::{Origin, path_of};
use crate::world::World;

pub struct ServerClock {
    /// Where a demo shows and moves its clock.
    dev: Option<(Origin, String)>,
    /// Seconds.
    ahead: AtomicI64,
}

#[derive(Deserialize)]
struct Shown {
    offset_seconds: i64,
}

impl ServerClock {
    pub async fn open(world: &World) -> Result<Self, String> {
        let dev = match &world.dev_url {
            Some(url) => Some((world.origin(url)?, format!("{}/clock", path_of(url)))),
            None => None,
        };
        let clock = Self { dev, ahead: AtomicI64::new(0) };
        if let Some((origin, path)) = &clock.dev {
            clock.ask(origin, origin.get(path, "")).await?;
        }
        Ok(clock)
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_secs(self.ahead.load(Ordering::Relaxed))
    }

    pub async fn advance(&self, seconds: i64) -> Result<(), String> {
        let (origin, path) = self.dev.as_ref().ok_or("this server's clock cannot be moved")?;
        let body = format!("{{\"advance_seconds\":{seconds}}}");
        self.ask(origin, origin.post("application/json", path, "", &body)).await
    }

    async fn ask(&self, origin: &Origin, request: Vec<u8>) -> Result<(), String> {
        let mut link = origin.connect().await?;
        let answer = link.exchange(&request).await?.good()?;
        let shown: Shown = serde_json::from_slice(answer.body).map_err(|error| error.to_string())?;
        self.ahead.store(shown.offset_seconds, Ordering::Relaxed);
        Ok(())
    }
}
