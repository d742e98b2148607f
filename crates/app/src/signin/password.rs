//! The password step.

use super::browser::{Browser, SetCookies};
use super::turn::{self, Env, Turn};
use super::view::{Outcome, View};
use super::{entry, name, sealed};
use crate::fault::Abort;
use crate::primary::{self, Checked, Judged};
use crate::{Ctx, Fault, person, record};
use model::flow::{Flow, Progress, Step};
use model::method::MethodKind;
use model::user::User;
use model::verdict::{Cause, Refusal};
use protocol::secret::Secret;
use std::sync::Arc;
use store::Tx;
use store::scope::Authenticating;

/// Takes a password. The page is the same for a wrong password and for a name nobody bears.
pub(super) async fn take(ctx: &Ctx, browser: &Browser, flow: Flow, typed: Secret) -> Result<Outcome, Fault> {
    let name = flow.name.clone().unwrap_or_default();
    let arrival = primary::arrival(ctx);
    let Some(home) = flow.home else {
        primary::check_nobody(ctx, &typed).await?;
        primary::wait_for_the_beat(ctx, arrival).await;
        return ask_again(ctx, flow, Cause::WrongPassword).await;
    };
    let checked = Arc::new(primary::check(ctx, home, &name, &typed).await?);
    let matched = checked.matched();
    let outcome = turn::run(ctx, browser, flow, home, move |tx, env| judge(tx, env, &checked)).await;
    if !matched {
        primary::wait_for_the_beat(ctx, arrival).await;
    }
    outcome
}

async fn ask_again(ctx: &Ctx, flow: Flow, cause: Cause) -> Result<Outcome, Fault> {
    let frame = name::frame(ctx, &flow).await?;
    let name = flow.name.clone().unwrap_or_default();
    sealed::page(ctx, &flow, frame, View::Password { name }, Some(cause), SetCookies::default())
}

fn judge(tx: &mut Tx<'_, Authenticating>, env: &Env, checked: &Checked) -> Result<Turn, Abort> {
    match primary::judge(tx, &env.ctx, checked)? {
        Judged::Proved { user, proof, familiar } => {
            let mut progress = Progress::default();
            rules::signin::primary_proved(&mut progress, proof);
            progress.familiar_place = Some(familiar);
            progress.steps.push(record::step(&env.ctx, MethodKind::Password, None, Ok(())));
            turn::begin(tx, env, user.id, progress)
        }
        Judged::Refused { cause, user, familiar } => refused(tx, env, cause, user.as_deref(), familiar),
    }
}

/// A wrong password, a lock and a disabled account leave an entry; only a disabled account ends the flow.
fn refused(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    cause: Cause,
    user: Option<&User>,
    familiar: bool,
) -> Result<Turn, Abort> {
    let person = match user {
        Some(user) => person::load(tx, user.id)?,
        None => None,
    };
    let mut entry = entry::begin(env, env.draw.entries[0], person.as_ref());
    entry.error_code = cause.code();
    entry.facts.familiar_place = Some(familiar);
    entry.steps = vec![record::step(&env.ctx, MethodKind::Password, None, Err(&cause))];
    store::sign_ins::insert(tx, &entry)?;
    if matches!(cause, Cause::UserDisabled(_)) {
        return Ok(Turn::Refused(Refusal::logged(cause, entry.id)));
    }
    let name = env.flow.name.clone().unwrap_or_default();
    Ok(Turn::Ask { step: Step::Password, version: 0, view: View::Password { name }, alert: Some(cause) })
}
