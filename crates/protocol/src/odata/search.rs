//! `$search` of directory objects: `"displayName:kim" AND "mail:contoso"`, or bare words.

use serde_json::Value;

use super::{MAX_EXPRESSION, ODataError, eval::member};

const OPTION: &str = "$search";
/// Most clauses.
const MAX_CLAUSES: usize = 20;

/// A parsed `$search`: clauses of which one group must match wholly (`OR` of `AND`s).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The groups.
    pub any_of: Vec<Vec<SearchClause>>,
}

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchClause {
    /// The property; without one, the resource's usual ones are searched.
    pub property: Option<String>,
    /// The text, in lower case.
    pub text: String,
}

impl Search {
    /// Parses an expression. `AND` binds tighter than `OR`; clauses side by side mean `AND`.
    pub fn parse(text: &str) -> Result<Self, ODataError> {
        if text.len() > MAX_EXPRESSION {
            return Err(ODataError::TooLong { option: OPTION, limit: MAX_EXPRESSION });
        }
        let mut any_of = vec![Vec::new()];
        let mut count = 0;
        let mut needs_clause = true;
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let position = text.len() - rest.len();
            let (word, is_quoted, after) = word(rest, position)?;
            rest = after.trim_start();
            match (word, is_quoted) {
                ("AND" | "OR", false) if needs_clause => return Err(expected(position, "a clause")),
                ("AND", false) => needs_clause = true,
                ("OR", false) => {
                    needs_clause = true;
                    any_of.push(Vec::new());
                }
                (word, _) => {
                    count += 1;
                    if count > MAX_CLAUSES {
                        return Err(ODataError::TooComplex { option: OPTION });
                    }
                    let clause = clause(word).ok_or_else(|| expected(position, "a clause"))?;
                    any_of.last_mut().ok_or_else(|| expected(position, "a clause"))?.push(clause);
                    needs_clause = false;
                }
            }
        }
        if needs_clause { Err(expected(text.len(), "a clause")) } else { Ok(Self { any_of }) }
    }

    /// Whether an object matches: the property, or one of `usual`, contains the text in any letter case.
    pub fn matches(&self, item: &Value, usual: &[&str]) -> bool {
        let contains = |name: &str, text: &str| match member(item, name) {
            Some((_, Value::String(value))) => value.to_lowercase().contains(text),
            Some((_, Value::Array(values))) => {
                values.iter().filter_map(Value::as_str).any(|value| value.to_lowercase().contains(text))
            }
            _ => false,
        };
        let holds = |clause: &SearchClause| match &clause.property {
            Some(property) => contains(property, &clause.text),
            None => usual.iter().any(|name| contains(name, &clause.text)),
        };
        self.any_of.iter().any(|group| group.iter().all(holds))
    }

    /// The properties named in it.
    pub fn properties(&self) -> Vec<&str> {
        self.any_of.iter().flatten().filter_map(|clause| clause.property.as_deref()).collect()
    }
}

/// The first word, whether it was in double quotes, and the rest.
fn word(rest: &str, position: usize) -> Result<(&str, bool, &str), ODataError> {
    let Some(after) = rest.strip_prefix('"') else {
        let end = rest.find([' ', '\t', '"']).unwrap_or(rest.len());
        let halves = rest.split_at_checked(end).ok_or_else(|| expected(position, "a word"))?;
        return Ok((halves.0, false, halves.1));
    };
    let closing = || expected(position + rest.len(), "a closing quote");
    let (word, tail) = after.split_once('"').ok_or_else(closing)?;
    Ok((word, true, tail))
}

fn clause(word: &str) -> Option<SearchClause> {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let (property, text) = match word.split_once(':') {
        Some((name, text)) if is_name(name) => (Some(name.to_owned()), text),
        _ => (None, word),
    };
    let text = text.trim().to_lowercase();
    (!text.is_empty()).then_some(SearchClause { property, text })
}

fn expected(position: usize, what: &'static str) -> ODataError {
    ODataError::Syntax { option: OPTION, position, expected: what.into() }
}
