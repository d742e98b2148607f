//! The binary as people and scripts use it: a server from its making to its restored backup.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails panics; clippy takes its helpers for production code"
)]

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
    command.args(arguments).arg("--data-dir").arg(directory);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("COUNTERSIGN_")) {
        command.env_remove(name);
    }
    command.env("RUST_LOG", "info").stdin(Stdio::null());
    command
}

fn run(directory: &Path, arguments: &[&str]) -> Output {
    command(directory, arguments).output().unwrap()
}

/// The JSON that a command answers.
fn json(directory: &Path, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--json"]].concat();
    let output = run(directory, &arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The exit code and the complaint of a command that fails.
fn failure(directory: &Path, arguments: &[&str]) -> (i32, String) {
    let output = run(directory, arguments);
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn init(directory: &Path) -> Value {
    json(directory, &["init", "--name", "Contoso", "--domain", "contoso.example"])
}

/// A running server, ended with the test.
struct Server {
    child: Child,
    ready: Value,
}

impl Server {
    fn start(directory: &Path) -> Self {
        let file = directory.with_extension("ready");
        drop(std::fs::remove_file(&file));
        let arguments =
            ["serve", "--insecure-http", "--listen", "127.0.0.1:0", "--ready-file", file.to_str().unwrap()];
        let mut child =
            command(directory, &arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if line != "ready\n" {
            let mut log = String::new();
            child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
            panic!("{log}");
        }
        Self { child, ready: serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap() }
    }

    /// Sends a request to the origin at a place of the ready file and gives status line and body.
    fn http_at(&self, origin: &str, request: &str) -> (String, String) {
        let origin = self.ready.pointer(origin).and_then(Value::as_str).unwrap();
        let mut stream = TcpStream::connect(origin.replace("http://localhost", "127.0.0.1")).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.lines().next().unwrap().to_owned(), body.to_owned())
    }

    /// Sends a request to the identity origin.
    fn http(&self, request: &str) -> (String, String) {
        self.http_at("/base_url", request)
    }

    fn token(&self, tenant: &str, client: &str, secret: &str) -> (String, String) {
        let form = format!(
            "grant_type=client_credentials&client_id={client}&client_secret={}&scope=https://graph.microsoft.com/.default",
            secret.replace('~', "%7E")
        );
        self.http(&format!(
            "POST /{tenant}/oauth2/v2.0/token HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        ))
    }

    /// Ends it politely and gives its exit code.
    fn stop(mut self) -> i32 {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_server_is_made_once_and_its_password_is_told_once() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("data");
    let (code, complaint) = failure(&directory, &["tenant", "list"]);
    assert!(code == 5 && complaint.contains("countersign init"), "{complaint}");
    let made = init(&directory);
    assert_eq!(made["administrator"]["userPrincipalName"], "admin@contoso.example");
    let password = made["administrator"]["temporaryPassword"].as_str().unwrap().to_owned();
    assert_eq!(password.len(), 16);
    let (code, complaint) = failure(&directory, &["init", "--name", "Other", "--domain", "other.example"]);
    assert!(code == 4 && complaint.contains("made already") && complaint.contains("next:"), "{complaint}");
    let user = json(&directory, &["user", "show", "admin@contoso.example"]);
    assert_eq!(user["roles"][0], "Global Administrator");
    let everything = [json(&directory, &["audit"]), json(&directory, &["user", "list"])];
    assert!(!serde_json::to_string(&everything).unwrap().contains(&password));
    assert_eq!(everything[0][0]["actor"]["type"], "operator");
    assert!(everything[0][0]["actor"]["name"].as_str().unwrap().starts_with("operator@"));
}

#[test]
fn commands_reach_the_running_server_and_are_effective_at_once() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("data");
    let tenant = init(&directory)["tenant"]["id"].as_str().unwrap().to_owned();
    let server = Server::start(&directory);
    let app = json(&directory, &["app", "create", "--name", "Automation", "--secret"]);
    let (client, secret) = (app["appId"].as_str().unwrap(), app["secretText"].as_str().unwrap());
    assert!(!app.to_string().contains("\"hash\""));
    let (status, body) = server.token(&tenant, client, secret);
    assert!(status.contains("200"), "{status} {body}");
    let (status, body) = server.token(&tenant, client, "wrong");
    assert!(status.contains("401") && body.contains("7000215"), "{status} {body}");
    json(&directory, &["app", "disable", client]);
    let (status, body) = server.token(&tenant, client, secret);
    assert!(body.contains("7000112"), "{status} {body}");
    let entries = json(&directory, &["sign-ins", "--app", client]);
    let codes: Vec<u64> =
        entries.as_array().unwrap().iter().map(|entry| entry["errorCode"].as_u64().unwrap()).collect();
    assert_eq!(codes, [7_000_215, 0], "newest first");
    let failed = json(&directory, &["sign-ins", "--failed"]);
    assert_eq!(failed.as_array().unwrap().len(), 1);
    assert_eq!(json(&directory, &["sign-ins", "--code", "0"]).as_array().unwrap().len(), 1);
    assert_eq!(server.stop(), 0);
}

#[test]
fn every_origin_answers_for_itself() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("data");
    let tenant = init(&directory)["tenant"]["id"].as_str().unwrap().to_owned();
    let server = Server::start(&directory);
    let get = |origin: &str, path: &str| {
        server
            .http_at(origin, &format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"))
    };
    let (status, body) = get("/base_url", &format!("/{tenant}/v2.0/.well-known/openid-configuration"));
    assert!(status.contains("200") && body.contains(&tenant), "{status} {body}");
    assert!(get("/resources/graph", "/v1.0/me").0.contains("401"));
    assert!(get("/resources/graph", "/healthz").0.contains("200"));
    assert!(get("/resources/graph", "/readyz").0.contains("200"));
    assert!(get("/resources/graph", "/metrics").0.contains("200"));
    assert!(get("/resources/arm", "/metadata/endpoints?api-version=2022-09-01").0.contains("200"));
    assert!(get("/base_url", "/v1.0/me").0.contains("404"), "origins are separate");
    assert!(get("/resources/graph", &format!("/{tenant}/oauth2/v2.0/token")).0.contains("404"));
}

#[test]
fn followed_sign_ins_appear_as_they_happen() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("data");
    let tenant = init(&directory)["tenant"]["id"].as_str().unwrap().to_owned();
    let server = Server::start(&directory);
    let app = json(&directory, &["app", "create", "--name", "Automation", "--secret"]);
    let (client, secret) = (app["appId"].as_str().unwrap(), app["secretText"].as_str().unwrap());
    server.token(&tenant, client, secret);
    let mut follower =
        command(&directory, &["sign-ins", "--follow", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(follower.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(next()["errorCode"], 0);
    server.token(&tenant, client, "wrong");
    assert_eq!(next()["errorCode"], 7_000_215);
    server.token(&tenant, client, secret);
    assert_eq!(next()["errorCode"], 0);
    follower.kill().unwrap();
    follower.wait().unwrap();
}

#[test]
fn a_backup_made_in_use_is_restored_with_its_key() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("data");
    init(&directory);
    let server = Server::start(&directory);
    json(&directory, &["user", "create", "kim@contoso.example", "--name", "Kim Minji"]);
    let backup = parent.path().join("backup.db");
    let (file, key) = (backup.to_str().unwrap(), directory.join("master.key"));
    json(&directory, &["backup", file]);
    let (code, complaint) = failure(&directory, &["backup", file]);
    assert!(code == 4 && complaint.contains("exists"), "{complaint}");
    assert_eq!(server.stop(), 0);
    let restored = parent.path().join("restored");
    let (code, complaint) = failure(&restored, &["restore", file]);
    assert!(code == 5 && complaint.contains("master key"), "{complaint}");
    json(&restored, &["restore", file, "--master-key", key.to_str().unwrap()]);
    assert_eq!(json(&restored, &["user", "show", "kim@contoso.example"])["displayName"], "Kim Minji");
    json(&restored, &["migrate", "--check"]);
}

#[test]
fn what_cannot_be_served_is_said_before_anything_listens() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("data");
    init(&directory);
    let (code, complaint) = failure(&directory, &["serve"]);
    assert!(code == 2 && complaint.contains("no certificate"), "{complaint}");
    let open = ["serve", "--insecure-http", "--listen", "0.0.0.0:0"];
    let (code, complaint) = failure(&directory, &open);
    assert!(code == 2 && complaint.contains("in clear"), "{complaint}");
    std::fs::write(directory.join("countersign.toml"), "[listen]\ninsecure_htp = true\n").unwrap();
    let (code, complaint) = failure(&directory, &["serve"]);
    assert!(code == 2 && complaint.contains("insecure_htp") && complaint.contains("line 2"), "{complaint}");
    std::fs::write(directory.join("countersign.toml"), "").unwrap();
    let server = Server::start(&directory);
    let (code, complaint) = failure(&directory, &["serve", "--insecure-http", "--listen", "127.0.0.1:0"]);
    assert!(code == 5 && complaint.contains("another process"), "{complaint}");
    assert_eq!(server.stop(), 0);
    let (code, complaint) = failure(&directory, &["sign-ins", "--follow"]);
    assert!(code == 5 && complaint.contains("countersign serve"), "{complaint}");
}

#[test]
fn doctor_finds_what_is_wrong() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("data");
    init(&directory);
    std::fs::write(directory.join("countersign.toml"), "[listen]\ninsecure_http = true\n").unwrap();
    let healthy = json(&directory, &["doctor"]);
    assert!(healthy.as_array().unwrap().iter().all(|check| check["ok"] == true), "{healthy}");
    std::fs::write(
        directory.join("countersign.toml"),
        "[tls]\ncertificate = 'absent.pem'\nkey = 'absent.pem'\n",
    )
    .unwrap();
    let (code, complaint) = failure(&directory, &["doctor"]);
    assert!(code == 6 && complaint.contains("findings: 1"), "{complaint}");
    let key = directory.join("master.key");
    std::fs::write(&key, format!("{}\n", "0".repeat(64))).unwrap();
    let output = run(&directory, &["doctor"]);
    assert_eq!(output.status.code(), Some(6));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("master key"), "{text}");
}

#[test]
fn passwords_come_from_standard_input_never_from_arguments() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("data");
    init(&directory);
    let arguments =
        ["user", "create", "kim@contoso.example", "--name", "Kim", "--password-stdin", "--permanent"];
    let mut child = command(&directory, &arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"seven green bottles\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (code, complaint) =
        failure(&directory, &["user", "create", "lee@contoso.example", "--name", "Lee", "--password", "x"]);
    assert!(code == 2 && complaint.contains("--password"), "{complaint}");
}
