//! Invariant 2: only `store` contains SQL.

use super::Finding;
use super::tokens::Kind;
use super::tree::{Tree, crate_of, has_extension};

/// A text is SQL when it begins with the first and contains the second.
const SHAPES: &[(&str, &str)] = &[
    ("SELECT ", " FROM "),
    ("WITH ", "SELECT "),
    ("INSERT ", "INTO "),
    ("REPLACE ", "INTO "),
    ("UPDATE ", " SET "),
    ("DELETE ", "FROM "),
    ("CREATE ", "TABLE "),
    ("CREATE ", "INDEX "),
    ("ALTER ", "TABLE "),
    ("DROP ", "TABLE "),
    ("PRAGMA ", ""),
    ("VACUUM ", ""),
    ("SAVEPOINT ", ""),
    ("TRUNCATE ", ""),
];

/// `xtask` names the words in order to look for them.
const MAY: &[&str] = &["store", "xtask"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    const MEND: &str = "give the store a function in the file of that aggregate, and call it";
    let mut findings = Vec::new();
    for (path, _) in tree.files() {
        if has_extension(path, "sql") && crate_of(path) != Some("store") {
            findings.push(Finding::new(path, 0, "a file of SQL outside crates/store", MEND));
        }
    }
    for file in tree.rust().iter().filter(|file| !file.owner().is_some_and(|name| MAY.contains(&name))) {
        for token in file.tokens.iter().filter(|token| token.kind == Kind::Text && is_sql(&token.text)) {
            findings.push(Finding::new(&file.path, token.line, "a text of SQL outside crates/store", MEND));
        }
        for index in file.find("Sql :: new") {
            findings.push(Finding::new(
                &file.path,
                file.line_at(index),
                "a statement made outside crates/store",
                MEND,
            ));
        }
    }
    findings
}

/// Keywords count in capitals anywhere, and in small letters when the whole text begins with one, as prose does not.
fn is_sql(text: &str) -> bool {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ") + " ";
    SHAPES.iter().any(|(first, then)| {
        let small = (first.to_lowercase(), then.to_lowercase());
        let capitals = flat.starts_with(first) && flat.contains(then);
        let lower = flat.starts_with(&small.0) && flat.contains(&small.1) && looks_lower(&flat, &small.0);
        capitals || lower
    })
}

/// English sentences begin with these words too; a statement has a column list, a placeholder or a star.
fn looks_lower(flat: &str, first: &str) -> bool {
    first != "with "
        && (flat.contains('$') || flat.contains('?') || flat.contains('*') || flat.contains(" where "))
}
