//! The repository as the checks see it: every file that is, or could be, committed.

use std::collections::BTreeMap;
use std::path::Path;

use super::tokens::{self, RustFile};
use crate::failure::Failure;
use crate::process;

/// Texts by path from the top of the repository, and the Rust ones in tokens.
pub struct Tree {
    files: BTreeMap<String, String>,
    rust: Vec<RustFile>,
}

impl Tree {
    /// The repository on disk; what is no text is left out.
    pub fn of_repository(root: &Path) -> Result<Self, Failure> {
        let mut files = BTreeMap::new();
        for path in process::repository_files(root)? {
            let full = root.join(&path);
            let bytes = std::fs::read(&full).map_err(|cause| Failure::files(&full, &cause))?;
            if let Ok(text) = String::from_utf8(bytes) {
                files.insert(path, text);
            }
        }
        Ok(Self::new(files))
    }

    pub fn new(files: BTreeMap<String, String>) -> Self {
        let mut rust: Vec<RustFile> = files
            .iter()
            .filter(|(path, _)| has_extension(path, "rs"))
            .map(|(path, text)| tokens::read(path, text))
            .collect();
        let for_tests: Vec<String> = rust.iter().flat_map(RustFile::modules_for_tests).collect();
        for file in &mut rust {
            let path = &file.path;
            file.test = is_test(path) || for_tests.iter().any(|module| is_module(path, module));
        }
        Self { files, rust }
    }

    /// Every text file, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    pub fn rust(&self) -> &[RustFile] {
        &self.rust
    }
}

/// Whether a file is this module or one below it.
fn is_module(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Whether the file's name ends in `.extension`.
pub fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

/// The crate a path belongs to: `crates/NAME/…`, or `xtask`.
pub fn crate_of(path: &str) -> Option<&str> {
    let mut parts = path.split('/');
    match parts.next() {
        Some("crates") => parts.next(),
        Some("xtask") => Some("xtask"),
        _ => None,
    }
}

/// Whether a file's place says that it holds tests only. Rust files know more: see `RustFile::is_test`.
pub fn is_test(path: &str) -> bool {
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        let is_file = parts.peek().is_none();
        if is_file && (part == "tests.rs" || part.ends_with("_tests.rs")) {
            return true;
        }
        if !is_file && matches!(part, "tests" | "benches" | "fuzz") {
            return true;
        }
    }
    false
}
