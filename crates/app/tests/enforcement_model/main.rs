//! DESIGN invariant 7: under partner enforcement no token for a user leaves without `mfa` in its authentication
//! methods.
//!
//! The real functions of the app are driven over every flow, factor, policy, account and client; what comes of each
//! combination, tokens or the number of a refusal, and which entries the sign-in log gets, must be what a naive
//! oracle says.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test helper may fail its test")]

mod drive;
mod oracle;
mod space;

use app::admin::records::{self, SignInFilter};
use drive::{Outcome, World};
use model::SignedDuration;
use model::signin::SignIn;
use model::tenant::EnforcementState;
use oracle::Verdict;
use space::{Case, Policy};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many stories are told side by side.
const SIDE_BY_SIDE: usize = 48;
/// How many disagreements are shown.
const SHOWN: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_token_leaves_without_a_second_factor_under_enforcement() {
    let cases = Arc::new(space::all());
    println!("{} combinations", cases.len());
    let world = Arc::new(World::build().await);
    let outcomes = tell_all(&world, &cases).await;
    assert_eq!(outcomes.len(), cases.len());
    let entries = entries(&world).await;
    let mut problems = Vec::new();
    let mut tokens = 0;
    for (number, case) in cases.iter().enumerate() {
        let outcome = &outcomes[&number];
        tokens += usize::from(matches!(outcome.verdict, Verdict::Tokens { .. }));
        if oracle::enforced_at_the_end(case.policy) {
            assert_ne!(
                outcome.verdict,
                Verdict::Tokens { mfa: false },
                "a single factor under enforcement: {case:?}"
            );
        }
        let name = upn(&world, *case, number);
        let own = entries.get(&name).map(Vec::as_slice).unwrap_or_default();
        problems.extend(compare(&world, *case, outcome, own).map(|problem| format!("{case:?}: {problem}")));
    }
    println!("{tokens} of them lead to tokens");
    assert!(tokens > 500, "a world in which nobody gets in proves nothing");
    let shown = problems.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
    assert!(problems.is_empty(), "{} disagreements, among them:\n{shown}", problems.len());
}

/// Tells every story, many at once: they share nothing but the store.
async fn tell_all(world: &Arc<World>, cases: &Arc<Vec<Case>>) -> HashMap<usize, Outcome> {
    let next = Arc::new(AtomicUsize::new(0));
    let tellers: Vec<_> = (0..SIDE_BY_SIDE)
        .map(|_| {
            let (world, cases, next) = (Arc::clone(world), Arc::clone(cases), Arc::clone(&next));
            tokio::spawn(async move {
                let mut told = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(number) else { return told };
                    told.push((number, world.tell(*case, &nickname(number)).await));
                }
            })
        })
        .collect();
    let mut outcomes = HashMap::new();
    for teller in tellers {
        outcomes.extend(teller.await.unwrap());
    }
    outcomes
}

fn nickname(number: usize) -> String {
    format!("u{number}")
}

fn upn(world: &World, case: Case, number: usize) -> String {
    format!("{}@{}", nickname(number), world.tenants[&case.policy].domain)
}

/// The sign-in entries of every user, oldest first.
async fn entries(world: &World) -> HashMap<String, Vec<SignIn>> {
    let mut all: HashMap<String, Vec<SignIn>> = HashMap::new();
    for tenant in world.tenants.values() {
        let ctx = world.app.operator_in(tenant);
        let mut before = None;
        loop {
            let page = records::sign_ins(&ctx, SignInFilter::default(), before, 1000).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            for entry in page {
                let name = entry.user.as_ref().map(|user| user.user_principal_name.clone());
                all.entry(name.or_else(|| entry.identifier.clone()).unwrap()).or_default().push(entry);
            }
        }
    }
    for entries in all.values_mut() {
        entries.sort_by_key(|entry| (entry.at, entry.id));
    }
    all
}

/// What is not as it must be.
fn compare(world: &World, case: Case, outcome: &Outcome, entries: &[SignIn]) -> Option<String> {
    let expected = oracle::expect(case);
    if outcome.verdict != expected.verdict {
        return Some(format!("{:?} where it must be {:?}", outcome.verdict, expected.verdict));
    }
    // Around the moment lies what happens elsewhere; long before it, what made the account.
    let since = world.moment - SignedDuration::from_hours(24);
    let elsewhere = world.moment - SignedDuration::from_secs(30);
    let codes = |entries: Vec<&SignIn>| entries.iter().map(|entry| entry.error_code).collect::<Vec<u32>>();
    let before = codes(entries.iter().filter(|entry| entry.at > since && entry.at < elsewhere).collect());
    let after = codes(entries.iter().filter(|entry| entry.at >= world.moment).collect());
    if (&before, &after) != (&expected.before, &expected.after) {
        return Some(format!(
            "entries {before:?} and {after:?} where they must be {:?} and {:?}",
            expected.before, expected.after
        ));
    }
    if let Some(uti) = &outcome.uti
        && !entries.iter().any(|entry| entry.error_code == 0 && entry.unique_token_identifier() == *uti)
    {
        return Some(format!("no entry of a success has the token's identifier {uti}"));
    }
    facts(world, case, entries)
}

/// The facts that an entry keeps of its decision.
fn facts(world: &World, case: Case, entries: &[SignIn]) -> Option<String> {
    let state = match case.policy {
        Policy::NotEnforced => EnforcementState::NotEnforced,
        Policy::Announced => EnforcementState::Announced,
        Policy::Enforced | Policy::Strict | Policy::DatePasses => EnforcementState::Enforced,
    };
    let wrong = entries.iter().find(|entry| {
        entry.at >= world.moment
            && (entry.facts.enforcement != state
                || entry.user.is_some()
                    && entry.facts.service_account != (case.account == space::Account::Service))
    });
    wrong.map(|entry| format!("an entry with wrong facts: {:?}", entry.facts))
}
