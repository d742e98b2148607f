//! The binary `countersign`: configuration, wiring, job loop, command line.

mod answer;
mod cli;
mod commands;
mod control;
mod datadir;
mod demo;
mod dev;
mod doctor;
mod failure;
mod init;
mod jobs;
mod listen;
mod local;
mod mail;
mod maintain;
mod nature;
mod operator;
mod routers;
mod serve;
mod settings;
mod site;
mod start;
mod term;
mod tls;

use clap::Parser;
use cli::{Cli, Command, Global};
use failure::Failure;
use model::Timestamp;
use std::io::IsTerminal;
use std::process::ExitCode;
use tokio::runtime::{Builder, Runtime};
use tracing_subscriber::EnvFilter;

/// Frees memory fast and gives it back: the server's memory under load stays near its memory at rest.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let begun = nature::real_now();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, everything else is a mistake.
            let text = error.render().to_string();
            if error.use_stderr() {
                term::complaint(&text);
                return ExitCode::from(failure::Kind::Usage.exit_code());
            }
            term::text(&text);
            return ExitCode::SUCCESS;
        }
    };
    log(&cli.command);
    match run(cli.command, &cli.global, begun) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            term::failure(&failure, cli.global.json);
            failure.exit_code()
        }
    }
}

/// The log goes to standard error: warnings, and for servers what happens; `RUST_LOG` says otherwise.
fn log(command: &Command) {
    let level = if matches!(command, Command::Serve(_)) { "info" } else { "warn" };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colours)
        .with_target(false)
        .init();
}

fn run(command: Command, global: &Global, begun: Timestamp) -> Result<(), Failure> {
    match command {
        Command::Init(init) => runtime(false)?.block_on(init::run(global, &init)),
        Command::Serve(serve) => runtime(true)?.block_on(serve::run(global, &serve, begun)),
        Command::Demo(demo) => runtime(true)?.block_on(demo::run(global.data_dir.as_deref(), &demo)),
        Command::Migrate(migrate) => runtime(false)?.block_on(maintain::migrate(global, &migrate)),
        Command::Restore(restore) => maintain::restore(global, &restore),
        Command::Doctor => runtime(false)?.block_on(doctor::run(global)),
        Command::Explain(explain) => maintain::explain(global, &explain),
        Command::Task(task) => runtime(false)?.block_on(local::run(global, task)),
    }
}

/// Servers use every core; a command needs no more than its own thread.
fn runtime(server: bool) -> Result<Runtime, Failure> {
    let mut builder = if server { Builder::new_multi_thread() } else { Builder::new_current_thread() };
    builder.enable_all().build().map_err(|error| {
        Failure::unavailable(format!("the runtime does not start: {error}"), "free some memory")
    })
}
