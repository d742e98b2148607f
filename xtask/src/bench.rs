//! `cargo xtask bench`: measures the rows of `xtask/bench.toml` and says which targets are met.
//!
//! The server has core 0 for itself and the load generator core 1; every figure is the median of at least five runs,
//! and limits are measured in the same run, because ratios travel between machines and absolute figures do not. An
//! unmet target keeps work open; it breaks no build, so this command fails only when it cannot measure at all.

mod measure;
mod report;
mod rows;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::process::ExitCode;

use crate::failure::Failure;
use crate::process;
use crate::term;
use measure::Bench;
use report::Judged;
use rows::Plan;

const PLAN: &str = "xtask/bench.toml";
const USAGE: &str = "usage: cargo xtask bench [--runs N] [--seconds N] [--write] [ROW…]";
const FEWEST_RUNS: usize = 5;

#[derive(Debug, PartialEq, Eq)]
struct Request {
    runs: usize,
    seconds: u64,
    /// Whether to put the table into `docs/performance.md`.
    write: bool,
    /// Part of the names of the rows; all rows if empty.
    rows: Vec<String>,
}

pub fn command(root: &Path, arguments: &[String]) -> Result<ExitCode, Failure> {
    let request = parse(arguments)?;
    let plan = Plan::load(&root.join(PLAN))?;
    let wanted =
        |name: &str| request.rows.is_empty() || request.rows.iter().any(|part| name.contains(part.as_str()));
    let rows: Vec<&rows::Row> = plan.rows.iter().filter(|row| wanted(&row.name)).collect();
    if rows.is_empty() {
        return Err(Failure::usage(format!("no row of {PLAN} is called like that")));
    }
    let mut bench = Bench::build(root, &plan, request.runs, request.seconds)?;
    let mut results = Vec::new();
    for row in rows {
        let outcome = bench.row(row);
        let result = Judged::new(row, bench.limit_of(row), &outcome);
        term::line(&result.line());
        results.push(result);
    }
    let table = report::table(
        &results,
        &report::conditions(request.runs, request.seconds, process::on_path("taskset")),
    );
    term::block(&table);
    if request.write {
        report::write(root, &table)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(arguments: &[String]) -> Result<Request, Failure> {
    let mut request = Request { runs: FEWEST_RUNS, seconds: 3, write: false, rows: Vec::new() };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut number =
            || rest.next().and_then(|text| text.parse::<u64>().ok()).ok_or_else(|| Failure::usage(USAGE));
        match argument.as_str() {
            "--runs" => {
                let runs = usize::try_from(number()?).unwrap_or(FEWEST_RUNS);
                request.runs = runs.max(FEWEST_RUNS);
            }
            "--seconds" => request.seconds = number()?.clamp(1, 600),
            "--write" => request.write = true,
            flag if flag.starts_with('-') => return Err(Failure::usage(USAGE)),
            row => request.rows.push(row.to_owned()),
        }
    }
    Ok(request)
}
