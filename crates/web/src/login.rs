//! The one address that every page of a sign-in posts to.

use crate::outcome;
use crate::request::Incoming;
use app::signin::{self, Answer};
use axum::response::Response;
use model::verdict::Cause;
use protocol::params::Params;
use protocol::secret::Secret;

/// The longest sealed flow, in bytes.
const LONGEST_FLOW: usize = 8192;
/// The longest user name, in bytes.
const LONGEST_NAME: usize = 1024;
/// The longest password, in bytes: 256 characters of up to four bytes.
const LONGEST_PASSWORD: usize = 1024;
/// The longest code, in bytes.
const LONGEST_CODE: usize = 64;

/// `POST /common/login`.
pub(crate) async fn step(incoming: Incoming) -> Response {
    if !incoming.is_from_our_page() {
        return outcome::refused(&incoming, Cause::FlowReplayed);
    }
    let params = match incoming.params() {
        Ok(params) => params,
        Err(cause) => return outcome::refused(&incoming, cause),
    };
    let (flow, answer) = match read(&params) {
        Ok(read) => read,
        Err(cause) => return outcome::refused(&incoming, cause),
    };
    match signin::answer(&incoming.ctx, &incoming.browser(), flow, answer).await {
        Ok(reached) => outcome::respond(&incoming, reached),
        Err(fault) => outcome::fault(&incoming, &fault),
    }
}

/// The flow value and the answer in a posted form. The field `step` only says how to read the buttons; whether
/// the answer fits is decided by the sealed flow.
fn read(params: &Params) -> Result<(&str, Answer), Cause> {
    let field = |name, limit| params.optional(name, limit).map_err(|error| Cause::Request(error.fault()));
    let flow = params.required("flow", LONGEST_FLOW).map_err(|error| Cause::Request(error.fault()))?;
    let step = field("step", 32)?.unwrap_or_default();
    let action = field("action", 64)?.unwrap_or("next");
    let text = |name, limit| field(name, limit).map(|value| value.unwrap_or_default().to_owned());
    let secret = |name| text(name, LONGEST_PASSWORD).map(Secret::new);
    let answer = match (step, action) {
        ("consent" | "approval", "cancel") => Answer::Consent { accept: false, for_everyone: false },
        ("device", "cancel") => Answer::ConfirmDevice(false),
        ("code", "recovery") => Answer::UseRecoveryCode,
        ("recovery", "back") => Answer::UseAuthenticator,
        (_, "back" | "cancel" | "other" | "later") => Answer::Back,
        ("accounts", chosen) => pick(chosen)?,
        ("username", _) => Answer::Username(text("loginfmt", LONGEST_NAME)?),
        ("password", _) => Answer::Password(secret("passwd")?),
        ("code" | "recovery" | "register", _) => Answer::Code(text("otc", LONGEST_CODE)?),
        ("codes", _) => Answer::Continue,
        ("change", _) => Answer::NewPassword(secret("newpasswd")?, secret("confirmpasswd")?),
        ("stay", action) => Answer::StaySignedIn(action == "yes"),
        ("consent", _) => {
            Answer::Consent { accept: true, for_everyone: field("organization", 8)? == Some("true") }
        }
        ("device", _) => Answer::ConfirmDevice(true),
        _ => return Err(Cause::Malformed("the form has an unknown step".to_owned())),
    };
    Ok((flow, answer))
}

fn pick(chosen: &str) -> Result<Answer, Cause> {
    let session = chosen.strip_prefix("switch:").and_then(|id| id.parse().ok());
    session.map(Answer::Pick).ok_or_else(|| Cause::Malformed("the form names no account".to_owned()))
}
