//! From what a step shows to the page that shows it.

use crate::locale::Locale;
use crate::pages::{
    Account, AccountChoice, AccountPickerPage, AdminApprovalPage, AuthenticatorCodePage, ChangePasswordPage,
    CodeProblem, ConsentAudience, ConsentPage, DeviceConfirmPage, Form, Frame, NewPasswordProblem,
    NewPasswordReason, Page as _, PasswordPage, PasswordProblem, Permission, RecoveryCodePage,
    RecoveryCodesPage, RegisterAuthenticatorPage, RegistrationReason, StaySignedInPage, UsernamePage,
    UsernameProblem,
};
use app::signin::{ConsentItem, ConsentView, Page, RegisterView, View};
use model::verdict::Cause;

/// Where every form of a sign-in is posted to.
const ACTION: &str = "/common/login";
/// The shortest acceptable password (`rules::password`).
const SHORTEST_PASSWORD: u32 = 8;

/// The page's HTML.
pub(crate) fn render(page: &Page, frame: Frame, locale: &Locale) -> String {
    let around = Around { page, frame };
    match &page.view {
        View::Accounts(accounts) => around.accounts(accounts).render(locale),
        View::Username { hint } => around.username(hint.as_deref()).render(locale),
        View::Password { name } => around.password(name).render(locale),
        View::OneTimeCode { name, recovery } => around.one_time_code(name, *recovery).render(locale),
        View::RecoveryCode { name } => around.recovery_code(name).render(locale),
        View::Register(register) => around.register(register).render(locale),
        View::RecoveryCodes(codes) => around.recovery_codes(codes).render(locale),
        View::ChangePassword { name } => around.change_password(name).render(locale),
        View::StaySignedIn { name } => around.stay_signed_in(name).render(locale),
        View::Consent(consent) if consent.needs_administrator => {
            around.approval(consent, locale).render(locale)
        }
        View::Consent(consent) => around.consent(consent, locale).render(locale),
        View::ConfirmDevice(device) => DeviceConfirmPage {
            form: around.form("device"),
            account: None,
            app_name: device.app_name.clone(),
            origin: device.address.clone(),
            frame: around.frame,
        }
        .render(locale),
    }
}

struct Around<'a> {
    page: &'a Page,
    frame: Frame,
}

