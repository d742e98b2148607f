//! A fuzz target for every parser. The parsers are a list, `xtask/parsers.toml`, and what looks like one must be on it.

use toml::{Table, Value};

use super::Finding;
use super::tree::Tree;

const LIST: &str = "xtask/parsers.toml";
/// Crates that read what strangers send.
const READERS: &[&str] = &["protocol", "model", "crypto", "web", "api", "bulk"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.text(LIST) else {
        return vec![Finding::new(
            LIST,
            0,
            "is missing",
            "restore it: each [[parser]] has `module` and `target`, or `why-not`",
        )];
    };
    let list = match text.parse::<Table>() {
        Ok(list) => list,
        Err(cause) => return vec![Finding::new(LIST, 0, format!("no TOML: {cause}"), "mend the syntax")],
    };
    let entries = list.get("parser").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut findings: Vec<Finding> = entries.iter().filter_map(|entry| check_entry(tree, entry)).collect();
    let listed: Vec<&str> =
        entries.iter().filter_map(|entry| entry.get("module").and_then(Value::as_str)).collect();
    findings.extend(unlisted(tree, &listed));
    findings
}

fn check_entry(tree: &Tree, entry: &Value) -> Option<Finding> {
    let module = entry.get("module").and_then(Value::as_str).unwrap_or_default();
    if tree.text(module).is_none() {
        return Some(Finding::new(
            LIST,
            0,
            format!("the parser `{module}` is gone"),
            "remove or correct the entry",
        ));
    }
    if entry.get("why-not").and_then(Value::as_str).is_some_and(|why| !why.is_empty()) {
        return None;
    }
    let target =
        format!("fuzz/fuzz_targets/{}.rs", entry.get("target").and_then(Value::as_str).unwrap_or_default());
    tree.text(&target).is_none().then(|| {
        Finding::new(
            module,
            0,
            format!("a parser without its fuzz target {target}"),
            "write the target: any bytes in, no panic, bounded time and memory",
        )
    })
}

/// Public functions called `parse…` outside the list.
fn unlisted(tree: &Tree, listed: &[&str]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        let reads = file.owner().is_some_and(|owner| READERS.contains(&owner)) && !file.is_test();
        if !reads || listed.contains(&file.path.as_str()) {
            continue;
        }
        if let Some(index) = file
            .find("pub fn")
            .find(|index| file.tokens.get(index + 2).is_some_and(|name| name.text.starts_with("parse")))
        {
            findings.push(Finding::new(
                &file.path,
                file.line_at(index),
                "a parser that is not on the list of parsers",
                format!("add it to {LIST} with its fuzz target, or with `why-not` if its input is never a stranger's"),
            ));
        }
    }
    findings
}
