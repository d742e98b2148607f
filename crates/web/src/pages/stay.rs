//! Whether the session outlives the browser.

use super::{Account, Form, Frame, Page, template};
use crate::locale::Locale;

/// Asks whether to stay signed in (AADSTS50140 in the sign-in log).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaySignedInPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account that signed in.
    pub account: Account,
}

impl Page for StaySignedInPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("stay-title")
    }

    fn render(&self, locale: &Locale) -> String {
        template!(StaySignedInPage, "stay_signed_in.html", self, locale)
    }
}
