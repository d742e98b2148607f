//! The control socket: how local commands reach the running server.
//!
//! A client sends one line of JSON, a [`Task`]; the server answers with one line, a [`Reply`]. Whoever can open
//! the socket owns the data directory, and so the data: the directory has mode 0700, the socket 0600, and the
//! server asks the kernel who is at the other end.

use crate::answer::Answer;
use crate::cli::Task;
use crate::failure::{Failure, io};
use crate::operator::LocalOperator;
use crate::site::stopped;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{BufRead, BufReader as StdBufReader, ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream as StdUnixStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

/// The longest task, in bytes.
const LONGEST_TASK: u64 = 1024 * 1024;
/// The longest reply, in bytes: a thousand log entries are about two megabytes.
const LONGEST_REPLY: u64 = 64 * 1024 * 1024;
/// How long a client may take to send its task.
const SENDING: Duration = Duration::from_secs(10);
/// How long a client waits for its reply: a backup of a large store takes its time.
const WAITING: Duration = Duration::from_hours(1);
/// Commands at a time.
const COMMANDS: usize = 16;

/// What the server answers to a task.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reply {
    /// Done.
    Answer(Answer),
    /// Not done.
    Failure(Failure),
}

/// Opens the socket, in place of one that a killed server left behind.
pub fn bind(path: &Path) -> Result<UnixListener, Failure> {
    let failed = |error| io("cannot open the control socket", path, &error, "check the data directory");
    if StdUnixStream::connect(path).is_ok() {
        return Err(Failure::unavailable(
            format!("another server answers at {}", path.display()),
            "stop it first, or use another data directory",
        ));
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let listener = UnixListener::bind(path).map_err(failed)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(failed)?;
    Ok(listener)
}

/// Serves commands until `stop` becomes true.
pub async fn serve(listener: UnixListener, operator: Arc<LocalOperator>, mut stop: watch::Receiver<bool>) {
    let slots = Arc::new(Semaphore::new(COMMANDS));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stop) => return,
        };
        let (stream, _) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a command was not accepted");
                crate::nature::pause(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
        let operator = Arc::clone(&operator);
        tokio::spawn(async move {
            if let Err(error) = converse(stream, &operator).await {
                tracing::debug!(%error, "a command's connection ended early");
            }
            drop(slot);
        });
    }
}

async fn converse(mut stream: UnixStream, operator: &LocalOperator) -> std::io::Result<()> {
    let Some(reply) = reply(&mut stream, operator).await else { return Ok(()) };
    let mut line = serde_json::to_vec(&reply)?;
    line.push(b'\n');
    stream.write_all(&line).await?;
    stream.shutdown().await
}

/// The reply to what the client sends; none to a client that sends nothing.
async fn reply(stream: &mut UnixStream, operator: &LocalOperator) -> Option<Reply> {
    if !is_ours(stream) {
        return Some(Reply::Failure(Failure::refused(
            "the control socket answers only its owner",
            "run the command as the server's user, or as root",
        )));
    }
    let answer = match timeout(SENDING, receive(stream)).await.ok()? {
        Ok(task) => operator.run(task).await,
        Err(failure) => Err(failure),
    };
    Some(answer.map_or_else(Reply::Failure, Reply::Answer))
}

/// Whether the other end is the server's own user, or root.
fn is_ours(stream: &UnixStream) -> bool {
    let own = fs::metadata("/proc/self").map(|about| about.uid());
    match (stream.peer_cred(), own) {
        (Ok(peer), Ok(own)) => peer.uid() == own || peer.uid() == 0,
        _ => false,
    }
}

async fn receive(stream: &mut UnixStream) -> Result<Task, Failure> {
    let mut line = String::new();
    let wrong =
        |what: String| Failure::usage(what, "use the `countersign` of the same version as the server");
    BufReader::new(stream)
        .take(LONGEST_TASK)
        .read_line(&mut line)
        .await
        .map_err(|error| wrong(format!("the command does not arrive: {error}")))?;
    serde_json::from_str(&line)
        .map_err(|error| wrong(format!("the server does not understand the command: {error}")))
}

/// Sends a task to the server that runs on the data directory; `None` when none runs.
pub fn ask(path: &Path, task: &Task) -> Result<Option<Answer>, Failure> {
    let mut stream = match StdUnixStream::connect(path) {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(error) => {
            return Err(io(
                "cannot reach the server at",
                path,
                &error,
                "run the command as the server's user, or as root",
            ));
        }
    };
    let lost = |error| io("the server ended the conversation at", path, &error, "look at the server's log");
    stream.set_read_timeout(Some(WAITING)).map_err(lost)?;
    let mut line = serde_json::to_vec(task).map_err(|error| lost(error.into()))?;
    line.push(b'\n');
    stream.write_all(&line).map_err(lost)?;
    let mut reply = String::new();
    StdBufReader::new(stream.take(LONGEST_REPLY)).read_line(&mut reply).map_err(lost)?;
    match serde_json::from_str(&reply) {
        Ok(Reply::Answer(answer)) => Ok(Some(answer)),
        Ok(Reply::Failure(failure)) => Err(failure),
        Err(error) => Err(lost(error.into())),
    }
}
