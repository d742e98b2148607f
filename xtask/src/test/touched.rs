//! Which crates differ from `main`: committed on this branch, or only on disk.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::tidy::crate_of;

/// Files that every crate is built by.
const SHARED: &[&str] = &["Cargo.toml", "Cargo.lock", "clippy.toml", ".cargo/config.toml"];

#[derive(Debug, PartialEq, Eq)]
pub enum Touched {
    Crates(BTreeSet<String>),
    Workspace,
}

impl Touched {
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Crates(crates) if crates.is_empty())
    }

    /// Says to cargo which packages are meant.
    pub fn add_to(&self, command: &mut Command) {
        match self {
            Self::Workspace => _ = command.arg("--workspace"),
            Self::Crates(crates) => {
                for name in crates {
                    command.args(["-p", name]);
                }
            }
        }
    }

    pub fn of_paths<'a>(paths: impl Iterator<Item = &'a str>, exists: impl Fn(&str) -> bool) -> Self {
        let mut crates = BTreeSet::new();
        for path in paths {
            if SHARED.contains(&path) {
                return Self::Workspace;
            }
            crates.extend(crate_of(path).filter(|name| exists(name)).map(str::to_owned));
        }
        Self::Crates(crates)
    }
}

pub fn crates(root: &Path) -> Result<Touched, Failure> {
    let mut listing = git(root, &["diff", "--name-only", "HEAD"])?;
    listing += &git(root, &["ls-files", "--others", "--exclude-standard"])?;
    // A clone of one branch alone has no `main` to compare with.
    listing += &git(root, &["diff", "--name-only", "main...HEAD"]).unwrap_or_default();
    let exists = |name: &str| name == "xtask" || root.join("crates").join(name).join("Cargo.toml").is_file();
    Ok(Touched::of_paths(listing.lines(), exists))
}

fn git(root: &Path, arguments: &[&str]) -> Result<String, Failure> {
    process::output(Command::new("git").args(arguments).current_dir(root))
}
