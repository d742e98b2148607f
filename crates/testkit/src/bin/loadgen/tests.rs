//! The parts, and a run against the bare server.

use std::time::Duration;

use serde_json::Value;

use crate::arguments::{Arguments, Task};
use crate::cookies::Cookies;
use crate::form::Form;
use crate::http::{Answer, Frame, Origin, frame, path_of};
use crate::load::Plan;
use crate::report::percentile;
use crate::{bare, scenario};

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn the_command_line() {
    let load =
        "--ready-file r.json --scenario jwks --connections 64 --seconds 2.5 --rate 300 --new-connections";
    let plan = Plan { connections: 64, seconds: 2.5, rate: Some(300.0), new_connections: true };
    let arguments = Arguments::parse(&words(load)).unwrap();
    assert_eq!(arguments.task, Task::Load { scenario: "jwks".to_owned(), plan });
    assert_eq!(Arguments::parse(&words("--bare --ready-file r.json")).unwrap().task, Task::Bare);
    for wrong in
        ["", "--scenario jwks", "--bare", "--ready-file r.json", "--ready-file r.json --scenario a --bare"]
    {
        assert!(Arguments::parse(&words(wrong)).is_err(), "{wrong}");
    }
    assert!(Arguments::parse(&words("--ready-file r --scenario s --connections 0")).is_err());
}

#[test]
fn an_answer_is_complete_with_its_last_byte() {
    let answer = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\nx: y\r\n\r\n{}";
    let body = answer.len() - 2;
    assert_eq!(frame(&answer[..body - 1]), Ok(None));
    let whole = Frame { status: 400, body, end: body + 2 };
    assert_eq!(frame(&answer[..body]), Ok(Some(whole)));
    let empty = b"HTTP/1.1 204 No Content\r\n\r\n";
    assert_eq!(frame(empty), Ok(Some(Frame { status: 204, body: empty.len(), end: empty.len() })));
    assert!(frame(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
    assert!(frame(b"SSH-2.0-OpenSSH\r\n\r\n").is_err());
}

#[test]
fn a_form_is_read_as_it_was_rendered() {
    let page = "<h1>Password</h1><form method=\"post\" action=\"/common/login?a=1&#38;b=2\" novalidate>\
        <input type=\"hidden\" name=\"flow\" value=\"a&#34;b\"><input id=\"passwd\" name=\"passwd\" type=\"password\">\
        <button name=\"action\" value=\"next\">Sign in</button></form>";
    let form = Form::find(page).unwrap();
    assert_eq!(form.action, "/common/login?a=1&b=2");
    assert!(form.asks("passwd") && !form.asks("otc") && form.offers("next"));
    assert_eq!(form.fill(&[("passwd", "x y")]), "flow=a%22b&passwd=x+y");
    assert_eq!(Form::find("<form action=\"/search\"></form>"), None);
}

#[test]
fn percentiles_are_ones_that_were_measured() {
    let sorted: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
    assert_eq!(percentile(&sorted, 50), Some(Duration::from_millis(100)));
    assert_eq!(percentile(&sorted, 99), Some(Duration::from_millis(198)));
    assert_eq!(percentile(&sorted[..1], 99), Some(Duration::from_millis(1)));
    assert_eq!(percentile(&[], 50), None);
}

#[test]
fn paths_of_urls() {
    assert_eq!(path_of("https://localhost:8443/dev/clock?x=1"), "/dev/clock?x=1");
    assert_eq!(path_of("/common/login"), "/common/login");
    assert_eq!(path_of("http://localhost:1"), "/");
}

#[test]
fn cookies_are_kept_and_removed() {
    let mut cookies = Cookies::default();
    let answer = |head| Answer { status: 200, head, body: b"" };
    cookies.take(answer(
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: __Host-b=x=; Secure\r\n\r\n",
    ));
    assert_eq!(cookies.header(), "Cookie: a=1; __Host-b=x=\r\n");
    cookies.take(answer(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=; Max-Age=0\r\nSet-Cookie: __Host-b=y\r\n\r\n"));
    assert_eq!(cookies.header(), "Cookie: __Host-b=y\r\n");
    cookies.take(answer(b"HTTP/1.1 200 OK\r\nSet-Cookie: __Host-b=; Max-Age=0\r\n\r\n"));
    assert_eq!(cookies.header(), "");
}

/// The bare server under load, and what is reported of it.
async fn bare_run(plan: Plan) -> Value {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, bare::router()).await });
    let folder = tempfile::tempdir().unwrap();
    let ready = folder.path().join("ready.json");
    std::fs::write(&ready, format!("{{\"base_url\":\"{url}\"}}")).unwrap();
    let report = scenario::run("bare", &plan, &ready).await.unwrap();
    server.abort();
    serde_json::from_str(&report).unwrap()
}

#[tokio::test]
async fn a_closed_loop_answers_as_fast_as_it_can() {
    let report = bare_run(Plan { connections: 4, seconds: 0.5, ..Plan::default() }).await;
    assert_eq!(report["errors"], 0, "{report}");
    assert!(report["rps"].as_f64().unwrap() > 100.0, "{report}");
    assert!(report["p50_ms"].as_f64().unwrap() <= report["p99_ms"].as_f64().unwrap(), "{report}");
}

#[tokio::test]
async fn an_open_loop_keeps_its_rate() {
    let report = bare_run(Plan { rate: Some(100.0), seconds: 1.0, ..Plan::default() }).await;
    let rate = report["rps"].as_f64().unwrap();
    assert!((50.0..110.0).contains(&rate), "{report}");
}

#[tokio::test]
async fn each_operation_may_have_a_connection_of_its_own() {
    let report = bare_run(Plan { new_connections: true, seconds: 0.3, ..Plan::default() }).await;
    assert_eq!(report["errors"], 0, "{report}");
    assert!(report["answered"].as_u64().unwrap() > 16, "{report}");
}

#[tokio::test]
async fn a_server_that_answers_wrongly_is_reported() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Origin::new(&format!("http://{}", listener.local_addr().unwrap()), None).unwrap();
    let _server = tokio::spawn(async move { axum::serve(listener, bare::router()).await });
    let mut link = origin.connect().await.unwrap();
    let answer = link.exchange(&origin.get("/nowhere", "")).await.unwrap();
    assert!(answer.good().is_err_and(|cause| cause.starts_with("status 404")));
}
