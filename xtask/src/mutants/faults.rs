//! The faults as data: `xtask/mutants/*.toml`.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::failure::Failure;

/// One fault and the tests that must notice it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub name: String,
    /// Path from the top of the repository.
    pub file: String,
    /// Must occur exactly once in the file.
    pub find: String,
    pub replace: String,
    pub packages: Vec<String>,
    /// Part of the names of the tests.
    pub tests: String,
    /// What an attacker or an accident would make of it.
    pub why: String,
}

impl Fault {
    /// The file's text with the fault in it, or why it cannot be put there.
    pub fn apply(&self, text: &str) -> Result<String, String> {
        match text.matches(&self.find).count() {
            0 => Err(format!("{} no longer has the text to replace", self.file)),
            1 if self.find == self.replace => Err("it changes nothing".to_owned()),
            1 => Ok(text.replacen(&self.find, &self.replace, 1)),
            times => Err(format!("the text to replace is {times} times in {}", self.file)),
        }
    }

    /// Reads one file of `[[fault]]` tables.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, String> {
        let table: Table = text.parse().map_err(|cause: toml::de::Error| cause.to_string())?;
        let entries = table.get("fault").and_then(Value::as_array).ok_or("has no [[fault]]")?;
        entries.iter().map(Self::parse).collect()
    }

    fn parse(entry: &Value) -> Result<Self, String> {
        let name = entry.get("name").and_then(Value::as_str).unwrap_or("a fault without a name");
        let text = |key: &str| -> Result<String, String> {
            let found = entry.get(key).and_then(Value::as_str).map(str::to_owned);
            found.ok_or_else(|| format!("{name}: needs `{key}`"))
        };
        let packages = entry.get("packages").and_then(Value::as_array);
        let packages: Vec<String> =
            packages.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        if packages.is_empty() {
            return Err(format!("{name}: needs `packages`, a list"));
        }
        Ok(Self {
            name: text("name")?,
            file: text("file")?,
            find: text("find")?,
            replace: text("replace")?,
            packages,
            tests: text("tests")?,
            why: text("why")?,
        })
    }
}

/// Every fault of the folder, in the order of its files.
pub fn load(folder: &Path) -> Result<Vec<Fault>, Failure> {
    let mut files: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|kind| kind == "toml"));
    files.sort();
    let mut faults = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(|cause| Failure::files(&path, &cause))?;
        faults.extend(Fault::parse_all(&text).map_err(|cause| Failure::data(path.display(), cause))?);
    }
    Ok(faults)
}
