//! A PostgreSQL server for tests, from the binaries that are installed: an unprivileged user, a short directory,
//! a unix socket and nothing else. It ends, and its directory goes, when the test process is gone, however that
//! came about. A run of the whole suite brings its own server and names it in `COUNTERSIGN_TEST_POSTGRES`.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A running server.
#[derive(Debug)]
pub struct Postgres {
    binaries: PathBuf,
    directory: PathBuf,
    databases: AtomicU32,
    // Holds the pipe whose end tells the server that we are gone; nothing when the server is the suite's.
    _guard: Option<Child>,
}

/// Sets up a cluster, serves it, and cleans up when standard input ends.
const SCRIPT: &str = r#"
bin=$1 dir=$2
cleanup() { cd /; rm -rf "$dir"; }
"$bin/initdb" -D "$dir/data" -U countersign -A trust --no-sync -E UTF8 --locale=C >"$dir/log" 2>&1 ||
    { cat "$dir/log"; cleanup; exit 1; }
"$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c full_page_writes=off \
    -c max_connections=200 -c shared_buffers=32MB >"$dir/log" 2>&1 &
server=$!
until "$bin/psql" -h "$dir" -U countersign -d postgres -qc 'SELECT 1' >/dev/null 2>&1; do
    kill -0 $server 2>/dev/null || { cat "$dir/log"; cleanup; exit 1; }
    sleep 0.05
done
echo ready
read -r _
kill -QUIT $server
wait $server
cleanup
"#;

impl Postgres {
    /// The server of this test process, started at the first call; nothing when PostgreSQL is not installed.
    ///
    /// # Errors
    /// When it is installed and does not start.
    pub fn shared() -> Result<Option<&'static Self>, &'static str> {
        static SHARED: OnceLock<Result<Option<Postgres>, String>> = OnceLock::new();
        SHARED
            .get_or_init(|| match binaries() {
                Some(binaries) => match suite_directory() {
                    Some(directory) => Ok(Some(Self::new(binaries, directory, None))),
                    None => Self::start(binaries).map(Some).map_err(|error| error.to_string()),
                },
                None => Ok(None),
            })
            .as_ref()
            .map(Option::as_ref)
            .map_err(String::as_str)
    }

    fn start(binaries: PathBuf) -> io::Result<Self> {
        // A socket's path has at most 107 bytes.
        let directory = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp")?.keep();
        let mut command = match unprivileged_user()? {
            Some((user, group)) => {
                chown(&directory, Some(user), Some(group))?;
                let mut command = Command::new("setpriv");
                command.args([&format!("--reuid={user}"), &format!("--regid={group}"), "--clear-groups"]);
                command.arg("sh");
                command
            }
            None => Command::new("sh"),
        };
        let mut guard = command
            .args(["-c", SCRIPT, "sh"])
            .args([&binaries, &directory])
            .current_dir(&directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut answer = String::new();
        if let Some(output) = guard.stdout.take() {
            let mut output = BufReader::new(output);
            output.read_line(&mut answer)?;
            if answer != "ready\n" {
                output.read_to_string(&mut answer)?;
                return Err(io::Error::other(format!("PostgreSQL does not start: {answer}")));
            }
        }
        Ok(Self::new(binaries, directory, Some(guard)))
    }

    fn new(binaries: PathBuf, directory: PathBuf, guard: Option<Child>) -> Self {
        Self { binaries, directory, databases: AtomicU32::new(0), _guard: guard }
    }

    /// The connection string of a new, empty database.
    ///
    /// # Errors
    /// When the server refuses to make one.
    pub fn database(&self) -> io::Result<String> {
        let name = format!("t{}x{}", std::process::id(), self.databases.fetch_add(1, Ordering::Relaxed));
        let directory = self.directory.display();
        let made = Command::new(self.binaries.join("createdb"))
            .args(["-h", &directory.to_string(), "-U", "countersign", &name])
            .output()?;
        if !made.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&made.stderr).into_owned()));
        }
        Ok(format!("host={directory} user=countersign dbname={name}"))
    }
}

/// Says that a test could not run, past the capturing of test output; with `CI=true` that is a failure.
///
/// # Panics
/// With `CI=true`.
pub fn skipped(test: &str, reason: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "skipped in CI: {test}: {reason}");
    drop(writeln!(io::stderr(), "skipped: {test}: {reason}"));
}

/// The socket's directory of the server that the suite started.
fn suite_directory() -> Option<PathBuf> {
    let address = std::env::var("COUNTERSIGN_TEST_POSTGRES").ok()?;
    address.split(' ').find_map(|part| part.strip_prefix("host=")).map(PathBuf::from)
}

/// Where `initdb` is: the newest installed version, or the search path.
fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    versions.sort_by_key(|path| version(path));
    versions.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    versions.into_iter().chain(std::env::split_paths(&path)).find(|path| path.join("initdb").is_file())
}

fn version(path: &Path) -> u32 {
    let name = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    name.and_then(|name| name.parse().ok()).unwrap_or(0)
}

/// PostgreSQL refuses to run as root: the user and group to run as instead, if we are root.
fn unprivileged_user() -> io::Result<Option<(u32, u32)>> {
    if fs::metadata("/proc/self")?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let ids = |wanted: &str| {
        users.lines().find_map(|line| {
            let mut fields = line.split(':');
            (fields.next() == Some(wanted)).then_some(())?;
            Some((fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?))
        })
    };
    ids("postgres")
        .or_else(|| ids("nobody"))
        .map(Some)
        .ok_or_else(|| io::Error::other("no user to run PostgreSQL as"))
}
