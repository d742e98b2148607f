//! The page where a waiting device's code is typed.

use crate::headers::PagePolicy;
use crate::outcome;
use crate::pages::{DeviceCodePage, DeviceCodeProblem, Form};
use crate::request::Incoming;
use app::signin::{self, Outcome};
use axum::http::StatusCode;
use axum::response::Response;
use model::verdict::Cause;

/// The longest user code read, in bytes.
const LONGEST_CODE: usize = 64;

/// `GET /devicelogin`; a code in the query is put into the field, for the user to confirm.
pub(crate) async fn ask(incoming: Incoming) -> Response {
    let params = incoming.params();
    let given =
        params.as_ref().ok().and_then(|params| params.optional("user_code", LONGEST_CODE).ok().flatten());
    page(&incoming, given.unwrap_or_default(), None)
}

/// `POST /devicelogin`.
pub(crate) async fn take(incoming: Incoming) -> Response {
    if !incoming.is_from_our_page() {
        return outcome::refused(&incoming, Cause::FlowReplayed);
    }
    let params = match incoming.params() {
        Ok(params) => params,
        Err(cause) => return outcome::refused(&incoming, cause),
    };
    let Some(code) = params.optional("user_code", LONGEST_CODE).ok().flatten() else {
        return page(&incoming, "", Some(DeviceCodeProblem::Missing));
    };
    let browser = incoming.browser();
    match signin::verify_device(&incoming.ctx, &browser, code, None).await {
        Ok(Outcome::Refused(refused)) if refused.refusal.cause == Cause::DeviceCodeUnknown => {
            page(&incoming, code, Some(DeviceCodeProblem::Unknown))
        }
        Ok(reached) => outcome::respond(&incoming, reached),
        Err(fault) => outcome::fault(&incoming, &fault),
    }
}

fn page(incoming: &Incoming, code: &str, problem: Option<DeviceCodeProblem>) -> Response {
    let page = DeviceCodePage {
        frame: outcome::frame(incoming, None),
        form: Form { action: "/devicelogin".to_owned(), hidden: Vec::new() },
        user_code: code.to_owned(),
        problem,
    };
    outcome::html(StatusCode::OK, &page, incoming.locale(None, None), PagePolicy::default())
}
