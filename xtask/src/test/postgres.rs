//! A PostgreSQL server for the run: of an unprivileged user, without network, thrown away at the end.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::install::{Debian, Prepared, is_root};
use crate::clock;
use crate::failure::Failure;
use crate::process;

/// Tests that find this variable run their contract on PostgreSQL too. Its value is a connection string.
pub const ADDRESS: &str = "COUNTERSIGN_TEST_POSTGRES";
const START_LIMIT: Duration = Duration::from_secs(30);
const ROLE: &str = "countersign";

pub struct Database {
    server: Child,
    /// Short, because the path of a unix socket has room for 107 bytes.
    folder: PathBuf,
}

impl Database {
    pub fn address(&self) -> String {
        format!("host={} user={ROLE} dbname=postgres", self.folder.display())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        process::stop(&mut self.server);
        let _already_gone = fs::remove_dir_all(&self.folder);
    }
}

pub fn start(debian: &mut Debian) -> Result<Prepared<Database>, Failure> {
    let programs = match programs() {
        Some(found) => found,
        None => match debian.install(&["postgresql".to_owned()])? {
            Prepared::Missing(reason) => return Ok(Prepared::Missing(reason)),
            Prepared::Ready(()) => match programs() {
                Some(found) => found,
                None => return Ok(Prepared::Missing("Debian's postgresql brought no initdb".to_owned())),
            },
        },
    };
    let folder = std::env::temp_dir().join(format!("countersign-pg-{}", std::process::id()));
    process::output(unprivileged("mkdir").arg("-m").arg("700").arg(&folder))?;
    let data = folder.join("data");
    let mut initdb = unprivileged(programs.join("initdb"));
    initdb.args(["-A", "trust", "-U", ROLE, "-E", "UTF8", "--locale=C", "--no-sync", "-D"]).arg(&data);
    process::output(initdb.current_dir("/"))?;
    let server = spawn(&programs, &folder, &data)?;
    let database = Database { server, folder };
    let started = clock::now();
    while started.elapsed() < START_LIMIT {
        let mut ready = Command::new(programs.join("pg_isready"));
        if process::output(ready.arg("-q").arg("-h").arg(&database.folder)).is_ok() {
            return Ok(Prepared::Ready(database));
        }
        clock::pause(Duration::from_millis(50));
    }
    Ok(Prepared::Missing(format!("PostgreSQL did not start within {}", clock::spoken(START_LIMIT))))
}

fn spawn(programs: &Path, folder: &Path, data: &Path) -> Result<Child, Failure> {
    let mut server = unprivileged(programs.join("postgres"));
    server.arg("-D").arg(data).arg("-k").arg(folder);
    // Durability is the business of the machine; these tests ask what the statements mean.
    for setting in ["listen_addresses=", "fsync=off", "max_connections=200", "log_min_messages=panic"] {
        server.args(["-c", setting]);
    }
    process::own_group(&mut server)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|cause| Failure::program(format!("PostgreSQL could not be started: {cause}")))
}

/// The newest installed version's programs.
fn programs() -> Option<PathBuf> {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = installed
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, path)| path.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop().map(|(_, path)| path)
}

/// PostgreSQL refuses to run as root. The server ends with this program, however that ends.
fn unprivileged(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]);
    }
    command.arg("--pdeathsig=INT").arg(program);
    command
}
