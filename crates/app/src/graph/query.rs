//! The options of a list request.

use protocol::odata::{CompareOp, Expr, Filter, Literal, MAX_TOP, ODataError, Path, QueryOptions};
use serde_json::Value;

/// Which of Graph's versions is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphVersion {
    /// `/v1.0`
    V1,
    /// `/beta`
    Beta,
}

/// What a request wants of a collection.
#[derive(Clone, Debug)]
pub struct Query {
    /// The query string's options.
    pub options: QueryOptions,
    /// Which of Graph's versions is asked.
    pub version: GraphVersion,
    /// The page size that the client prefers (`Prefer: odata.maxpagesize`).
    pub preferred_size: Option<u32>,
}

impl Query {
    /// How many objects a page has at most.
    pub(super) fn page_size(&self, usual: u32) -> usize {
        let size = self.options.top.or(self.preferred_size).unwrap_or(usual);
        usize::try_from(size.clamp(1, MAX_TOP)).unwrap_or(1)
    }

    /// Refuses properties that the resource does not have, and options that its lists do not serve.
    pub(super) fn check(&self, properties: &[&str], served: &[&str]) -> Result<(), ODataError> {
        let asked = [
            ("$count", self.options.count),
            ("$search", self.options.search.is_some()),
            ("$expand", !self.options.expand.is_empty()),
            ("$skip", self.options.skip.is_some()),
        ];
        if let Some((option, _)) = asked.iter().find(|(option, asked)| *asked && !served.contains(option)) {
            let detail = format!("'{option}' is not available for this resource.");
            return Err(ODataError::Unsupported { detail });
        }
        self.options.check_properties(properties)
    }

    /// Refuses every order but the one a list has.
    pub(super) fn check_order(&self, property: &str, descending: bool) -> Result<(), ODataError> {
        let order = self.options.order_by.as_slice();
        let is_natural = |key: &protocol::odata::OrderBy| {
            matches!(key.path.segments.as_slice(), [name] if name.eq_ignore_ascii_case(property))
                && key.descending == descending
        };
        if order.len() <= 1 && order.iter().all(is_natural) {
            return Ok(());
        }
        let direction = if descending { "desc" } else { "asc" };
        Err(ODataError::Unsupported { detail: format!("the only order is '{property} {direction}'.") })
    }

    /// Whether an object matches the filter.
    pub(super) fn keeps(&self, item: &Value) -> bool {
        self.options.filter.as_ref().is_none_or(|filter| filter.matches(item))
    }

    /// The object with what the request selects of it.
    pub(super) fn select(&self, item: Value) -> Value {
        match &self.options.select {
            Some(select) => select.project(&item),
            None => item,
        }
    }

    /// The conditions that all must hold.
    pub(super) fn conditions(&self) -> Vec<&Expr> {
        let mut found = Vec::new();
        let mut open: Vec<&Expr> = self.options.filter.iter().map(|Filter { expr }| expr).collect();
        while let Some(expr) = open.pop() {
            match expr {
                Expr::And(left, right) => open.extend([left.as_ref(), right.as_ref()]),
                other => found.push(other),
            }
        }
        found
    }
}

/// A comparison of a property, such as `status/errorCode`, with a literal.
pub(super) fn comparison(expr: &Expr) -> Option<(String, CompareOp, &Literal)> {
    match expr {
        Expr::Compare { op, left, right } => match (left.as_ref(), right.as_ref()) {
            (Expr::Path(path), Expr::Literal(literal)) => Some((joined(path)?, *op, literal)),
            _ => None,
        },
        _ => None,
    }
}

/// The names of a path with slashes between them, in lower case.
pub(super) fn joined(path: &Path) -> Option<String> {
    (!path.is_count).then(|| path.segments.join("/").to_ascii_lowercase())
}

/// The text of a literal.
pub(super) fn text(literal: &Literal) -> Option<String> {
    match literal {
        Literal::String(text) => Some(text.clone()),
        Literal::Guid(id) => Some(id.to_string()),
        _ => None,
    }
}

/// The id in a literal, quoted or not.
pub(super) fn id<T: std::str::FromStr>(literal: &Literal) -> Option<T> {
    text(literal)?.to_ascii_lowercase().parse().ok()
}

/// The moment in a literal, quoted or not.
pub(super) fn moment(literal: &Literal) -> Option<model::Timestamp> {
    match literal {
        Literal::DateTime(at) => Some(*at),
        Literal::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// The period that comparisons of a time allow. Graph shows times to the millisecond, so the end is one later.
pub(super) fn narrow(
    period: &mut (Option<model::Timestamp>, Option<model::Timestamp>),
    op: CompareOp,
    at: model::Timestamp,
) {
    let (from, to) = period;
    if matches!(op, CompareOp::Eq | CompareOp::Ge | CompareOp::Gt) {
        *from = Some(from.map_or(at, |known| known.max(at)));
    }
    if matches!(op, CompareOp::Eq | CompareOp::Le | CompareOp::Lt) {
        let end = at.checked_add(model::SignedDuration::from_millis(1)).unwrap_or(at);
        *to = Some(to.map_or(end, |known| known.min(end)));
    }
}

#[cfg(test)]
mod tests;
