//! The plan on disk, the arithmetic, and the verdicts.

use serde_json::json;

use super::measure::{Figure, median, resident, sound};
use super::report::{Judged, replaced, table};
use super::rows::{Kind, Load, Plan, Row, Source, Target};
use super::{Request, parse};

const PLAN: &str = include_str!("../../bench.toml");

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn row(target: Target, limit: Option<&str>) -> Row {
    let load = Load { scenario: "s".to_owned(), connections: 16, rate: None, arguments: Vec::new() };
    Row {
        name: "row".to_owned(),
        what: "a row".to_owned(),
        kind: Kind::Throughput(load),
        server: "plain".to_owned(),
        limit: limit.map(str::to_owned),
        target,
    }
}

fn verdict(target: Target, limit: Option<Result<f64, String>>, outcome: &Result<Figure, String>) -> String {
    let row = row(target, limit.as_ref().map(|_| "limit"));
    Judged::new(&row, limit.map(|found| ("limit".to_owned(), found)), outcome).verdict
}

#[test]
fn the_command_line() {
    let request = parse(&words("--runs 7 --seconds 10 --write rs256 start")).unwrap();
    assert_eq!(request, Request { runs: 7, seconds: 10, write: true, rows: words("rs256 start") });
    assert_eq!(parse(&words("--runs 2")).unwrap().runs, 5, "fewer than five runs are no measurement");
    assert!(parse(&words("--runs")).is_err());
    assert!(parse(&words("--fast")).is_err());
}

#[test]
fn the_plan_on_disk_is_sound() {
    let plan = Plan::parse(PLAN).unwrap();
    let names: Vec<&str> = plan.rows.iter().map(|row| row.name.as_str()).collect();
    for name in [
        "client-credentials-rs256",
        "refresh-es256",
        "password-totp",
        "latency-rs256",
        "start",
        "binary-size",
    ] {
        assert!(names.contains(&name), "{name}");
    }
    let twice = &plan.limits["rs256-sign-twice"];
    assert_eq!(
        (&twice.source, twice.divided_by),
        (&Source::Crypto("rs256_raw_signs_per_second".to_owned()), 2.0)
    );
    let scaling = plan.rows.iter().find(|row| row.name == "connections-16-64").unwrap();
    assert!(matches!(scaling.kind, Kind::Scaling { ref fewer, more: 64 } if fewer.connections == 16));
}

#[test]
fn a_plan_with_a_mistake_is_refused() {
    let server = "[server.plain]\narguments = []\n[[row]]\nname = \"r\"\nwhat = \"w\"\n";
    for (rest, told) in [
        ("kind = \"throughput\"\n", "`scenario`"),
        ("kind = \"latency\"\nscenario = \"s\"\n", "`rate`"),
        ("kind = \"speed\"\n", "`kind`"),
        ("kind = \"size\"\nserver = \"other\"\n", "no server is called `other`"),
        ("kind = \"size\"\nlimit = \"sky\"\n", "no limit is called `sky`"),
        ("kind = \"size\"\nat-least-share = 0.5\n", "a share needs `limit`"),
    ] {
        let cause = Plan::parse(&format!("{server}{rest}")).unwrap_err();
        assert!(cause.contains(told), "{cause}");
    }
}

#[test]
fn medians() {
    assert_eq!(median(vec![5.0, 1.0, 3.0]), Ok(3.0));
    assert_eq!(median(vec![4.0, 1.0, 3.0, 2.0]), Ok(2.5));
    assert!(median(Vec::new()).is_err());
}

#[test]
fn a_fast_wrong_answer_is_no_measurement() {
    assert!(sound(json!({"rps": 9.0, "errors": 0})).is_ok());
    assert!(sound(json!({"rps": 9.0, "errors": 1})).is_err());
    assert!(sound(json!({"rps": 9.0})).is_err());
    assert!(sound(json!({"errors": 0, "answered": 10, "recorded": 10})).is_ok());
    assert!(sound(json!({"errors": 0, "answered": 10, "recorded": 9})).unwrap_err().contains("sign-in log"));
}

#[test]
fn verdicts() {
    let met = |target, figure| verdict(target, None, &Ok(figure));
    assert_eq!(met(Target::AtLeast(10.0), Figure::One(10.0)), "met");
    assert_eq!(met(Target::AtLeast(10.0), Figure::One(9.9)), "not met");
    assert_eq!(met(Target::AtMost(50.0), Figure::One(50.1)), "not met");
    let percentiles = Target::Percentiles { p50: 1.0, p99: 2.5 };
    assert_eq!(met(percentiles, Figure::Percentiles { p50: 0.9, p99: 2.5 }), "met");
    assert_eq!(met(percentiles, Figure::Percentiles { p50: 0.9, p99: 2.6 }), "not met");
    let share = Target::AtLeastShare(0.9);
    assert_eq!(verdict(share, Some(Ok(100.0)), &Ok(Figure::One(91.0))), "met (91 %)");
    assert_eq!(verdict(share, Some(Ok(100.0)), &Ok(Figure::One(80.0))), "not met (80 %)");
    assert_eq!(met(share, Figure::Against { figure: 95.0, base: 100.0 }), "met (95 %)");
    assert_eq!(met(Target::None, Figure::One(1.0)), "seen");
}

#[test]
fn what_was_not_measured_is_not_met() {
    let gone = Err("no loadgen".to_owned());
    assert_eq!(verdict(Target::AtLeast(1.0), None, &gone), "not measured: no loadgen");
    let limit_gone =
        verdict(Target::AtLeastShare(0.1), Some(Err("no loadgen".to_owned())), &Ok(Figure::One(9.0)));
    assert_eq!(limit_gone, "limit not measured: no loadgen");
}

#[test]
fn memory_is_read_in_megabytes() {
    assert_eq!(resident("Name:\tcountersign\nVmRSS:\t   19531 kB\n"), Some(19.999_744));
    assert_eq!(resident("Name:\tcountersign\n"), None);
}

#[test]
fn the_page_keeps_its_words() {
    let judged = Judged::new(&row(Target::AtLeast(20_000.0), None), None, &Ok(Figure::One(20_310.4)));
    let table = table(&[judged], "Conditions.");
    assert!(table.contains("| a row | 20,310 | – | ≥ 20,000 | met |"), "{table}");
    let page = "before\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nafter\n";
    let new = replaced(page, &table).unwrap();
    assert!(
        new.starts_with("before\n")
            && new.ends_with("after\n")
            && !new.contains("old")
            && new.contains(&table)
    );
    assert!(replaced("no marks", &table).is_none());
}
