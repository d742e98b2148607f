//! A face: routes that share a resource, prefixes and the form of refusals.

use crate::route::Route;
use model::AppId;

/// What a set of routes has in common.
pub(crate) struct Face {
    /// Its routes.
    pub(crate) routes: &'static [Route],
    /// What stands before their paths.
    pub(crate) prefixes: &'static [&'static str],
    /// Whose tokens it takes; `None` if all its routes are public.
    pub(crate) resource: Option<AppId>,
    /// How it refuses.
    pub(crate) dialect: Dialect,
    /// Whether scripts of other origins may read its answers.
    pub(crate) cross_origin: bool,
}

/// How refusals look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Graph: code, message and `innerError` with ids.
    Graph,
    /// Resource Manager: code and message.
    ResourceManager,
}
