//! Tasks from this machine: through the control socket when a server runs, otherwise on the store itself.

use crate::answer::Answer;
use crate::cli::{AppCommand, Certificates, Global, PasswordInput, SignInFilter, Task, UserCommand};
use crate::datadir::DataDir;
use crate::failure::{Failure, io};
use crate::mail::NoMail;
use crate::nature::{MovableClock, SystemClock, pause};
use crate::operator::LocalOperator;
use crate::settings::{Passwords, database};
use crate::start::{self, Opening};
use crate::{control, serve, term};
use app::maintenance;
use model::{Clock, SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::HashSet;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The longest file or standard input that is read for a command.
const LONGEST_INPUT: u64 = 64 * 1024;
/// How often a follower asks for new entries.
const FOLLOWING: Duration = Duration::from_millis(500);
/// How far back a follower looks: transactions that run side by side may commit out of order.
const LOOKING_BACK: SignedDuration = SignedDuration::from_secs(10);

/// Runs a task and prints its answer.
pub async fn run(global: &Global, mut task: Task) -> Result<(), Failure> {
    let directory = DataDir::open(&global.data_dir())?;
    read_inputs(&mut task)?;
    match task {
        Task::SignIns(filter) if filter.follow => follow(global, &directory, filter).await,
        task => {
            term::answer(&perform(global, &directory, task).await?, global.json);
            Ok(())
        }
    }
}

/// Runs a task by whoever has the store.
async fn perform(global: &Global, directory: &DataDir, task: Task) -> Result<Answer, Failure> {
    match control::ask(&directory.control_socket()?, &task)? {
        Some(answer) => Ok(answer),
        None => open(global, directory).await?.run(task).await,
    }
}

/// Opens the store itself, under its lock.
async fn open(global: &Global, directory: &DataDir) -> Result<LocalOperator, Failure> {
    let file = serve::config_file(global, directory)?;
    let database = database(global.database.clone().or(file.database))?;
    let master = directory.master_key()?;
    let real: Arc<dyn Clock> = Arc::new(SystemClock);
    let opening = Opening { directory, database: &database, master, clock: real };
    let store = opening.migrated_store().await?;
    // In a demonstration the operator lives in its time.
    let clock: Arc<dyn Clock> = match maintenance::clock_offset(&store).await? {
        0 => Arc::new(SystemClock),
        offset => Arc::new(MovableClock::ahead_by(offset)),
    };
    let opening = Opening { clock, ..opening };
    let config = start::local_config(Passwords::default());
    Ok(LocalOperator::new(opening.services(store, Arc::new(NoMail), config).await?))
}

/// Prints entries as they come, oldest first, until the program is interrupted.
async fn follow(global: &Global, directory: &DataDir, filter: SignInFilter) -> Result<(), Failure> {
    let socket = directory.control_socket()?;
    let mut seen: HashSet<String> = HashSet::new();
    let mut first = true;
    let mut since = filter.since;
    loop {
        // The first question is for the newest entries, the later ones for what came after them.
        let question = SignInFilter { follow_from: if first { None } else { since }, ..filter.clone() };
        let answer = control::ask(&socket, &Task::SignIns(question))?.ok_or_else(|| {
            Failure::unavailable("no server runs on this data directory", "start it with `countersign serve`")
        })?;
        let fresh = fresh(answer, &mut seen, first);
        if let Some(newest) = newest(&fresh) {
            since = Some(newest - LOOKING_BACK);
        }
        since = since.or_else(|| Some(crate::nature::real_now() - LOOKING_BACK));
        print(&fresh, global.json);
        first = false;
        pause(FOLLOWING).await;
    }
}

/// Entries that were not shown before, oldest first.
fn fresh(answer: Answer, seen: &mut HashSet<String>, newest_first: bool) -> Vec<(Value, Vec<String>)> {
    let rows = answer.shown.into_iter().find_map(|block| match block {
        crate::answer::Block::Table { rows, .. } => Some(rows),
        _ => None,
    });
    let data = match answer.data {
        Value::Array(entries) => entries,
        _ => Vec::new(),
    };
    let mut entries: Vec<(Value, Vec<String>)> = data.into_iter().zip(rows.unwrap_or_default()).collect();
    if newest_first {
        entries.reverse();
    }
    entries.retain(|(entry, _)| seen.insert(entry["id"].to_string()));
    entries
}

fn newest(entries: &[(Value, Vec<String>)]) -> Option<Timestamp> {
    entries.iter().filter_map(|(entry, _)| entry["at"].as_str()?.parse().ok()).max()
}

fn print(entries: &[(Value, Vec<String>)], json: bool) {
    for (entry, row) in entries {
        let line = if json {
            entry.to_string()
        } else {
            term::rendered(&[crate::answer::Block::Line(row.join("  "))])
        };
        term::text(&format!("{}\n", line.trim_end()));
    }
}

/// Reads what the command names and only this side has: files and standard input.
fn read_inputs(task: &mut Task) -> Result<(), Failure> {
    match task {
        Task::User(UserCommand::Create(request)) => read_password(&mut request.password),
        Task::User(UserCommand::ResetPassword(request)) => read_password(&mut request.password),
        Task::App(AppCommand::Certificate(Certificates::Add(request))) => {
            request.pem = read_file(&request.file)?;
            Ok(())
        }
        Task::Backup(backup) => {
            // The server may stand in another directory than its client.
            backup.file = std::path::absolute(&backup.file)
                .map_err(|error| io("cannot resolve", &backup.file, &error, "name another file"))?;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn read_password(input: &mut PasswordInput) -> Result<(), Failure> {
    let text = match (&input.password_file, input.password_stdin) {
        (Some(path), _) => read_file(path)?,
        (None, true) => {
            let mut text = String::new();
            std::io::stdin().take(LONGEST_INPUT).read_to_string(&mut text).map_err(|error| {
                Failure::usage(
                    format!("the password cannot be read from standard input: {error}"),
                    "give it as UTF-8 text",
                )
            })?;
            text
        }
        (None, false) => return Ok(()),
    };
    let first = text.lines().next().unwrap_or_default().to_owned();
    if first.is_empty() {
        return Err(Failure::usage("the password is empty", "give it in the first line"));
    }
    input.password = Some(first);
    Ok(())
}

fn read_file(path: &Path) -> Result<String, Failure> {
    let failed = |error| io("cannot read", path, &error, "name a readable text file");
    let mut text = String::new();
    std::fs::File::open(path)
        .map_err(failed)?
        .take(LONGEST_INPUT)
        .read_to_string(&mut text)
        .map_err(failed)?;
    Ok(text)
}

#[cfg(test)]
mod tests;
