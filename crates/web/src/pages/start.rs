//! The page at `/`.

use super::{Frame, Page, template};
use crate::locale::Locale;

/// Says what this server is and where to go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The base URL that clients are configured with.
    pub authority: String,
    /// What can be reached from here, in the order shown.
    pub links: Vec<StartLink>,
}

/// One destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartLink {
    /// What it is.
    pub kind: StartLinkKind,
    /// Where it is.
    pub url: String,
}

/// What a link of the start page leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartLinkKind {
    /// The admin centre.
    Portal,
    /// A person's own authentication methods.
    SecurityInfo,
    /// Entry of a device's code.
    DeviceLogin,
    /// Reset of a forgotten password.
    PasswordReset,
    /// OpenID Connect discovery.
    Metadata,
    /// Explanations of error codes.
    ErrorLookup,
}

impl StartLink {
    const fn key(&self) -> &'static str {
        match self.kind {
            StartLinkKind::Portal => "start-portal",
            StartLinkKind::SecurityInfo => "start-security-info",
            StartLinkKind::DeviceLogin => "start-device",
            StartLinkKind::PasswordReset => "start-reset",
            StartLinkKind::Metadata => "start-metadata",
            StartLinkKind::ErrorLookup => "start-errors",
        }
    }

    fn label(&self, locale: &Locale) -> String {
        locale.text(self.key())
    }

    fn about(&self, locale: &Locale) -> String {
        locale.text(&[self.key(), ".about"].concat())
    }
}

impl Page for StartPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("start-title")
    }

    fn render(&self, locale: &Locale) -> String {
        template!(StartPage, "start.html", self, locale)
    }
}
