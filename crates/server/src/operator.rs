//! The operator: whoever may work on the data directory. Runs tasks, from the control socket or here.

use crate::answer::Answer;
use crate::cli::Task;
use crate::commands;
use crate::failure::Failure;
use app::{Ctx, Services};
use std::sync::Arc;

/// Runs tasks in the operator's name.
pub struct LocalOperator {
    services: Arc<Services>,
    name: String,
}

impl LocalOperator {
    /// The operator of this machine.
    pub fn new(services: Arc<Services>) -> Self {
        Self { services, name: format!("operator@{}", host_name()) }
    }

    /// The circumstances of one command.
    pub fn ctx(&self) -> Ctx {
        Ctx::operator(&self.services, &self.name)
    }

    /// Runs one task.
    pub async fn run(&self, task: Task) -> Result<Answer, Failure> {
        commands::run(&self.ctx(), task).await
    }
}

/// The machine's name, as the kernel knows it.
fn host_name() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name: String = name
        .trim()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        .take(64)
        .collect();
    if name.is_empty() { "localhost".to_owned() } else { name }
}
