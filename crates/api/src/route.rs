//! One row of a route table.

use crate::call::Call;
use crate::refusal::Refusal;
use crate::reply::Reply;
use app::graph::GraphAction;
use axum::http::Method;
use axum::routing::MethodFilter;
use std::future::Future;
use std::pin::Pin;

/// A handler as the table holds it.
pub(crate) type Handler = fn(Call) -> Pin<Box<dyn Future<Output = Result<Reply, Refusal>> + Send>>;

/// A method at a path, and who answers.
pub struct Route {
    /// The method.
    pub verb: Verb,
    /// The path behind the face's prefix; `{name}` stands for one segment.
    pub path: &'static str,
    /// The handler's name.
    pub name: &'static str,
    /// What the caller needs.
    pub needs: Needs,
    pub(crate) handler: Handler,
}

/// Methods that routes have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Reads; answers `HEAD` too.
    Get,
    /// Acts.
    Post,
}

impl Verb {
    /// The method on the wire.
    pub fn method(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Post => Method::POST,
        }
    }

    pub(crate) fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
        }
    }
}

/// What a caller needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: the answer is public.
    Nothing,
    /// A token for this face.
    Token,
    /// A token for Graph whose holder may do this.
    Graph(GraphAction),
}
