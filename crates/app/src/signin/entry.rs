//! The sign-in log entry of an interactive attempt.

use super::turn::Env;
use crate::person::Person;
use crate::record;
use model::SignInId;
use model::flow::{Ending, Progress};
use model::signin::{ClientApp, EventType, Protocol, Requirement, SignIn};

/// An entry for a flow that has proved nothing yet; the caller sets its outcome.
pub(super) fn begin(env: &Env, id: SignInId, person: Option<&Person>) -> SignIn {
    let (ctx, world, flow) = (&env.ctx, &env.world, &env.flow);
    let mut entry = record::begin(ctx, id, world, flow.request.client, EventType::InteractiveUser);
    entry.interactive = true;
    entry.protocol = match flow.request.ending {
        Ending::Redirect(_) => Protocol::OAuth2,
        Ending::Device { .. } => Protocol::DeviceCode,
    };
    entry.client_app = ClientApp::Browser;
    entry.resource = record::resource(ctx, world, &flow.request.scopes, flow.request.resource.as_deref());
    entry.session = flow.session;
    match person {
        Some(person) => record::put_person(&mut entry, person),
        None => entry.identifier.clone_from(&flow.name),
    }
    entry
}

/// An entry for a flow whose first factor is proved: now it is known what more is needed.
pub(super) fn of_progress(env: &Env, id: SignInId, person: Option<&Person>, progress: &Progress) -> SignIn {
    let mut entry = begin(env, id, person);
    entry.steps.clone_from(&progress.steps);
    entry.interactive = progress.interactive;
    entry.facts.familiar_place = progress.familiar_place;
    if !progress.interactive {
        entry.event = EventType::NonInteractiveUser;
    }
    if env.posture.needs_second_factor() {
        entry.requirement = Requirement::MultiFactorAuthentication;
        entry.required_by.clone_from(&env.posture.required_by);
    }
    entry
}
