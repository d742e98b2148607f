//! The run's ledger: what was done, how long it took, how it ended, and the closing line.

use std::process::{Command, ExitCode};
use std::time::Duration;

use super::counts::Counts;
use super::install::Prepared;
use crate::clock;
use crate::failure::Failure;
use crate::process::{self, Show};
use crate::term;

pub struct Steps {
    /// In continuous integration nothing may be left out.
    skip_is_failure: bool,
    rows: Vec<Row>,
    totals: Counts,
    skipped: Vec<String>,
}

struct Row {
    name: String,
    took: Duration,
    outcome: String,
}

impl Steps {
    pub fn new(skip_is_failure: bool) -> Self {
        Self { skip_is_failure, rows: Vec::new(), totals: Counts::default(), skipped: Vec::new() }
    }

    /// A program whose exit code is the whole answer.
    pub fn check(&mut self, name: &str, command: &mut Command, limit: Duration) -> Result<(), Failure> {
        term::line(&format!("== {name}: {}", process::shown(command)));
        let ended = process::stream(command, Show::Lines(name), limit)?;
        self.record(name, ended.took, if ended.success { Counts::PASSED } else { Counts::FAILED });
        Ok(())
    }

    /// A check of our own: whether it is content.
    pub fn own(&mut self, name: &str, check: impl FnOnce() -> Result<bool, Failure>) -> Result<(), Failure> {
        term::line(&format!("== {name}"));
        let started = clock::now();
        let content = check()?;
        self.record(name, started.elapsed(), if content { Counts::PASSED } else { Counts::FAILED });
        Ok(())
    }

    /// A test runner, which says itself how many tests it ran.
    pub fn counted(&mut self, name: &str, command: &mut Command, limit: Duration) -> Result<(), Failure> {
        term::line(&format!("== {name}: {}", process::shown(command)));
        let ended = process::stream(command, Show::Lines(name), limit)?;
        let mut counts = Counts::of_runner(&ended.lines).unwrap_or_default();
        // A run that did not compile, or was stopped, has failed although no test did.
        if !ended.success && counts.failed == 0 {
            counts.add(Counts::FAILED);
        }
        self.record(name, ended.took, counts);
        Ok(())
    }

    /// Fetches or starts something that tests need. What cannot be had is a skip with its reason.
    pub fn prepare<T>(
        &mut self,
        name: &str,
        prepare: impl FnOnce() -> Result<Prepared<T>, Failure>,
    ) -> Result<Option<T>, Failure> {
        let started = clock::now();
        let prepared = prepare()?;
        match prepared {
            Prepared::Ready(ready) => {
                let row = Row {
                    name: format!("prepare {name}"),
                    took: started.elapsed(),
                    outcome: "ready".to_owned(),
                };
                self.rows.push(row);
                Ok(Some(ready))
            }
            Prepared::Missing(reason) => {
                self.skip(name, &reason);
                Ok(None)
            }
        }
    }

    pub fn skip(&mut self, name: &str, reason: &str) {
        let told = format!("skipped {name}: {reason}");
        term::line(&told);
        self.skipped.push(told);
        self.totals.skipped += 1;
    }

    pub fn record(&mut self, name: &str, took: Duration, counts: Counts) {
        self.totals.add(counts);
        let mut outcome = counts.to_string();
        if counts.deferred > 0 {
            outcome = format!("{outcome} ({} wait for --long or another filter)", counts.deferred);
        }
        term::line(&format!("== {name}: {outcome} in {}", clock::spoken(took)));
        self.rows.push(Row { name: name.to_owned(), took, outcome });
    }

    /// Whether no test and no check was even asked for.
    pub fn ran_nothing(&self) -> bool {
        self.totals.passed + self.totals.failed + self.totals.skipped == 0
    }

    #[cfg(test)]
    pub fn totals(&self) -> Counts {
        self.totals
    }

    /// Whether the run so far counts as good.
    fn good(&self) -> bool {
        self.totals.failed == 0 && !(self.skip_is_failure && self.totals.skipped > 0)
    }

    /// Prints the table of times and, last and alone, the sum.
    pub fn finish(&self) -> ExitCode {
        term::line("");
        let total: Duration = self.rows.iter().map(|row| row.took).sum();
        for Row { name, took, outcome } in &self.rows {
            term::line(&format!("{:>14}  {name}: {outcome}", clock::spoken(*took)));
        }
        term::line(&format!("{:>14}  together", clock::spoken(total)));
        for told in &self.skipped {
            term::line(told);
        }
        if self.skip_is_failure && self.totals.skipped > 0 {
            term::line("CI=true: what was skipped counts as failed");
        }
        term::line(&self.totals.to_string());
        if self.good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

#[cfg(test)]
mod tests;
