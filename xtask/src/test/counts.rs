//! How many tests passed, failed, were skipped: read from what the runners print.

use std::fmt;

/// A sum of tests. `deferred` ones exist and wait for `--long`; nobody expected them to run, so they are no skips.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    pub deferred: usize,
}

impl Counts {
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0, deferred: 0 };
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0, deferred: 0 };

    pub fn add(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
        self.deferred += more.deferred;
    }

    /// The closing lines of nextest (one) or of cargo's own runner (one a test program); none without such a line.
    pub fn of_runner(lines: &[String]) -> Option<Self> {
        let mut sum: Option<Self> = None;
        for line in lines {
            if let Some(counts) = nextest(line).or_else(|| plain(line)) {
                sum.get_or_insert_default().add(counts);
            }
        }
        sum
    }

    /// The last line of a suite, `N passed, N failed, N skipped`; none if it closed with anything else.
    pub fn of_suite(lines: &[String]) -> Option<Self> {
        let last = lines.iter().rev().find(|line| !line.trim().is_empty())?;
        let mut words = last.split([' ', ',']).filter(|word| !word.is_empty());
        let mut number = |kind: &str| -> Option<usize> {
            let count = words.next()?.parse().ok()?;
            (words.next()? == kind).then_some(count)
        };
        let (passed, failed, skipped) = (number("passed")?, number("failed")?, number("skipped")?);
        words.next().is_none().then_some(Self { passed, failed, skipped, deferred: 0 })
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// `Summary [   0.005s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 2 skipped`
fn nextest(line: &str) -> Option<Counts> {
    let (head, tail) = line.split_once(" run: ")?;
    if !head.trim_start().starts_with("Summary [") {
        return None;
    }
    let mut counts = Counts::default();
    for part in without_parentheses(tail).split(',') {
        let (number, kind) = part.trim().split_once(' ')?;
        let number: usize = number.parse().ok()?;
        match kind.trim() {
            "passed" => counts.passed += number,
            "skipped" => counts.deferred += number,
            _ => counts.failed += number,
        }
    }
    Some(counts)
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for next in text.chars() {
        match next {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(next),
            _ => {}
        }
    }
    kept
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
fn plain(line: &str) -> Option<Counts> {
    let (_, tail) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = Counts::default();
    for part in tail.split(';') {
        let Some((number, kind)) = part.trim().split_once(' ') else { continue };
        let Ok(number) = number.parse::<usize>() else { continue };
        match kind {
            "passed" => counts.passed += number,
            "failed" => counts.failed += number,
            "ignored" => counts.deferred += number,
            _ => {}
        }
    }
    Some(counts)
}
