//! Which crate may know which: the table of `ARCHITECTURE.md`, proved from the manifests.

use toml::{Table, Value};

use super::Finding;
use super::tree::{Tree, crate_of};

/// Crate, and what it may name among ours. A crate that is not here has no answer to "what may this code know?".
const MAY_USE: &[(&str, &[&str])] = &[
    ("protocol", &[]),
    ("model", &["protocol"]),
    ("crypto", &["protocol"]),
    ("rules", &["protocol", "model"]),
    ("store", &["protocol", "model", "crypto"]),
    ("app", &["protocol", "model", "crypto", "rules", "store"]),
    ("outbound", &["model", "app"]),
    ("bulk", &["protocol", "model", "rules", "app"]),
    ("web", &["protocol", "model", "app"]),
    ("api", &["protocol", "model", "app"]),
    ("server", &["protocol", "model", "crypto", "rules", "store", "app", "outbound", "bulk", "web", "api"]),
    ("testkit", &["protocol", "model", "crypto", "rules", "store", "app", "web", "api"]),
    ("xtask", &[]),
];

/// What any crate may use in its tests.
const FOR_TESTS: &str = "testkit";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files() {
        let Some(name) = crate_of(path) else { continue };
        if path != format!("crates/{name}/Cargo.toml") && path != "xtask/Cargo.toml" {
            continue;
        }
        match text.parse::<Table>() {
            Ok(manifest) => findings.extend(check_manifest(path, name, text, &manifest)),
            Err(cause) => {
                findings.push(Finding::new(path, 0, format!("no manifest: {cause}"), "mend the syntax"));
            }
        }
    }
    findings
}

fn check_manifest(path: &str, name: &str, text: &str, manifest: &Table) -> Vec<Finding> {
    let Some((_, allowed)) = MAY_USE.iter().find(|(known, _)| *known == name) else {
        return vec![Finding::new(
            path,
            0,
            format!("the crate `{name}` is not in the table of edges"),
            "say in ARCHITECTURE.md what it may know, and add it to MAY_USE in xtask/src/tidy/edges.rs",
        )];
    };
    let mut findings = Vec::new();
    let targets = manifest.get("target").and_then(Value::as_table);
    let tables =
        std::iter::once(manifest).chain(targets.into_iter().flatten().filter_map(|(_, on)| on.as_table()));
    for table in tables {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for used in ours(table.get(kind)) {
                if allowed.contains(&used.as_str()) || (used == FOR_TESTS && kind == "dev-dependencies") {
                    continue;
                }
                findings.push(Finding::new(
                    path,
                    line_of(text, kind, &used),
                    format!("`{name}` may not use `{used}` ([{kind}])"),
                    format!("`{name}` may use: {}; move the code, or pass what it needs in", listed(allowed)),
                ));
            }
        }
    }
    findings
}

/// The crates of ours in one table of dependencies, under whatever name they are imported.
fn ours(dependencies: Option<&Value>) -> Vec<String> {
    let Some(table) = dependencies.and_then(Value::as_table) else { return Vec::new() };
    table
        .iter()
        .map(|(key, value)| value.get("package").and_then(Value::as_str).unwrap_or(key).to_owned())
        .filter(|used| MAY_USE.iter().any(|(known, _)| known == used))
        .collect()
}

fn line_of(text: &str, kind: &str, used: &str) -> usize {
    let mut in_kind = false;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('[') {
            in_kind = line.contains(kind);
        } else if in_kind && line.contains(used) {
            return index + 1;
        }
    }
    0
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "nothing of ours".to_owned() } else { names.join(", ") }
}
