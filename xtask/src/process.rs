//! Running other programs: streamed, timed, and without standard input.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::clock;
use crate::failure::Failure;
use crate::term;

/// How long between two signs of life of a program that says nothing.
const HEARTBEAT: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(50);
/// Debian's util-linux.
const TETHER: &str = "setpriv";
/// Between the polite and the final signal.
const GRACE: Duration = Duration::from_secs(5);

/// How a program ended.
pub struct Ended {
    /// It left with exit code 0, in time.
    pub success: bool,
    /// Everything it wrote, both streams, in the order of arrival.
    pub lines: Vec<String>,
    pub took: Duration,
}

/// The folder for everything that is built or installed.
pub fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |set| root.join(set))
}

/// A `cargo` call in the repository, of the toolchain that built this program.
pub fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let mut command = tethered(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root).env("CARGO_TERM_COLOR", "never");
    command
}

/// A command that ends when this program does, however that ends, where the system can arrange it.
pub fn tethered(program: impl AsRef<OsStr>) -> Command {
    if !on_path(TETHER) {
        return Command::new(program);
    }
    let mut command = Command::new(TETHER);
    command.arg("--pdeathsig=TERM").arg(program);
    command
}

/// Whether a program of this name can be run.
pub fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// Runs to the end and gives standard output; a non-zero exit is a failure that quotes standard error.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let shown = shown(command);
    let done = command
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| Failure::program(format!("`{shown}` could not be started: {cause}")))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    Err(Failure::program(format!("`{shown}` failed: {}", said.trim())))
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(OsStr::to_string_lossy);
    let tether = if command.get_program() == TETHER { 2 } else { 0 };
    words.skip(tether).collect::<Vec<_>>().join(" ")
}

/// Runs to the end or to `limit`, showing every line as `[ 12.3 s] label | text`.
pub fn stream(command: &mut Command, label: &str, limit: Duration) -> Result<Ended, Failure> {
    let started = clock::now();
    let shown = shown(command);
    let mut child = own_group(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|cause| Failure::program(format!("`{shown}` could not be started: {cause}")))?;
    let heard = Arc::new(Mutex::new(Heard { lines: Vec::new(), last: started }));
    let readers = [
        child.stdout.take().map(|pipe| listen(pipe, label, started, &heard)),
        child.stderr.take().map(|pipe| listen(pipe, label, started, &heard)),
    ];
    let success = wait(&mut child, label, started, limit, &heard)?;
    // What the program left running may hold the pipes open; it goes with the program that started it.
    signal_group(child.id(), "KILL");
    for reader in readers.into_iter().flatten() {
        let _panicked = reader.join();
    }
    let lines = std::mem::take(&mut heard.lock().unwrap_or_else(PoisonError::into_inner).lines);
    Ok(Ended { success, lines, took: started.elapsed() })
}

struct Heard {
    lines: Vec<String>,
    last: Instant,
}

fn listen(
    pipe: impl Read + Send + 'static,
    label: &str,
    started: Instant,
    heard: &Arc<Mutex<Heard>>,
) -> JoinHandle<()> {
    let label = label.to_owned();
    let heard = Arc::clone(heard);
    thread::spawn(move || {
        for chunk in BufReader::new(pipe).split(b'\n') {
            let Ok(bytes) = chunk else { break };
            let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            if !text.is_empty() {
                term::line(&format!("[{:>7.1} s] {label} | {text}", started.elapsed().as_secs_f64()));
            }
            let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
            heard.lines.push(text);
            heard.last = clock::now();
        }
    })
}

/// Whether it left with exit code 0, and by itself.
fn wait(
    child: &mut Child,
    label: &str,
    started: Instant,
    limit: Duration,
    heard: &Arc<Mutex<Heard>>,
) -> Result<bool, Failure> {
    let mut last_beat = started;
    loop {
        let status = child
            .try_wait()
            .map_err(|cause| Failure::program(format!("{label}: lost the process: {cause}")))?;
        if let Some(status) = status {
            return Ok(status.success());
        }
        if started.elapsed() > limit {
            term::line(&format!("{label}: stopped after {}", clock::spoken(limit)));
            stop(child);
            return Ok(false);
        }
        let last_word = heard.lock().unwrap_or_else(PoisonError::into_inner).last;
        if last_word.max(last_beat).elapsed() > HEARTBEAT {
            last_beat = clock::now();
            term::line(&format!("[{:>7.1} s] {label} | still running", started.elapsed().as_secs_f64()));
        }
        clock::pause(LOOK);
    }
}

/// Lets the program lead a process group, so that it can be stopped with everything it started.
pub fn own_group(command: &mut Command) -> &mut Command {
    command.process_group(0)
}

/// Asks the child and everything in its process group to leave, then makes them.
pub fn stop(child: &mut Child) {
    signal_group(child.id(), "TERM");
    let asked = clock::now();
    while asked.elapsed() < GRACE {
        if !matches!(child.try_wait(), Ok(None)) {
            break;
        }
        clock::pause(LOOK);
    }
    signal_group(child.id(), "KILL");
    let _gone = child.wait();
}

fn signal_group(leader: u32, signal: &str) {
    let _absent = Command::new("kill")
        .args([&format!("-{signal}"), "--", &format!("-{leader}")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}
