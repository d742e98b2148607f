//! `cargo xtask tidy`: the house rules as checks. Each finding says where, what, and how to mend it.

mod documents;
mod edges;
mod faults;
mod fuzz;
mod lengths;
mod locales;
mod purity;
mod scopes;
mod sql;
mod style;
#[cfg(test)]
mod tests;
mod tokens;
mod transactions;
mod tree;
mod words;

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use crate::clock;
use crate::failure::Failure;
use crate::term;

pub use tree::{Tree, crate_of};

/// One broken rule at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Path from the top of the repository.
    pub file: String,
    /// 1-based; 0 when the whole file is meant.
    pub line: usize,
    pub what: String,
    /// What to do about it.
    pub mend: String,
}

impl Finding {
    pub fn new(
        file: impl Into<String>,
        line: usize,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { file: file.into(), line, what: what.into(), mend: mend.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, what, mend } = self;
        match line {
            0 => write!(out, "{file}: {what}\n    mend: {mend}"),
            line => write!(out, "{file}:{line}: {what}\n    mend: {mend}"),
        }
    }
}

/// Runs the command line form: prints findings, and fails when there are any.
pub fn command(root: &Path, arguments: &[String]) -> Result<ExitCode, Failure> {
    match arguments {
        [] => {}
        [flag] if flag == "--bless" => {
            for written in scopes::bless(root, &Tree::of_repository(root)?)? {
                term::line(&format!("wrote {written}"));
            }
        }
        _ => return Err(Failure::usage("usage: cargo xtask tidy [--bless]")),
    }
    let started = clock::now();
    let findings = inspect(root)?;
    for finding in &findings {
        term::line(&finding.to_string());
    }
    term::line(&format!("tidy: {} findings in {}", findings.len(), clock::spoken(started.elapsed())));
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every check on the repository as it lies on disk.
pub fn inspect(root: &Path) -> Result<Vec<Finding>, Failure> {
    let tree = Tree::of_repository(root)?;
    let mut findings = inspect_tree(&tree, root);
    findings.extend(purity::dependencies(root)?);
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// The checks that need nothing but the files.
fn inspect_tree(tree: &Tree, root: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(edges::check(tree));
    findings.extend(purity::check(tree));
    findings.extend(sql::check(tree));
    findings.extend(scopes::check(tree));
    findings.extend(transactions::check(tree));
    findings.extend(lengths::check(tree));
    findings.extend(style::check(tree));
    findings.extend(words::check(tree, root));
    findings.extend(locales::check(tree));
    findings.extend(fuzz::check(tree));
    findings.extend(faults::check(tree));
    findings.extend(documents::check(tree));
    findings
}
