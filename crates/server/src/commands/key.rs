//! `countersign key`

use super::moment;
use crate::answer::Answer;
use crate::cli::KeyCommand;
use crate::failure::Failure;
use app::{Ctx, keys};
use model::server_key::{KeyState, ServerKey};
use serde_json::{Value, json};

/// Runs one.
pub async fn run(ctx: &Ctx, command: KeyCommand) -> Result<Answer, Failure> {
    if matches!(command, KeyCommand::Rotate) {
        keys::rotate_now(ctx).await?;
    }
    let keys = keys::list(ctx).await?;
    let data: Vec<Value> = keys
        .iter()
        .map(|key| {
            json!({ "kid": key.kid, "algorithm": key.algorithm, "state": key.state, "createdAt": key.created_at,
                "activatesAt": key.activates_at })
        })
        .collect();
    let rows = keys
        .iter()
        .map(|key| [key.kid.clone(), key.algorithm.clone(), state(key).to_owned(), moment(key.activates_at)]);
    Ok(Answer::new(&data).table(["key id", "algorithm", "state", "signs from"], rows.collect()))
}

fn state(key: &ServerKey) -> &'static str {
    match key.state {
        KeyState::Next => "next",
        KeyState::Current => "current",
        KeyState::Previous => "previous",
        KeyState::Retired => "retired",
    }
}
