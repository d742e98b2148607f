//! The platform's own applications, present in every tenant: the resources and the well-known clients.
//!
//! Their permissions are in `data/permissions.tsv`: resource, scope or role, id, value, who may consent,
//! name and description in English, name and description in Korean.

use crate::application::{
    AppRole, Application, Audience, PermissionScope, PermissionText, Redirects, SigningPreference,
    TokenVersion,
};
use crate::{AppId, ApplicationId, Uuid};
use jiff::Timestamp;
use std::sync::{Arc, LazyLock};

/// Microsoft Graph.
pub const GRAPH: AppId = AppId(Uuid::from_u128(0x0000_0003_0000_0000_c000_0000_0000_0000));
/// Azure Resource Manager.
pub const RESOURCE_MANAGER: AppId = AppId(Uuid::from_u128(0x797f_4846_ba00_4fd7_ba43_dac1_f8f6_3013));
/// The partner API.
pub const PARTNER: AppId = AppId(Uuid::from_u128(0xfa3d_9a0c_3fb0_42cc_9193_47c7_ecd2_edbd));
/// Azure CLI.
pub const AZURE_CLI: AppId = AppId(Uuid::from_u128(0x04b0_7795_8ddb_461a_bbee_02f9_e1bf_7b46));
/// Azure PowerShell.
pub const AZURE_POWERSHELL: AppId = AppId(Uuid::from_u128(0x1950_a258_227b_4e31_a9cf_7174_9594_5fc2));
/// Graph PowerShell.
pub const GRAPH_POWERSHELL: AppId = AppId(Uuid::from_u128(0x14d8_2eec_204b_4c2f_b7e8_296a_70da_b67e));
/// Exchange PowerShell.
pub const EXCHANGE_POWERSHELL: AppId = AppId(Uuid::from_u128(0xfb78_d390_0c51_40cd_8e17_fdbf_ab77_341b));

static ALL: LazyLock<Vec<Arc<Application>>> = LazyLock::new(|| {
    let resources = [
        (GRAPH, "Microsoft Graph", "graph", &["https://graph.microsoft.com"][..]),
        (
            RESOURCE_MANAGER,
            "Windows Azure Service Management API",
            "arm",
            &["https://management.azure.com", "https://management.core.windows.net"][..],
        ),
        (PARTNER, "Partner Center API", "partner", &["https://api.partnercenter.microsoft.com"][..]),
    ];
    let clients = [
        (AZURE_CLI, "Microsoft Azure CLI"),
        (AZURE_POWERSHELL, "Microsoft Azure PowerShell"),
        (GRAPH_POWERSHELL, "Microsoft Graph Command Line Tools"),
        (EXCHANGE_POWERSHELL, "Microsoft Exchange REST API Based PowerShell"),
    ];
    let resources = resources.into_iter().map(|(id, name, key, uris)| resource(id, name, key, uris));
    resources.chain(clients.into_iter().map(|(id, name)| client(id, name))).map(Arc::new).collect()
});

/// All of them.
pub fn all() -> &'static [Arc<Application>] {
    &ALL
}

/// The one with this application id.
pub fn application(app_id: AppId) -> Option<&'static Arc<Application>> {
    ALL.iter().find(|application| application.app_id == app_id)
}

/// What one of the platform's clients may do with one of the platform's resources without being asked;
/// `None` for every other pair.
pub fn preauthorized(client: AppId, resource: AppId) -> Option<&'static [&'static str]> {
    let clients = [AZURE_CLI, AZURE_POWERSHELL, GRAPH_POWERSHELL, EXCHANGE_POWERSHELL];
    match resource {
        GRAPH if clients.contains(&client) => {
            Some(&["AuditLog.Read.All", "Directory.AccessAsUser.All", "User.Read", "User.ReadWrite.All"])
        }
        RESOURCE_MANAGER if client == AZURE_CLI || client == AZURE_POWERSHELL => {
            Some(&["user_impersonation"])
        }
        _ => None,
    }
}

fn base(app_id: AppId, name: &str) -> Application {
    Application {
        id: ApplicationId(app_id.0),
        app_id,
        display_name: name.to_owned(),
        audience: Audience::AnyOrganization,
        identifier_uris: Vec::new(),
        redirects: Redirects::default(),
        public_client: false,
        implicit_id_token: false,
        access_token_version: TokenVersion::V1,
        signing: SigningPreference::Rs256,
        scopes: Vec::new(),
        app_roles: Vec::new(),
        required_access: Vec::new(),
        secrets: Vec::new(),
        certificates: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
        deleted_at: None,
        version: 0,
    }
}

fn resource(app_id: AppId, name: &str, key: &str, uris: &[&str]) -> Application {
    let mut application = base(app_id, name);
    application.identifier_uris = uris.iter().map(|&uri| uri.to_owned()).collect();
    for line in include_str!("data/permissions.tsv").lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if let [resource, kind, id, value, consent, texts @ ..] = cells.as_slice()
            && *resource == key
        {
            add_permission(&mut application, kind, id, value, consent, texts);
        }
    }
    application
}

fn add_permission(
    application: &mut Application,
    kind: &str,
    id: &str,
    value: &str,
    consent: &str,
    texts: &[&str],
) {
    let (Ok(id), [name, description, name_ko, description_ko]) = (id.parse(), texts) else { return };
    if kind == "role" {
        application.app_roles.push(AppRole { id, value: value.to_owned(), display_name: (*name).to_owned() });
    } else {
        application.scopes.push(PermissionScope {
            id,
            value: value.to_owned(),
            admin_only: consent == "admin",
            display_name: (*name).to_owned(),
            description: (*description).to_owned(),
            translations: vec![PermissionText {
                language: "ko".to_owned(),
                display_name: (*name_ko).to_owned(),
                description: (*description_ko).to_owned(),
            }],
        });
    }
}

fn client(app_id: AppId, name: &str) -> Application {
    let mut application = base(app_id, name);
    application.public_client = true;
    application.redirects.public_client =
        ["http://localhost", "http://127.0.0.1"].map(str::to_owned).to_vec();
    application
}

#[cfg(test)]
mod tests;
