//! `countersign doctor`: looks at everything a server stands on and says what to do.

use crate::answer::Answer;
use crate::cli::{Global, KeyCommand, Task};
use crate::datadir::DataDir;
use crate::failure::Failure;
use crate::mail::NoMail;
use crate::nature::{SystemClock, real_now};
use crate::operator::LocalOperator;
use crate::settings::{Database, ListenFlags, Passwords, Settings, Transport, database};
use crate::start::{self, Opening};
use crate::{control, serve, term};
use crypto::certificate::Certificate;
use model::SignedDuration;
use serde::Serialize;
use serde_json::Value;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long before its end a certificate is worth a word.
const CERTIFICATE_WARNING: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How far the clock may be behind what the store has seen.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
/// How long a listener may take to answer.
const CONNECTING: Duration = Duration::from_secs(2);

/// What was looked at, and what came of it.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    finding: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Default)]
struct Report(Vec<Check>);

impl Report {
    fn fine(&mut self, name: &'static str, finding: impl Into<String>) {
        self.0.push(Check { name, ok: true, finding: finding.into(), next: None });
    }

    fn wrong(&mut self, name: &'static str, finding: impl Into<String>, next: &str) {
        self.0.push(Check { name, ok: false, finding: finding.into(), next: Some(next.to_owned()) });
    }

    /// Notes a result and gives its value, if it is one.
    fn take<T>(
        &mut self,
        name: &'static str,
        result: Result<T, Failure>,
        fine: impl FnOnce(&T) -> String,
    ) -> Option<T> {
        match result {
            Ok(value) => {
                self.fine(name, fine(&value));
                Some(value)
            }
            Err(failure) => {
                self.0.push(Check { name, ok: false, finding: failure.cause, next: failure.next });
                None
            }
        }
    }
}

/// Looks at everything; ends with 6 if something is to be done.
pub async fn run(global: &Global) -> Result<(), Failure> {
    let mut report = Report::default();
    clock(&mut report);
    let directory = report.take("data directory", DataDir::open(&global.data_dir()), |directory| {
        format!("{} is its owner's alone and can be written to", directory.path().display())
    });
    if let Some(directory) = directory {
        look(global, &directory, &mut report).await;
    }
    let findings = report.0.iter().filter(|check| !check.ok).count();
    let rows = report.0.iter().map(|check| {
        let state = if check.ok { "ok" } else { "to do" };
        let text = check
            .next
            .as_ref()
            .map_or_else(|| check.finding.clone(), |next| format!("{}\nnext: {next}", check.finding));
        [check.name.to_owned(), state.to_owned(), text]
    });
    term::answer(&Answer::new(&report.0).table(["what", "state", "finding"], rows.collect()), global.json);
    match findings {
        0 => Ok(()),
        count => Err(Failure::findings(
            format!("findings: {count}"),
            "do what the list says, then run doctor again",
        )),
    }
}

fn clock(report: &mut Report) {
    // The year this program was written in: an earlier one is a machine that lost its clock.
    if real_now().as_second() < 1_767_225_600 {
        report.wrong(
            "clock",
            format!("it is {}", real_now()),
            "set the machine's clock, and let it follow a time server",
        );
    } else {
        report.fine("clock", format!("it is {}", real_now()));
    }
}

async fn look(global: &Global, directory: &DataDir, report: &mut Report) {
    let settings = serve::config_file(global, directory)
        .and_then(|file| Settings::resolve(&ListenFlags::default(), global.database.clone(), file));
    let settings = report.take("configuration", settings, |settings| match settings.transport {
        Transport::Tls { .. } => format!("serves TLS on {}", settings.listen.identity),
        Transport::Plain => {
            format!("serves plain HTTP on {}, for a proxy on this machine", settings.listen.identity)
        }
    });
    if let Some(Settings { transport: Transport::Tls { certificate, .. }, .. }) = &settings {
        self::certificate(certificate, report);
    }
    let has_key =
        report.take("master key", directory.master_key(), |_| "is there and private".to_owned()).is_some();
    let running =
        directory.control_socket().and_then(|socket| control::ask(&socket, &Task::Key(KeyCommand::List)));
    match report.take("server", running, |answer| {
        if answer.is_some() { "runs and answers at its control socket" } else { "does not run" }.to_owned()
    }) {
        Some(Some(keys)) => {
            signing_keys(&keys, report);
            if let Some(settings) = settings {
                let listen = settings.listen;
                for address in [listen.identity, listen.graph, listen.arm] {
                    listener(address, report);
                }
            }
        }
        Some(None) if has_key => {
            let chosen = serve::config_file(global, directory)
                .and_then(|file| database(global.database.clone().or(file.database)));
            if let Ok(chosen) = chosen {
                store(directory, &chosen, report).await;
            }
        }
        _ => {}
    }
}

