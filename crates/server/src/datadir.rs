//! The data directory: who may read it, the master key, and where everything in it lies.

use crate::failure::{Failure, io};
use app::keys::MasterKey;
use model::{Entropy, nature};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const MASTER_KEY: &str = "master.key";
const CONTROL_SOCKET: &str = "control.sock";
const CONFIGURATION: &str = "countersign.toml";
/// The longest path a unix socket can have (`sun_path` with its final zero).
const LONGEST_SOCKET_PATH: usize = 107;
/// A key file is 64 hexadecimal digits and a line break; anything much longer is another file.
const LONGEST_KEY_FILE: u64 = 256;

/// A directory that holds everything one server keeps.
#[derive(Clone, Debug)]
pub struct DataDir {
    path: PathBuf,
}

impl DataDir {
    /// Makes the directory with mode 0700 when it is absent, and checks it as [`open`](Self::open) does.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|error| {
            io(
                "cannot make the data directory",
                path,
                &error,
                "choose a directory you may write to with --data-dir",
            )
        })?;
        Self::open(path)
    }

    /// Checks that the directory exists, that it is its owner's alone, and that it can be written to.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let about = fs::metadata(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Failure::unavailable(
                format!("the data directory {} does not exist", path.display()),
                "run `countersign init` to make it, or name another with --data-dir",
            ),
            _ => io("cannot look at the data directory", path, &error, "check its path and permissions"),
        })?;
        if !about.is_dir() {
            return Err(Failure::usage(
                format!("the data directory {} is not a directory", path.display()),
                "name a directory with --data-dir",
            ));
        }
        if about.mode() & 0o077 != 0 {
            return Err(Failure::unavailable(
                format!(
                    "the data directory {} can be read by others (mode {:04o})",
                    path.display(),
                    about.mode() & 0o7777
                ),
                &format!("run `chmod 700 {}`", path.display()),
            ));
        }
        let path = fs::canonicalize(path)
            .map_err(|error| io("cannot resolve the data directory", path, &error, "check its path"))?;
        let directory = Self { path };
        directory.check_writable()?;
        Ok(directory)
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A file in the directory.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The configuration that is used when none is named.
    pub fn configuration(&self) -> PathBuf {
        self.file(CONFIGURATION)
    }

    /// Where local commands reach the running server.
    pub fn control_socket(&self) -> Result<PathBuf, Failure> {
        let path = self.file(CONTROL_SOCKET);
        if path.as_os_str().len() > LONGEST_SOCKET_PATH {
            return Err(Failure::usage(
                format!("the path of the control socket is too long: {}", path.display()),
                "use a data directory with a shorter path",
            ));
        }
        Ok(path)
    }

    /// Whether a master key was made here.
    pub fn has_master_key(&self) -> bool {
        self.file(MASTER_KEY).exists()
    }

    /// Makes the master key; never replaces one.
    pub fn make_master_key(&self, entropy: &dyn Entropy) -> Result<MasterKey, Failure> {
        let key: MasterKey = nature::random(entropy);
        let path = self.file(MASTER_KEY);
        let failed = |error| io("cannot write", &path, &error, "check the permissions of the data directory");
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(failed)?;
        file.write_all(to_hex(&key).as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        self.sync()?;
        Ok(key)
    }

    /// Reads the master key, and refuses one that others can read.
    pub fn master_key(&self) -> Result<MasterKey, Failure> {
        let path = self.file(MASTER_KEY);
        let mut file = File::open(&path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Failure::unavailable(
                format!("the master key {} does not exist", path.display()),
                "run `countersign init` for a new server, or put the key back from its backup",
            ),
            _ => io("cannot read", &path, &error, "run the command as the owner of the data directory"),
        })?;
        let about = file.metadata().map_err(|error| io("cannot look at", &path, &error, "check the file"))?;
        if about.mode() & 0o077 != 0 {
            return Err(Failure::unavailable(
                format!(
                    "the master key {} can be read by others (mode {:04o})",
                    path.display(),
                    about.mode() & 0o7777
                ),
                &format!(
                    "run `chmod 600 {}`, and replace the key if somebody may have read it",
                    path.display()
                ),
            ));
        }
        let mut text = Zeroizing::new(String::new());
        (&mut file)
            .take(LONGEST_KEY_FILE)
            .read_to_string(&mut text)
            .map_err(|error| io("cannot read", &path, &error, "put the key back from its backup"))?;
        from_hex(text.trim()).ok_or_else(|| {
            Failure::unavailable(
                format!("the master key {} is not 64 hexadecimal digits", path.display()),
                "put the key back from its backup",
            )
        })
    }

    /// Writes a file of the directory as a whole: readers see the old one or the new one.
    pub fn replace(&self, name: &str, contents: &[u8]) -> Result<PathBuf, Failure> {
        let path = self.file(name);
        write_private(&path, contents)?;
        Ok(path)
    }

    fn check_writable(&self) -> Result<(), Failure> {
        let probe = self.file(".writable");
        let made = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&probe);
        made.and_then(|_| fs::remove_file(&probe)).map_err(|error| {
            io(
                "cannot write to the data directory",
                &self.path,
                &error,
                "run the command as its owner, or free some space",
            )
        })
    }

    fn sync(&self) -> Result<(), Failure> {
        File::open(&self.path)
            .and_then(|directory| directory.sync_all())
            .map_err(|error| io("cannot sync", &self.path, &error, "check the disk"))
    }
}

/// Writes a file with mode 0600 beside its place and moves it there, so that nobody sees half of it.
pub fn write_private(path: &Path, contents: &[u8]) -> Result<(), Failure> {
    let failed = |error| io("cannot write", path, &error, "check the directory and its permissions");
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).map_err(failed)?;
    file.write_all(contents).and_then(|()| file.sync_all()).map_err(failed)?;
    fs::rename(&beside, path).map_err(failed)
}

/// One line of digits: it can be kept on paper.
fn to_hex(key: &MasterKey) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(2 * key.len() + 1));
    for byte in key {
        text.extend(
            [byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)),
        );
    }
    text.push('\n');
    text
}

fn from_hex(text: &str) -> Option<MasterKey> {
    let mut key = [0; 32];
    // `from_str_radix` would take a sign.
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, digits) in key.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests;
