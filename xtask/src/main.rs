//! House rules and tooling as code: `cargo xtask tidy`, `test`, `demo`, `bench`, `mutants`.
//!
//! Nothing here is part of the product, and nothing of the product is linked in, so that this program builds in
//! seconds and still runs when the product does not compile.

mod bench;
mod clock;
mod demo;
mod failure;
mod mutants;
mod process;
mod term;
mod test;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

use failure::Failure;

const HELP: &str = "\
cargo xtask COMMAND

  tidy [--bless]                     check the house rules; --bless rewrites the golden files
  test [--quick|--long] [FILTER]     run every check and test; FILTER runs only the tests it names
  demo [ARGUMENTS]                   build countersign and run `countersign demo ARGUMENTS`
  bench [--runs N] [--seconds N] [--write] [ROW…]
                                     measure the product against its targets
  mutants [FILTER]                   put named faults into the code and see whether the tests notice
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(failure) => {
            term::line(&format!("error: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode, Failure> {
    let root = root();
    let Some((command, rest)) = arguments.split_first() else {
        term::block(HELP);
        return Ok(ExitCode::FAILURE);
    };
    match command.as_str() {
        "tidy" => tidy::command(&root, rest),
        "test" => test::command(&root, rest),
        "demo" => demo::command(&root, rest),
        "bench" => bench::command(&root, rest),
        "mutants" => mutants::command(&root, rest),
        "help" | "--help" | "-h" => {
            term::block(HELP);
            Ok(ExitCode::SUCCESS)
        }
        other => Err(Failure::usage(format!("`{other}` is no command; `cargo xtask help` lists them"))),
    }
}

/// The top folder of the repository, found from where this crate was built.
fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().map_or(manifest.clone(), PathBuf::from)
}
