//! The command line.

use std::path::PathBuf;

use crate::load::Plan;

const USAGE: &str = "usage: loadgen --ready-file FILE --scenario NAME [--connections N] [--seconds S] [--rate R] \
                     [--new-connections]\n       loadgen --bare --ready-file FILE";

/// What to do, and with which server.
#[derive(Debug, PartialEq)]
pub struct Arguments {
    pub ready_file: PathBuf,
    pub task: Task,
}

#[derive(Debug, PartialEq)]
pub enum Task {
    /// Be the server that answers a constant, and write the ready file.
    Bare,
    /// Put load on the server that wrote the ready file.
    Load { scenario: String, plan: Plan },
}

impl Arguments {
    pub fn parse(words: &[String]) -> Result<Self, String> {
        let (mut ready_file, mut scenario, mut bare) = (None, None, false);
        let mut plan = Plan::default();
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            let mut value = || rest.next().ok_or(USAGE);
            match word.as_str() {
                "--bare" => bare = true,
                "--new-connections" => plan.new_connections = true,
                "--ready-file" => ready_file = Some(PathBuf::from(value()?)),
                "--scenario" => scenario = Some(value()?.clone()),
                "--connections" => plan.connections = within(value()?, 1.0, 10_000.0)?,
                "--seconds" => plan.seconds = within(value()?, 0.1, 3600.0)?,
                "--rate" => plan.rate = Some(within(value()?, 0.1, 1_000_000.0)?),
                _ => return Err(USAGE.to_owned()),
            }
        }
        let ready_file = ready_file.ok_or(USAGE)?;
        let task = match (bare, scenario) {
            (true, None) => Task::Bare,
            (false, Some(scenario)) => Task::Load { scenario, plan },
            _ => return Err(USAGE.to_owned()),
        };
        Ok(Self { ready_file, task })
    }
}

fn within<T: std::str::FromStr + Copy + Into<f64>>(text: &str, least: f64, most: f64) -> Result<T, String> {
    let number = text.parse::<T>().map_err(|_| USAGE.to_owned())?;
    if (least..=most).contains(&number.into()) { Ok(number) } else { Err(USAGE.to_owned()) }
}
