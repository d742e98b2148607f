//! Who may do what: every route of Graph × every kind of caller, compared with a golden file.

use crate::client::{GRAPH, SCOPES, World, send};
use api::GRAPH_ROUTES;
use std::fmt::Write;

const APPLICATION_PERMISSIONS: [&str; 6] = [
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "AuditLog.Read.All",
    "Organization.Read.All",
    "Policy.Read.All",
];
const ROLES: [&str; 6] = [
    "Global Administrator",
    "Global Reader",
    "Reports Reader",
    "Security Reader",
    "User Administrator",
    "Helpdesk Administrator",
];

/// Callers by name, each with one permission alone, and a directory role or none.
async fn callers(world: &World) -> Vec<(String, String)> {
    let mut callers = Vec::new();
    for permission in APPLICATION_PERMISSIONS {
        let daemon = world.daemon(permission, &[permission]).await;
        callers.push((format!("application, {permission}"), world.application_token(&daemon, GRAPH).await));
    }
    let mut users = vec![
        ("member".to_owned(), world.app.user(&world.tenant, "member").create().await),
        ("guest".to_owned(), world.app.user(&world.tenant, "guest").guest().create().await),
    ];
    for role in ROLES {
        let name = role.to_lowercase().replace(' ', "-");
        users.push((role.to_owned(), world.app.user(&world.tenant, &name).role(role).create().await));
    }
    for (kind, user) in users {
        for scope in SCOPES {
            callers.push((format!("{kind}, {scope}"), world.user_token(&user, &[scope]).await));
        }
    }
    callers
}

#[tokio::test]
async fn the_matrix_of_routes_and_callers() {
    let world = World::start().await;
    let subject = world.app.user(&world.tenant, "subject").create().await;
    let admin = world.app.user(&world.tenant, "boss").role("Global Administrator").create().await;
    let callers = callers(&world).await;
    let (mut text, mut size) = ("Who is not named gets 403.\n".to_owned(), 0);
    for route in GRAPH_ROUTES.iter().filter(|route| !route.path.ends_with("revokeSignInSessions")) {
        let id = match route.path {
            "/organization/{id}" => world.tenant.id.to_string(),
            "/users/{id}" => subject.id.to_string(),
            _ => "00000000-0000-0000-0000-000000000000".to_owned(),
        };
        let path = format!("/v1.0{}", route.path.replace("{id}", &id));
        size += judge(&world, &mut text, &format!("{} {}", route.verb.method(), route.path), &path, &callers)
            .await;
    }
    // Revoking ends the tokens of whoever it hits, so each caller's reach is asked of somebody else.
    for (whom, target) in [("a member", &subject), ("a Global Administrator", &admin)] {
        let path = format!("/v1.0/users/{}/revokeSignInSessions", target.id);
        let title = format!("POST /users/{{id}}/revokeSignInSessions of {whom}");
        size += judge(&world, &mut text, &title, &path, &callers).await;
    }
    println!("{size} cases");
    assert_golden("matrix.txt", &text);
}

/// Writes who gets which status.
async fn judge(
    world: &World,
    text: &mut String,
    title: &str,
    path: &str,
    callers: &[(String, String)],
) -> usize {
    writeln!(text, "{title}").unwrap();
    for (caller, token) in callers {
        let method = title.split(' ').next().unwrap().parse().unwrap();
        let header = format!("Bearer {token}");
        let answer = send(world.graph(), method, path, &[("authorization", &header)], "").await;
        let status = answer.status.as_u16();
        // 404 is the answer to who was let through and asked for an entry that does not exist.
        if status != 403 {
            writeln!(text, "  {status} {caller}").unwrap();
        }
    }
    callers.len()
}

fn assert_golden(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        golden == text,
        "{name} differs; look at the change, then run with UPDATE_GOLDEN=1. Now:\n{text}"
    );
}
