//! Entries that the tests of this module make.

use model::signin::{
    AuthenticationStep, ClientApp, ClientCredential, DecisionFacts, EventType, IncomingToken, Protocol,
    Requirement, SignIn, SignInApp, SignInUser,
};
use model::tenant::EnforcementState;
use model::user::UserType;
use model::{AppId, SignInId, TenantId, Timestamp, UserId, Uuid};

/// A moment, in seconds after the tests' beginning.
pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

/// An interactive sign-in of one user at one client that succeeded without any step.
pub(super) fn entry(number: u128, second: i64) -> SignIn {
    let app = |number, name: &str| SignInApp {
        app_id: AppId(Uuid::from_u128(number)),
        display_name: name.to_owned(),
        service_principal: None,
    };
    SignIn {
        id: SignInId(Uuid::from_u128(number)),
        at: at(second),
        correlation_id: Uuid::from_u128(0xc),
        event: EventType::InteractiveUser,
        interactive: true,
        user: Some(SignInUser {
            id: UserId(Uuid::from_u128(0xa)),
            user_principal_name: "kim@contoso.example".to_owned(),
            display_name: "Kim".to_owned(),
            user_type: UserType::Member,
        }),
        identifier: None,
        client: app(0x10, "Tools"),
        resource: Some(app(0x11, "Graph")),
        home_tenant: TenantId(Uuid::from_u128(0x20)),
        resource_tenant: TenantId(Uuid::from_u128(0x20)),
        address: Some("192.0.2.1".to_owned()),
        user_agent: None,
        client_app: ClientApp::Browser,
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
            config_version: 7,
            enforcement: EnforcementState::Enforced,
            roles: Vec::new(),
            service_account: false,
            familiar_place: None,
        },
    }
}

fn step(second: i64, method: &str, succeeded: bool, requirement: &str) -> AuthenticationStep {
    AuthenticationStep {
        at: at(second),
        method: method.to_owned(),
        detail: None,
        succeeded,
        result: if succeeded { "Correct" } else { "Wrong" }.to_owned(),
        requirement: requirement.to_owned(),
    }
}

/// A password.
pub(super) fn password(second: i64, succeeded: bool) -> AuthenticationStep {
    step(second, "Password", succeeded, "Primary authentication")
}

/// A one-time code.
pub(super) fn code(second: i64, succeeded: bool) -> AuthenticationStep {
    step(second, "Software OATH token", succeeded, "Multifactor authentication")
}
