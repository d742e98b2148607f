//! The sign-in log entry: Graph's `signIn` resource, beta and v1.0.
//!
//! [`SignIn`] is the beta shape; [`SignIn::v1_0`] shows the part that v1.0 knows. Absent values are `null`, as in
//! Graph. Reading is lenient – missing members take their defaults, unknown members are ignored, unknown enumeration
//! members become `unknownFutureValue` – because exports of other systems are imported and replayed.

mod enums;
mod parts;
mod v1;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use enums::{
    AuthenticationContextDetail, AuthenticationProtocol, ClientApp, ClientCredentialType,
    ConditionalAccessStatus, CrossTenantAccessType, ExpirationRequirement, IncomingTokenType,
    ManagedIdentityType, NetworkType, OriginalTransferMethod, PolicyCondition, PolicyResult,
    RequirementProvider, RiskDetail, RiskLevel, RiskState, RuleSatisfied, SignInEventType,
    SignInIdentifierType, SignInUserType, TokenIssuerType, TokenProtectionStatus,
};
pub use parts::{
    AppliedConditionalAccessPolicy, AppliedStrength, AuthenticationAppDeviceDetails,
    AuthenticationContextReference, AuthenticationDetail, ConditionFlags, ConditionalAccessRule,
    DeviceDetail, GeoCoordinates, KeyValue, ManagedIdentityDetail, MfaDetail, NetworkLocationDetail,
    PrivateLinkDetails, RequirementPolicy, SessionLifetimePolicy, SignInLocation, SignInStatus,
    TokenProtectionDetails,
};
pub use v1::{AppliedConditionalAccessPolicyV1, SignInV1};

/// `singleFactorAuthentication`: value of [`SignIn::authentication_requirement`].
pub const SINGLE_FACTOR: &str = "singleFactorAuthentication";
/// `multiFactorAuthentication`: value of [`SignIn::authentication_requirement`].
pub const MULTI_FACTOR: &str = "multiFactorAuthentication";

