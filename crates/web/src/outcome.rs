//! From what a use case led to, to an HTTP answer.

use crate::headers::{self, PagePolicy};
use crate::locale::Locale;
use crate::pages::{
    BusyPage, DeviceDonePage, ErrorPage, ExpiredPage, ExpiredReason, FormPostPage, Frame, Page as Rendered,
};
use crate::request::Incoming;
use crate::{cookies, json, views};
use app::Fault;
use app::signin::{Answered, Outcome, Page, SetCookies};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::verdict::{Cause, Refusal};
use protocol::aadsts::Language as CatalogueLanguage;
use protocol::authorize::{Answer, AuthorizeSuccess};
use protocol::error_body::TokenError;

/// Answers with what a step of a sign-in led to.
pub(crate) fn respond(incoming: &Incoming, outcome: Outcome) -> Response {
    match outcome {
        Outcome::Page(page) => step(incoming, &page),
        Outcome::Answer(answered) => answer(incoming, &answered),
        Outcome::Refused(refused) => refusal(incoming, &refused.refusal),
        Outcome::DeviceDone(device, set) => {
            let page =
                DeviceDonePage { frame: frame(incoming, None), app_name: device.app_name, cancelled: false };
            with_cookies(
                html(StatusCode::OK, &page, incoming.locale(None, None), PagePolicy::default()),
                &set,
            )
        }
    }
}

fn step(incoming: &Incoming, page: &Page) -> Response {
    let locale = incoming.locale(page.ui_locales.as_deref(), page.tenant_locale.as_deref());
    let body = views::render(page, frame(incoming, page.tenant_name.clone()), locale);
    let policy = PagePolicy { redirect_uri: page.redirect_uri.as_deref(), form_post: false };
    with_cookies((headers::page(policy), body).into_response(), &page.cookies)
}

/// The surroundings of a page.
pub(crate) fn frame(incoming: &Incoming, tenant_name: Option<String>) -> Frame {
    Frame { tenant_name, demo: incoming.demo }
}

/// A page as an answer.
pub(crate) fn html(
    status: StatusCode,
    page: &dyn Rendered,
    locale: &Locale,
    policy: PagePolicy<'_>,
) -> Response {
    (status, headers::page(policy), page.render(locale)).into_response()
}

/// Adds cookies to an answer.
pub(crate) fn with_cookies(mut response: Response, set: &SetCookies) -> Response {
    cookies::write(response.headers_mut(), set);
    response
}

fn answer(incoming: &Incoming, answered: &Answered) -> Response {
    let rendered = match &answered.answer {
        Ok(success) => answered.return_to.success(&AuthorizeSuccess {
            issuer: answered.issuer.clone(),
            code: Some(success.code.clone()),
            id_token: None,
            client_info: success.client_info.clone(),
            session_state: Some(success.session_state.clone()),
        }),
        Err(refusal) => {
            let context = json::context(&incoming.ctx, refusal.trace);
            let error = TokenError::for_authorization(&refusal.cause.fault(), &context);
            answered.return_to.failure(&error, &answered.issuer)
        }
    };
    let response = match rendered {
        Answer::Redirect(location) => redirect(incoming, &location),
        Answer::FormPost { action, fields } => form_post(incoming, action, fields),
    };
    with_cookies(response, &answered.cookies)
}

/// A redirect after a form was posted: 303, so that no browser posts credentials on (RFC 9700 section 4.12).
pub(crate) fn redirect(incoming: &Incoming, location: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(location) else {
        return refused(incoming, Cause::Malformed("the redirect URI cannot be sent".to_owned()));
    };
    let mut headers = headers::redirect();
    headers.insert(header::LOCATION, location);
    (StatusCode::SEE_OTHER, headers).into_response()
}

fn form_post(incoming: &Incoming, action: String, fields: Vec<(&'static str, String)>) -> Response {
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let policy_uri = action.clone();
    let page = FormPostPage { frame: frame(incoming, None), redirect_uri: action, fields, app_name: None };
    let policy = PagePolicy { redirect_uri: Some(&policy_uri), form_post: true };
    html(StatusCode::OK, &page, incoming.locale(None, None), policy)
}

/// A refusal that stays on a page and that no log keeps.
pub(crate) fn refused(incoming: &Incoming, cause: Cause) -> Response {
    refusal(incoming, &json::refusal(incoming, cause))
}

/// The page when a use case could not be carried out.
pub(crate) fn fault(incoming: &Incoming, fault: &Fault) -> Response {
    tracing::error!(correlation_id = %incoming.ctx.correlation_id, %fault, "a request could not be carried out");
    refused(incoming, fault.cause())
}

fn refusal(incoming: &Incoming, refusal: &Refusal) -> Response {
    let locale = incoming.locale(None, None);
    let fault = refusal.cause.fault();
    let status = StatusCode::from_u16(TokenError::status(&fault)).unwrap_or(StatusCode::BAD_REQUEST);
    let expired = |reason| ExpiredPage { frame: frame(incoming, None), reason, restart_url: None };
    let policy = PagePolicy::default();
    match &refusal.cause {
        Cause::FlowExpired => html(status, &expired(ExpiredReason::Expired), locale, policy),
        Cause::FlowReplayed if incoming.browser().binding.is_none() => {
            html(status, &expired(ExpiredReason::CookieMissing), locale, policy)
        }
        Cause::FlowReplayed => html(status, &expired(ExpiredReason::AlreadyDone), locale, policy),
        Cause::Throttled { .. } | Cause::Overloaded { .. } | Cause::Unavailable => {
            busy(incoming, refusal, status, locale)
        }
        _ => html(status, &error_page(incoming, refusal, locale), locale, policy),
    }
}

fn busy(incoming: &Incoming, refusal: &Refusal, status: StatusCode, locale: &Locale) -> Response {
    let retry_after = refusal.cause.retry_after_seconds();
    let page = BusyPage {
        frame: frame(incoming, None),
        too_many_requests: matches!(refusal.cause, Cause::Throttled { .. }),
        retry_after,
        retry_url: None,
        correlation_id: Some(incoming.ctx.correlation_id.to_string()),
    };
    let mut response = html(status, &page, locale, PagePolicy::default());
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn error_page(incoming: &Incoming, refusal: &Refusal, locale: &Locale) -> ErrorPage {
    let fault = refusal.cause.fault();
    let context = json::context(&incoming.ctx, refusal.trace);
    ErrorPage {
        frame: frame(incoming, None),
        code: fault.code.0,
        message: fault.message(catalogue_language(locale)),
        app_name: None,
        username: None,
        trace_id: refusal.trace.to_string(),
        correlation_id: incoming.ctx.correlation_id.to_string(),
        timestamp: context.timestamp(),
        form: None,
        can_switch: false,
        can_return: false,
    }
}

/// The catalogue's language for a page's.
pub(crate) fn catalogue_language(locale: &Locale) -> CatalogueLanguage {
    if locale.tag().starts_with("ko") { CatalogueLanguage::Korean } else { CatalogueLanguage::English }
}
