//! When it does not go on: errors, expired flows, a busy server, and what an error code means.

use super::display::{prose, shown};
use super::{Explanation, Form, Frame, Page, template};
use crate::locale::Locale;

/// Explains why a sign-in failed and what can be done about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Number of the AADSTS code.
    pub code: u32,
    /// The code's message as the protocol words it, for those who will read the details.
    pub message: String,
    /// Display name of the application, or its id.
    pub app_name: Option<String>,
    /// The account that was used.
    pub username: Option<String>,
    /// Trace id of this request.
    pub trace_id: String,
    /// Correlation id of the whole flow.
    pub correlation_id: String,
    /// When it happened, in UTC.
    pub timestamp: String,
    /// The form behind the buttons; without it there are none.
    pub form: Option<Form>,
    /// Whether a button signs in with another account (`other`).
    pub can_switch: bool,
    /// Whether a button returns to the application with the error (`cancel`).
    pub can_return: bool,
}

impl ErrorPage {
    const fn explanation(&self) -> Explanation {
        Explanation::of(self.code)
    }

    /// The message without the code it may start with, which has its own line.
    fn bare_message(&self) -> &str {
        let rest = self.message.strip_prefix("AADSTS").and_then(|rest| rest.split_once(": "));
        match rest {
            Some((number, message)) if number.bytes().all(|digit| digit.is_ascii_digit()) => message,
            _ => &self.message,
        }
    }

    /// The details as one text that can be copied into a support request.
    fn details(&self, locale: &Locale) -> String {
        let mut rows = vec![
            (locale.text("error-code"), format!("AADSTS{}", self.code)),
            (locale.text("error-message"), prose(self.bare_message())),
        ];
        let optional = [("error-app", &self.app_name), ("error-account", &self.username)];
        for (key, value) in optional {
            rows.extend(value.iter().map(|value| (locale.text(key), shown(value))));
        }
        rows.push((locale.text("error-trace"), shown(&self.trace_id)));
        rows.push((locale.text("error-correlation"), shown(&self.correlation_id)));
        rows.push((locale.text("error-time"), shown(&self.timestamp)));
        let lines: Vec<_> = rows.iter().map(|(label, value)| format!("{label}: {value}")).collect();
        lines.join("\n")
    }
}

impl Page for ErrorPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        self.explanation().title(locale)
    }

    fn has_problem(&self) -> bool {
        true
    }

    fn render(&self, locale: &Locale) -> String {
        template!(ErrorPage, "error.html", self, locale)
    }
}

/// Explains an error code to whoever looks it up (`error_uri` of an OAuth error leads here).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExplainPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The number looked up; `None` shows only the search field.
    pub code: Option<u32>,
    /// The code's name in the catalogue, if it has one.
    pub name: Option<String>,
    /// The code's message as the protocol words it.
    pub message: Option<String>,
}

impl ExplainPage {
    fn explanation(&self) -> Option<Explanation> {
        self.code.map(Explanation::of)
    }
}

impl Page for ExplainPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        self.code.map_or_else(
            || locale.text("explain-title"),
            |code| locale.with("explain-code-title", "code", &code.to_string()),
        )
    }

    fn render(&self, locale: &Locale) -> String {
        template!(ExplainPage, "explain.html", self, locale)
    }
}

/// Says that this step cannot be continued.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpiredPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Why it cannot.
    pub reason: ExpiredReason,
    /// Where the sign-in starts anew, if that is known.
    pub restart_url: Option<String>,
}

/// Why a step cannot be continued.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExpiredReason {
    /// The flow is older than its lifetime (AADSTS50089).
    #[default]
    Expired,
    /// The step was done already: Back, reload, or a second press of the button.
    AlreadyDone,
    /// The flow's cookie did not come back: cookies are off, or the address was opened in another browser.
    CookieMissing,
}

impl ExpiredReason {
    const fn key(self) -> &'static str {
        match self {
            Self::Expired => "expired-late",
            Self::AlreadyDone => "expired-done",
            Self::CookieMissing => "expired-cookie",
        }
    }

    fn what(self, locale: &Locale) -> String {
        locale.text(&[self.key(), ".what"].concat())
    }
}

impl Page for ExpiredPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text(self.reason.key())
    }

    fn render(&self, locale: &Locale) -> String {
        template!(ExpiredPage, "expired.html", self, locale)
    }
}

/// Says that the server cannot take the request just now (429, 503).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BusyPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Whether this address sent too many requests (429); otherwise the server is busy (503).
    pub too_many_requests: bool,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<u32>,
    /// A page from which to try again.
    pub retry_url: Option<String>,
    /// Correlation id of the flow, for support.
    pub correlation_id: Option<String>,
}

impl BusyPage {
    const fn key(&self) -> &'static str {
        if self.too_many_requests { "busy-many" } else { "busy-server" }
    }

    fn what(&self, locale: &Locale) -> String {
        locale.text(&[self.key(), ".what"].concat())
    }

    fn wait(&self, locale: &Locale) -> String {
        self.retry_after.map_or_else(
            || locale.text("busy-wait"),
            |seconds| locale.count("busy-wait-seconds", "seconds", seconds),
        )
    }
}

impl Page for BusyPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text(self.key())
    }

    fn has_problem(&self) -> bool {
        true
    }

    fn render(&self, locale: &Locale) -> String {
        template!(BusyPage, "busy.html", self, locale)
    }
}
