//! The world most tests live in: a partner under enforcement, a customer, their people and clients.

use model::application::{SigningPreference, TokenVersion};
use testkit::{TestClient, TestTenant, TestUser};

use crate::site::{Answer, Site, form};

/// A PKCE verifier and its challenge (RFC 7636 appendix B).
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// Where the clients want their answers.
pub const CALLBACK: &str = "https://client.test/callback";
pub const LOOPBACK: &str = "http://localhost:5000/callback";
pub const PAGE: &str = "https://spa.test/";
/// The scopes asked for where a test names no others; they need no consent.
pub const SCOPES: &str = "openid profile offline_access";

pub struct World {
    pub site: Site,
    /// A partner under enforcement.
    pub partner: TestTenant,
    /// A customer, where the password grant is allowed.
    pub customer: TestTenant,
    /// Of the partner, with an authenticator app.
    pub kim: TestUser,
    /// Of the partner, with nothing registered yet.
    pub new: TestUser,
    /// Of the customer, with a password only.
    pub plain: TestUser,
    /// Of the customer, with an authenticator app.
    pub lee: TestUser,
    /// A web application of the partner.
    pub web: TestClient,
    /// A public client of the partner.
    pub tool: TestClient,
    /// A page of the partner.
    pub spa: TestClient,
    /// A web application of the customer.
    pub customer_web: TestClient,
    /// A resource of the partner with a permission of its own.
    pub resource: TestClient,
}

impl World {
    pub async fn start() -> Self {
        let site = Site::start().await;
        let app = &site.app;
        let partner = app.partner("Contoso").await;
        let customer = app.customer("Fabrikam").await;
        let kim = app.user(&partner, "kim").role("Global Administrator").totp().create().await;
        let new = app.user(&partner, "new").create().await;
        let plain = app.user(&customer, "plain").create().await;
        let lee = app.user(&customer, "lee").totp().create().await;
        let web = app.client(&partner, "Web portal").create().await;
        let tool = app.client(&partner, "Tool").public(&[LOOPBACK]).create().await;
        let spa = app.client(&partner, "Page").spa(&[PAGE]).create().await;
        let customer_web = app.client(&customer, "Customer portal").create().await;
        let resource = app
            .client(&partner, "Invoices")
            .tokens(TokenVersion::V2, SigningPreference::Rs256)
            .exposes("Invoices.Read")
            .create()
            .await;
        Self { site, partner, customer, kim, new, plain, lee, web, tool, spa, customer_web, resource }
    }
}

/// One of the endpoints of a tenant.
pub fn endpoint(tenant: &TestTenant, name: &str) -> String {
    format!("/{}/oauth2/v2.0/{name}", tenant.id)
}

/// The address that a client sends the browser to; `more` replaces and adds parameters.
pub fn authorize(
    tenant: &TestTenant,
    client: &TestClient,
    redirect_uri: &str,
    more: &[(&str, &str)],
) -> String {
    let app_id = client.app_id.to_string();
    let usual = [
        ("client_id", app_id.as_str()),
        ("redirect_uri", redirect_uri),
        ("response_type", "code"),
        ("scope", SCOPES),
        ("state", "a state & more"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let usual = usual.into_iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    let fields: Vec<_> = usual.chain(more.iter().copied()).filter(|(_, value)| !value.is_empty()).collect();
    format!("{}?{}", endpoint(tenant, "authorize"), form(&fields))
}

/// A client's credentials as it posts them.
pub fn credentials(client: &TestClient) -> Vec<(&'static str, String)> {
    let secret = client.secret.clone().map(|secret| ("client_secret", secret));
    [("client_id", client.app_id.to_string())].into_iter().chain(secret).collect()
}

impl Site {
    /// Asks a tenant's token endpoint as a client.
    pub async fn token(&self, tenant: &TestTenant, client: &TestClient, fields: &[(&str, &str)]) -> Answer {
        let own = credentials(client);
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        let all: Vec<_> = own.chain(fields.iter().copied()).collect();
        self.post(&endpoint(tenant, "token"), &all).await
    }

    /// Redeems a code as a client.
    pub async fn redeem(
        &self,
        tenant: &TestTenant,
        client: &TestClient,
        callback: &str,
        code: &str,
    ) -> Answer {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", callback),
            ("code_verifier", VERIFIER),
        ];
        self.token(tenant, client, &fields).await
    }

    /// Exchanges a refresh token as a client.
    pub async fn refresh(&self, tenant: &TestTenant, client: &TestClient, token: &str) -> Answer {
        self.token(tenant, client, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }
}

/// The claims of a token, unverified.
pub fn claims(token: &str) -> serde_json::Value {
    let payload = token.split('.').nth(1).unwrap();
    let bytes = data_encoding::BASE64URL_NOPAD.decode(payload.as_bytes()).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}
