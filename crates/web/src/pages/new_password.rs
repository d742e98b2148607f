//! Choosing a new password.

use super::{Account, Form, Frame, Page, template};
use crate::locale::Locale;

/// Asks for a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePasswordPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account whose password changes.
    pub account: Account,
    /// Why it changes.
    pub reason: NewPasswordReason,
    /// Whether the current password is asked for (not when it was just given).
    pub ask_current: bool,
    /// Shortest password allowed, in characters.
    pub min_length: u32,
    /// Whether three of four character classes are demanded (only the profile `strict-2019` does).
    pub classes: bool,
    /// Whether a button leaves the password as it is.
    pub can_cancel: bool,
    /// What was wrong with the previous try.
    pub problem: Option<NewPasswordProblem>,
}

impl Default for ChangePasswordPage {
    fn default() -> Self {
        Self {
            frame: Frame::default(),
            form: Form::default(),
            account: Account::default(),
            reason: NewPasswordReason::default(),
            ask_current: true,
            min_length: 8,
            classes: false,
            can_cancel: false,
            problem: None,
        }
    }
}

/// Why the password changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NewPasswordReason {
    /// The person asked for it.
    #[default]
    OwnWish,
    /// The one just used was a temporary one.
    Temporary,
    /// It has expired (AADSTS50055).
    Expired,
    /// It may be known to others: a risk detection or a leaked-credential match (AADSTS50135).
    Compromised,
}

impl NewPasswordReason {
    fn text(self, locale: &Locale) -> String {
        locale.text(match self {
            Self::OwnWish => "change-reason-own-wish",
            Self::Temporary => "change-reason-temporary",
            Self::Expired => "change-reason-expired",
            Self::Compromised => "change-reason-compromised",
        })
    }
}

/// Why a new password was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPasswordProblem {
    /// A field was empty.
    Missing,
    /// The current password is wrong (AADSTS120000).
    CurrentWrong,
    /// The two new ones differ.
    Mismatch,
    /// Shorter than the page's `min_length`.
    TooShort,
    /// Longer than 256 characters.
    TooLong,
    /// Fewer than three character classes, where they are demanded (AADSTS120002).
    TooSimple,
    /// Common, or known from a leak (AADSTS120018).
    Common,
    /// Contains the user's, tenant's or product's name (AADSTS120003).
    ContainsName,
    /// The same as the current one.
    Unchanged,
}

impl NewPasswordProblem {
    /// Which field the message belongs to.
    const fn field(self) -> &'static str {
        match self {
            Self::CurrentWrong => "currentpasswd",
            Self::Mismatch => "confirmpasswd",
            _ => "newpasswd",
        }
    }
}

impl ChangePasswordPage {
    fn length_rule(&self, locale: &Locale) -> String {
        locale.count("change-rule-length", "length", self.min_length)
    }

    fn problem_of(&self, field: &str, locale: &Locale) -> Option<String> {
        let problem = self.problem.filter(|problem| problem.field() == field)?;
        Some(match problem {
            NewPasswordProblem::Missing => locale.text("change-problem-missing"),
            NewPasswordProblem::CurrentWrong => locale.text("change-problem-current"),
            NewPasswordProblem::Mismatch => locale.text("change-problem-mismatch"),
            NewPasswordProblem::TooShort => locale.count("change-problem-short", "length", self.min_length),
            NewPasswordProblem::TooLong => locale.text("change-problem-long"),
            NewPasswordProblem::TooSimple => locale.text("change-problem-simple"),
            NewPasswordProblem::Common => locale.text("change-problem-common"),
            NewPasswordProblem::ContainsName => locale.text("change-problem-name"),
            NewPasswordProblem::Unchanged => locale.text("change-problem-unchanged"),
        })
    }

    /// The field that has the focus: the one with the problem, else the first.
    const fn focus(&self) -> &'static str {
        match self.problem {
            Some(problem) => problem.field(),
            None if self.ask_current => "currentpasswd",
            None => "newpasswd",
        }
    }

    fn fields(&self, locale: &Locale) -> Vec<Field> {
        let field = |name, label: &str, autocomplete| Field {
            name,
            label: locale.text(label),
            autocomplete,
            focused: self.focus() == name,
            problem: self.problem_of(name, locale),
        };
        let mut fields = Vec::with_capacity(3);
        if self.ask_current {
            fields.push(field("currentpasswd", "change-current", "current-password"));
        }
        fields.push(field("newpasswd", "change-new", "new-password"));
        fields.push(field("confirmpasswd", "change-confirm", "new-password"));
        fields
    }
}

/// One password field of the form.
struct Field {
    name: &'static str,
    label: String,
    autocomplete: &'static str,
    focused: bool,
    problem: Option<String>,
}

impl Page for ChangePasswordPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("change-title")
    }

    fn has_problem(&self) -> bool {
        self.problem.is_some()
    }

    fn render(&self, locale: &Locale) -> String {
        template!(ChangePasswordPage, "change_password.html", self, locale)
    }
}
