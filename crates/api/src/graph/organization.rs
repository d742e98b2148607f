//! `/organization`.

use crate::call::Call;
use crate::refusal::Refusal;
use crate::reply::Reply;
use app::graph::organization;

const SET: &str = "organization";

pub(super) async fn list(call: Call) -> Result<Reply, Refusal> {
    let query = call.query()?;
    let options = query.options.clone();
    let page = organization::list(&call.ctx, call.bearer()?, query).await?;
    Ok(Reply::collection(&call, SET, &options, page))
}

pub(super) async fn find(call: Call) -> Result<Reply, Refusal> {
    let query = call.query()?;
    let options = query.options.clone();
    let tenant = organization::find(&call.ctx, call.bearer()?, call.param("id"), query).await?;
    Ok(Reply::entity(&call, SET, &options, tenant))
}
