//! `/auditLogs`.

use crate::call::Call;
use crate::refusal::Refusal;
use crate::reply::Reply;
use app::graph::{audits, sign_ins};

const SIGN_INS: &str = "auditLogs/signIns";
const AUDITS: &str = "auditLogs/directoryAudits";

pub(super) async fn sign_ins(call: Call) -> Result<Reply, Refusal> {
    let query = call.query()?;
    let options = query.options.clone();
    let page = sign_ins::list(&call.ctx, call.bearer()?, query).await?;
    Ok(Reply::collection(&call, SIGN_INS, &options, page))
}

pub(super) async fn sign_in(call: Call) -> Result<Reply, Refusal> {
    let query = call.query()?;
    let options = query.options.clone();
    let entry = sign_ins::find(&call.ctx, call.bearer()?, call.param("id"), query).await?;
    Ok(Reply::entity(&call, SIGN_INS, &options, entry))
}

pub(super) async fn audits(call: Call) -> Result<Reply, Refusal> {
    let query = call.query()?;
    let options = query.options.clone();
    let page = audits::list(&call.ctx, call.bearer()?, query).await?;
    Ok(Reply::collection(&call, AUDITS, &options, page))
}

pub(super) async fn audit(call: Call) -> Result<Reply, Refusal> {
    let query = call.query()?;
    let options = query.options.clone();
    let entry = audits::find(&call.ctx, call.bearer()?, call.param("id"), query).await?;
    Ok(Reply::entity(&call, AUDITS, &options, entry))
}
