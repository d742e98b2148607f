use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn entry() -> SignIn {
    SignIn {
        id: "s1".into(),
        created_date_time: Some("2026-01-09T02:02:12.3456Z".parse().unwrap()),
        app_id: Some("a".into()),
        authentication_requirement: Some(MULTI_FACTOR.into()),
        client_app_used: Some(ClientApp::Browser.as_str().into()),
        is_interactive: true,
        sign_in_event_types: vec![SignInEventType::InteractiveUser],
        cross_tenant_access_type: CrossTenantAccessType::ServiceProvider,
        location: Some(SignInLocation { country_or_region: Some("KR".into()), ..SignInLocation::default() }),
        applied_conditional_access_policies: vec![AppliedConditionalAccessPolicy {
            id: "p1".into(),
            display_name: "Require MFA".into(),
            enforced_grant_controls: vec!["Mfa".into()],
            result: PolicyResult::Success,
            conditions_satisfied: ConditionFlags(vec![PolicyCondition::Application, PolicyCondition::Users]),
            include_rules_satisfied: vec![ConditionalAccessRule {
                conditional_access_condition: PolicyCondition::Application,
                rule_satisfied: RuleSatisfied::AllApps,
            }],
            ..AppliedConditionalAccessPolicy::default()
        }],
        user_principal_name: Some("kim@contoso.com".into()),
        ..SignIn::default()
    }
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn v1_0_has_exactly_its_members() {
    let expected = "id createdDateTime appId appDisplayName appliedConditionalAccessPolicies \
        authenticationAppDeviceDetails clientAppUsed conditionalAccessStatus correlationId deviceDetail homeTenantId \
        ipAddress isInteractive location resourceId resourceDisplayName resourceTenantId riskDetail riskEventTypes \
        riskEventTypes_v2 riskLevelAggregated riskLevelDuringSignIn riskState servicePrincipalId servicePrincipalName \
        status userAgent userDisplayName userId userPrincipalName";
    let entry = entry();
    let shown = serde_json::to_value(entry.v1_0()).unwrap();
    assert_eq!(keys(&shown), expected.split_whitespace().map(str::to_owned).collect());
    let beta = serde_json::to_value(&entry).unwrap();
    for key in keys(&shown) {
        if key != "appliedConditionalAccessPolicies" {
            assert_eq!(shown[&key], beta[&key], "{key}");
        }
    }
    assert_eq!(
        shown["appliedConditionalAccessPolicies"],
        json!([{
            "id": "p1", "displayName": "Require MFA", "enforcedGrantControls": ["Mfa"],
            "enforcedSessionControls": [], "result": "success",
        }])
    );
}

#[test]
fn beta_has_every_member() {
    let added = "agent appliedEventListeners appOwnerTenantId appTokenProtectionStatus \
        authenticationAppPolicyEvaluationDetails authenticationContextClassReferences authenticationDetails \
        authenticationMethodsUsed authenticationProcessingDetails authenticationProtocol authenticationRequirement \
        authenticationRequirementPolicies autonomousSystemNumber azureResourceId clientCredentialType clientSessionId \
        conditionalAccessAudiences crossTenantAccessType federatedCredentialId flaggedForReview \
        globalSecureAccessIpAddress homeTenantName incomingTokenType ipAddressFromResourceProvider isTenantRestricted \
        isThroughGlobalSecureAccess managedServiceIdentity mfaDetail networkLocationDetails originalRequestId \
        originalTransferMethod privateLinkDetails processingTimeInMilliseconds resourceOwnerTenantId \
        resourceServicePrincipalId servicePrincipalCredentialKeyId servicePrincipalCredentialThumbprint sessionId \
        sessionLifetimePolicies signInEventTypes signInIdentifier signInIdentifierType signInTokenProtectionStatus \
        tokenIssuerName tokenIssuerType tokenProtectionStatusDetails uniqueTokenIdentifier userType";
    let entry = entry();
    let mut expected = keys(&serde_json::to_value(entry.v1_0()).unwrap());
    expected.extend(added.split_whitespace().map(str::to_owned));
    let beta = serde_json::to_value(&entry).unwrap();
    assert_eq!(keys(&beta), expected);
    assert_eq!(beta["createdDateTime"], "2026-01-09T02:02:12.345Z");
    assert_eq!(beta["crossTenantAccessType"], "serviceProvider");
    assert_eq!(beta["tokenIssuerType"], "AzureAD");
    assert_eq!(beta["riskLevelAggregated"], "none");
    assert_eq!(beta["agent"], Value::Null);
    let policy = &beta["appliedConditionalAccessPolicies"][0];
    assert_eq!(policy["conditionsSatisfied"], "application,users");
    assert_eq!(policy["conditionsNotSatisfied"], "none");
    assert_eq!(
        policy["includeRulesSatisfied"],
        json!([{"conditionalAccessCondition": "application", "ruleSatisfied": "allApps"}])
    );
}

#[test]
fn entries_are_read_back() {
    let mut entry = entry();
    entry.created_date_time = Some("2026-01-09T02:02:12.345Z".parse().unwrap());
    let read: SignIn = serde_json::from_str(&serde_json::to_string(&entry).unwrap()).unwrap();
    assert_eq!(read, entry);
}

#[test]
fn foreign_exports_are_read_leniently() {
    let read: SignIn = serde_json::from_value(json!({
        "id": "x", "somethingNew": 1, "riskState": "somethingNew", "status": {"errorCode": 50126},
        "appliedConditionalAccessPolicies": [{"id": "p", "result": "reportOnlyInterrupted", "conditionsSatisfied": "users, somethingNew"}],
        "createdDateTime": "2026-01-09T02:02:12.3456789Z",
    }))
    .unwrap();
    assert_eq!(read.risk_state, RiskState::UnknownFutureValue);
    assert_eq!(read.status.error_code, 50126);
    assert!(!read.succeeded());
    let policy = &read.applied_conditional_access_policies[0];
    assert_eq!(policy.result, PolicyResult::ReportOnlyInterrupted);
    assert_eq!(
        policy.conditions_satisfied,
        ConditionFlags(vec![PolicyCondition::Users, PolicyCondition::UnknownFutureValue])
    );
}

#[test]
fn mfa_counts_only_with_success() {
    assert!(entry().passed_mfa());
    let failed = SignIn { status: SignInStatus { error_code: 50074, ..SignInStatus::default() }, ..entry() };
    assert!(!failed.passed_mfa());
}

#[test]
fn legacy_is_told_by_the_client() {
    for app in ClientApp::ALL {
        assert_eq!(app.is_legacy(), ClientApp::is_legacy_name(app.as_str()), "{app:?}");
        assert_eq!(
            app.is_legacy(),
            matches!(app.policy_client_type(), "other" | "exchangeActiveSync"),
            "{app:?}"
        );
    }
    let with = |used: Option<&str>| SignIn { client_app_used: used.map(Into::into), ..entry() };
    assert!(with(Some("Auto Discover")).is_legacy_authentication());
    assert!(with(Some("Exchange Active Sync")).is_legacy_authentication());
    assert!(!with(Some("Modern clients")).is_legacy_authentication());
    assert!(!with(Some("")).is_legacy_authentication() && !with(None).is_legacy_authentication());
}

#[test]
fn enumerations_keep_their_names() {
    for provider in RequirementProvider::ALL {
        let text = serde_json::to_string(provider).unwrap();
        assert_eq!(text, format!("\"{}\"", provider.as_str()));
        assert_eq!(serde_json::from_str::<RequirementProvider>(&text).unwrap(), *provider);
        assert_eq!(RequirementProvider::read(provider.as_str()), *provider);
    }
    assert_eq!(serde_json::to_string(&RiskState::UnknownFutureValue).unwrap(), "\"unknownFutureValue\"");
}

proptest! {
    #[test]
    fn foreign_text_never_panics(text in "\\PC{0,200}", name in "[a-zA-Z]{0,20}", number in any::<i64>()) {
        let _ = serde_json::from_str::<SignIn>(&text);
        let _ = serde_json::from_value::<SignIn>(json!({"riskState": name, "autonomousSystemNumber": number, "id": text}));
    }
}
