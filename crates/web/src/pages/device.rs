//! Signing in a device that shows a code (RFC 8628).

use super::{Account, Form, Frame, Page, template};
use crate::locale::Locale;

/// Asks for the code that the device shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceCodePage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// Prefilled code: from `verification_uri_complete`, or what was typed before.
    pub user_code: String,
    /// What was wrong with the previous try.
    pub problem: Option<DeviceCodeProblem>,
}

/// Why a device's code was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceCodeProblem {
    /// The field was empty.
    Missing,
    /// No device waits with this code (AADSTS70018).
    Unknown,
    /// The code is too old (AADSTS70019).
    Expired,
    /// Too many wrong codes from this browser or address.
    TooMany,
}

impl DeviceCodeProblem {
    fn text(self, locale: &Locale) -> String {
        locale.text(match self {
            Self::Missing => "device-problem-missing",
            Self::Unknown => "device-problem-unknown",
            Self::Expired => "device-problem-expired",
            Self::TooMany => "device-problem-too-many",
        })
    }
}

impl Page for DeviceCodePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("device-title")
    }

    fn has_problem(&self) -> bool {
        self.problem.is_some()
    }

    fn render(&self, locale: &Locale) -> String {
        template!(DeviceCodePage, "device_code.html", self, locale)
    }
}

/// Asks whether the person means to sign in that device, the defence against phished codes (RFC 8628 5.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceConfirmPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account that signed in, once it has.
    pub account: Option<Account>,
    /// Display name of the application on the device.
    pub app_name: String,
    /// Where the device's request came from, such as `Seoul, KR · 203.0.113.7`.
    pub origin: Option<String>,
}

impl Page for DeviceConfirmPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.with("confirm-title", "app", &self.app_name)
    }

    fn render(&self, locale: &Locale) -> String {
        template!(DeviceConfirmPage, "device_confirm.html", self, locale)
    }
}

/// Says how it ended; the device goes on by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceDonePage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Display name of the application on the device.
    pub app_name: String,
    /// Whether the device was refused.
    pub cancelled: bool,
}

impl Page for DeviceDonePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text(if self.cancelled { "device-cancelled-title" } else { "device-done-title" })
    }

    fn render(&self, locale: &Locale) -> String {
        template!(DeviceDonePage, "device_done.html", self, locale)
    }
}
