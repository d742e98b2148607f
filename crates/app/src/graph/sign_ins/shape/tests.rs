use super::super::tests::{code, entry, password};
use super::*;
use model::signin::{ClientCredential, Protocol, SignInUser};
use model::{CredentialId, ServicePrincipalId, Uuid};

fn names() -> Names {
    Names { tenant: entry(1, 0).home_tenant, tenant_name: Some("Contoso".to_owned()) }
}

fn v1(entry: &signin::SignIn) -> Value {
    shown(&beta(entry, &names()), GraphVersion::V1)
}

fn whole(entry: &signin::SignIn) -> Value {
    shown(&beta(entry, &names()), GraphVersion::Beta)
}

fn of_application() -> signin::SignIn {
    let mut entry = entry(9, 0);
    entry.event = EventType::ServicePrincipal;
    entry.interactive = false;
    entry.user = None;
    entry.protocol = Protocol::ClientCredentials;
    entry.client.service_principal = Some(ServicePrincipalId(Uuid::from_u128(0x99)));
    entry.client_credential = ClientCredential::ClientSecret(CredentialId(Uuid::from_u128(0x98)));
    entry
}

#[test]
fn a_success_with_a_second_factor() {
    let mut entry = entry(1, 0);
    entry.steps = vec![password(0, true), code(4, false), code(5, true)];
    entry.requirement = Requirement::MultiFactorAuthentication;
    entry.required_by = vec![signin::RequirementProvider::EnforcedForCspAdmins];
    let shown = whole(&entry);
    assert_eq!(
        shown["status"],
        json!({"errorCode": 0, "failureReason": null, "additionalDetails": "MFA completed"})
    );
    assert_eq!(shown["authenticationRequirement"], "multiFactorAuthentication");
    assert_eq!(shown["authenticationRequirementPolicies"][0]["requirementProvider"], "enforcedForCspAdmins");
    assert_eq!(shown["authenticationMethodsUsed"], json!(["Password", "Software OATH token"]));
    assert_eq!(shown["mfaDetail"]["authMethod"], "Software OATH token");
    let details = shown["authenticationDetails"].as_array().unwrap();
    assert_eq!(details.len(), 3);
    assert_eq!(details[1]["succeeded"], false);
    assert_eq!(details[2]["authenticationStepDateTime"], "2027-01-15T08:00:05Z");
    assert_eq!(shown["homeTenantName"], "Contoso");
    assert_eq!(shown["userType"], "member");
}

#[test]
fn a_session_that_goes_on_says_so() {
    let mut entry = entry(1, 0);
    let previously =
        |step: AuthenticationStep| AuthenticationStep { method: PREVIOUSLY_SATISFIED.to_owned(), ..step };
    entry.steps = vec![previously(password(0, true)), previously(code(0, true))];
    let shown = whole(&entry);
    assert_eq!(shown["status"]["additionalDetails"], "MFA requirement satisfied by claim in the token");
    assert_eq!(shown["authenticationMethodsUsed"], json!([]));
}

#[test]
fn a_failure_tells_its_reason_with_its_subjects() {
    let mut entry = entry(1, 0);
    entry.error_code = 50_020;
    entry.user = None;
    entry.identifier = Some("Nobody@Contoso.Example".to_owned());
    let shown = v1(&entry);
    assert_eq!(shown["status"]["errorCode"], 50_020);
    let reason = shown["status"]["failureReason"].as_str().unwrap();
    assert!(reason.contains("Nobody@Contoso.Example") && reason.contains("tenant Contoso"), "{reason}");
    assert_eq!(shown["userPrincipalName"], "nobody@contoso.example");
    assert_eq!(shown["userId"], Value::Null);
    entry.error_code = 4_000_000_000;
    assert_eq!(v1(&entry)["status"]["failureReason"], Value::Null);
}

#[test]
fn an_application_is_shown_as_service_principal() {
    let shown = v1(&of_application());
    assert_eq!(shown["servicePrincipalId"], Uuid::from_u128(0x99).to_string());
    assert_eq!(shown["servicePrincipalName"], "Tools");
    assert_eq!(shown["clientAppUsed"], Value::Null);
    assert_eq!(shown["isInteractive"], false);
    let beta = whole(&of_application());
    assert_eq!(beta["clientCredentialType"], "clientSecret");
    assert_eq!(beta["servicePrincipalCredentialKeyId"], Uuid::from_u128(0x98).to_string());
    assert_eq!(v1(&entry(1, 0))["servicePrincipalId"], Value::Null);
}

#[test]
fn v1_says_which_tokens_and_which_kind() {
    let entry = of_application();
    let shown = v1(&entry);
    assert_eq!(shown["uniqueTokenIdentifier"], entry.unique_token_identifier());
    assert_eq!(shown["signInEventTypes"], json!(["servicePrincipal"]));
    assert!(shown.get("authenticationDetails").is_none());
}

#[test]
fn crossing_tenants_is_named_after_who_crosses() {
    let mut entry = entry(1, 0);
    assert_eq!(whole(&entry)["crossTenantAccessType"], "none");
    entry.resource_tenant = TenantId(Uuid::from_u128(0x21));
    assert_eq!(whole(&entry)["crossTenantAccessType"], "serviceProvider");
    entry.user = entry.user.map(|user| SignInUser { user_type: UserType::Guest, ..user });
    assert_eq!(whole(&entry)["crossTenantAccessType"], "b2bCollaboration");
}

#[test]
fn every_v1_property_that_is_known_is_filled() {
    let mut entry = entry(1, 0);
    entry.user_agent =
        Some("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0".to_owned());
    let shown = v1(&entry);
    let empty: Vec<&str> = shown
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, value)| value.is_null())
        .map(|(name, _)| name.as_str())
        .collect();
    // No geographic data and no push authenticator exist; a user's sign-in has no service principal.
    assert_eq!(
        empty,
        ["authenticationAppDeviceDetails", "location", "servicePrincipalId", "servicePrincipalName"]
    );
}