impl Around<'_> {
    fn form(&self, step: &str) -> Form {
        let hidden = [("flow", self.page.flow.as_str()), ("step", step)];
        Form {
            action: ACTION.to_owned(),
            hidden: hidden.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        }
    }

    fn app_name(&self) -> Option<String> {
        Some(self.page.client_name.clone()).filter(|name| !name.is_empty())
    }

    fn accounts(self, accounts: &[app::signin::Account]) -> AccountPickerPage {
        let choice = |known: &app::signin::Account| AccountChoice {
            id: known.session.to_string(),
            account: Account { name: Some(known.display_name.clone()), username: known.name.clone() },
            signed_in: true,
        };
        AccountPickerPage {
            form: self.form("accounts"),
            app_name: self.app_name(),
            accounts: accounts.iter().map(choice).collect(),
            frame: self.frame,
        }
    }

    fn username(self, hint: Option<&str>) -> UsernamePage {
        UsernamePage {
            form: self.form("username"),
            app_name: self.app_name(),
            username: hint.unwrap_or_default().to_owned(),
            problem: self.page.alert.as_ref().map(|_| UsernameProblem::Missing),
            can_cancel: false,
            frame: self.frame,
        }
    }

    fn password(self, name: &str) -> PasswordPage {
        PasswordPage {
            form: self.form("password"),
            account: account(name),
            app_name: self.app_name(),
            forgot_url: None,
            problem: self.page.alert.as_ref().map(|cause| match cause {
                Cause::Locked => PasswordProblem::Locked { minutes: None },
                _ => PasswordProblem::Wrong,
            }),
            frame: self.frame,
        }
    }

    fn code_problem(&self) -> Option<CodeProblem> {
        self.page.alert.as_ref().map(|cause| match cause {
            Cause::Locked => CodeProblem::TooMany,
            Cause::SecondFactorReplayed => CodeProblem::AlreadyUsed,
            _ => CodeProblem::Wrong,
        })
    }

    fn one_time_code(self, name: &str, recovery: bool) -> AuthenticatorCodePage {
        AuthenticatorCodePage {
            form: self.form("code"),
            account: account(name),
            offer_recovery: recovery,
            problem: self.code_problem(),
            frame: self.frame,
        }
    }

    fn recovery_code(self, name: &str) -> RecoveryCodePage {
        RecoveryCodePage {
            form: self.form("recovery"),
            account: account(name),
            problem: self.code_problem(),
            frame: self.frame,
        }
    }

    fn register(self, register: &RegisterView) -> RegisterAuthenticatorPage {
        RegisterAuthenticatorPage {
            form: self.form("register"),
            account: account(&register.account),
            reason: RegistrationReason::PartnerRequirement,
            otpauth_uri: register.uri.clone(),
            secret: register.seed.clone(),
            app_account_name: register.account.clone(),
            problem: self.code_problem(),
            frame: self.frame,
        }
    }

    fn recovery_codes(self, codes: &[String]) -> RecoveryCodesPage {
        RecoveryCodesPage {
            form: self.form("codes"),
            account: Account::default(),
            codes: codes.to_vec(),
            frame: self.frame,
        }
    }

    fn change_password(self, name: &str) -> ChangePasswordPage {
        ChangePasswordPage {
            form: self.form("change"),
            account: account(name),
            reason: NewPasswordReason::Temporary,
            ask_current: false,
            min_length: SHORTEST_PASSWORD,
            classes: false,
            can_cancel: false,
            problem: self.page.alert.as_ref().map(new_password_problem),
            frame: self.frame,
        }
    }

    fn stay_signed_in(self, name: &str) -> StaySignedInPage {
        StaySignedInPage { form: self.form("stay"), account: account(name), frame: self.frame }
    }

    fn consent(self, consent: &ConsentView, locale: &Locale) -> ConsentPage {
        ConsentPage {
            form: self.form("consent"),
            account: account(&consent.user),
            app_name: consent.app_name.clone(),
            publisher: consent.publisher.clone(),
            redirect_host: consent.redirect_host.clone(),
            permissions: permissions(&consent.permissions, locale),
            audience: if consent.may_consent_for_everyone {
                ConsentAudience::UserOrOrganization
            } else {
                ConsentAudience::User
            },
            frame: self.frame,
        }
    }

    fn approval(self, consent: &ConsentView, locale: &Locale) -> AdminApprovalPage {
        AdminApprovalPage {
            form: self.form("approval"),
            account: account(&consent.user),
            app_name: consent.app_name.clone(),
            publisher: consent.publisher.clone(),
            permissions: permissions(&consent.permissions, locale),
            frame: self.frame,
        }
    }
}

fn account(name: &str) -> Account {
    Account { name: None, username: name.to_owned() }
}

fn new_password_problem(cause: &Cause) -> NewPasswordProblem {
    match cause {
        Cause::PasswordRefused("change-problem-mismatch") => NewPasswordProblem::Mismatch,
        Cause::PasswordRefused("change-problem-short") => NewPasswordProblem::TooShort,
        Cause::PasswordRefused("change-problem-long") => NewPasswordProblem::TooLong,
        Cause::PasswordRefused("change-problem-simple") => NewPasswordProblem::TooSimple,
        Cause::PasswordRefused("change-problem-name") => NewPasswordProblem::ContainsName,
        Cause::PasswordRefused("change-problem-unchanged") => NewPasswordProblem::Unchanged,
        _ => NewPasswordProblem::Missing,
    }
}

fn permissions(items: &[ConsentItem], locale: &Locale) -> Vec<Permission> {
    let shown = |item: &ConsentItem| {
        let texts = item.permission.translations.iter().find(|text| text.language == locale.tag());
        let (name, description) = texts
            .map_or((&item.permission.display_name, &item.permission.description), |text| {
                (&text.display_name, &text.description)
            });
        Permission {
            display_name: name.clone(),
            description: description.clone(),
            resource: Some(item.resource.clone()),
        }
    };
    items.iter().map(shown).collect()
}
