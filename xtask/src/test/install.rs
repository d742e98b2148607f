//! Getting what a suite needs: Debian packages when we may, Python and npm packages into the target folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::failure::Failure;
use crate::process::{self, Show};

const INSTALL_LIMIT: Duration = Duration::from_mins(15);
/// Written after a complete installation, so that half of one is never taken for whole.
const STAMP: &str = "installed-from.txt";

/// Something a test needs, or why it cannot be had here.
pub enum Prepared<T> {
    Ready(T),
    Missing(String),
}

/// Debian's packages. The list of packages is fetched once a run, when the first one is missing.
#[derive(Default)]
pub struct Debian {
    updated: bool,
}

impl Debian {
    /// Makes the packages present; gives the reason if they are not.
    pub fn install(&mut self, packages: &[String]) -> Result<Prepared<()>, Failure> {
        let missing: Vec<&String> = packages.iter().filter(|package| !is_installed(package)).collect();
        if missing.is_empty() {
            return Ok(Prepared::Ready(()));
        }
        let names = missing.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" ");
        if !is_root() || !process::on_path("apt-get") {
            return Ok(Prepared::Missing(format!("needs Debian's {names}: apt-get install {names}")));
        }
        if !self.updated {
            run(apt(&["update"]), "apt-get")?;
            self.updated = true;
        }
        let mut command = apt(&["install", "-y", "--no-install-recommends"]);
        command.args(&missing);
        Ok(if run(command, "apt-get")? {
            Prepared::Ready(())
        } else {
            Prepared::Missing(format!("apt-get could not install {names}"))
        })
    }
}

fn apt(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(["-qq", "-o", "Dpkg::Use-Pty=0"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["-W", "-f", "${Status}", package]);
    process::output(&mut query).is_ok_and(|status| status == "install ok installed")
}

pub fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn run(mut command: Command, label: &str) -> Result<bool, Failure> {
    Ok(process::stream(&mut command, Show::Lines(label), INSTALL_LIMIT)?.success)
}

/// A virtual environment with what the requirements file names; rebuilt when that file changes.
pub fn python(target: &Path, suite: &str, requirements: &Path) -> Result<Prepared<PathBuf>, Failure> {
    let wanted = read(requirements)?;
    let place = target.join(format!("venv-{suite}"));
    if is_current(&place, &wanted) {
        return Ok(Prepared::Ready(place));
    }
    if !process::on_path("python3") {
        return Ok(Prepared::Missing("needs python3".to_owned()));
    }
    clear(&place)?;
    let label = format!("install {suite}");
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv"]).arg(&place);
    if !run(venv, &label)? {
        return Ok(Prepared::Missing("python3 -m venv failed (Debian's python3-venv?)".to_owned()));
    }
    let mut pip = Command::new(place.join("bin/python"));
    pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet", "-r"])
        .arg(requirements);
    if !run(pip, &label)? {
        return Ok(Prepared::Missing("pip could not install its requirements".to_owned()));
    }
    stamp(&place, &wanted)?;
    Ok(Prepared::Ready(place))
}

/// A copy of the suite's folder with its npm packages beside it; no package may run a script of its own.
pub fn npm(target: &Path, suite: &str, folder: &Path) -> Result<Prepared<PathBuf>, Failure> {
    let wanted = read(&folder.join("package.json"))? + &read(&folder.join("package-lock.json"))?;
    let place = target.join(format!("npm-{suite}"));
    let current = is_current(&place, &wanted);
    if !current {
        clear(&place)?;
    }
    copy(folder, &place)?;
    if current {
        return Ok(Prepared::Ready(place));
    }
    if !process::on_path("npm") {
        return Ok(Prepared::Missing("needs Node.js and npm".to_owned()));
    }
    let mut ci = Command::new("npm");
    ci.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&place);
    if !run(ci, &format!("install {suite}"))? {
        return Ok(Prepared::Missing("npm could not install its packages".to_owned()));
    }
    stamp(&place, &wanted)?;
    Ok(Prepared::Ready(place))
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|cause| Failure::files(path, &cause))
}

fn is_current(place: &Path, wanted: &str) -> bool {
    fs::read_to_string(place.join(STAMP)).is_ok_and(|found| found == wanted)
}

fn stamp(place: &Path, wanted: &str) -> Result<(), Failure> {
    let path = place.join(STAMP);
    fs::write(&path, wanted).map_err(|cause| Failure::files(&path, &cause))
}

fn clear(place: &Path) -> Result<(), Failure> {
    if place.exists() {
        fs::remove_dir_all(place).map_err(|cause| Failure::files(place, &cause))?;
    }
    Ok(())
}

/// Copies the suite's own files; what was installed stays where it is.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(|cause| Failure::files(to, &cause))?;
    for entry in fs::read_dir(from).map_err(|cause| Failure::files(from, &cause))? {
        let entry = entry.map_err(|cause| Failure::files(from, &cause))?;
        let (source, name) = (entry.path(), entry.file_name());
        if name == "node_modules" {
            continue;
        }
        let destination = to.join(name);
        if source.is_dir() {
            copy(&source, &destination)?;
        } else {
            fs::copy(&source, &destination).map_err(|cause| Failure::files(&source, &cause))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
