//! Signing out.

use super::{Account, AccountChoice, Form, Frame, Page, template};
use crate::locale::Locale;

/// Lets people choose which account signs out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChooseSignOutPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The accounts with a session in this browser.
    pub accounts: Vec<AccountChoice>,
}

impl Page for ChooseSignOutPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("choose-sign-out-title")
    }

    fn render(&self, locale: &Locale) -> String {
        template!(ChooseSignOutPage, "choose_sign_out.html", self, locale)
    }
}

/// Asks before signing out, as nobody is signed out by a link alone (OpenID Connect RP-Initiated Logout 2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfirmSignOutPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account that would sign out.
    pub account: Account,
    /// The application that asked.
    pub app_name: Option<String>,
}

impl Page for ConfirmSignOutPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("confirm-sign-out-title")
    }

    fn render(&self, locale: &Locale) -> String {
        template!(ConfirmSignOutPage, "confirm_sign_out.html", self, locale)
    }
}

/// Says that the session is over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedOutPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The account that signed out, if one was.
    pub account: Option<Account>,
    /// A registered address to go on to.
    pub return_url: Option<String>,
}

impl Page for SignedOutPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("signed-out-title")
    }

    fn render(&self, locale: &Locale) -> String {
        template!(SignedOutPage, "signed_out.html", self, locale)
    }
}
