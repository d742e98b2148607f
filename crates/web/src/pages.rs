//! The pages people see while they sign in: plain HTML forms that work without JavaScript.
//!
//! A page is a struct of plain values ([`UsernamePage`], [`ConsentPage`], …) which the handlers fill and
//! [`Page::render`] turns into HTML in the language of a [`Locale`]. A page decides nothing.
//!
//! # The form contract
//!
//! Every step is `POST`ed as `application/x-www-form-urlencoded` to the page's [`Form::action`]. The body holds the
//! page's [`Form::hidden`] fields exactly as given (`flow`, `ctx`, …), the fields of the table, and `action`, the
//! value of the button that was pressed. The first button in the table is the one that the Enter key presses.
//!
//! | page | fields | `action` |
//! | --- | --- | --- |
//! | [`UsernamePage`] | `loginfmt` | `next`, `cancel` |
//! | [`AccountPickerPage`] | | `switch:ID`, `other` |
//! | [`PasswordPage`] | `passwd` | `next`, `back` |
//! | [`AuthenticatorCodePage`] | `otc` | `next`, `recovery`, `cancel` |
//! | [`RecoveryCodePage`] | `otc` | `next`, `back`, `cancel` |
//! | [`RegisterAuthenticatorPage`] | `otc` | `next`, `later`, `cancel` |
//! | [`RecoveryCodesPage`] | | `next` |
//! | [`ChangePasswordPage`] | `currentpasswd`, `newpasswd`, `confirmpasswd` | `next`, `cancel` |
//! | [`StaySignedInPage`] | | `yes`, `no` |
//! | [`ConsentPage`] | `organization` (`true` when ticked) | `accept`, `cancel` |
//! | [`AdminApprovalPage`] | | `other`, `cancel` |
//! | [`DeviceCodePage`] | `user_code` | `next` |
//! | [`DeviceConfirmPage`] | | `next`, `cancel` |
//! | [`ChooseSignOutPage`] | | `switch:ID`, `all`, `cancel` |
//! | [`ConfirmSignOutPage`] | | `yes`, `no` |
//! | [`ErrorPage`] | | `other`, `cancel` |
//!
//! [`FormPostPage`] posts to the client instead (OAuth 2.0 Form Post Response Mode). [`DeviceDonePage`],
//! [`SignedOutPage`], [`ExpiredPage`], [`BusyPage`], [`StartPage`] only have links, [`ExplainPage`] a `GET` form
//! with the field `code`. Field values arrive as typed: trimming, normalising and bounding them is the handler's.

use crate::locale::Locale;

mod account;
mod consent;
mod device;
pub mod display;
mod explanation;
mod form_post;
mod new_password;
mod problem;
mod qr;
mod registration;
mod second_factor;
mod sign_out;
mod start;
mod stay;

pub use account::{
    Account, AccountChoice, AccountPickerPage, PasswordPage, PasswordProblem, UsernamePage, UsernameProblem,
};
pub use consent::{AdminApprovalPage, ConsentAudience, ConsentPage, Permission};
pub use device::{DeviceCodePage, DeviceCodeProblem, DeviceConfirmPage, DeviceDonePage};
pub use explanation::Explanation;
pub use form_post::{FORM_POST_SCRIPT, FormPostPage};
pub use new_password::{ChangePasswordPage, NewPasswordProblem, NewPasswordReason};
pub use problem::{BusyPage, ErrorPage, ExpiredPage, ExpiredReason, ExplainPage};
pub use registration::{RecoveryCodesPage, RegisterAuthenticatorPage, RegistrationReason};
pub use second_factor::{AuthenticatorCodePage, CodeProblem, RecoveryCodePage};
pub use sign_out::{ChooseSignOutPage, ConfirmSignOutPage, SignedOutPage};
pub use start::{StartLink, StartLinkKind, StartPage};
pub use stay::StaySignedInPage;

/// What surrounds every page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Display name of the tenant whose people sign in here; the product's name stands in while it is unknown.
    pub tenant_name: Option<String>,
    /// Whether this server is a demo or development world, which a banner then says.
    pub demo: bool,
}

/// Where a page's form goes and what it carries unseen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Target of the `POST`, usually a path on this origin.
    pub action: String,
    /// Hidden fields, name and value, in this order.
    pub hidden: Vec<(String, String)>,
}

/// A page, ready to be rendered.
pub trait Page {
    /// What surrounds the page.
    fn frame(&self) -> &Frame;

    /// The heading, and the name of the browser tab.
    fn title(&self, locale: &Locale) -> String;

    /// Whether the page says that the previous step failed.
    fn has_problem(&self) -> bool {
        false
    }

    /// The whole document. Never fails: nothing a page holds can make a template fail.
    fn render(&self, locale: &Locale) -> String;
}

/// Renders `$page` (of type `$type`) with the template at `$path`, which sees it as `p` and the texts as `t`.
macro_rules! template {
    ($type:ident, $path:tt, $page:expr, $locale:expr) => {{
        #[derive(askama::Template)]
        #[template(path = $path)]
        struct View<'a> {
            p: &'a $type,
            t: &'a crate::locale::Locale,
        }
        crate::pages::document(&View { p: $page, t: $locale })
    }};
}
use template;

/// The rendered view. Templates fail only through filters and formatters that fail, and ours have none; should one
/// ever be added, people get a page that says so and not an empty one.
fn document(view: &impl askama::Template) -> String {
    view.render().unwrap_or_else(|_| {
        "<!doctype html><html lang=\"en\"><title>Error</title><h1>This page could not be made</h1></html>"
            .to_owned()
    })
}
