//! Graph.

mod logs;
mod organization;
mod users;

use crate::face::{Dialect, Face};
use crate::route::{Needs, Route, Verb};
use app::graph::GraphAction as Action;
use model::first_party;

/// What stands before every path.
pub const VERSIONS: &[&str] = &["/v1.0", "/beta"];

/// Every route, at both versions.
pub const ROUTES: &[Route] = &[
    Route {
        verb: Verb::Get,
        path: "/me",
        name: "users::me",
        needs: Needs::Graph(Action::ReadMe),
        handler: |call| Box::pin(users::me(call)),
    },
    Route {
        verb: Verb::Post,
        path: "/me/revokeSignInSessions",
        name: "users::revoke_own_sessions",
        needs: Needs::Graph(Action::RevokeOwnSessions),
        handler: |call| Box::pin(users::revoke_own_sessions(call)),
    },
    Route {
        verb: Verb::Get,
        path: "/users",
        name: "users::list",
        needs: Needs::Graph(Action::ReadUsers),
        handler: |call| Box::pin(users::list(call)),
    },
    Route {
        verb: Verb::Get,
        path: "/users/{id}",
        name: "users::find",
        needs: Needs::Graph(Action::ReadUsers),
        handler: |call| Box::pin(users::find(call)),
    },
    Route {
        verb: Verb::Post,
        path: "/users/{id}/revokeSignInSessions",
        name: "users::revoke_sessions",
        needs: Needs::Graph(Action::RevokeSessions),
        handler: |call| Box::pin(users::revoke_sessions(call)),
    },
    Route {
        verb: Verb::Get,
        path: "/organization",
        name: "organization::list",
        needs: Needs::Graph(Action::ReadOrganization),
        handler: |call| Box::pin(organization::list(call)),
    },
    Route {
        verb: Verb::Get,
        path: "/organization/{id}",
        name: "organization::find",
        needs: Needs::Graph(Action::ReadOrganization),
        handler: |call| Box::pin(organization::find(call)),
    },
    Route {
        verb: Verb::Get,
        path: "/auditLogs/signIns",
        name: "logs::sign_ins",
        needs: Needs::Graph(Action::ReadSignIns),
        handler: |call| Box::pin(logs::sign_ins(call)),
    },
    Route {
        verb: Verb::Get,
        path: "/auditLogs/signIns/{id}",
        name: "logs::sign_in",
        needs: Needs::Graph(Action::ReadSignIns),
        handler: |call| Box::pin(logs::sign_in(call)),
    },
    Route {
        verb: Verb::Get,
        path: "/auditLogs/directoryAudits",
        name: "logs::audits",
        needs: Needs::Graph(Action::ReadAudits),
        handler: |call| Box::pin(logs::audits(call)),
    },
    Route {
        verb: Verb::Get,
        path: "/auditLogs/directoryAudits/{id}",
        name: "logs::audit",
        needs: Needs::Graph(Action::ReadAudits),
        handler: |call| Box::pin(logs::audit(call)),
    },
];

/// Graph as a face.
pub(crate) const FACE: Face = Face {
    routes: ROUTES,
    prefixes: VERSIONS,
    resource: Some(first_party::GRAPH),
    dialect: Dialect::Graph,
    cross_origin: true,
};
