//! The named faults of `cargo xtask mutants` fit the code as it is, so that a change of the code mends them too.

use super::Finding;
use super::tree::{Tree, has_extension};
use crate::mutants::Fault;

const FOLDER: &str = "xtask/mutants/";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in
        tree.files().filter(|(path, _)| path.starts_with(FOLDER) && has_extension(path, "toml"))
    {
        match Fault::parse_all(text) {
            Ok(faults) => findings.extend(faults.iter().filter_map(|fault| check_fault(tree, path, fault))),
            Err(cause) => findings.push(Finding::new(path, 0, cause, "every fault has all seven keys")),
        }
    }
    findings
}

fn check_fault(tree: &Tree, path: &str, fault: &Fault) -> Option<Finding> {
    let mend =
        "put the same fault into the code as it is now; remove it only if no code can have it any more";
    let cause = match tree.text(&fault.file) {
        Some(text) => fault.apply(text).err()?,
        None => format!("{} is gone", fault.file),
    };
    Some(Finding::new(path, 0, format!("the fault `{}` does not apply: {cause}", fault.name), mend))
}
