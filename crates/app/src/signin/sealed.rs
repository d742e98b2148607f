//! The flow as the browser carries it.

use super::browser::{Browser, SetCookies};
use super::view::{Outcome, Page, View};
use crate::{Ctx, Fault};
use model::SignedDuration;
use model::flow::{Ending, Flow};
use model::nature;
use model::verdict::Cause;

/// The longest sealed flow, in bytes (DESIGN section 5).
const LONGEST_FLOW: usize = 8192;
/// How long a flow may take before its first factor.
const PATIENCE: SignedDuration = SignedDuration::from_mins(30);

/// Opens a flow value that this browser holds.
pub(super) fn open(ctx: &Ctx, browser: &Browser, sealed: &str) -> Result<Flow, Cause> {
    let keys = ctx.services.keys.present();
    let bytes = keys.ring.open("flow", sealed, LONGEST_FLOW).map_err(|_| Cause::FlowReplayed)?;
    let flow: Flow = serde_json::from_slice(&bytes).map_err(|_| Cause::FlowReplayed)?;
    if !browser.began(&flow.binding) {
        return Err(Cause::FlowReplayed);
    }
    if ctx.now.duration_since(flow.started_at) > PATIENCE {
        return Err(Cause::FlowExpired);
    }
    Ok(flow)
}

/// Seals a flow for the browser.
pub(super) fn seal(ctx: &Ctx, flow: &Flow) -> Result<String, Fault> {
    let json = serde_json::to_vec(flow).map_err(|error| Fault::Corrupt(error.to_string()))?;
    let keys = ctx.services.keys.present();
    let sealed = keys
        .ring
        .seal("flow", nature::random(ctx.services.entropy.as_ref()), &json)
        .map_err(|error| Fault::Corrupt(error.to_string()))?;
    if sealed.len() > LONGEST_FLOW {
        return Err(Fault::Invalid(
            "the authorization request is too long; shorten its state or scopes".to_owned(),
        ));
    }
    Ok(sealed)
}

/// The names a page shows around its form.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) client_name: String,
    pub(super) tenant_name: Option<String>,
    pub(super) tenant_locale: Option<String>,
}

/// A page that carries the flow.
pub(super) fn page(
    ctx: &Ctx,
    flow: &Flow,
    frame: Frame,
    view: View,
    alert: Option<Cause>,
    cookies: SetCookies,
) -> Result<Outcome, Fault> {
    let redirect_uri = match &flow.request.ending {
        Ending::Redirect(ending) => Some(ending.return_to.redirect_uri().to_owned()),
        Ending::Device { .. } => None,
    };
    Ok(Outcome::Page(Box::new(Page {
        flow: seal(ctx, flow)?,
        step: flow.step,
        view,
        alert,
        client_name: frame.client_name,
        tenant_name: frame.tenant_name,
        tenant_locale: frame.tenant_locale,
        ui_locales: flow.request.ui_locales.clone(),
        redirect_uri,
        cookies,
    })))
}
