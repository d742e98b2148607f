//! OData query options as Graph understands them (OData 4.01 Part 2 §5.1, with Graph's deviations).
//!
//! [`QueryOptions::parse`] reads a query string into syntax trees, bounded in length, depth and size. The trees are
//! public, so that a store can turn what it has an index for into SQL; [`Filter::matches`], [`sort`], [`Select::project`]
//! and [`Search::matches`] do the rest in memory with the same meaning.

mod eval;
mod filter;
mod lexer;
mod options;
mod search;

use std::borrow::Cow;

pub use eval::sort;
pub use filter::{CompareOp, Expr, Filter, Function, Literal, Path, Quantifier};
pub use options::{Expand, OrderBy, QueryOptions, Select};
pub use search::{Search, SearchClause};

use crate::error_body::GraphCode;

/// Longest expression in one option, in bytes.
pub const MAX_EXPRESSION: usize = 4096;
/// Largest page that `$top` may ask for.
pub const MAX_TOP: u32 = 999;

/// Why query options are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ODataError {
    /// The query string as a whole cannot be read.
    #[error("The query string is malformed: {detail}")]
    Malformed {
        /// What is wrong with it.
        detail: String,
    },
    /// The option appears twice, perhaps once with and once without `$`.
    #[error("Query option '{option}' was specified more than once, but it must be specified at most once.")]
    Repeated {
        /// The option.
        option: &'static str,
    },
    /// A `$` option that does not exist or is not supported here.
    #[error("The query parameter '{option}' is not supported.")]
    UnknownOption {
        /// As it came.
        option: String,
    },
    /// Too long.
    #[error("The value of the query option '{option}' is longer than {limit} characters.")]
    TooLong {
        /// The option.
        option: &'static str,
        /// The limit in bytes.
        limit: usize,
    },
    /// Too deeply nested, or too many parts.
    #[error("The value of the query option '{option}' is too complex.")]
    TooComplex {
        /// The option.
        option: &'static str,
    },
    /// Not well-formed.
    #[error("Invalid {option} clause: {expected} expected at position {position}.")]
    Syntax {
        /// The option.
        option: &'static str,
        /// Offset in bytes.
        position: usize,
        /// What should have been there.
        expected: Cow<'static, str>,
    },
    /// A function that is not supported.
    #[error("An unknown function with name '{name}' was found.")]
    UnknownFunction {
        /// As it came.
        name: String,
    },
    /// A value that is not acceptable.
    #[error("Invalid value '{value}' for the query option '{option}': {expected} expected.")]
    InvalidValue {
        /// The option.
        option: &'static str,
        /// As it came.
        value: String,
        /// What should have been there.
        expected: &'static str,
    },
    /// A property that the resource does not have.
    #[error("Could not find a property named '{property}' on the resource.")]
    UnknownProperty {
        /// As it came.
        property: String,
    },
    /// Well-formed, but not supported for this property or resource.
    #[error("Unsupported query: {detail}")]
    Unsupported {
        /// What exactly.
        detail: String,
    },
}

impl ODataError {
    /// The code of the 400 answer.
    pub const fn graph_code(&self) -> GraphCode {
        match self {
            Self::UnknownOption { .. } | Self::UnknownFunction { .. } | Self::Unsupported { .. } => {
                GraphCode::UnsupportedQuery
            }
            Self::TooComplex { .. } => GraphCode::UnsupportedQuery,
            _ => GraphCode::BadRequest,
        }
    }
}

#[cfg(test)]
mod tests;
