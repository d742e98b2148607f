//! The load generator behind `cargo xtask bench`: HTTP/1.1 on one core, with as little work of its own as possible.
//!
//! ```text
//! loadgen --ready-file FILE --scenario NAME [--connections N] [--seconds S] [--rate R] [--new-connections]
//! loadgen --bare --ready-file FILE
//! ```
//!
//! The last line it prints is one JSON object; `docs/performance.md` describes it. `--bare` is not a load but a
//! server that answers a constant: how fast HTTP alone is on the server's core.
#![expect(clippy::disallowed_methods, reason = "a load generator measures with the real clock")]

mod arguments;
mod bare;
mod clock;
mod cookies;
mod form;
mod http;
mod load;
mod record;
mod report;
mod scenario;
#[cfg(test)]
mod tests;
mod world;

use std::io::Write as _;
use std::process::ExitCode;

use arguments::{Arguments, Task};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match Arguments::parse(&words).and_then(|arguments| start(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            // A closed standard error leaves nobody to tell.
            let _ = writeln!(std::io::stderr().lock(), "loadgen: {cause}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: &Arguments) -> Result<(), String> {
    match &arguments.task {
        Task::Bare => bare::serve(&arguments.ready_file),
        Task::Load { scenario, plan } => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| format!("no runtime: {error}"))?;
            let report = runtime.block_on(scenario::run(scenario, plan, &arguments.ready_file))?;
            writeln!(std::io::stdout().lock(), "{report}").map_err(|error| error.to_string())
        }
    }
}
