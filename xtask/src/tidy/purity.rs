//! Invariant 1: `protocol`, `model` and `rules` do no I/O and know no clock and no randomness.

use std::path::Path;

use toml::{Table, Value};

use super::Finding;
use super::tokens::RustFile;
use super::tree::Tree;
use crate::failure::Failure;
use crate::process;

const PURE: &[&str] = &["protocol", "model", "rules"];

/// Crates that reach for the network, a database, the file system, a clock or randomness.
const IMPURE_CRATES: &[&str] = &[
    "async-io",
    "async-std",
    "axum",
    "curl",
    "deadpool",
    "diesel",
    "fastrand",
    "futures-executor",
    "getrandom",
    "h2",
    "hyper",
    "hyper-util",
    "isahc",
    "lettre",
    "libsqlite3-sys",
    "mio",
    "native-tls",
    "openssl",
    "postgres",
    "postgres-protocol",
    "rand",
    "rand_chacha",
    "rand_core",
    "redis",
    "reqwest",
    "rusqlite",
    "rustls",
    "smol",
    "socket2",
    "sqlx",
    "tempfile",
    "tokio",
    "tokio-postgres",
    "tokio-rustls",
    "tower",
    "ureq",
];

/// Paths of the standard library that a decision has no use for.
const IMPURE_PATHS: &[&str] = &[
    "std :: fs",
    "std :: env",
    "std :: process",
    "std :: thread",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "SystemTime",
    "Instant",
];

/// What `clippy.toml` must forbid everywhere.
const FORBIDDEN_CALLS: &[&str] = &[
    "std::time::SystemTime::now",
    "std::time::Instant::now",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "uuid::Uuid::new_v4",
    "uuid::Uuid::now_v7",
    "std::thread::sleep",
    "tokio::time::sleep",
];

/// The source of the pure crates, and the list of forbidden calls.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = check_clippy(tree);
    for file in tree.rust().iter().filter(|file| file.owner().is_some_and(|name| PURE.contains(&name))) {
        if !file.is_test() {
            findings.extend(check_file(file));
        }
    }
    findings
}

fn check_file(file: &RustFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    for path in IMPURE_PATHS {
        for index in file.find(path) {
            findings.push(Finding::new(
                &file.path,
                file.line_at(index),
                format!("`{}` in a crate that does no I/O and knows no clock", path.replace(' ', "")),
                "take the value as a parameter, and get it in `app` or further out",
            ));
        }
    }
    findings
}

fn check_clippy(tree: &Tree) -> Vec<Finding> {
    const FILE: &str = "clippy.toml";
    let Some(text) = tree.text(FILE) else {
        return vec![Finding::new(FILE, 0, "is missing", "restore it with its `disallowed-methods`")];
    };
    let settings = text.parse::<Table>().unwrap_or_default();
    let entries = settings.get("disallowed-methods").and_then(Value::as_array).cloned().unwrap_or_default();
    let forbidden: Vec<&str> = entries
        .iter()
        .filter_map(|entry| entry.as_str().or_else(|| entry.get("path").and_then(Value::as_str)))
        .collect();
    FORBIDDEN_CALLS
        .iter()
        .filter(|call| !forbidden.contains(*call))
        .map(|call| {
            Finding::new(
                FILE,
                0,
                format!("`{call}` is not forbidden"),
                "add it to `disallowed-methods` with a reason",
            )
        })
        .collect()
}

/// What each pure crate, built alone, links in.
pub fn dependencies(root: &Path) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    for name in PURE {
        findings.extend(check_dependencies(name, &tree_of(root, name)?));
    }
    Ok(findings)
}

fn tree_of(root: &Path, name: &str) -> Result<String, Failure> {
    let arguments = ["tree", "-e", "normal", "-p", name, "--prefix", "none", "--format", "{p}", "--locked"];
    // A clean clone has not downloaded everything yet; the network is asked only then.
    process::output(process::cargo(root, &arguments).arg("--offline"))
        .or_else(|_| process::output(&mut process::cargo(root, &arguments)))
}

pub(super) fn check_dependencies(name: &str, listing: &str) -> Vec<Finding> {
    listing
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|used| IMPURE_CRATES.contains(used))
        .map(|used| {
            Finding::new(
                format!("crates/{name}/Cargo.toml"),
                0,
                format!("`{name}` links `{used}`, and may do no I/O, no waiting and nothing random"),
                format!("find who brings it with `cargo tree -e normal -p {name} -i {used}`, and drop that feature or crate"),
            )
        })
        .collect()
}
