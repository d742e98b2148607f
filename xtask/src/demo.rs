//! `cargo xtask demo`: builds the product and becomes the demo, so that signals and the exit code are the demo's own.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::failure::Failure;
use crate::process;
use crate::term;

/// Optimised, but without the link-time optimisation that makes a release wait.
const PROFILE: &str = "demo";

pub fn command(root: &Path, arguments: &[String]) -> Result<ExitCode, Failure> {
    term::line("building countersign (the first time takes minutes) …");
    let arguments_of_cargo =
        ["build", "--locked", "--profile", PROFILE, "-p", "server", "--bin", "countersign"];
    let built = process::cargo(root, &arguments_of_cargo)
        .status()
        .map_err(|cause| Failure::program(format!("cargo could not be started: {cause}")))?;
    if !built.success() {
        return Err(Failure::program("countersign does not build; the compiler's messages are above"));
    }
    let program = process::target(root).join(PROFILE).join("countersign");
    let cause = Command::new(&program).arg("demo").args(arguments).exec();
    Err(Failure::program(format!("{} could not be started: {cause}", program.display())))
}
