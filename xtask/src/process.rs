//! Running other programs: streamed, timed, and without standard input.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
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

/// What git tracks or would add, as paths from the top; build results and installed packages are ignored there.
pub fn repository_files(root: &Path) -> Result<Vec<String>, Failure> {
    let mut listing = Command::new("git");
    listing.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
    let listed = output(&mut listing)?;
    // A file deleted but not yet staged is still listed, and a link may point nowhere.
    Ok(listed.split('\0').filter(|path| root.join(path).is_file()).map(str::to_owned).collect())
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(OsStr::to_string_lossy);
    let tether = if command.get_program() == TETHER { 2 } else { 0 };
    words.skip(tether).collect::<Vec<_>>().join(" ")
}

/// What a person sees of a running program.
#[derive(Debug, Clone, Copy)]
pub enum Show<'a> {
    /// Every line, as `[ 12.3 s] label | text`.
    Lines(&'a str),
    Nothing,
}

impl Show<'_> {
    fn line(self, started: Instant, text: &str) {
        if let Self::Lines(label) = self {
            term::line(&format!("[{:>7.1} s] {label} | {text}", started.elapsed().as_secs_f64()));
        }
    }
}

/// Runs to the end or to `limit`.
pub fn stream(command: &mut Command, show: Show<'_>, limit: Duration) -> Result<Ended, Failure> {
    let started = clock::now();
    let shown = shown(command);
    let mut child = own_group(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|cause| Failure::program(format!("`{shown}` could not be started: {cause}")))?;
    let heard = Mutex::new(Heard { lines: Vec::new(), last: started });
    let success = thread::scope(|scope| {
        if let Some(pipe) = child.stdout.take() {
            scope.spawn(|| listen(pipe, show, started, &heard));
        }
        if let Some(pipe) = child.stderr.take() {
            scope.spawn(|| listen(pipe, show, started, &heard));
        }
        let success = wait(&mut child, show, started, limit, &heard);
        // What the program left running may hold the pipes open; it goes with the program that started it.
        signal_group(child.id(), "KILL");
        success
    })?;
    let lines = heard.into_inner().unwrap_or_else(PoisonError::into_inner).lines;
    Ok(Ended { success, lines, took: started.elapsed() })
}

struct Heard {
    lines: Vec<String>,
    last: Instant,
}

fn listen(pipe: impl Read, show: Show<'_>, started: Instant, heard: &Mutex<Heard>) {
    for chunk in BufReader::new(pipe).split(b'\n') {
        let Ok(bytes) = chunk else { break };
        let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        if !text.is_empty() {
            show.line(started, &text);
        }
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.lines.push(text);
        heard.last = clock::now();
    }
}

/// Whether it left with exit code 0, and by itself.
fn wait(
    child: &mut Child,
    show: Show<'_>,
    started: Instant,
    limit: Duration,
    heard: &Mutex<Heard>,
) -> Result<bool, Failure> {
    let mut last_beat = started;
    loop {
        let status =
            child.try_wait().map_err(|cause| Failure::program(format!("lost a process: {cause}")))?;
        if let Some(status) = status {
            return Ok(status.success());
        }
        if started.elapsed() > limit {
            show.line(started, &format!("stopped after {}", clock::spoken(limit)));
            stop(child);
            return Ok(false);
        }
        let last_word = heard.lock().unwrap_or_else(PoisonError::into_inner).last;
        if last_word.max(last_beat).elapsed() > HEARTBEAT {
            last_beat = clock::now();
            show.line(started, "still running");
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
