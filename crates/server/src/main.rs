//! The binary `countersign`: configuration, wiring, job loop, command line.

mod answer;
mod cli;
mod commands;
mod control;
mod datadir;
mod demo;
mod dev;
mod failure;
mod jobs;
mod listen;
mod nature;
mod operator;
mod settings;
mod term;
mod tls;

use clap::Parser;
use cli::{Cli, Command};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let result = runtime.block_on(async {
        match &cli.command {
            Command::Demo(arguments) => demo::run(cli.global.data_dir.as_deref(), arguments).await,
            _ => Ok(()),
        }
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            term::failure(&failure, false);
            failure.exit_code()
        }
    }
}
