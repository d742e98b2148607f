//! A copy of the repository, as it lies on disk, in which faults may be put.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process;

pub struct Scratch {
    root: PathBuf,
}

impl Scratch {
    /// Brings the copy up to date. Only what differs is written, since cargo compiles by the time of a file.
    pub fn copy(from: &Path, to: &Path) -> Result<Self, Failure> {
        let mut wanted = BTreeSet::new();
        for path in process::repository_files(from)? {
            let bytes =
                fs::read(from.join(&path)).map_err(|cause| Failure::files(&from.join(&path), &cause))?;
            let place = to.join(&path);
            if fs::read(&place).is_ok_and(|kept| kept == bytes) {
                wanted.insert(place);
                continue;
            }
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder).map_err(|cause| Failure::files(folder, &cause))?;
            }
            fs::write(&place, bytes).map_err(|cause| Failure::files(&place, &cause))?;
            wanted.insert(place);
        }
        remove_others(to, &wanted)?;
        Ok(Self { root: to.to_owned() })
    }

    pub fn read(&self, file: &str) -> Result<String, Failure> {
        let path = self.root.join(file);
        fs::read_to_string(&path).map_err(|cause| Failure::files(&path, &cause))
    }

    pub fn write(&self, file: &str, text: &str) -> Result<(), Failure> {
        let path = self.root.join(file);
        fs::write(&path, text).map_err(|cause| Failure::files(&path, &cause))
    }
}

fn remove_others(folder: &Path, wanted: &BTreeSet<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            remove_others(&path, wanted)?;
        } else if !wanted.contains(&path) {
            fs::remove_file(&path).map_err(|cause| Failure::files(&path, &cause))?;
        }
    }
    Ok(())
}
