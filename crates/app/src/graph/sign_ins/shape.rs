//! An entry of the log in Graph's shape. A property is `null` if the product does not know it.

use super::super::GraphVersion;
use super::device;
use crate::record::{PREVIOUSLY_SATISFIED, SECOND};
use model::TenantId;
use model::signin::{self, AuthenticationStep, EventType, Requirement};
use model::tenant::EnforcementState;
use model::user::UserType;
use protocol::aadsts::{Args, Code, Fault};
use protocol::signin_log::{
    AuthenticationDetail, AuthenticationProtocol, ClientApp, ClientCredentialType, CrossTenantAccessType,
    IncomingTokenType, KeyValue, MULTI_FACTOR, MfaDetail, OriginalTransferMethod, RequirementPolicy,
    RequirementProvider, SINGLE_FACTOR, SignIn, SignInEventType, SignInIdentifierType, SignInStatus,
    SignInUserType,
};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// Names that entries refer to by id.
pub(super) struct Names {
    /// The tenant whose log it is.
    pub(super) tenant: TenantId,
    /// Its name.
    pub(super) tenant_name: Option<String>,
}

static PROPERTIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let resource = serde_json::to_value(SignIn::default()).unwrap_or_default();
    resource.as_object().map(|members| members.keys().cloned().collect()).unwrap_or_default()
});

/// The names of the resource's properties.
pub(super) fn properties() -> Vec<&'static str> {
    PROPERTIES.iter().map(String::as_str).collect()
}

/// The entry as filters see it: every property, whichever version is asked.
pub(super) fn filterable(entry: &SignIn) -> Value {
    serde_json::to_value(entry).unwrap_or_default()
}

/// The entry as a version shows it. To v1.0 belong, beyond Graph's properties, the identifier of its tokens and the
/// kind of the entry, because it lists every kind.
pub(super) fn shown(entry: &SignIn, version: GraphVersion) -> Value {
    if version == GraphVersion::Beta {
        return filterable(entry);
    }
    let mut shown = serde_json::to_value(entry.v1_0()).unwrap_or_default();
    if let Some(members) = shown.as_object_mut() {
        members.insert("uniqueTokenIdentifier".to_owned(), json!(entry.unique_token_identifier));
        members.insert("signInEventTypes".to_owned(), json!(entry.sign_in_event_types));
    }
    shown
}

/// The entry as a `signIn` resource of the beta.
pub(super) fn beta(entry: &signin::SignIn, names: &Names) -> SignIn {
    let of_application = matches!(entry.event, EventType::ServicePrincipal | EventType::ManagedIdentity);
    SignIn {
        app_display_name: Some(entry.client.display_name.clone()),
        app_id: Some(entry.client.app_id.to_string()),
        authentication_details: entry.steps.iter().map(step).collect(),
        authentication_methods_used: methods(entry),
        authentication_processing_details: facts(entry),
        authentication_protocol: Some(protocol(entry.protocol)),
        authentication_requirement: Some(requirement(entry.requirement).to_owned()),
        authentication_requirement_policies: entry.required_by.iter().copied().map(policy).collect(),
        client_app_used: (!of_application).then(|| client_app(entry.client_app).as_str().to_owned()),
        correlation_id: Some(entry.correlation_id.to_string()),
        created_date_time: Some(entry.at),
        cross_tenant_access_type: crossing(entry),
        device_detail: Some(device::detail(entry.user_agent.as_deref())),
        home_tenant_id: Some(entry.home_tenant.to_string()),
        home_tenant_name: names.tenant_name.clone().filter(|_| names.tenant == entry.home_tenant),
        incoming_token_type: Some(incoming(entry.incoming_token)),
        ip_address: entry.address.clone(),
        is_interactive: entry.interactive,
        mfa_detail: mfa(entry),
        original_request_id: Some(entry.id.to_string()),
        original_transfer_method: Some(transfer(entry.protocol)),
        resource_display_name: entry.resource.as_ref().map(|resource| resource.display_name.clone()),
        resource_id: entry.resource.as_ref().map(|resource| resource.app_id.to_string()),
        resource_tenant_id: Some(entry.resource_tenant.to_string()),
        session_id: entry.session.map(|session| session.to_string()),
        sign_in_event_types: vec![event(entry.event)],
        status: status(entry, names),
        unique_token_identifier: Some(entry.unique_token_identifier()),
        user_agent: entry.user_agent.clone(),
        ..of_parties(entry, of_application)
    }
}

