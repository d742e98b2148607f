//! Who signs in: user name, account picker, password.

use super::{Form, Frame, Page, template};
use crate::locale::Locale;

/// An account as people recognise it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Display name, where it may be shown; before the first factor it may not.
    pub name: Option<String>,
    /// User principal name, or the name as it was typed.
    pub username: String,
}

impl Account {
    /// The letter on the account's round badge.
    pub(super) fn initial(&self) -> String {
        let shown = self.name.as_ref().unwrap_or(&self.username);
        let first = shown.chars().find(|c| c.is_alphanumeric());
        first.map_or_else(|| "·".to_owned(), |c| c.to_uppercase().collect())
    }
}

/// Asks for the user name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsernamePage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The application that asked for the sign-in.
    pub app_name: Option<String>,
    /// Prefilled user name: `login_hint`, or what was typed before.
    pub username: String,
    /// What was wrong with the previous try.
    pub problem: Option<UsernameProblem>,
    /// Whether a button returns to the application with `access_denied`.
    pub can_cancel: bool,
}

/// Why a user name was not taken. That nobody has this name is deliberately not among the reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsernameProblem {
    /// The field was empty.
    Missing,
    /// Not of the form `name@domain`.
    Malformed,
}

impl UsernameProblem {
    fn text(self, locale: &Locale) -> String {
        locale.text(match self {
            Self::Missing => "username-problem-missing",
            Self::Malformed => "username-problem-malformed",
        })
    }
}

impl Page for UsernamePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("username-title")
    }

    fn has_problem(&self) -> bool {
        self.problem.is_some()
    }

    fn render(&self, locale: &Locale) -> String {
        template!(UsernamePage, "username.html", self, locale)
    }
}

/// Lets people choose among the accounts of this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountPickerPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The application that asked for the sign-in.
    pub app_name: Option<String>,
    /// The accounts, most recently used first.
    pub accounts: Vec<AccountChoice>,
}

/// One account of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountChoice {
    /// What `switch:ID` names; opaque to the page.
    pub id: String,
    /// The account.
    pub account: Account,
    /// Whether its session is alive; otherwise the proof is asked for again.
    pub signed_in: bool,
}

impl Page for AccountPickerPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("picker-title")
    }

    fn render(&self, locale: &Locale) -> String {
        template!(AccountPickerPage, "account_picker.html", self, locale)
    }
}

/// Asks for the password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PasswordPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account that signs in.
    pub account: Account,
    /// The application that asked for the sign-in.
    pub app_name: Option<String>,
    /// Where a forgotten password is reset, if the tenant offers that.
    pub forgot_url: Option<String>,
    /// What was wrong with the previous try.
    pub problem: Option<PasswordProblem>,
}

/// Why a password was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// The field was empty.
    Missing,
    /// User name or password is wrong; which of them is not said (AADSTS50126, 50034).
    Wrong,
    /// Too many wrong tries; the account answers no password for a while (AADSTS50053).
    Locked {
        /// Whole minutes until the next try makes sense, where that may be said.
        minutes: Option<u32>,
    },
    /// Too many requests from this address.
    TooManyTries,
}

impl PasswordProblem {
    fn text(self, locale: &Locale) -> String {
        match self {
            Self::Missing => locale.text("password-problem-missing"),
            Self::Wrong => locale.text("password-problem-wrong"),
            Self::Locked { minutes: None } => locale.text("password-problem-locked"),
            Self::Locked { minutes: Some(minutes) } => {
                locale.count("password-problem-locked-minutes", "minutes", minutes)
            }
            Self::TooManyTries => locale.text("password-problem-too-many"),
        }
    }
}

impl Page for PasswordPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("password-title")
    }

    fn has_problem(&self) -> bool {
        self.problem.is_some()
    }

    fn render(&self, locale: &Locale) -> String {
        template!(PasswordPage, "password.html", self, locale)
    }
}
