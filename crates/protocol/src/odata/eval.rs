//! Evaluation over JSON. Logic is three-valued, as OData's is: a function of `null` is neither true nor false, and
//! what is not true does not match. Texts are compared without regard to letter case, as the directory does.

use std::{borrow::Cow, cmp::Ordering};

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::{
    OrderBy,
    filter::{CompareOp, Expr, Filter, Function, Literal, Path, Quantifier},
};

impl Filter {
    /// Whether an object matches.
    pub fn matches(&self, item: &Value) -> bool {
        Scope { root: item, variables: Vec::new() }.truth(&self.expr) == Some(true)
    }
}

/// Sorts objects; `null` and absent values come first in ascending order. The sort is stable.
pub fn sort(items: &mut [Value], order: &[OrderBy]) {
    items.sort_by(|left, right| {
        let by = |key: &OrderBy| {
            let ordering = order_of(&cell_at(left, &key.path), &cell_at(right, &key.path));
            if key.descending { ordering.reverse() } else { ordering }
        };
        order.iter().map(by).find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
    });
}

/// The member of an object, by its name in any letter case.
pub(super) fn member<'a>(value: &'a Value, name: &str) -> Option<(&'a String, &'a Value)> {
    let members = value.as_object()?;
    members.get_key_value(name).or_else(|| members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)))
}

/// A value that can be compared.
#[derive(Debug, Clone)]
enum Cell<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    Decimal(f64),
    Text(Cow<'a, str>),
    Guid(Uuid),
    Time(Timestamp),
    /// An object or array: equal to nothing.
    Other,
}

struct Scope<'a> {
    root: &'a Value,
    variables: Vec<(&'a str, &'a Value)>,
}

impl<'a> Scope<'a> {
    fn truth(&mut self, expr: &'a Expr) -> Option<bool> {
        match expr {
            Expr::And(left, right) => match self.truth(left) {
                Some(false) => Some(false),
                left => match (left, self.truth(right)) {
                    (_, Some(false)) => Some(false),
                    (Some(true), right) => right,
                    _ => None,
                },
            },
            Expr::Or(left, right) => match self.truth(left) {
                Some(true) => Some(true),
                left => match (left, self.truth(right)) {
                    (_, Some(true)) => Some(true),
                    (Some(false), right) => right,
                    _ => None,
                },
            },
            Expr::Not(inner) => self.truth(inner).map(|truth| !truth),
            Expr::Compare { op, left, right } => Some(compare(*op, &self.cell(left), &self.cell(right))),
            Expr::In { left, list } => {
                let value = self.cell(left);
                Some(list.iter().any(|literal| compare(CompareOp::Eq, &value, &literal_cell(literal))))
            }
            Expr::Lambda { path, quantifier, body } => Some(self.lambda(path, *quantifier, body.as_ref())),
            Expr::Call { .. } | Expr::Path(_) | Expr::Literal(_) => match self.cell(expr) {
                Cell::Bool(truth) => Some(truth),
                _ => None,
            },
        }
    }

    fn lambda(&mut self, path: &Path, quantifier: Quantifier, body: Option<&'a (String, Box<Expr>)>) -> bool {
        let items = self.value(path).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let Some((variable, body)) = body else { return !items.is_empty() };
        let mut holds = |item: &'a Value| {
            self.variables.push((variable, item));
            let truth = self.truth(body) == Some(true);
            self.variables.pop();
            truth
        };
        match quantifier {
            Quantifier::Any => items.iter().any(&mut holds),
            Quantifier::All => items.iter().all(&mut holds),
        }
    }

    fn cell(&mut self, expr: &'a Expr) -> Cell<'a> {
        match expr {
            Expr::Literal(literal) => literal_cell(literal),
            Expr::Path(path) if path.is_count => {
                let count = self.value(path).and_then(Value::as_array).map_or(0, Vec::len);
                Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))
            }
            Expr::Path(path) => self.value(path).map_or(Cell::Null, json_cell),
            Expr::Call { function, args } => self.call(*function, args),
            other => self.truth(other).map_or(Cell::Null, Cell::Bool),
        }
    }

    fn call(&mut self, function: Function, args: &'a [Expr]) -> Cell<'a> {
        let mut texts = args.iter().map(|arg| match self.cell(arg) {
            Cell::Text(text) => Some(text.to_lowercase()),
            Cell::Guid(id) => Some(id.to_string()),
            _ => None,
        });
        let (Some(Some(text)), part) = (texts.next(), texts.next()) else { return Cell::Null };
        match (function, part) {
            (Function::ToLower, _) => Cell::Text(text.into()),
            (Function::ToUpper, _) => Cell::Text(text.to_uppercase().into()),
            (Function::StartsWith, Some(Some(part))) => Cell::Bool(text.starts_with(&part)),
            (Function::EndsWith, Some(Some(part))) => Cell::Bool(text.ends_with(&part)),
            (Function::Contains, Some(Some(part))) => Cell::Bool(text.contains(&part)),
            _ => Cell::Null,
        }
    }

    fn value(&self, path: &Path) -> Option<&'a Value> {
        let (first, rest) = path.segments.split_first()?;
        let variable = self.variables.iter().rev().find(|(name, _)| name == first).map(|(_, value)| *value);
        let start = match variable {
            Some(value) => value,
            None => member(self.root, first)?.1,
        };
        rest.iter().try_fold(start, |value, name| member(value, name).map(|(_, inner)| inner))
    }
}

