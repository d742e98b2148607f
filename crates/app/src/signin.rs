//! Interactive sign-in: from an authorization request, page by page, to its answer.
//!
//! Before the first factor nothing is kept on the server: the flow travels sealed with the browser. After it
//! a row in the user's home tenant carries the flow, and every step moves its version on, so each step
//! succeeds once (DESIGN section 5).

mod begin;
mod browser;
mod consent;
mod entry;
mod factor;
mod finish;
mod name;
mod password;
mod sealed;
mod sign_out;
mod turn;
mod view;

pub use begin::{Authorization, authorize, verify_device};
pub use browser::{Browser, SetCookies};
pub(crate) use name::{fold, home};
pub use sign_out::{SignOut, SignedOut, sign_out};
pub use view::{
    Account, Answered, CodeAnswer, ConsentItem, ConsentView, DeviceView, Outcome, Page, RegisterView, View,
};

use crate::{Ctx, Fault};
use model::flow::{Flow, Step};
use model::verdict::Cause;
use model::{FlowId, SessionId};
use protocol::secret::Secret;

/// What the user answered to a page.
#[derive(Debug)]
pub enum Answer {
    /// Continue with one of the browser's sessions.
    Pick(SessionId),
    /// Sign in with another account.
    UseAnotherAccount,
    /// A user name.
    Username(String),
    /// A password.
    Password(Secret),
    /// A one-time or recovery code.
    Code(String),
    /// Use a recovery code instead of the authenticator app.
    UseRecoveryCode,
    /// Use the authenticator app after all.
    UseAuthenticator,
    /// The recovery codes were seen.
    Continue,
    /// A new password, twice.
    NewPassword(Secret, Secret),
    /// Whether to stay signed in.
    StaySignedIn(bool),
    /// Agree; for everyone in the tenant if an administrator says so.
    Consent {
        /// Yes or no.
        accept: bool,
        /// On behalf of the whole tenant.
        for_everyone: bool,
    },
    /// Whether the waiting device is known.
    ConfirmDevice(bool),
    /// Go back to the user name.
    Back,
}

/// Takes the answer to a page and goes on to the next, or ends the flow.
///
/// `sealed` is the flow value that the page carried. A value that is not ours, belongs to another browser, is
/// too old or was answered before ends in a page that says so and shows nothing else.
pub async fn answer(ctx: &Ctx, browser: &Browser, sealed: &str, answer: Answer) -> Result<Outcome, Fault> {
    let flow = match sealed::open(ctx, browser, sealed) {
        Ok(flow) => flow,
        Err(cause) => return Ok(Outcome::refused_page(ctx, cause)),
    };
    let ctx = &Ctx { correlation_id: flow.correlation_id, ..ctx.clone() };
    match (flow.step, answer) {
        // Whatever was proved so far stays behind with the old id.
        (_, Answer::Back | Answer::UseAnotherAccount) => name::ask(ctx, restarted(ctx, flow), None).await,
        (Step::PickAccount, Answer::Pick(session)) => begin::pick(ctx, browser, flow, session).await,
        (Step::Username, Answer::Username(typed)) => name::take(ctx, flow, &typed).await,
        (Step::Password, Answer::Password(typed)) => password::take(ctx, browser, flow, typed).await,
        (step, answer) if flow.version > 0 && fits(step, &answer) => {
            turn::take(ctx, browser, flow, answer).await
        }
        _ => Ok(Outcome::refused_page(ctx, Cause::FlowReplayed)),
    }
}

/// The same request from its beginning, as a flow of its own.
fn restarted(ctx: &Ctx, flow: Flow) -> Flow {
    Flow { id: FlowId(ctx.services.entropy.uuid_v7(ctx.now)), version: 0, ..flow }
}

/// Whether an answer is one to the page the flow stands at.
fn fits(step: Step, answer: &Answer) -> bool {
    match answer {
        Answer::Code(_) => matches!(step, Step::OneTimeCode | Step::RecoveryCode | Step::Register),
        Answer::UseRecoveryCode => step == Step::OneTimeCode,
        Answer::UseAuthenticator => step == Step::RecoveryCode,
        Answer::Continue => step == Step::ShowRecoveryCodes,
        Answer::NewPassword(..) => step == Step::ChangePassword,
        Answer::StaySignedIn(_) => step == Step::StaySignedIn,
        Answer::Consent { .. } => step == Step::Consent,
        Answer::ConfirmDevice(_) => step == Step::ConfirmDevice,
        Answer::Pick(_)
        | Answer::UseAnotherAccount
        | Answer::Username(_)
        | Answer::Password(_)
        | Answer::Back => false,
    }
}
