//! The terminal: the only writer to standard output and standard error.

use crate::answer::{Answer, Block};
use crate::failure::Failure;
use comfy_table::{ContentArrangement, Table, presets};
use std::io::{self, Write};

/// Prints a command's answer: its data as one line of JSON, or what people see.
pub fn answer(answer: &Answer, json: bool) {
    if json {
        return out(&format!("{}\n", answer.data));
    }
    out(&rendered(&answer.shown));
}

/// Prints a failure to standard error: JSON for programs, cause and next step for people.
pub fn failure(failure: &Failure, json: bool) {
    let text = if json {
        format!("{}\n", serde_json::json!({ "error": failure }))
    } else {
        format!("error: {}\n", printable(&failure.to_string()))
    };
    complaint(&text);
}

/// Prints text that the program itself made to standard error.
pub fn complaint(text: &str) {
    // The last resort: when it is gone there is nobody left to tell.
    drop(io::stderr().lock().write_all(text.as_bytes()));
}

/// Prints text that the program itself made, such as help.
pub fn text(text: &str) {
    out(text);
}

fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    // A reader that closed the pipe (`| head`) has seen what it wanted.
    drop(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()));
}

/// Blocks as text, each ending with a line break.
pub fn rendered(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Line(line) => text.push_str(&printable(line)),
            Block::Facts(facts) => text.push_str(&aligned(facts)),
            Block::Table { rows, .. } if rows.is_empty() => text.push_str("none"),
            Block::Table { columns, rows } => text.push_str(&table(columns, rows)),
        }
        text.push('\n');
    }
    text
}

fn aligned(facts: &[(String, String)]) -> String {
    let width = facts.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let lines = facts.iter().map(|(name, value)| format!("{name:width$}  {}", printable(value)));
    lines.collect::<Vec<_>>().join("\n")
}

fn table(columns: &[String], rows: &[Vec<String>]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(columns);
    for row in rows {
        table.add_row(row.iter().map(|cell| printable(cell)));
    }
    table.trim_fmt()
}

/// Names and log entries are other people's text: control characters in them must not reach the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

#[cfg(test)]
mod tests;
