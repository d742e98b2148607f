//! The sign-out endpoint (OpenID Connect RP-Initiated Logout 1.0).

use crate::headers::PagePolicy;
use crate::outcome;
use crate::pages::{Account, ConfirmSignOutPage, Form, SignedOutPage};
use crate::request::{Incoming, Segment};
use app::directory;
use app::signin::{self, SignOut, SignedOut};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use model::verdict::Cause;
use protocol::logout::LogoutRequest;
use protocol::params::Params;

/// `GET|POST /{tenant}/oauth2/v2.0/logout` and its v1 form. Without an `id_token_hint` of his own session the user
/// is asked first, so that no other site can sign him out.
pub(crate) async fn logout(Segment(tenant): Segment, incoming: Incoming) -> Response {
    let authority = match directory::authority(&incoming.ctx, &tenant).await {
        Ok(Ok(authority)) => authority,
        Ok(Err(cause)) => return outcome::refused(&incoming, cause),
        Err(fault) => return outcome::fault(&incoming, &fault),
    };
    let params = match incoming.params() {
        Ok(params) => params,
        Err(cause) => return outcome::refused(&incoming, cause),
    };
    let request = match LogoutRequest::parse(&params) {
        Ok(request) => request,
        Err(error) => return outcome::refused(&incoming, Cause::Request(error.fault())),
    };
    let action = params.optional("action", 16).ok().flatten();
    let posted = incoming.method == Method::POST && incoming.is_from_our_page();
    if posted && action == Some("no") {
        // Saying that he is signed out would not be true.
        return outcome::redirect(&incoming, "/");
    }
    let request = SignOut { authority, request, confirmed: posted && action == Some("yes") };
    match signin::sign_out(&incoming.ctx, &incoming.browser(), request).await {
        Ok(SignedOut::Ask { return_to }) => ask(&incoming, &tenant, &params, return_to.as_deref()),
        Ok(SignedOut::Done { return_to: Some(uri), cookies }) => {
            outcome::with_cookies(outcome::redirect(&incoming, &uri), &cookies)
        }
        Ok(SignedOut::Done { return_to: None, cookies }) => {
            outcome::with_cookies(signed_out(&incoming), &cookies)
        }
        Err(fault) => outcome::fault(&incoming, &fault),
    }
}

fn ask(incoming: &Incoming, tenant: &str, params: &Params, return_to: Option<&str>) -> Response {
    let hidden = params.pairs().filter(|(name, _)| *name != "action");
    let page = ConfirmSignOutPage {
        frame: outcome::frame(incoming, None),
        form: Form {
            action: format!("/{tenant}/oauth2/v2.0/logout"),
            hidden: hidden.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        },
        account: Account::default(),
        app_name: None,
    };
    let policy = PagePolicy { redirect_uri: return_to, form_post: false };
    outcome::html(StatusCode::OK, &page, incoming.locale(None, None), policy)
}

fn signed_out(incoming: &Incoming) -> Response {
    let page = SignedOutPage { frame: outcome::frame(incoming, None), account: None, return_url: None };
    outcome::html(StatusCode::OK, &page, incoming.locale(None, None), PagePolicy::default())
}
