//! What the AADSTS codes mean to people: what happened, what they can do, what their administrator can do.

use crate::locale::Locale;

/// A family of codes that people are told the same about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// The account is disabled.
    AccountDisabled,
    /// Too many wrong passwords.
    AccountLocked,
    /// The account does not belong to this tenant.
    AccountNotHere,
    /// Only an administrator can consent.
    ApprovalNeeded,
    /// The application is unknown or switched off in this tenant.
    ApplicationUnknown,
    /// A policy blocks this sign-in.
    Blocked,
    /// The risk of this account or sign-in is too high.
    BlockedByRisk,
    /// The client could not prove its own identity.
    ClientCredential,
    /// Nobody has consented yet.
    ConsentMissing,
    /// The person did not consent.
    ConsentRefused,
    /// User name or password is wrong.
    Credentials,
    /// A device's code is wrong or too old.
    DeviceCode,
    /// The device does not meet a policy.
    DeviceRequired,
    /// A code or refresh token is too old, used or revoked.
    GrantExpired,
    /// A second factor is needed or must be registered.
    MultifactorRequired,
    /// Nobody is signed in in this browser.
    NoSession,
    /// The person is not assigned to the application.
    NotAssigned,
    /// The new password does not meet the rules.
    PasswordRejected,
    /// The password has to be changed.
    PasswordExpired,
    /// The redirect URI is not registered.
    RedirectUri,
    /// The request is malformed.
    Request,
    /// Something on the server failed.
    Server,
    /// The tenant cannot be found.
    TenantUnknown,
    /// Too much at the moment.
    TryLater,
    /// None of the above.
    Unknown,
}

impl Explanation {
    /// The family of a code.
    #[rustfmt::skip]
    pub const fn of(code: u32) -> Self {
        match code {
            50057 | 135_011 => Self::AccountDisabled,
            50053 => Self::AccountLocked,
            16000 | 16002 | 50014 | 50020 | 50177 | 50178 | 90072 | 500_208 => Self::AccountNotHere,
            90094 | 90095 => Self::ApprovalNeeded,
            70001 | 500_011 | 700_011 | 700_016 | 7_000_112 | 50001 => Self::ApplicationUnknown,
            50002 | 53003 | 53010 | 500_021 | 500_022 | 500_212 | 500_213 | 530_032 | 530_035 => Self::Blocked,
            50131 | 53004 | 53011 | 530_034 => Self::BlockedByRisk,
            50012 | 50013 | 50017 | 50027 | 70002 | 500_133 | 700_025 | 700_027 | 700_030 | 7_000_215 | 7_000_218
            | 7_000_222 => Self::ClientCredential,
            65001 | 90099 => Self::ConsentMissing,
            65004 => Self::ConsentRefused,
            50034 | 50056 | 50064 | 50126 | 50197 | 51004 => Self::Credentials,
            70016 | 70018 | 70019 => Self::DeviceCode,
            50005 | 50097 | 50129 | 50155 | 50187 | 53000 | 53001 | 53002 => Self::DeviceRequired,
            50078 | 50089 | 50132 | 50133 | 50173 | 54005 | 70000 | 70008 | 70043 | 700_005 | 700_082 | 700_084 => Self::GrantExpired,
            50072 | 50074 | 50076 | 50079 | 50158 => Self::MultifactorRequired,
            50058 => Self::NoSession,
            50105 => Self::NotAssigned,
            120_000 | 120_002 | 120_003 | 120_018 => Self::PasswordRejected,
            50055 | 50135 | 50144 => Self::PasswordExpired,
            50011 | 70004 => Self::RedirectUri,
            28002 | 28003 | 50147 | 50194 | 51000 | 65005 | 70003 | 70005 | 70007 | 70011 | 75011 | 90014 | 90023
            | 90124 | 90130 | 501_481 | 501_491 | 650_052 | 650_056 | 650_057 | 700_022 | 700_054 | 900_144 | 900_561
            | 901_002 | 9_001_023 | 9_002_313 | 9_002_326 | 9_002_327 | 9_002_332 => Self::Request,
            50000 | 50003 | 80014 => Self::Server,
            50059 | 50107 | 50128 | 90002 | 90019 => Self::TenantUnknown,
            50085 | 50087 | 50088 | 50196 | 90006 | 90012 | 90033 | 90055 => Self::TryLater,
            _ => Self::Unknown,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::AccountDisabled => "problem-account-disabled",
            Self::AccountLocked => "problem-account-locked",
            Self::AccountNotHere => "problem-account-not-here",
            Self::ApprovalNeeded => "problem-approval-needed",
            Self::ApplicationUnknown => "problem-application-unknown",
            Self::Blocked => "problem-blocked",
            Self::BlockedByRisk => "problem-blocked-by-risk",
            Self::ClientCredential => "problem-client-credential",
            Self::ConsentMissing => "problem-consent-missing",
            Self::ConsentRefused => "problem-consent-refused",
            Self::Credentials => "problem-credentials",
            Self::DeviceCode => "problem-device-code",
            Self::DeviceRequired => "problem-device-required",
            Self::GrantExpired => "problem-grant-expired",
            Self::MultifactorRequired => "problem-multifactor",
            Self::NoSession => "problem-no-session",
            Self::NotAssigned => "problem-not-assigned",
            Self::PasswordRejected => "problem-password-rejected",
            Self::PasswordExpired => "problem-password-expired",
            Self::RedirectUri => "problem-redirect-uri",
            Self::Request => "problem-request",
            Self::Server => "problem-server",
            Self::TenantUnknown => "problem-tenant-unknown",
            Self::TryLater => "problem-try-later",
            Self::Unknown => "problem-unknown",
        }
    }

    /// The problem in a few words.
    pub fn title(self, locale: &Locale) -> String {
        locale.text(self.key())
    }

    /// What happened.
    pub fn what(self, locale: &Locale) -> String {
        self.part(".what", locale)
    }

    /// What the person can do.
    pub fn you(self, locale: &Locale) -> String {
        self.part(".you", locale)
    }

    /// What an administrator can do.
    pub fn admin(self, locale: &Locale) -> String {
        self.part(".admin", locale)
    }

    fn part(self, attribute: &str, locale: &Locale) -> String {
        locale.text(&[self.key(), attribute].concat())
    }
}