fn cell_at<'a>(item: &'a Value, path: &Path) -> Cell<'a> {
    let found =
        path.segments.iter().try_fold(item, |value, name| member(value, name).map(|(_, inner)| inner));
    found.map_or(Cell::Null, json_cell)
}

fn json_cell(value: &Value) -> Cell<'_> {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(truth) => Cell::Bool(*truth),
        Value::String(text) => Cell::Text(text.into()),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Cell::Integer(integer),
            (None, Some(decimal)) => Cell::Decimal(decimal),
            (None, None) => Cell::Other,
        },
        Value::Array(_) | Value::Object(_) => Cell::Other,
    }
}

fn literal_cell(literal: &Literal) -> Cell<'_> {
    match literal {
        Literal::Null => Cell::Null,
        Literal::Bool(truth) => Cell::Bool(*truth),
        Literal::Integer(integer) => Cell::Integer(*integer),
        Literal::Decimal(decimal) => Cell::Decimal(*decimal),
        Literal::String(text) => Cell::Text(text.into()),
        Literal::Guid(id) => Cell::Guid(*id),
        Literal::DateTime(at) => Cell::Time(*at),
    }
}

/// OData 4.01 Part 2 §5.1.1.1: `null` equals only `null`, and is neither greater nor less than anything.
fn compare(op: CompareOp, left: &Cell<'_>, right: &Cell<'_>) -> bool {
    let ordering = match (left, right) {
        (Cell::Null, Cell::Null) => {
            return matches!(op, CompareOp::Eq | CompareOp::Ge | CompareOp::Le);
        }
        _ => partial_order(left, right),
    };
    match op {
        CompareOp::Eq => ordering == Some(Ordering::Equal),
        CompareOp::Ne => ordering != Some(Ordering::Equal),
        CompareOp::Gt => ordering == Some(Ordering::Greater),
        CompareOp::Ge => ordering.is_some_and(Ordering::is_ge),
        CompareOp::Lt => ordering == Some(Ordering::Less),
        CompareOp::Le => ordering.is_some_and(Ordering::is_le),
    }
}

/// The order of two values of kinds that can be compared.
fn partial_order(left: &Cell<'_>, right: &Cell<'_>) -> Option<Ordering> {
    match (left, right) {
        (Cell::Bool(left), Cell::Bool(right)) => Some(left.cmp(right)),
        (Cell::Integer(left), Cell::Integer(right)) => Some(left.cmp(right)),
        (Cell::Integer(_) | Cell::Decimal(_), Cell::Integer(_) | Cell::Decimal(_)) => {
            decimal(left)?.partial_cmp(&decimal(right)?)
        }
        (Cell::Text(left), Cell::Text(right)) => Some(fold_case(left).cmp(fold_case(right))),
        (Cell::Guid(left), Cell::Guid(right)) => Some(left.cmp(right)),
        (Cell::Text(text), Cell::Guid(id)) => Some(fold_case(text).cmp(id.to_string().chars())),
        (Cell::Guid(_) | Cell::Time(_), Cell::Text(_)) => partial_order(right, left).map(Ordering::reverse),
        (Cell::Time(left), Cell::Time(right)) => Some(left.cmp(right)),
        (Cell::Text(text), Cell::Time(at)) => Some(text.parse::<Timestamp>().ok()?.cmp(at)),
        _ => None,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a whole number is compared with a fraction; both are inexact there"
)]
fn decimal(cell: &Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Integer(integer) => Some(*integer as f64),
        Cell::Decimal(decimal) => Some(*decimal),
        _ => None,
    }
}

fn fold_case(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// A total order for sorting: nothing first, then by kind, then by value.
fn order_of(left: &Cell<'_>, right: &Cell<'_>) -> Ordering {
    let kind = |cell: &Cell<'_>| match cell {
        Cell::Null => 0,
        Cell::Bool(_) => 1,
        Cell::Integer(_) | Cell::Decimal(_) => 2,
        Cell::Text(_) | Cell::Guid(_) | Cell::Time(_) => 3,
        Cell::Other => 4,
    };
    kind(left).cmp(&kind(right)).then_with(|| partial_order(left, right).unwrap_or(Ordering::Equal))
}
