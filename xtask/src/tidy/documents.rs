//! Pages for people: decisions are numbered, and links lead somewhere.

use std::collections::BTreeMap;

use super::Finding;
use super::tree::{Tree, has_extension};

const DECISIONS: &str = "docs/decisions/";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = decisions(tree);
    for (path, text) in tree.files().filter(|(path, _)| has_extension(path, "md")) {
        for (index, line) in text.lines().enumerate() {
            for link in links(line).filter(|link| !leads_somewhere(tree, path, link)) {
                findings.push(Finding::new(
                    path,
                    index + 1,
                    format!("the link `{link}` leads nowhere"),
                    "correct the path, or remove the link",
                ));
            }
        }
    }
    findings
}

fn decisions(tree: &Tree) -> Vec<Finding> {
    const MEND: &str = "name it NNNN-what-we-do.md with the next free number";
    let mut findings = Vec::new();
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, _) in tree.files() {
        let Some(name) = path.strip_prefix(DECISIONS) else { continue };
        let number = name.get(..4).filter(|head| head.bytes().all(|byte| byte.is_ascii_digit()));
        match number.filter(|_| name.get(4..5) == Some("-") && has_extension(name, "md")) {
            None => findings.push(Finding::new(path, 0, "a decision without a number", MEND)),
            Some(number) => {
                if let Some(first) = numbers.insert(number, path) {
                    findings.push(Finding::new(path, 0, format!("has the number of {first}"), MEND));
                }
            }
        }
    }
    findings
}

/// The targets of `[text](target)` in a line.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

fn leads_somewhere(tree: &Tree, page: &str, link: &str) -> bool {
    let target = link.split('#').next().unwrap_or_default();
    let elsewhere = target.contains("://") || target.starts_with("mailto:") || target.starts_with('/');
    if target.is_empty() || elsewhere {
        return true;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => _ = parts.pop(),
            name => parts.push(name),
        }
    }
    let path = parts.join("/");
    tree.text(&path).is_some() || tree.files().any(|(file, _)| file.starts_with(&format!("{path}/")))
}
