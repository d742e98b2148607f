//! The second factor: a code of an authenticator app (RFC 6238) or a recovery code.

use super::{Account, Form, Frame, Page, template};
use crate::locale::Locale;

/// Asks for the code that the authenticator app shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthenticatorCodePage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account that signs in.
    pub account: Account,
    /// Whether the account has recovery codes left.
    pub offer_recovery: bool,
    /// What was wrong with the previous try.
    pub problem: Option<CodeProblem>,
}

/// Asks for one of the recovery codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecoveryCodePage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account that signs in.
    pub account: Account,
    /// What was wrong with the previous try.
    pub problem: Option<CodeProblem>,
}

/// Why a code was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// The field was empty.
    Missing,
    /// Not the code that was expected.
    Wrong,
    /// The code was right and has been used; each one works once.
    AlreadyUsed,
    /// Too many wrong codes for this account.
    TooMany,
}

impl CodeProblem {
    pub(super) fn text(self, locale: &Locale) -> String {
        locale.text(match self {
            Self::Missing => "code-problem-missing",
            Self::Wrong => "code-problem-wrong",
            Self::AlreadyUsed => "code-problem-used",
            Self::TooMany => "code-problem-too-many",
        })
    }

    fn recovery_text(self, locale: &Locale) -> String {
        locale.text(match self {
            Self::Missing => "recovery-problem-missing",
            Self::Wrong => "recovery-problem-wrong",
            Self::AlreadyUsed => "recovery-problem-used",
            Self::TooMany => "code-problem-too-many",
        })
    }
}

impl Page for AuthenticatorCodePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("code-title")
    }

    fn has_problem(&self) -> bool {
        self.problem.is_some()
    }

    fn render(&self, locale: &Locale) -> String {
        template!(AuthenticatorCodePage, "authenticator_code.html", self, locale)
    }
}

impl Page for RecoveryCodePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("recovery-title")
    }

    fn has_problem(&self) -> bool {
        self.problem.is_some()
    }

    fn render(&self, locale: &Locale) -> String {
        template!(RecoveryCodePage, "recovery_code.html", self, locale)
    }
}
