//! What is measured, read from `xtask/bench.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::failure::Failure;

/// The whole file.
#[derive(Debug)]
pub struct Plan {
    /// Arguments of `countersign`, by name.
    pub servers: BTreeMap<String, Vec<String>>,
    pub limits: BTreeMap<String, Limit>,
    pub rows: Vec<Row>,
}

/// What one core could do at best.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    pub what: String,
    pub source: Source,
    /// Operations of the limit in one of the row.
    pub divided_by: f64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A figure of `crypto_limits`.
    Crypto(String),
    /// The load generator's own bare server.
    Bare,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub name: String,
    pub what: String,
    pub kind: Kind,
    pub server: String,
    /// Name of the limit to show beside the figure.
    pub limit: Option<String>,
    pub target: Target,
}

/// How a row's figure comes about.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Operations per second.
    Throughput(Load),
    /// Percentiles at a fixed rate.
    Latency(Load),
    /// Throughput with more connections as a share of that with fewer.
    Scaling { fewer: Load, more: u64 },
    /// Milliseconds from start to ready on data that is there.
    Start,
    /// Megabytes resident, after start or under a load.
    Memory(Option<Load>),
    /// Megabytes on disk.
    Size,
}

/// What the load generator is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    pub scenario: String,
    pub connections: u64,
    /// Operations started per second; as many as possible if none.
    pub rate: Option<u64>,
    pub arguments: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    AtLeast(f64),
    /// Share of the row's limit, or of the figure with fewer connections.
    AtLeastShare(f64),
    AtMost(f64),
    /// Milliseconds.
    Percentiles {
        p50: f64,
        p99: f64,
    },
    /// Only looked at.
    None,
}

impl Plan {
    pub fn load(path: &Path) -> Result<Self, Failure> {
        let text = fs::read_to_string(path).map_err(|cause| Failure::files(path, &cause))?;
        Self::parse(&text).map_err(|cause| Failure::data(path.display(), cause))
    }

    pub fn parse(text: &str) -> Result<Self, String> {
        let table: Table = text.parse().map_err(|cause: toml::de::Error| cause.to_string())?;
        let mut plan = Self { servers: BTreeMap::new(), limits: BTreeMap::new(), rows: Vec::new() };
        for (name, entry) in section(&table, "server") {
            plan.servers.insert(name.clone(), words(entry, "arguments"));
        }
        for (name, entry) in section(&table, "limit") {
            plan.limits.insert(name.clone(), limit(name, entry)?);
        }
        for entry in table.get("row").and_then(Value::as_array).into_iter().flatten() {
            let row = row(entry)?;
            if !plan.servers.contains_key(&row.server) {
                return Err(format!("{}: no server is called `{}`", row.name, row.server));
            }
            if let Some(unknown) = row.limit.as_ref().filter(|name| !plan.limits.contains_key(*name)) {
                return Err(format!("{}: no limit is called `{unknown}`", row.name));
            }
            plan.rows.push(row);
        }
        Ok(plan)
    }
}

fn section<'a>(table: &'a Table, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    table.get(name).and_then(Value::as_table).into_iter().flatten()
}

fn limit(name: &str, entry: &Value) -> Result<Limit, String> {
    let source = match (text(entry, "crypto"), entry.get("bare").and_then(Value::as_bool)) {
        (Some(operation), None) => Source::Crypto(operation),
        (None, Some(true)) => Source::Bare,
        _ => return Err(format!("the limit {name} needs either `crypto` or `bare`")),
    };
    let what = text(entry, "what").ok_or_else(|| format!("the limit {name} needs `what`"))?;
    Ok(Limit { what, source, divided_by: number(entry, "divided-by").unwrap_or(1.0) })
}

fn row(entry: &Value) -> Result<Row, String> {
    let name = text(entry, "name").ok_or("a row needs `name`")?;
    let needs = |key: &str| format!("{name}: needs `{key}`");
    let load = load(entry);
    let kind = match text(entry, "kind").as_deref() {
        Some("throughput") => Kind::Throughput(load.ok_or_else(|| needs("scenario"))?),
        Some("latency") => {
            Kind::Latency(load.filter(|load| load.rate.is_some()).ok_or_else(|| needs("rate"))?)
        }
        Some("scaling") => Kind::Scaling {
            fewer: load.ok_or_else(|| needs("scenario"))?,
            more: whole(entry, "more-connections").ok_or_else(|| needs("more-connections"))?,
        },
        Some("start") => Kind::Start,
        Some("memory") => Kind::Memory(load),
        Some("size") => Kind::Size,
        _ => return Err(needs("kind")),
    };
    let row = Row {
        what: text(entry, "what").ok_or_else(|| needs("what"))?,
        kind,
        server: text(entry, "server").unwrap_or_else(|| "plain".to_owned()),
        limit: text(entry, "limit"),
        target: target(entry),
        name,
    };
    let shares_nothing = row.limit.is_none() && !matches!(row.kind, Kind::Scaling { .. });
    if matches!(row.target, Target::AtLeastShare(_)) && shares_nothing {
        return Err(format!("{}: a share needs `limit`", row.name));
    }
    Ok(row)
}

fn load(entry: &Value) -> Option<Load> {
    Some(Load {
        scenario: text(entry, "scenario")?,
        connections: whole(entry, "connections").unwrap_or(16),
        rate: whole(entry, "rate"),
        arguments: words(entry, "arguments"),
    })
}

fn target(entry: &Value) -> Target {
    let percentiles = number(entry, "p50-ms-at-most").zip(number(entry, "p99-ms-at-most"));
    percentiles
        .map(|(p50, p99)| Target::Percentiles { p50, p99 })
        .or_else(|| number(entry, "at-least").map(Target::AtLeast))
        .or_else(|| number(entry, "at-least-share").map(Target::AtLeastShare))
        .or_else(|| number(entry, "at-most").map(Target::AtMost))
        .unwrap_or(Target::None)
}

fn text(entry: &Value, key: &str) -> Option<String> {
    entry.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn whole(entry: &Value, key: &str) -> Option<u64> {
    entry.get(key).and_then(Value::as_integer).and_then(|number| u64::try_from(number).ok())
}

fn number(entry: &Value, key: &str) -> Option<f64> {
    let value = entry.get(key)?;
    value.as_float().or_else(|| value.as_integer().and_then(|whole| i32::try_from(whole).ok()).map(f64::from))
}

fn words(entry: &Value, key: &str) -> Vec<String> {
    let list = entry.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