fn certificate(path: &Path, report: &mut Report) {
    let name = "certificate";
    let parsed = std::fs::read(path).ok().and_then(|file| Certificate::parse(&file).ok());
    let Some(parsed) = parsed else {
        return report.wrong(
            name,
            format!("{} is not a readable certificate", path.display()),
            "set tls.certificate to a PEM file",
        );
    };
    let (begins, ends) = (parsed.validity.not_before, parsed.validity.not_after);
    let now = real_now();
    if now < begins || now > ends {
        report.wrong(
            name,
            format!("counts from {begins} to {ends}, which is not now"),
            "replace it and restart the server",
        );
    } else if now + CERTIFICATE_WARNING > ends {
        report.wrong(name, format!("ends on {ends}"), "replace it soon and restart the server");
    } else {
        report.fine(name, format!("{} counts until {ends}", parsed.subject));
    }
}

fn listener(address: SocketAddr, report: &mut Report) {
    if address.port() == 0 {
        return;
    }
    match TcpStream::connect_timeout(&address, CONNECTING) {
        Ok(_) => report.fine("listener", format!("{address} accepts connections")),
        Err(error) => report.wrong(
            "listener",
            format!("{address} does not answer: {error}"),
            "look at the server's log, and whether it was started with other addresses",
        ),
    }
}

fn signing_keys(keys: &Answer, report: &mut Report) {
    let empty = Vec::new();
    let keys = keys.data.as_array().unwrap_or(&empty);
    let signs =
        |algorithm: &str| keys.iter().any(|key| key["algorithm"] == algorithm && key["state"] == "current");
    let newest =
        keys.iter().filter_map(|key| key["createdAt"].as_str()?.parse::<model::Timestamp>().ok()).max();
    if newest.is_some_and(|newest| newest > real_now() + CLOCK_TOLERANCE) {
        report.wrong(
            "signing keys",
            "the newest was made in the future: the clock went back",
            "set the machine's clock",
        );
    } else if signs("RS256") && signs("ES256") {
        report.fine("signing keys", format!("{} known, one of each algorithm signs", keys.len()));
    } else {
        report.wrong(
            "signing keys",
            "an algorithm has no key that signs",
            "restart the server: it makes what is absent",
        );
    }
}

async fn store(directory: &DataDir, database: &Database, report: &mut Report) {
    let Ok(master) = directory.master_key() else { return };
    let opening = Opening { directory, database, master, clock: Arc::new(SystemClock) };
    let Some(store) = report.take("store", opening.store().await, |_| "opens".to_owned()) else { return };
    let pending = store.pending().await.map_err(Failure::from);
    match report.take("schema", pending, |steps| {
        if steps.is_empty() { "up to date".to_owned() } else { "older than this program".to_owned() }
    }) {
        Some(steps) if !steps.is_empty() => {
            return report.wrong(
                "schema",
                format!("{} steps wait", steps.len()),
                "make a backup, then run `countersign migrate`",
            );
        }
        None => return,
        Some(_) => {}
    }
    let faults = store.check_statements().await.map_err(Failure::from);
    if let Some(faults) =
        report.take("statements", faults, |faults| format!("{} of them do not fit the schema", faults.len()))
        && let Some((name, error)) = faults.first()
    {
        report.wrong(
            "statements",
            format!("{name}: {error}"),
            "use the program version that made this store",
        );
    }
    let config = start::local_config(Passwords::default());
    let services = opening.services(store, Arc::new(NoMail), config).await;
    if let Some(services) = report.take("keys", services, |_| "open with the master key".to_owned()) {
        let answer = LocalOperator::new(services).run(Task::Key(KeyCommand::List)).await;
        let answer = answer.unwrap_or_else(|_| Answer::new(&Value::Null));
        signing_keys(&answer, report);
    }
}
