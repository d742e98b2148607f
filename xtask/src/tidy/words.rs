//! Words that must not be committed: paths of one machine, hosts of package registries, promises to do it later.

use std::path::Path;

use super::Finding;
use super::tree::Tree;

/// A word and why not. Written in pieces, so that this file needs no exemption from its own rule.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("/wo", "rk/"), "a path of one machine"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("crates", ".io"), "a package registry's host"),
    (concat!("pypi", ".org"), "a package registry's host"),
    (concat!("pythonhosted", ".org"), "a package registry's host"),
    (concat!("npmjs", ".org"), "a package registry's host"),
    (concat!("npmjs", ".com"), "a package registry's host"),
    (concat!("deb.debian", ".org"), "a package registry's host"),
    (concat!("proxy.golang", ".org"), "a package registry's host"),
    (concat!("TO", "DO"), "a promise"),
    (concat!("FIX", "ME"), "a promise"),
];

/// Cargo writes the name of its index into every entry of the lock file, on every machine alike.
const LOCK: &str = "Cargo.lock";

pub fn check(tree: &Tree, root: &Path) -> Vec<Finding> {
    let here = root.to_string_lossy();
    let mut findings = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| !path.ends_with(LOCK)) {
        for (index, line) in text.lines().enumerate() {
            for (word, why) in FORBIDDEN.iter().copied().chain([(here.as_ref(), "where this clone lies")]) {
                if stands_alone(line, word) {
                    findings.push(Finding::new(
                        path,
                        index + 1,
                        format!("`{word}`: {why}"),
                        "leave it out, or do it now",
                    ));
                }
            }
        }
    }
    findings
}

/// Whether the word is there and not as a part of a longer one.
fn stands_alone(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        let joins = |next: Option<char>| next.is_some_and(|next| next.is_alphanumeric() || next == '_');
        // A path begins where no other path goes on; a host may follow a dot, but ends where it ends.
        let before_ok =
            !joins(before) && (!word.starts_with('/') || !matches!(before, Some('.' | '-' | '}' | ')')));
        before_ok && (word.ends_with('/') || !joins(after))
    })
}
