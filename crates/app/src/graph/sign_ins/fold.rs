//! One sign-in, several entries: an interruption (registration, second factor, stay signed in, consent) and a wrong
//! code leave entries of their own. Readers see the last entry of a sign-in, with the steps of all of them.
//!
//! Entries belong together by correlation id, user and client, and because a later one of the same flow repeats the
//! steps that had succeeded before: a client that uses one correlation id twice has two sign-ins.

use super::super::Failure;
use crate::record::SECOND;
use model::SignedDuration;
use model::signin::{AuthenticationStep, IncomingToken, Protocol, Requirement, SignIn};
use store::Tx;
use store::scope::Actor;
use store::sign_ins::Filter;

/// How long a flow may take after its first factor (DESIGN section 5), and a minute.
const LONGEST_FLOW: SignedDuration = SignedDuration::from_mins(16);
/// The most entries of one sign-in that are looked at. A second factor is locked long before.
const MOST_ENTRIES: u32 = 100;

/// Every entry that may be of the same sign-in, the entry itself among them, oldest first. Empty for a sign-in that
/// no page belongs to.
pub(super) fn related(tx: &mut Tx<'_, Actor>, entry: &SignIn) -> Result<Vec<SignIn>, Failure> {
    let Some(user) = entry.user.as_ref().filter(|_| has_pages(entry)) else { return Ok(Vec::new()) };
    let filter = Filter {
        from: entry.at.checked_sub(LONGEST_FLOW).ok(),
        to: entry.at.checked_add(LONGEST_FLOW).ok(),
        user: Some(user.id),
        app: Some(entry.client.app_id),
        correlation: Some(entry.correlation_id),
        ..Filter::default()
    };
    let mut found = store::sign_ins::list(tx, &filter, None, MOST_ENTRIES)?;
    found.retain(has_pages);
    // Entries of one millisecond have ids in no order; what can go on comes before what cannot.
    found.sort_by_key(|entry| (entry.at, !goes_on(entry), entry.id));
    Ok(found)
}

/// Whether a later entry of the same sign-in stands for this one.
pub(super) fn is_part_of_a_later_one(entry: &SignIn, related: &[SignIn]) -> bool {
    flows(related).iter().any(|flow| {
        flow.iter().any(|part| part.id == entry.id) && flow.last().is_some_and(|last| last.id != entry.id)
    })
}

/// The entry with the steps of all entries of its sign-in, in the order of time.
pub(super) fn whole(mut entry: SignIn, related: &[SignIn]) -> SignIn {
    let flows = flows(related);
    let Some(flow) = flows.iter().find(|flow| flow.last().is_some_and(|last| last.id == entry.id)) else {
        return entry;
    };
    let mut steps: Vec<AuthenticationStep> = Vec::new();
    for step in flow.iter().flat_map(|part| &part.steps) {
        if !steps.contains(step) {
            steps.push(step.clone());
        }
    }
    steps.sort_by_key(|step| step.at);
    entry.steps = steps;
    for part in flow {
        if part.requirement == Requirement::MultiFactorAuthentication {
            entry.requirement = part.requirement;
        }
        for provider in &part.required_by {
            if !entry.required_by.contains(provider) {
                entry.required_by.push(*provider);
            }
        }
    }
    entry
}

/// The sign-ins among entries of one correlation id, each oldest first.
fn flows(related: &[SignIn]) -> Vec<Vec<&SignIn>> {
    let mut flows: Vec<Vec<&SignIn>> = Vec::new();
    for entry in related {
        let open = flows.iter_mut().rev().find(|flow| flow.last().is_some_and(|last| continues(entry, last)));
        match open {
            Some(flow) => flow.push(entry),
            None => flows.push(vec![entry]),
        }
    }
    flows
}

/// Whether an entry was written by the flow that an earlier one interrupted.
fn continues(entry: &SignIn, earlier: &SignIn) -> bool {
    let mut succeeded = earlier.steps.iter().filter(|step| step.succeeded);
    goes_on(earlier)
        && entry.at.duration_since(earlier.at) <= LONGEST_FLOW
        && succeeded.all(|step| entry.steps.contains(step))
}

/// Whether the attempt can go on after this entry: it was interrupted, or the code of its second factor was wrong.
fn goes_on(entry: &SignIn) -> bool {
    let wrong_code = || entry.steps.last().is_some_and(|step| !step.succeeded && step.requirement == SECOND);
    match entry.error_code {
        50_055 | 50_072 | 50_074 | 50_140 | 50_199 | 65_001 => true,
        50_053 | 500_121 => wrong_code(),
        _ => false,
    }
}

/// Whether the entry is of a flow with pages.
fn has_pages(entry: &SignIn) -> bool {
    matches!(entry.protocol, Protocol::OAuth2 | Protocol::DeviceCode)
        && entry.incoming_token == IncomingToken::None
}

#[cfg(test)]
mod tests;