/// What an entry tells of user, client and resource.
fn of_parties(entry: &signin::SignIn, of_application: bool) -> SignIn {
    let user = entry.user.as_ref();
    let typed = entry.identifier.as_ref().map(|name| name.to_lowercase());
    let name = user.map(|user| user.user_principal_name.clone()).or(typed);
    let (credential, key) = credential(entry.client_credential);
    let principal = entry.client.service_principal.filter(|_| of_application);
    SignIn {
        id: entry.id.to_string(),
        client_credential_type: Some(credential),
        resource_service_principal_id: entry
            .resource
            .as_ref()
            .and_then(|resource| resource.service_principal)
            .map(|principal| principal.to_string()),
        service_principal_credential_key_id: key,
        service_principal_id: principal.map(|principal| principal.to_string()),
        service_principal_name: of_application.then(|| entry.client.display_name.clone()),
        sign_in_identifier: name.clone(),
        sign_in_identifier_type: name.as_ref().map(|_| SignInIdentifierType::UserPrincipalName),
        user_display_name: user.map(|user| user.display_name.clone()),
        user_id: user.map(|user| user.id.to_string()),
        user_principal_name: name,
        user_type: user.map(|user| match user.user_type {
            UserType::Member => SignInUserType::Member,
            UserType::Guest => SignInUserType::Guest,
        }),
        ..SignIn::default()
    }
}

fn status(entry: &signin::SignIn, names: &Names) -> SignInStatus {
    let code = Code(entry.error_code);
    SignInStatus {
        error_code: entry.error_code,
        failure_reason: code.entry().map(|_| Fault::new(code, subjects(entry, names)).description()),
        additional_details: entry.details.clone().or_else(|| additional(entry)),
    }
}

/// Values for the placeholders of a failure's text.
fn subjects(entry: &signin::SignIn, names: &Names) -> Args {
    let name = entry.user.as_ref().map(|user| &user.user_principal_name).or(entry.identifier.as_ref());
    let tenant = names.tenant_name.clone().unwrap_or_else(|| names.tenant.to_string());
    let values = [
        ("appId", Some(entry.client.app_id.to_string())),
        ("appName", Some(entry.client.display_name.clone())),
        ("resource", entry.resource.as_ref().map(|resource| resource.display_name.clone())),
        ("tenant", Some(tenant)),
        ("upn", name.cloned()),
        ("user", entry.user.as_ref().map(|user| user.id.to_string())),
    ];
    values
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .fold(Args::new(), |args, (name, value)| args.with(name, value))
}

/// How the second factor of a success came about.
fn additional(entry: &signin::SignIn) -> Option<String> {
    let step = second_factor(entry).filter(|_| entry.error_code == 0)?;
    let text = if step.method == PREVIOUSLY_SATISFIED {
        "MFA requirement satisfied by claim in the token"
    } else {
        "MFA completed"
    };
    Some(text.to_owned())
}

/// The step that satisfied the second factor.
fn second_factor(entry: &signin::SignIn) -> Option<&AuthenticationStep> {
    entry.steps.iter().rev().find(|step| step.succeeded && step.requirement == SECOND)
}

fn mfa(entry: &signin::SignIn) -> Option<MfaDetail> {
    let step = second_factor(entry)?;
    Some(MfaDetail { auth_method: Some(step.method.clone()), auth_detail: step.detail.clone() })
}

fn step(step: &AuthenticationStep) -> AuthenticationDetail {
    AuthenticationDetail {
        authentication_step_date_time: Some(step.at),
        authentication_method: Some(step.method.clone()),
        authentication_method_detail: step.detail.clone(),
        succeeded: Some(step.succeeded),
        authentication_step_result_detail: Some(step.result.clone()),
        authentication_step_requirement: Some(step.requirement.clone()),
    }
}

/// The methods that proved something, each once.
fn methods(entry: &signin::SignIn) -> Vec<String> {
    let mut methods: Vec<String> = Vec::new();
    for step in entry.steps.iter().filter(|step| step.succeeded && step.method != PREVIOUSLY_SATISFIED) {
        if !methods.contains(&step.method) {
            methods.push(step.method.clone());
        }
    }
    methods
}

