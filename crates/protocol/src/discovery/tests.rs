use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const BASE: &str = "https://login.test:8443";
const TENANT: Uuid = Uuid::from_u128(5);

fn document(slot: TenantSlot<'_>, version: Version) -> Value {
    let deployment = Deployment { base_url: BASE, graph_host: "graph.test:8444" };
    serde_json::to_value(OpenIdConfiguration::new(&deployment, slot, version)).unwrap()
}

#[test]
fn a_tenants_document() {
    let v2 = document(TenantSlot::Tenant(TENANT), Version::V2);
    let id = TENANT.to_string();
    assert_eq!(v2["issuer"], format!("{BASE}/{id}/v2.0"));
    assert_eq!(v2["issuer"], issuer(BASE, TENANT, Version::V2));
    assert_eq!(v2["token_endpoint"], format!("{BASE}/{id}/oauth2/v2.0/token"));
    assert_eq!(v2["jwks_uri"], format!("{BASE}/{id}/discovery/v2.0/keys"));
    assert_eq!(v2["device_authorization_endpoint"], format!("{BASE}/{id}/oauth2/v2.0/devicecode"));
    assert_eq!(v2["authorization_response_iss_parameter_supported"], true);
    assert_eq!(v2["request_uri_parameter_supported"], false);
    assert_eq!(v2["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(v2["id_token_signing_alg_values_supported"], json!(["RS256", "ES256"]));
    assert_eq!(v2["subject_types_supported"], json!(["pairwise"]));
    assert_eq!(v2["msgraph_host"], "graph.test:8444");
    assert_eq!(v2["cloud_instance_name"], "login.test:8443");
    let v1 = document(TenantSlot::Tenant(TENANT), Version::V1);
    assert_eq!(v1["issuer"], format!("{BASE}/{id}/"));
    assert_eq!(v1["authorization_endpoint"], format!("{BASE}/{id}/oauth2/authorize"));
    assert_eq!(v1["jwks_uri"], format!("{BASE}/{id}/discovery/keys"));
}

#[test]
fn msal_js_finds_the_device_endpoint_by_replacing_token() {
    for version in [Version::V1, Version::V2] {
        let document = document(TenantSlot::Tenant(TENANT), version);
        let token = document["token_endpoint"].as_str().unwrap();
        assert_eq!(document["device_authorization_endpoint"], token.replacen("/token", "/devicecode", 1));
    }
}

#[test]
fn shared_endpoints_have_a_template_as_issuer() {
    let common = document(TenantSlot::Shared("common"), Version::V2);
    assert_eq!(common["issuer"], format!("{BASE}/{{tenantid}}/v2.0"));
    assert_eq!(common["token_endpoint"], format!("{BASE}/common/oauth2/v2.0/token"));
}

#[test]
fn instance_discovery_knows_its_own_host_without_the_port() {
    let answer = |endpoint: &str| InstanceDiscovery::answer(BASE, endpoint, "1.1");
    let found = answer("https://login.test/contoso.com/oauth2/v2.0/authorize").unwrap();
    assert_eq!(
        serde_json::to_value(found).unwrap(),
        json!({
            "tenant_discovery_endpoint": "https://login.test:8443/contoso.com/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [{
                "preferred_network": "login.test:8443",
                "preferred_cache": "login.test:8443",
                "aliases": ["login.test:8443"],
            }],
        })
    );
    for foreign in [
        "https://evil.example/common/oauth2/authorize",
        "https://login.test.evil.example/common/oauth2/authorize",
    ] {
        assert_eq!(answer(foreign), Err(InstanceRefusal::Unknown), "{foreign}");
    }
    for malformed in [
        "",
        "login.test",
        "http://login.test/common/x",
        "https://login.test",
        "https://u@login.test/common/x",
        "https://login.test/%2e%2e%2fx/y",
    ] {
        assert_eq!(answer(malformed), Err(InstanceRefusal::Malformed), "{malformed}");
    }
    assert_eq!(InstanceRefusal::Unknown.code().0, 50049);
}

#[test]
fn user_realm_depends_on_the_domain_alone() {
    let realm = serde_json::to_value(UserRealm::new(BASE, "kim@contoso.com", true)).unwrap();
    assert_eq!(
        realm,
        json!({
            "ver": "1.0", "account_type": "Managed", "domain_name": "contoso.com",
            "cloud_instance_name": "login.test:8443", "cloud_audience_urn": "urn:federation:MicrosoftOnline",
        })
    );
    assert_eq!(serde_json::to_value(UserRealm::new(BASE, "kim", false)).unwrap()["account_type"], "Unknown");
}

#[test]
fn key_sets_hold_no_empty_members() {
    let keys = vec![
        Jwk::rsa("1".into(), "AQAB".into(), "AQAB".into()),
        Jwk::p256("2".into(), "eA".into(), "eQ".into()),
    ];
    assert_eq!(
        serde_json::to_value(Jwks { keys }).unwrap(),
        json!({"keys": [
            {"kty": "RSA", "use": "sig", "kid": "1", "alg": "RS256", "n": "AQAB", "e": "AQAB"},
            {"kty": "EC", "use": "sig", "kid": "2", "alg": "ES256", "crv": "P-256", "x": "eA", "y": "eQ"},
        ]})
    );
}

proptest! {
    #[test]
    fn random_instances_never_panic(text in "(https://login.test/)?\\PC{0,60}") {
        if let Ok(answer) = InstanceDiscovery::answer(BASE, &text, "1.1") {
            prop_assert!(answer.tenant_discovery_endpoint.starts_with("https://login.test:8443/"));
            prop_assert!(!answer.tenant_discovery_endpoint.contains(".."));
        }
        let _ = UserRealm::new(BASE, &text, false);
    }
}
