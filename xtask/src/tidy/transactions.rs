//! Invariant 4: only `app` opens transactions.

use super::Finding;
use super::tokens::{RustFile, Token};
use super::tree::Tree;

const OPENERS: &[&str] = &["read", "write", "scan", "write_bulk"];
/// `app` uses the store, and the store's own code and tests are the store.
const MAY: &[&str] = &["app", "store"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust()
        .iter()
        .filter(|file| !file.owner().is_some_and(|name| MAY.contains(&name)))
        .flat_map(check_file)
        .collect()
}

fn check_file(file: &RustFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    for opener in OPENERS {
        for index in file.find(&format!(". {opener}")) {
            if receiver(file, index).is_some_and(is_store) {
                findings.push(finding(file, index, opener));
            }
        }
        findings.extend(file.find(&format!("Store :: {opener}")).map(|index| finding(file, index, opener)));
    }
    findings
}

fn finding(file: &RustFile, index: usize, opener: &str) -> Finding {
    Finding::new(
        &file.path,
        file.line_at(index),
        format!("a transaction opened outside `app` (`{opener}` of a store)"),
        "write a use case in `app` and call that",
    )
}

/// The last name before the dot, seeing through the parentheses of a call: `self.store().read` gives `store`.
fn receiver(file: &RustFile, dot: usize) -> Option<&Token> {
    match file.before(dot, 1)? {
        token if token.is(")") => {
            file.before(dot, 3).filter(|_| file.before(dot, 2).is_some_and(|open| open.is("(")))
        }
        token => Some(token),
    }
}

fn is_store(token: &Token) -> bool {
    let name = token.text.to_lowercase();
    token.is_word() && (name == "db" || name == "database" || name.ends_with("store"))
}
