//! Registering an authenticator app, and the recovery codes that come with it.

use super::{Account, CodeProblem, Form, Frame, Page, qr, template};
use crate::locale::Locale;

/// Shows the key for an authenticator app and asks for a first code that proves it arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterAuthenticatorPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account that registers.
    pub account: Account,
    /// Why it has to.
    pub reason: RegistrationReason,
    /// The `otpauth://totp/…` address, shown as a QR code.
    pub otpauth_uri: String,
    /// The key as unpadded base32, shown in groups of four for typing.
    pub secret: String,
    /// The account's name as the app will list it.
    pub app_account_name: String,
    /// What was wrong with the previous try.
    pub problem: Option<CodeProblem>,
}

/// Why an authenticator app is being registered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RegistrationReason {
    /// The tenant is a partner under the partner security requirements: everyone, at every sign-in, at once.
    PartnerRequirement,
    /// A policy of the organization asks for it.
    #[default]
    Policy,
    /// A policy or campaign asks for it and leaves some time.
    Announced {
        /// Days in which the registration can still be put off.
        days_left: u32,
    },
    /// The person asked for it.
    OwnWish,
}

impl RegisterAuthenticatorPage {
    fn reason_text(&self, locale: &Locale) -> String {
        match self.reason {
            RegistrationReason::PartnerRequirement => locale.text("register-reason-partner"),
            RegistrationReason::Policy => locale.text("register-reason-policy"),
            RegistrationReason::Announced { days_left } => {
                locale.count("register-reason-announced", "days", days_left)
            }
            RegistrationReason::OwnWish => locale.text("register-reason-own-wish"),
        }
    }

    const fn can_wait(&self) -> bool {
        matches!(self.reason, RegistrationReason::Announced { .. })
    }

    fn key_groups(&self) -> Vec<String> {
        let characters: Vec<char> = self.secret.chars().collect();
        characters.chunks(4).map(|group| group.iter().collect()).collect()
    }

    fn qr(&self) -> Option<qr::Drawing> {
        qr::Drawing::of(&self.otpauth_uri)
    }
}

impl Page for RegisterAuthenticatorPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("register-title")
    }

    fn has_problem(&self) -> bool {
        self.problem.is_some()
    }

    fn render(&self, locale: &Locale) -> String {
        template!(RegisterAuthenticatorPage, "register_authenticator.html", self, locale)
    }
}

/// Shows new recovery codes, this one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecoveryCodesPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Where the form goes.
    pub form: Form,
    /// The account they belong to.
    pub account: Account,
    /// The codes, grouped as they are to be written down.
    pub codes: Vec<String>,
}

impl Page for RecoveryCodesPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn title(&self, locale: &Locale) -> String {
        locale.text("codes-title")
    }

    fn render(&self, locale: &Locale) -> String {
        template!(RecoveryCodesPage, "recovery_codes.html", self, locale)
    }
}
