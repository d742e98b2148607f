//! Beginning a sign-in log entry: what every attempt has in common.

use crate::Ctx;
use crate::world::World;
use model::signin::{
    ClientApp, ClientCredential, DecisionFacts, EventType, IncomingToken, Protocol, Requirement, SignIn, SignInApp,
    SignInUser,
};
use model::user::User;
use model::{AppId, SignInId};

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

/// An application as the log keeps it.
pub(crate) fn app(world: &World, app_id: AppId) -> SignInApp {
    let known = world.client(app_id);
    SignInApp {
        app_id,
        display_name: known.map(|(app, _)| app.display_name.clone()).unwrap_or_default(),
        service_principal: known.map(|(_, principal)| principal.id),
    }
}

/// A user as the log keeps him.
pub(crate) fn user(user: &User) -> SignInUser {
    SignInUser {
        id: user.id,
        user_principal_name: user.user_principal_name.clone(),
        display_name: user.display_name.clone(),
        user_type: user.user_type,
    }
}