/// What the decision knew beside Graph's properties, so that it can be recomputed.
fn facts(entry: &signin::SignIn) -> Vec<KeyValue> {
    let facts = &entry.facts;
    let enforcement = match facts.enforcement {
        EnforcementState::NotEnforced => "notEnforced",
        EnforcementState::Announced => "announced",
        EnforcementState::Enforced => "enforced",
    };
    let roles: Vec<String> = facts.roles.iter().map(ToString::to_string).collect();
    let pairs = [
        ("Partner enforcement", Some(enforcement.to_owned())),
        ("Configuration version", Some(facts.config_version.to_string())),
        ("Directory roles", (!roles.is_empty()).then(|| roles.join(","))),
        ("Service account", facts.service_account.then(|| "true".to_owned())),
        ("Familiar network", facts.familiar_place.map(|familiar| familiar.to_string())),
    ];
    let known =
        pairs.into_iter().filter_map(|(key, value)| Some(KeyValue { key: key.to_owned(), value: value? }));
    known.collect()
}

/// How tenants were crossed. Who is a guest of the resource collaborates; everybody else serves it.
fn crossing(entry: &signin::SignIn) -> CrossTenantAccessType {
    let guest = entry.user.as_ref().is_some_and(|user| user.user_type == UserType::Guest);
    match entry.home_tenant == entry.resource_tenant {
        true => CrossTenantAccessType::None,
        false if guest => CrossTenantAccessType::B2bCollaboration,
        false => CrossTenantAccessType::ServiceProvider,
    }
}

fn policy(provider: signin::RequirementProvider) -> RequirementPolicy {
    let requirement_provider = match provider {
        signin::RequirementProvider::Request => RequirementProvider::Request,
        signin::RequirementProvider::EnforcedForCspAdmins => RequirementProvider::EnforcedForCspAdmins,
    };
    RequirementPolicy { requirement_provider, detail: None }
}

fn requirement(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::SingleFactorAuthentication => SINGLE_FACTOR,
        Requirement::MultiFactorAuthentication => MULTI_FACTOR,
    }
}

fn event(event: EventType) -> SignInEventType {
    match event {
        EventType::InteractiveUser => SignInEventType::InteractiveUser,
        EventType::NonInteractiveUser => SignInEventType::NonInteractiveUser,
        EventType::ServicePrincipal => SignInEventType::ServicePrincipal,
        EventType::ManagedIdentity => SignInEventType::ManagedIdentity,
    }
}

fn client_app(client: signin::ClientApp) -> ClientApp {
    match client {
        signin::ClientApp::Browser => ClientApp::Browser,
        signin::ClientApp::MobileAndDesktop => ClientApp::MobileAppsAndDesktopClients,
        signin::ClientApp::Other => ClientApp::OtherClients,
    }
}

fn protocol(protocol: signin::Protocol) -> AuthenticationProtocol {
    match protocol {
        signin::Protocol::OAuth2 => AuthenticationProtocol::OAuth2,
        signin::Protocol::Ropc => AuthenticationProtocol::Ropc,
        signin::Protocol::DeviceCode => AuthenticationProtocol::DeviceCode,
        signin::Protocol::RefreshTokenGrant => AuthenticationProtocol::RefreshTokenGrant,
        signin::Protocol::ClientCredentials => AuthenticationProtocol::ClientCredentials,
    }
}

fn transfer(protocol: signin::Protocol) -> OriginalTransferMethod {
    match protocol {
        signin::Protocol::DeviceCode => OriginalTransferMethod::DeviceCodeFlow,
        _ => OriginalTransferMethod::None,
    }
}

fn incoming(token: signin::IncomingToken) -> IncomingTokenType {
    match token {
        signin::IncomingToken::None => IncomingTokenType::None,
        signin::IncomingToken::RefreshToken => IncomingTokenType::RefreshToken,
    }
}

fn credential(credential: signin::ClientCredential) -> (ClientCredentialType, Option<String>) {
    match credential {
        signin::ClientCredential::None => (ClientCredentialType::None, None),
        signin::ClientCredential::ClientSecret(id) => {
            (ClientCredentialType::ClientSecret, Some(id.to_string()))
        }
        signin::ClientCredential::Certificate(id) => {
            (ClientCredentialType::Certificate, Some(id.to_string()))
        }
    }
}

#[cfg(test)]
mod tests;
