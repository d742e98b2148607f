//! The nested types of a sign-in log entry.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Visitor};

use super::enums::{
    AuthenticationContextDetail, ExpirationRequirement, ManagedIdentityType, NetworkType, PolicyCondition,
    PolicyResult, RequirementProvider, RuleSatisfied, TokenProtectionStatus,
};

/// The outcome: 0, or the AADSTS number and its text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SignInStatus {
    /// 0 for success, otherwise the AADSTS number.
    pub error_code: u32,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// More, for example that MFA was passed by an earlier sign-in.
    pub additional_details: Option<String>,
}

/// The device of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DeviceDetail {
    /// Id of a registered device.
    pub device_id: Option<String>,
    /// Its name.
    pub display_name: Option<String>,
    /// Operating system, from the user agent.
    pub operating_system: Option<String>,
    /// Browser, from the user agent.
    pub browser: Option<String>,
    /// Whether the device meets its policies.
    pub is_compliant: Option<bool>,
    /// Whether the device is managed.
    pub is_managed: Option<bool>,
    /// How the device is joined.
    pub trust_type: Option<String>,
}

/// Where a sign-in came from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SignInLocation {
    /// City.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// Two-letter country code.
    pub country_or_region: Option<String>,
    /// Coordinates.
    pub geo_coordinates: Option<GeoCoordinates>,
}

/// A point on the earth.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GeoCoordinates {
    /// Metres.
    pub altitude: Option<f64>,
    /// Degrees.
    pub latitude: Option<f64>,
    /// Degrees.
    pub longitude: Option<f64>,
}

/// The authenticator application.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthenticationAppDeviceDetails {
    /// Its version.
    pub app_version: Option<String>,
    /// Its name.
    pub client_app: Option<String>,
    /// Its device.
    pub device_id: Option<String>,
    /// Its operating system.
    pub operating_system: Option<String>,
}

/// One step of an authentication.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthenticationDetail {
    /// When.
    #[serde(with = "crate::graph_time::option")]
    pub authentication_step_date_time: Option<Timestamp>,
    /// `Password`, `SMS`, `Voice`, `Authenticator App`, `Software OATH token`, `Satisfied by token`,
    /// `Previously satisfied`, `Passkey`, `Temporary Access Pass` or another method's name.
    pub authentication_method: Option<String>,
    /// Which one, for example the last digits of a number.
    pub authentication_method_detail: Option<String>,
    /// Whether it succeeded.
    pub succeeded: Option<bool>,
    /// The result in words.
    pub authentication_step_result_detail: Option<String>,
    /// What required it: primary or multi-factor authentication.
    pub authentication_step_requirement: Option<String>,
}

/// What required multi-factor authentication.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequirementPolicy {
    /// The kind of source.
    pub requirement_provider: RequirementProvider,
    /// Details, for example the policy's name.
    pub detail: Option<String>,
}

/// A pair.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyValue {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
}

/// An authentication context of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthenticationContextReference {
    /// `c1` and so on.
    pub id: Option<String>,
    /// How it came about.
    pub detail: Option<AuthenticationContextDetail>,
}

/// A conditional access policy as it applied to a sign-in (beta).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AppliedConditionalAccessPolicy {
    /// Id of the policy.
    pub id: String,
    /// Its name.
    pub display_name: String,
    /// Grant controls, e.g. `Mfa`.
    pub enforced_grant_controls: Vec<String>,
    /// Session controls, e.g. `SignInFrequency`.
    pub enforced_session_controls: Vec<String>,
    /// What came of it.
    pub result: PolicyResult,
    /// The required strength.
    pub authentication_strength: Option<AppliedStrength>,
    /// Conditions that were met.
    pub conditions_satisfied: ConditionFlags,
    /// Conditions that were not met.
    pub conditions_not_satisfied: ConditionFlags,
    /// Include rules that matched.
    pub include_rules_satisfied: Vec<ConditionalAccessRule>,
    /// Exclude rules that matched.
    pub exclude_rules_satisfied: Vec<ConditionalAccessRule>,
    /// Session controls that were not met.
    pub session_controls_not_satisfied: Vec<String>,
}

/// The authentication strength that a policy required.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AppliedStrength {
    /// Id of the strength.
    pub authentication_strength_id: Option<String>,
    /// Its name.
    pub display_name: Option<String>,
    /// Whether it was met.
    pub authentication_strength_result: Option<String>,
}

/// One rule that matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConditionalAccessRule {
    /// The condition it belongs to.
    pub conditional_access_condition: PolicyCondition,
    /// The rule.
    pub rule_satisfied: RuleSatisfied,
}

/// Conditions as a set; on the wire their names separated by commas, or `none`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConditionFlags(pub Vec<PolicyCondition>);

impl Serialize for ConditionFlags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_empty() {
            return serializer.serialize_str(PolicyCondition::None.as_str());
        }
        let names: Vec<&str> = self.0.iter().map(|condition| condition.as_str()).collect();
        serializer.serialize_str(&names.join(","))
    }
}

impl<'de> Deserialize<'de> for ConditionFlags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl Visitor<'_> for Names {
            type Value = ConditionFlags;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("names of conditions separated by commas")
            }

            fn visit_str<E>(self, text: &str) -> Result<ConditionFlags, E> {
                let names = text.split(',').map(str::trim).filter(|name| !matches!(*name, "" | "none"));
                Ok(ConditionFlags(names.map(PolicyCondition::read).collect()))
            }

            fn visit_unit<E>(self) -> Result<ConditionFlags, E> {
                Ok(ConditionFlags::default())
            }
        }
        deserializer.deserialize_any(Names)
    }
}

/// A named location that matched.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NetworkLocationDetail {
    /// Its kind.
    pub network_type: NetworkType,
    /// Its names.
    pub network_names: Vec<String>,
}

/// A session policy that required the authentication.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SessionLifetimePolicy {
    /// Its kind.
    pub expiration_requirement: ExpirationRequirement,
    /// Details in words.
    pub detail: Option<String>,
}

/// A managed identity.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ManagedIdentityDetail {
    /// Its kind.
    pub msi_type: ManagedIdentityType,
    /// Resource Manager id of the resource it belongs to.
    pub associated_resource_id: Option<String>,
    /// Id of a federated token.
    pub federated_token_id: Option<String>,
    /// Issuer of a federated token.
    pub federated_token_issuer: Option<String>,
}

/// Deprecated in Graph.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MfaDetail {
    /// The method.
    pub auth_method: Option<String>,
    /// Its details.
    pub auth_detail: Option<String>,
}

/// A private link policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PrivateLinkDetails {
    /// Id of the policy.
    pub policy_id: Option<String>,
    /// Its name.
    pub policy_name: Option<String>,
    /// Its tenant.
    pub policy_tenant_id: Option<String>,
    /// The resource.
    pub resource_id: Option<String>,
}

/// Token binding.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TokenProtectionDetails {
    /// Of the sign-in session.
    pub sign_in_session_status: TokenProtectionStatus,
    /// Its code.
    pub sign_in_session_status_code: Option<i64>,
}
