//! The sign-in log entry of an interactive attempt.

use crate::record;
use crate::world::World;
use crate::Ctx;
use model::flow::{Ending, Flow, Progress};
use model::signin::{AuthenticationStep, ClientApp, EventType, Protocol, SignIn};
use model::user::User;
use model::verdict::Cause;
use model::{RoleTemplateId, SignInId};
use rules::posture::Posture;

/// The user as the log keeps him.
pub(super) struct Who<'a> {
    pub(super) user: &'a User,
    pub(super) roles: &'a [RoleTemplateId],
}

/// An entry for this flow; the caller sets its outcome.
pub(super) fn begin(
    ctx: &Ctx,
    id: SignInId,
    world: &World,
    flow: &Flow,
    posture: &Posture,
    who: Option<&Who<'_>>,
) -> SignIn {
    let mut entry = record::begin(ctx, id, world, flow.request.client, EventType::InteractiveUser);
    entry.interactive = true;
    entry.protocol = match flow.request.ending {
        Ending::Redirect(_) => Protocol::OAuth2,
        Ending::Device { .. } => Protocol::DeviceCode,
    };
    entry.client_app = ClientApp::Browser;
    entry.resource = record::resource(ctx, world, &flow.request.scopes, flow.request.resource.as_deref());
    entry.required_by.clone_from(&posture.required_by);
    match who {
        Some(who) => {
            entry.user = Some(record::user(who.user));
            entry.facts.roles = who.roles.to_vec();
            entry.facts.service_account = who.user.service_account;
        }
        None => entry.identifier.clone_from(&flow.name),
    }
    entry
}

/// Puts what happened so far into an entry.
pub(super) fn progress(entry: &mut SignIn, progress: &Progress) {
    entry.steps.clone_from(&progress.steps);
    entry.interactive = progress.interactive;
    if !progress.interactive {
        entry.event = EventType::NonInteractiveUser;
    }
}

/// A step of the authentication, for the log.
pub(super) fn step(
    ctx: &Ctx,
    kind: model::method::MethodKind,
    detail: Option<String>,
    outcome: Result<(), &Cause>,
) -> AuthenticationStep {
    let result = match outcome {
        Ok(()) => "Correct".to_owned(),
        Err(Cause::Locked) => "Account locked".to_owned(),
        Err(Cause::SecondFactorReplayed) => "Code used before".to_owned(),
        Err(_) => "Wrong".to_owned(),
    };
    AuthenticationStep {
        at: ctx.now,
        method: kind.log_name().to_owned(),
        detail,
        succeeded: outcome.is_ok(),
        result,
        requirement: if kind.is_second_factor() { "Multifactor authentication" } else { "Primary authentication" }
            .to_owned(),
    }
}
