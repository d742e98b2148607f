//! What the demo tells the programs that test against it: one JSON document, whole and private.

use serde::{Deserialize, Serialize};

/// Everything there is to know about a demo that is ready.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Ready {
    pub(super) base_url: String,
    pub(super) ca_file: Option<String>,
    pub(super) dev_url: String,
    pub(super) portal_url: Option<String>,
    pub(super) mail_auth_key: Option<String>,
    pub(super) agent_socket: Option<String>,
    #[serde(flatten)]
    pub(super) world: World,
    pub(super) resources: Resources,
}

/// What lives in the store, and the secrets that only its maker knows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct World {
    pub(super) tenants: Vec<Tenant>,
    pub(super) users: Vec<User>,
    pub(super) apps: Vec<App>,
    pub(super) relationships: Vec<Relationship>,
}

/// Where the resources are served; `None` is not served yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Resources {
    pub(super) graph: Option<String>,
    pub(super) arm: Option<String>,
    pub(super) partner: Option<String>,
    pub(super) vault: Option<String>,
    pub(super) imds: Option<String>,
    pub(super) mail_auth: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Tenant {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) domain: String,
    pub(super) kind: String,
    pub(super) partner_type: Option<String>,
    pub(super) enforcement: String,
    pub(super) cloud: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct User {
    pub(super) tenant: String,
    pub(super) id: String,
    pub(super) upn: String,
    pub(super) password: Option<String>,
    pub(super) totp_secret: Option<String>,
    pub(super) app_password: Option<String>,
    pub(super) passkey: Option<serde_json::Value>,
    pub(super) roles: Vec<String>,
    pub(super) tag: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of the ready file")]
pub(super) struct App {
    pub(super) tenant: String,
    pub(super) app_id: String,
    pub(super) name: String,
    pub(super) tag: String,
    pub(super) secret: Option<String>,
    pub(super) certificate_pem: Option<String>,
    pub(super) redirect_uris: Vec<String>,
    pub(super) permissions: Vec<String>,
    pub(super) scopes: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Relationship {
    pub(super) id: String,
    pub(super) customer: String,
    pub(super) roles: Vec<String>,
}
