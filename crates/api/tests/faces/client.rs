//! A world with two tenants, callers of every kind, and their requests.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use model::tenant::{Enforcement, TenantKind};
use model::verdict::Cause;
use serde_json::Value;
use testkit::{TestApp, TestClient, TestTenant, TestUser};
use tower::ServiceExt;

pub const GRAPH: &str = "https://graph.microsoft.com";
pub const ARM: &str = "https://management.azure.com";

/// Delegated permissions that the tool may ask for.
pub const SCOPES: [&str; 7] = [
    "User.Read",
    "User.Read.All",
    "User.ReadWrite.All",
    "AuditLog.Read.All",
    "Directory.Read.All",
    "Directory.AccessAsUser.All",
    "Organization.Read.All",
];

/// An app with the tenants Contoso and Fabrikam.
pub struct World {
    pub app: TestApp,
    pub tenant: TestTenant,
    pub other: TestTenant,
    /// A public client of Contoso with every delegated permission.
    pub tool: TestClient,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {:?}", self.body))
    }

    /// The answer's body, of which must be 200.
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{:?}", self.body);
        self.json()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The code of a refusal.
    pub fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl World {
    pub async fn start() -> Self {
        let app = TestApp::start().await;
        let tenant = app.tenant("Contoso", TenantKind::Customer, Enforcement::default()).await;
        let other = app.customer("Fabrikam").await;
        let tool = app
            .client(&tenant, "Tools")
            .public(&["http://localhost"])
            .asks(GRAPH, &SCOPES, &[])
            .asks(ARM, &["user_impersonation"], &[])
            .consented()
            .create()
            .await;
        Self { app, tenant, other, tool }
    }

    /// A confidential client of Contoso with application permissions on Graph.
    pub async fn daemon(&self, name: &str, roles: &[&str]) -> TestClient {
        self.daemon_in(&self.tenant, name, roles).await
    }

    pub async fn daemon_in(&self, tenant: &TestTenant, name: &str, roles: &[&str]) -> TestClient {
        self.app.client(tenant, name).asks(GRAPH, &[], roles).consented().create().await
    }

    /// A token of an application for itself.
    pub async fn application_token(&self, client: &TestClient, resource: &str) -> String {
        let scope = format!("{resource}/.default");
        let fields = [("grant_type", "client_credentials"), ("scope", scope.as_str())];
        client.caller("").token(&self.app.visitor(), &fields).await.unwrap().access_token
    }

    /// A token of Contoso's tool for a user, with these scopes of a resource.
    pub async fn user_token_for(&self, user: &TestUser, resource: &str, scopes: &[&str]) -> String {
        let scopes: Vec<String> = scopes.iter().map(|scope| format!("{resource}/{scope}")).collect();
        self.password_grant(user, &user.password, &scopes.join(" ")).await.unwrap()
    }

    pub async fn user_token(&self, user: &TestUser, scopes: &[&str]) -> String {
        self.user_token_for(user, GRAPH, scopes).await
    }

    /// Fails to sign in, which leaves an entry.
    pub async fn wrong_password(&self, user: &TestUser) {
        let refused = self.password_grant(user, "not his password", "User.Read").await;
        assert_eq!(refused, Err(Cause::WrongPassword));
    }

    async fn password_grant(&self, user: &TestUser, password: &str, scope: &str) -> Result<String, Cause> {
        let fields =
            [("grant_type", "password"), ("username", &user.name), ("password", password), ("scope", scope)];
        let answer = self.tool.caller("http://localhost").token(&self.app.visitor(), &fields).await;
        answer.map(|tokens| tokens.access_token).map_err(|refusal| refusal.cause)
    }

    pub fn graph(&self) -> Router {
        api::graph_router(self.app.services.clone())
    }

    pub fn arm(&self) -> Router {
        api::arm_router(self.app.services.clone())
    }

    pub fn operations(&self) -> Router {
        api::operations_router(self.app.services.clone())
    }

    /// Reads from Graph.
    pub async fn get(&self, path: &str, token: &str) -> Answer {
        send(self.graph(), Method::GET, path, &[("authorization", &format!("Bearer {token}"))], "").await
    }

    pub async fn post(&self, path: &str, token: &str) -> Answer {
        send(self.graph(), Method::POST, path, &[("authorization", &format!("Bearer {token}"))], "").await
    }
}

/// Sends a request to a face. Blanks in the path are encoded.
pub async fn send(
    router: Router,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let uri = path.replace(' ', "%20").replace('\'', "%27").replace('"', "%22");
    let mut request = Request::builder().method(method).uri(uri).header("host", "graph.test");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let (head, body) = response.into_parts();
    Answer { status: head.status, headers: head.headers, body: to_bytes(body, usize::MAX).await.unwrap() }
}

/// The uti of a token.
pub fn uti(token: &str) -> String {
    claims(token)["uti"].as_str().unwrap().to_owned()
}

fn claims(token: &str) -> Value {
    use base64::Engine;
    let payload = token.split('.').nth(1).unwrap();
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}
