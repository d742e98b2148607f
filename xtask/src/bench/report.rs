//! Figures, targets and verdicts, in the terminal and in `docs/performance.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::measure::Figure;
use super::rows::{Row, Target};
use crate::failure::Failure;

const PAGE: &str = "docs/performance.md";
const BEGIN: &str = "<!-- bench: begin -->\n";
const END: &str = "<!-- bench: end -->\n";

/// A row with its figure, judged.
#[derive(Debug)]
pub struct Judged {
    pub what: String,
    pub figure: String,
    pub limit: String,
    pub target: String,
    pub verdict: String,
}

impl Judged {
    pub fn new(
        row: &Row,
        limit: Option<(String, Result<f64, String>)>,
        outcome: &Result<Figure, String>,
    ) -> Self {
        let base = match (outcome, &limit) {
            (Ok(Figure::Against { base, .. }), _) => Ok(Some(*base)),
            (_, Some((_, Ok(found)))) => Ok(Some(*found)),
            (_, Some((_, Err(why)))) => Err(why.clone()),
            (_, None) => Ok(None),
        };
        Self {
            what: row.what.clone(),
            figure: outcome.as_ref().map_or_else(|_| "–".to_owned(), shown),
            limit: limit.map_or_else(
                || "–".to_owned(),
                |(what, found)| match found {
                    Ok(found) => format!("{}: {what}", spoken(found)),
                    Err(_) => what,
                },
            ),
            target: wanted(row.target),
            verdict: verdict(row.target, outcome, base),
        }
    }

    pub fn line(&self) -> String {
        format!(
            "{}: {} (limit {}; target {}): {}",
            self.what, self.figure, self.limit, self.target, self.verdict
        )
    }
}

fn verdict(target: Target, outcome: &Result<Figure, String>, base: Result<Option<f64>, String>) -> String {
    let figure = match outcome {
        Ok(figure) => *figure,
        Err(why) => return format!("not measured: {why}"),
    };
    let (one, slow) = match figure {
        Figure::One(one) | Figure::Against { figure: one, .. } => (one, one),
        Figure::Percentiles { p50, p99 } => (p50, p99),
    };
    let share = match base {
        Ok(base) => base.map(|base| one / base),
        Err(why) => return format!("limit not measured: {why}"),
    };
    let percent = share.map_or_else(String::new, |share| format!(" ({:.0} %)", share * 100.0));
    let met = match target {
        Target::AtLeast(least) => one >= least,
        Target::AtLeastShare(least) => share.is_some_and(|share| share >= least),
        Target::AtMost(most) => one <= most,
        Target::Percentiles { p50, p99 } => one <= p50 && slow <= p99,
        Target::None => return format!("seen{percent}"),
    };
    format!("{}{percent}", if met { "met" } else { "not met" })
}

fn shown(figure: &Figure) -> String {
    match *figure {
        Figure::One(one) => spoken(one),
        Figure::Against { figure, base } => format!("{} against {}", spoken(figure), spoken(base)),
        Figure::Percentiles { p50, p99 } => format!("p50 {p50:.2} ms, p99 {p99:.2} ms"),
    }
}

fn wanted(target: Target) -> String {
    match target {
        Target::AtLeast(least) => format!("≥ {}", spoken(least)),
        Target::AtLeastShare(least) => format!("≥ {:.0} %", least * 100.0),
        Target::AtMost(most) => format!("≤ {}", spoken(most)),
        Target::Percentiles { p50, p99 } => format!("p50 ≤ {p50} ms, p99 ≤ {p99} ms"),
        Target::None => "–".to_owned(),
    }
}

/// `23.4`, `812`, `20,310`.
fn spoken(figure: f64) -> String {
    if figure < 100.0 {
        return format!("{figure:.1}");
    }
    let digits = format!("{figure:.0}");
    let mut spoken = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            spoken.push(',');
        }
        spoken.push(digit);
    }
    spoken
}

/// On what, and how, the figures came about.
pub fn conditions(runs: usize, seconds: u64, pinned: bool) -> String {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = processor.lines().find_map(|line| line.strip_prefix("model name"));
    let name =
        name.and_then(|line| line.split_once(':')).map_or("an unknown processor", |(_, name)| name.trim());
    let cores = if pinned { "server on core 0, load on core 1" } else { "cores not pinned: no taskset here" };
    format!("Medians of {runs} runs of {seconds} s; {cores}; {name}.")
}

pub fn table(results: &[Judged], conditions: &str) -> String {
    let mut table = format!(
        "{conditions}\n\n| what | measured | limit | target | verdict |\n| --- | --- | --- | --- | --- |\n"
    );
    for Judged { what, figure, limit, target, verdict } in results {
        let _infallible =
            writeln!(table, "| {what} | {figure} | {limit} | {target} | {} |", verdict.replace('|', "/"));
    }
    table
}

/// Replaces the table in the page; the words around it are kept.
pub fn write(root: &Path, table: &str) -> Result<(), Failure> {
    let path = root.join(PAGE);
    let page = fs::read_to_string(&path).map_err(|cause| Failure::files(&path, &cause))?;
    let page =
        replaced(&page, table).ok_or_else(|| Failure::data(PAGE, "has no marks to put the table between"))?;
    fs::write(&path, page).map_err(|cause| Failure::files(&path, &cause))
}

pub(super) fn replaced(page: &str, table: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{table}{END}{after}"))
}
