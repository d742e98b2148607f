//! Handing the answer to the client as a form (OAuth 2.0 Form Post Response Mode 1.0).

use super::{Frame, Page, template};
use crate::locale::Locale;

/// The only script of the sign-in pages; the page's policy allows exactly this text, by its hash.
pub const FORM_POST_SCRIPT: &str = "document.forms[0].submit()";

/// Posts the answer to the client's redirect URI: at once by script, or by its button.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormPostPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The client's redirect URI.
    pub redirect_uri: String,
    /// The answer's parameters: `code`, `state`, `iss`, …
    pub fields: Vec<(String, String)>,
    /// The application's display name.
    pub app_name: Option<String>,
}

impl Page for FormPostPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("post-title")
    }

    fn render(&self, locale: &Locale) -> String {
        template!(FormPostPage, "form_post.html", self, locale)
    }
}
