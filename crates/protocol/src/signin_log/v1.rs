//! The v1.0 projection.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    AppliedConditionalAccessPolicy, AuthenticationAppDeviceDetails, ConditionalAccessStatus, DeviceDetail,
    PolicyResult, RiskDetail, RiskLevel, RiskState, SignIn, SignInLocation, SignInStatus,
};

/// Graph's `signIn` (v1.0).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each member is the one of `SignIn` with the same name")]
pub struct SignInV1<'a> {
    pub id: &'a str,
    #[serde(with = "crate::graph_time::option")]
    pub created_date_time: Option<Timestamp>,
    pub user_display_name: Option<&'a str>,
    pub user_principal_name: Option<&'a str>,
    pub user_id: Option<&'a str>,
    pub app_id: Option<&'a str>,
    pub app_display_name: Option<&'a str>,
    pub authentication_app_device_details: Option<&'a AuthenticationAppDeviceDetails>,
    pub ip_address: Option<&'a str>,
    pub client_app_used: Option<&'a str>,
    pub correlation_id: Option<&'a str>,
    pub conditional_access_status: ConditionalAccessStatus,
    pub home_tenant_id: Option<&'a str>,
    pub is_interactive: bool,
    pub risk_detail: RiskDetail,
    pub risk_level_aggregated: RiskLevel,
    pub risk_level_during_sign_in: RiskLevel,
    pub risk_state: RiskState,
    pub risk_event_types: &'a [String],
    #[serde(rename = "riskEventTypes_v2")]
    pub risk_event_types_v2: &'a [String],
    pub resource_display_name: Option<&'a str>,
    pub resource_id: Option<&'a str>,
    pub resource_tenant_id: Option<&'a str>,
    pub service_principal_id: Option<&'a str>,
    pub service_principal_name: Option<&'a str>,
    pub user_agent: Option<&'a str>,
    pub status: &'a SignInStatus,
    pub device_detail: Option<&'a DeviceDetail>,
    pub location: Option<&'a SignInLocation>,
    pub applied_conditional_access_policies: Vec<AppliedConditionalAccessPolicyV1<'a>>,
}

/// Graph's `appliedConditionalAccessPolicy` (v1.0).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each member is the one of the beta type with the same name")]
pub struct AppliedConditionalAccessPolicyV1<'a> {
    pub id: &'a str,
    pub display_name: &'a str,
    pub enforced_grant_controls: &'a [String],
    pub enforced_session_controls: &'a [String],
    pub result: PolicyResult,
}

impl<'a> From<&'a AppliedConditionalAccessPolicy> for AppliedConditionalAccessPolicyV1<'a> {
    fn from(policy: &'a AppliedConditionalAccessPolicy) -> Self {
        Self {
            id: &policy.id,
            display_name: &policy.display_name,
            enforced_grant_controls: &policy.enforced_grant_controls,
            enforced_session_controls: &policy.enforced_session_controls,
            result: policy.result,
        }
    }
}

impl<'a> From<&'a SignIn> for SignInV1<'a> {
    fn from(entry: &'a SignIn) -> Self {
        Self {
            id: &entry.id,
            created_date_time: entry.created_date_time,
            user_display_name: entry.user_display_name.as_deref(),
            user_principal_name: entry.user_principal_name.as_deref(),
            user_id: entry.user_id.as_deref(),
            app_id: entry.app_id.as_deref(),
            app_display_name: entry.app_display_name.as_deref(),
            authentication_app_device_details: entry.authentication_app_device_details.as_ref(),
            ip_address: entry.ip_address.as_deref(),
            client_app_used: entry.client_app_used.as_deref(),
            correlation_id: entry.correlation_id.as_deref(),
            conditional_access_status: entry.conditional_access_status,
            home_tenant_id: entry.home_tenant_id.as_deref(),
            is_interactive: entry.is_interactive,
            risk_detail: entry.risk_detail,
            risk_level_aggregated: entry.risk_level_aggregated,
            risk_level_during_sign_in: entry.risk_level_during_sign_in,
            risk_state: entry.risk_state,
            risk_event_types: &entry.risk_event_types,
            risk_event_types_v2: &entry.risk_event_types_v2,
            resource_display_name: entry.resource_display_name.as_deref(),
            resource_id: entry.resource_id.as_deref(),
            resource_tenant_id: entry.resource_tenant_id.as_deref(),
            service_principal_id: entry.service_principal_id.as_deref(),
            service_principal_name: entry.service_principal_name.as_deref(),
            user_agent: entry.user_agent.as_deref(),
            status: &entry.status,
            device_detail: entry.device_detail.as_ref(),
            location: entry.location.as_ref(),
            applied_conditional_access_policies: entry
                .applied_conditional_access_policies
                .iter()
                .map(Into::into)
                .collect(),
        }
    }
}
