//! Every text exists in every language: Korean and English Fluent files have the same keys.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::tree::{Tree, has_extension};

const LOCALES: &[&str] = &["en", "ko"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut groups: BTreeMap<String, BTreeMap<&str, &str>> = BTreeMap::new();
    let mut findings = Vec::new();
    for (path, _) in tree.files().filter(|(path, _)| has_extension(path, "ftl")) {
        match locale_of(path) {
            Some((group, locale)) => _ = groups.entry(group).or_default().insert(locale, path),
            None => findings.push(Finding::new(
                path,
                0,
                "a Fluent file of no known language",
                "put it into `en/` or `ko/`",
            )),
        }
    }
    for (group, files) in &groups {
        for locale in LOCALES.iter().filter(|locale| !files.contains_key(*locale)) {
            let there = files.values().next().copied().unwrap_or(group);
            findings.push(Finding::new(
                there,
                0,
                format!("has no `{locale}` counterpart"),
                format!("write {}", group.replace('*', locale)),
            ));
        }
        findings.extend(check_group(tree, files));
    }
    findings
}

fn check_group(tree: &Tree, files: &BTreeMap<&str, &str>) -> Vec<Finding> {
    let keys: BTreeMap<&str, BTreeSet<String>> =
        files.values().map(|path| (*path, keys(tree.text(path).unwrap_or_default()))).collect();
    let all: BTreeSet<&String> = keys.values().flatten().collect();
    let mut findings = Vec::new();
    for (path, own) in &keys {
        for missing in all.iter().filter(|key| !own.contains(**key)) {
            findings.push(Finding::new(
                *path,
                0,
                format!("the text `{missing}` is missing"),
                "translate it, or remove it from the other language",
            ));
        }
    }
    findings
}

/// `…/en/pages.ftl` and `…/ko/pages.ftl` are one group; so are `…/en.ftl` and `…/ko.ftl`.
fn locale_of(path: &str) -> Option<(String, &'static str)> {
    for locale in LOCALES {
        let folder = format!("/{locale}/");
        let file = format!("/{locale}.ftl");
        if path.contains(&folder) {
            return Some((path.replacen(&folder, "/*/", 1), locale));
        }
        if path.ends_with(&file) {
            return Some((path.replacen(&file, "/*.ftl", 1), locale));
        }
    }
    None
}

/// Messages, terms, and attributes as `message.attribute`.
fn keys(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut message = String::new();
    for line in text.lines() {
        let Some((left, _)) = line.split_once('=') else { continue };
        let name = left.trim_end();
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|next| next.is_ascii_alphanumeric() || "-_".contains(next))
        };
        if is_name(name) {
            name.clone_into(&mut message);
            found.insert(message.clone());
        } else if let Some(attribute) = name.trim_start().strip_prefix('.').filter(|name| is_name(name)) {
            found.insert(format!("{message}.{attribute}"));
        }
    }
    found
}
