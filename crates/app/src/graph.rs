//! What the holder of a Graph token reads and does.
//!
//! Every use case asks `rules::admin` first. Lists are OData: what the store has an index for is pushed down, the
//! rest of a filter is evaluated over Graph's shape of each object, within a bound of rows for one page.

pub mod audits;
mod cursor;
pub mod organization;
mod pages;
mod query;
pub mod sessions;
pub mod sign_ins;
pub mod users;

use crate::bearer::Bearer;
use crate::{Ctx, Fault};
use model::audit::Actor;
use model::user::UserType;
use model::verdict::Cause;
use protocol::odata::ODataError;
use rules::admin::GraphActor;
use store::StoreError;

pub use pages::Page;
pub use query::{GraphVersion, Query};
pub use rules::admin::GraphAction;

/// Why a request at Graph is not answered.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The caller may not.
    #[error("the caller may not: {0:?}")]
    Denied(Cause),
    /// The query options cannot be understood, or not be served.
    #[error(transparent)]
    Query(#[from] ODataError),
    /// No such object in the caller's tenant.
    #[error(
        "Resource '{0}' does not exist or one of its queried reference-property objects are not present."
    )]
    NotFound(String),
    /// The request could not be carried out.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Fault(Fault::Store(error))
    }
}

impl From<Cause> for Failure {
    fn from(cause: Cause) -> Self {
        Self::Denied(cause)
    }
}

/// Whether the caller may, by his token and by his roles as they are now.
fn allow(bearer: &Bearer, action: GraphAction) -> Result<(), Failure> {
    Ok(rules::admin::graph(&actor(bearer), action)?)
}

/// The caller as the rules see him.
fn actor(bearer: &Bearer) -> GraphActor {
    let words = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect();
    GraphActor {
        scopes: bearer.claims.scp.as_deref().map(words).unwrap_or_default(),
        roles: bearer.claims.roles.clone(),
        directory_roles: bearer.roles.clone(),
        user: bearer.user.as_ref().map(|user| user.id),
        guest: bearer.user.as_ref().is_some_and(|user| user.user_type == UserType::Guest),
    }
}

/// The circumstances of what the caller does in his own tenant.
fn acting(ctx: &Ctx, bearer: &Bearer) -> Ctx {
    let actor = match &bearer.user {
        Some(user) => crate::audit::by_user(user),
        None => Actor::Application { id: bearer.principal.0, name: bearer.client.to_string() },
    };
    Ctx { actor, ..ctx.in_tenant(bearer.tenant) }
}

/// What may be repeated of a name that came with a request.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(128).collect()
}
