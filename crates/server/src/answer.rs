//! What a command answers: data for programs, and the same for people.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A command's answer. It travels over the control socket as it is and is rendered where it was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What `--json` prints.
    pub data: Value,
    /// What people see.
    pub shown: Vec<Block>,
}

/// One part of what people see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Block {
    /// A line of text.
    Line(String),
    /// Names and values of one thing.
    Facts(Vec<(String, String)>),
    /// Several things of one kind.
    Table {
        /// Headings.
        columns: Vec<String>,
        /// Cells, as many in each row as there are headings.
        rows: Vec<Vec<String>>,
    },
}

impl Answer {
    /// Data that people see nothing of yet.
    pub fn new(data: &impl Serialize) -> Self {
        Self { data: serde_json::to_value(data).unwrap_or(Value::Null), shown: Vec::new() }
    }

    /// Adds a line.
    #[must_use]
    pub fn line(mut self, text: impl Into<String>) -> Self {
        self.shown.push(Block::Line(text.into()));
        self
    }

    /// Adds the facts of one thing; those without a value are left out.
    #[must_use]
    pub fn facts<const N: usize>(mut self, facts: [(&str, String); N]) -> Self {
        let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
        self.shown.push(Block::Facts(facts.map(|(name, value)| (name.to_owned(), value)).collect()));
        self
    }

    /// Adds a table; an empty one is said to be so.
    #[must_use]
    pub fn table<const N: usize>(mut self, columns: [&str; N], rows: Vec<[String; N]>) -> Self {
        self.shown.push(Block::Table {
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows.into_iter().map(|row| row.to_vec()).collect(),
        });
        self
    }
}

/// A list of words in one cell.
pub fn words<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// `yes` or `no`.
pub fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}
