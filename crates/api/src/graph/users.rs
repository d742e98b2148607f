//! `/me` and `/users`.

use crate::call::Call;
use crate::refusal::Refusal;
use crate::reply::Reply;
use app::graph::{sessions, users};
use serde_json::Value;

const SET: &str = "users";

pub(super) async fn me(call: Call) -> Result<Reply, Refusal> {
    let query = call.query()?;
    let options = query.options.clone();
    let user = users::me(&call.ctx, call.bearer()?, query).await?;
    Ok(Reply::entity(&call, SET, &options, user))
}

pub(super) async fn find(call: Call) -> Result<Reply, Refusal> {
    let query = call.query()?;
    let options = query.options.clone();
    let user = users::find(&call.ctx, call.bearer()?, call.param("id"), query).await?;
    Ok(Reply::entity(&call, SET, &options, user))
}

pub(super) async fn list(call: Call) -> Result<Reply, Refusal> {
    let query = call.query()?;
    let options = query.options.clone();
    let page = users::list(&call.ctx, call.bearer()?, query).await?;
    Ok(Reply::collection(&call, SET, &options, page))
}

pub(super) async fn revoke_own_sessions(call: Call) -> Result<Reply, Refusal> {
    sessions::revoke_own(&call.ctx, call.bearer()?).await?;
    Ok(done(&call))
}

pub(super) async fn revoke_sessions(call: Call) -> Result<Reply, Refusal> {
    sessions::revoke_of(&call.ctx, call.bearer()?, call.param("id")).await?;
    Ok(done(&call))
}

fn done(call: &Call) -> Reply {
    Reply::value(call, "Edm.Boolean", &Value::Bool(true))
}