/// Graph's `signIn` (beta), with every member of its metadata, in alphabetical order after `id`.
#[expect(clippy::struct_excessive_bools, reason = "the members of a resource that Graph defines")]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SignIn {
    /// Id of the entry.
    pub id: String,
    /// Agent identities, which this product does not have; kept for imports.
    pub agent: Option<Value>,
    /// Name of the client.
    pub app_display_name: Option<String>,
    /// Application id of the client.
    pub app_id: Option<String>,
    /// Policies that were evaluated.
    pub applied_conditional_access_policies: Vec<AppliedConditionalAccessPolicy>,
    /// Event listeners, which this product does not have; kept for imports.
    pub applied_event_listeners: Vec<Value>,
    /// Tenant of the client's registration.
    pub app_owner_tenant_id: Option<String>,
    /// Whether the application's token is bound to the device.
    pub app_token_protection_status: Option<TokenProtectionStatus>,
    /// The authenticator application and its device.
    pub authentication_app_device_details: Option<AuthenticationAppDeviceDetails>,
    /// Policies of the authenticator application; kept for imports.
    pub authentication_app_policy_evaluation_details: Vec<Value>,
    /// Authentication contexts.
    pub authentication_context_class_references: Vec<AuthenticationContextReference>,
    /// The steps, in order.
    pub authentication_details: Vec<AuthenticationDetail>,
    /// Methods used.
    pub authentication_methods_used: Vec<String>,
    /// Further facts as pairs.
    pub authentication_processing_details: Vec<KeyValue>,
    /// Protocol or grant.
    pub authentication_protocol: Option<AuthenticationProtocol>,
    /// [`SINGLE_FACTOR`] or [`MULTI_FACTOR`]: the highest level needed over all steps. It stays single-factor if the
    /// first factor fails, because policies were not reached.
    pub authentication_requirement: Option<String>,
    /// What required it.
    pub authentication_requirement_policies: Vec<RequirementPolicy>,
    /// Network of the address.
    pub autonomous_system_number: Option<i64>,
    /// Resource Manager id of an accessed resource.
    pub azure_resource_id: Option<String>,
    /// The kind of client; see [`ClientApp`] for the strings.
    pub client_app_used: Option<String>,
    /// How the client authenticated itself.
    pub client_credential_type: Option<ClientCredentialType>,
    /// Id of the client's own session.
    pub client_session_id: Option<String>,
    /// Audiences that policies were evaluated for.
    pub conditional_access_audiences: Vec<String>,
    /// The policies' outcome.
    pub conditional_access_status: ConditionalAccessStatus,
    /// The client's id of the whole flow.
    pub correlation_id: Option<String>,
    /// When it began.
    #[serde(with = "crate::graph_time::option")]
    pub created_date_time: Option<Timestamp>,
    /// How tenants were crossed.
    pub cross_tenant_access_type: CrossTenantAccessType,
    /// The device.
    pub device_detail: Option<DeviceDetail>,
    /// Id of a federated credential.
    pub federated_credential_id: Option<String>,
    /// Whether the person flagged it for administrators.
    pub flagged_for_review: bool,
    /// Global Secure Access; kept for imports.
    pub global_secure_access_ip_address: Option<String>,
    /// The user's own tenant.
    pub home_tenant_id: Option<String>,
    /// Its name.
    pub home_tenant_name: Option<String>,
    /// What kind of token was presented.
    pub incoming_token_type: Option<IncomingTokenType>,
    /// Client address.
    pub ip_address: Option<String>,
    /// Client address as a resource saw it.
    pub ip_address_from_resource_provider: Option<String>,
    /// Whether a person gave a factor.
    pub is_interactive: bool,
    /// Whether tenant restrictions applied.
    pub is_tenant_restricted: bool,
    /// Global Secure Access; kept for imports.
    pub is_through_global_secure_access: bool,
    /// Where it came from.
    pub location: Option<SignInLocation>,
    /// The managed identity.
    pub managed_service_identity: Option<ManagedIdentityDetail>,
    /// Deprecated in Graph, still read by scripts.
    pub mfa_detail: Option<MfaDetail>,
    /// Named locations that matched.
    pub network_location_details: Vec<NetworkLocationDetail>,
    /// Id of the first request of the sequence.
    pub original_request_id: Option<String>,
    /// How the session began.
    pub original_transfer_method: Option<OriginalTransferMethod>,
    /// Private links, which this product does not have; kept for imports.
    pub private_link_details: Option<PrivateLinkDetails>,
    /// Milliseconds that the server spent.
    pub processing_time_in_milliseconds: Option<i64>,
    /// Name of the resource.
    pub resource_display_name: Option<String>,
    /// Application id of the resource.
    pub resource_id: Option<String>,
    /// Tenant of the resource's registration.
    pub resource_owner_tenant_id: Option<String>,
    /// Service principal of the resource.
    pub resource_service_principal_id: Option<String>,
    /// Tenant that was accessed.
    pub resource_tenant_id: Option<String>,
    /// Why the risk is what it is.
    pub risk_detail: RiskDetail,
    /// Risk detections, in the closed v1.0 list.
    pub risk_event_types: Vec<String>,
    /// Risk detections.
    #[serde(rename = "riskEventTypes_v2")]
    pub risk_event_types_v2: Vec<String>,
    /// Risk as it is known now.
    pub risk_level_aggregated: RiskLevel,
    /// Risk as it was known then; frozen.
    pub risk_level_during_sign_in: RiskLevel,
    /// What became of the risk.
    pub risk_state: RiskState,
    /// Key id of the client's credential.
    pub service_principal_credential_key_id: Option<String>,
    /// Thumbprint of the client's certificate.
    pub service_principal_credential_thumbprint: Option<String>,
    /// Object id of the client's service principal.
    pub service_principal_id: Option<String>,
    /// Its name.
    pub service_principal_name: Option<String>,
    /// Id of the session.
    pub session_id: Option<String>,
    /// Session policies that required the authentication.
    pub session_lifetime_policies: Vec<SessionLifetimePolicy>,
    /// The category.
    pub sign_in_event_types: Vec<SignInEventType>,
    /// What the person typed as name.
    pub sign_in_identifier: Option<String>,
    /// What kind of name that was.
    pub sign_in_identifier_type: Option<SignInIdentifierType>,
    /// Whether the sign-in token is bound to the device.
    pub sign_in_token_protection_status: Option<TokenProtectionStatus>,
    /// The outcome.
    pub status: SignInStatus,
    /// Name of the identity provider.
    pub token_issuer_name: Option<String>,
    /// Kind of the identity provider.
    pub token_issuer_type: TokenIssuerType,
    /// Token binding in detail.
    pub token_protection_status_details: Option<TokenProtectionDetails>,
    /// The `uti` of the issued token.
    pub unique_token_identifier: Option<String>,
    /// The browser or client library.
    pub user_agent: Option<String>,
    /// Name of the user.
    pub user_display_name: Option<String>,
    /// Object id of the user.
    pub user_id: Option<String>,
    /// User principal name, in lower case.
    pub user_principal_name: Option<String>,
    /// Member or guest.
    pub user_type: Option<SignInUserType>,
}

impl SignIn {
    /// Whether the attempt succeeded.
    pub const fn succeeded(&self) -> bool {
        self.status.error_code == 0
    }

    /// Whether multi-factor authentication was required and passed.
    pub fn passed_mfa(&self) -> bool {
        self.succeeded() && self.authentication_requirement.as_deref() == Some(MULTI_FACTOR)
    }

    /// Whether the client spoke a protocol without modern authentication. Unknown strings count as legacy, because
    /// new names in that column have always been protocols.
    pub fn is_legacy_authentication(&self) -> bool {
        self.client_app_used
            .as_deref()
            .is_some_and(|used| !used.is_empty() && ClientApp::is_legacy_name(used))
    }

    /// The entry as v1.0 shows it.
    pub fn v1_0(&self) -> SignInV1<'_> {
        SignInV1::from(self)
    }
}

#[cfg(test)]
mod tests;
