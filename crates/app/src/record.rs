//! Beginning a sign-in log entry: what every attempt has in common.

use crate::Ctx;
use crate::person::Person;
use crate::resource;
use crate::world::World;
use model::grant::Grant;
use model::method::{MethodKind, Proof, Rank, rank};
use model::signin::{
    AuthenticationStep, ClientApp, ClientCredential, DecisionFacts, EventType, IncomingToken, Protocol,
    Requirement, SignIn, SignInApp, SignInUser,
};
use model::verdict::Cause;
use model::{AppId, SignInId, Timestamp};
use protocol::scope::ScopeRequest;

const PRIMARY: &str = "Primary authentication";
/// What a step of a second factor is required by.
pub(crate) const SECOND: &str = "Multifactor authentication";
/// The method of a step that an earlier authentication stands in for.
pub(crate) const PREVIOUSLY_SATISFIED: &str = "Previously satisfied";

/// A new id for an entry; it is the trace id the client is told.
pub(crate) fn id(ctx: &Ctx) -> SignInId {
    SignInId(ctx.services.entropy.uuid_v7(ctx.now))
}

/// An entry with what the request itself tells. It stands as a success of one factor until told otherwise.
pub(crate) fn begin(ctx: &Ctx, id: SignInId, world: &World, client: AppId, event: EventType) -> SignIn {
    let tenant = world.tenant();
    SignIn {
        id,
        at: ctx.now,
        correlation_id: ctx.correlation_id,
        event,
        interactive: false,
        user: None,
        identifier: None,
        client: app(world, client),
        resource: None,
        home_tenant: tenant.id,
        resource_tenant: tenant.id,
        address: ctx.address(),
        user_agent: ctx.client.user_agent.clone(),
        client_app: ClientApp::MobileAndDesktop,
        error_code: 0,
        details: None,
        protocol: Protocol::OAuth2,
        incoming_token: IncomingToken::None,
        client_credential: ClientCredential::None,
        requirement: Requirement::SingleFactorAuthentication,
        required_by: Vec::new(),
        steps: Vec::new(),
        session: None,
        grant: None,
        facts: DecisionFacts {
            config_version: world.snapshot().version,
            enforcement: tenant.enforcement_at(ctx.now),
            roles: Vec::new(),
            service_account: false,
            familiar_place: None,
        },
    }
}

/// An entry about a client that uses what a user granted it before.
pub(crate) fn of_grant(ctx: &Ctx, id: SignInId, world: &World, grant: &Grant, person: &Person) -> SignIn {
    let mut entry = begin(ctx, id, world, grant.client, EventType::NonInteractiveUser);
    put_person(&mut entry, person);
    entry.grant = Some(grant.id);
    entry.session = grant.session;
    entry
}

/// Puts a user with his roles into an entry.
pub(crate) fn put_person(entry: &mut SignIn, person: &Person) {
    let user = &person.user;
    entry.user = Some(SignInUser {
        id: user.id,
        user_principal_name: user.user_principal_name.clone(),
        display_name: user.display_name.clone(),
        user_type: user.user_type,
    });
    entry.facts.roles.clone_from(&person.roles);
    entry.facts.service_account = user.service_account;
}

/// An application as the log keeps it.
pub(crate) fn app(world: &World, app_id: AppId) -> SignInApp {
    let known = world.client(app_id);
    SignInApp {
        app_id,
        display_name: known.map(|(app, _)| app.display_name.clone()).unwrap_or_default(),
        service_principal: known.map(|(_, principal)| principal.id),
    }
}

/// The resource that a request names, as the log keeps it.
pub(crate) fn resource(ctx: &Ctx, world: &World, words: &[String], named: Option<&str>) -> Option<SignInApp> {
    resource::app_id(ctx, world, words, named).map(|app_id| app(world, app_id))
}

/// The name of the resource that a request names, for messages.
pub(crate) fn resource_name(ctx: &Ctx, world: &World, words: &[String], named: Option<&str>) -> String {
    resource(ctx, world, words, named).map(|app| app.display_name).unwrap_or_default()
}

/// The words of a scope request, as asked.
pub(crate) fn words(scope: Option<&ScopeRequest>) -> Vec<String> {
    scope.map(resource::words).unwrap_or_default()
}

/// A step of an authentication, for the log.
pub(crate) fn step(
    ctx: &Ctx,
    kind: MethodKind,
    detail: Option<String>,
    outcome: Result<(), &Cause>,
) -> AuthenticationStep {
    // Of a disabled account the password was right all the same.
    let outcome =
        outcome.or_else(|cause| if matches!(cause, Cause::UserDisabled(_)) { Ok(()) } else { Err(cause) });
    let result = match outcome {
        Ok(()) => "Correct",
        Err(Cause::Locked) => "Account locked",
        Err(Cause::SecondFactorReplayed) => "Code used before",
        Err(_) => "Wrong",
    };
    AuthenticationStep {
        at: ctx.now,
        method: kind.log_name().to_owned(),
        detail,
        succeeded: outcome.is_ok(),
        result: result.to_owned(),
        requirement: if kind.is_second_factor() { SECOND } else { PRIMARY }.to_owned(),
    }
}

/// Says in an entry that an earlier authentication stands in for a new one, and what that one proved.
pub(crate) fn previously_satisfied(entry: &mut SignIn, proofs: &[Proof], authenticated_at: Timestamp) {
    let satisfied = |requirement: &str| AuthenticationStep {
        at: authenticated_at,
        method: PREVIOUSLY_SATISFIED.to_owned(),
        detail: None,
        succeeded: true,
        result: "Requirement satisfied by claim in the token".to_owned(),
        requirement: requirement.to_owned(),
    };
    entry.steps.insert(0, satisfied(PRIMARY));
    if rank(proofs) >= Rank::MultiFactor && !entry.steps.iter().any(|step| step.requirement == SECOND) {
        entry.steps.insert(1, satisfied(SECOND));
        entry.requirement = Requirement::MultiFactorAuthentication;
    }
}
