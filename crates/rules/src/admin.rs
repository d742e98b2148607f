//! Who may do what: at our own Graph, and to whom as an administrator.

mod graph;
mod managing;

pub use graph::{GraphAction, GraphActor, graph};
pub use managing::{
    HeldPermissions, Managed, Manager, ManagingAction, manage, manage_application, manage_as_application,
};
