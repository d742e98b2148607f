//! Interleavings of refreshes: several holders of one grant, replays, races within and after the grace period.
//!
//! The properties are stated about what holders see, not by repeating the table.

use crate::posture::{Posture, posture};
use crate::samples::{at, by_password, by_totp, enforced, grant, now, user};
use crate::tokens::{Limits, RefreshDecision, RefreshFacts, refresh};
use model::application::Platform;
use model::grant::{Grant, RefreshHandle};
use model::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// One thing that happens.
#[derive(Clone, Debug)]
enum Event {
    /// Somebody uses one of the handles that ever were handed out; the number is taken modulo their count.
    Use(usize),
    /// Somebody uses the handle that was handed out last.
    UseLatest,
    /// Seconds pass.
    Wait(i64),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let wait = prop_oneof![0_i64..35, 29_i64..32, 3_000_i64..100_000, 2_000_000_i64..4_000_000];
    let event = prop_oneof![
        3 => any::<usize>().prop_map(Event::Use),
        3 => Just(Event::UseLatest),
        3 => wait.prop_map(Event::Wait),
    ];
    prop::collection::vec(event, 1..60)
}

/// The server's row, and every handle in the world.
struct World {
    grant: Grant,
    handles: Vec<RefreshHandle>,
    now: Timestamp,
    posture: Posture,
}

/// What one use led to.
struct Used {
    handle: RefreshHandle,
    before: Grant,
    decision: RefreshDecision,
}

impl World {
    fn new(platform: Platform) -> Self {
        let mut grant = grant(platform, vec![by_password(at(0)), by_totp(at(0))]);
        (grant.created_at, grant.rotated_at) = (now(), now());
        let mut world =
            Self { handles: Vec::new(), now: now(), posture: posture(&enforced(), false, now()), grant };
        world.hand_out(1);
        world
    }

    fn hand_out(&mut self, generation: i64) {
        self.handles.push(RefreshHandle {
            tenant: self.grant.resource_tenant,
            grant: self.grant.id,
            generation,
            issued_at: self.now.as_microsecond(),
            secret: [0; 16],
        });
    }

    fn present(&mut self, index: usize) -> Used {
        let handle = self.handles[index % self.handles.len()].clone();
        let before = self.grant.clone();
        let user = user();
        let facts = RefreshFacts {
            handle: &handle,
            secret_matches: handle.generation == before.generation,
            grant: &before,
            client: before.client,
            user: Some(&user),
            posture: &self.posture,
            registered: true,
            resource_name: "Graph",
            limits: Limits::default(),
        };
        let decision = refresh(&facts, self.now);
        match &decision {
            RefreshDecision::Issue { rotate_to, generation } => {
                if let Some(next) = rotate_to {
                    (self.grant.generation, self.grant.rotated_at) = (*next, self.now);
                }
                self.hand_out(*generation);
            }
            RefreshDecision::Refuse { revoke: true, .. } => self.grant.revoked_at = Some(self.now),
            RefreshDecision::Refuse { .. } => {}
        }
        Used { handle, before, decision }
    }

    fn run(
        &mut self,
        events: &[Event],
        mut check: impl FnMut(&Self, &Used) -> Result<(), TestCaseError>,
    ) -> Result<(), TestCaseError> {
        for event in events {
            let index = match event {
                Event::Wait(seconds) => {
                    self.now += SignedDuration::from_secs(*seconds);
                    continue;
                }
                Event::Use(index) => *index,
                Event::UseLatest => self.handles.len() - 1,
            };
            let used = self.present(index);
            check(self, &used)?;
        }
        Ok(())
    }
}

impl Used {
    fn issued(&self) -> bool {
        matches!(self.decision, RefreshDecision::Issue { .. })
    }

    fn revokes(&self) -> bool {
        matches!(self.decision, RefreshDecision::Refuse { revoke: true, .. })
    }

    fn age_days(&self, now: Timestamp) -> f64 {
        let issued = Timestamp::from_microsecond(self.handle.issued_at).unwrap();
        now.duration_since(issued).as_secs_f64() / 86_400.0
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn generations_grow_by_one_and_what_is_handed_out_is_of_the_present_one(
        events in events(),
        platform in prop::sample::select(vec![Platform::Web, Platform::Native, Platform::Spa]),
    ) {
        World::new(platform).run(&events, |world, used| {
            if let RefreshDecision::Issue { rotate_to, generation } = used.decision {
                prop_assert_eq!(generation, world.grant.generation);
                prop_assert!(rotate_to.is_none_or(|next| next == used.before.generation + 1));
                prop_assert!(used.age_days(world.now) < 90.0, "no handle works ninety days after it was handed out");
            }
            Ok(())
        })?;
    }

    /// A client that always uses its latest handle, and uses it often enough, is never turned away.
    #[test]
    fn an_honest_client_is_served(
        pauses in prop::collection::vec(0_i64..80 * 86_400, 1..40),
        platform in prop::sample::select(vec![Platform::Web, Platform::Native]),
    ) {
        let events: Vec<Event> =
            pauses.into_iter().flat_map(|pause| [Event::Wait(pause), Event::UseLatest]).collect();
        World::new(platform).run(&events, |_, used| {
            prop_assert!(used.issued());
            Ok(())
        })?;
    }

    #[test]
    fn confidential_handles_work_independently_and_write_nothing(events in events()) {
        let mut world = World::new(Platform::Web);
        let before = world.grant.clone();
        world.run(&events, |world, used| {
            prop_assert_eq!(used.issued(), used.age_days(world.now) < 90.0);
            Ok(())
        })?;
        prop_assert_eq!(world.grant, before);
    }

    #[test]
    fn native_clients_race_within_the_grace_period_and_no_longer(events in events()) {
        World::new(Platform::Native).run(&events, |world, used| {
            let behind = used.before.generation - used.handle.generation;
            let since = world.now.duration_since(used.before.rotated_at).as_secs();
            prop_assert!(!used.revokes(), "a replay ends nothing");
            if behind > 1 || (behind == 1 && since >= 30) {
                prop_assert!(!used.issued());
            }
            if used.age_days(world.now) < 90.0 && (behind == 0 || (behind == 1 && since < 30)) {
                prop_assert!(used.issued());
            }
            if used.issued() && since < 30 {
                prop_assert_eq!(world.grant.generation, used.before.generation, "one rotation in thirty seconds");
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_replayed_handle_of_a_single_page_application_ends_all_of_them(events in events()) {
        let mut replayed = false;
        World::new(Platform::Spa).run(&events, |world, used| {
            if replayed {
                prop_assert!(!used.issued(), "nothing works after a replay");
            }
            if used.handle.generation < used.before.generation && !replayed {
                prop_assert!(used.revokes());
                replayed = true;
            }
            if used.issued() {
                prop_assert!(world.now.duration_since(now()).as_hours() < 24, "a day from the first");
            }
            Ok(())
        })?;
    }
}
