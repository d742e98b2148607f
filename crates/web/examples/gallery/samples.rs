//! One filled page for every state that people can meet. The gallery shows them, the golden files pin them.

use web::pages::{
    Account, AccountChoice, AccountPickerPage, AdminApprovalPage, AuthenticatorCodePage, BusyPage,
    ChangePasswordPage, ChooseSignOutPage, CodeProblem, ConfirmSignOutPage, ConsentAudience, ConsentPage,
    DeviceCodePage, DeviceCodeProblem, DeviceConfirmPage, DeviceDonePage, ErrorPage, ExpiredPage,
    ExpiredReason, ExplainPage, Form, FormPostPage, Frame, NewPasswordProblem, NewPasswordReason, Page,
    PasswordPage, PasswordProblem, Permission, RecoveryCodePage, RecoveryCodesPage,
    RegisterAuthenticatorPage, RegistrationReason, SignedOutPage, StartLink, StartLinkKind, StartPage,
    StaySignedInPage, UsernamePage, UsernameProblem,
};

/// A page with the name of its file.
pub type Sample = (&'static str, Box<dyn Page>);

fn frame() -> Frame {
    Frame { tenant_name: Some("Northwind Partners".to_owned()), demo: false }
}

fn form() -> Form {
    Form {
        action: "/northwind.example/login".to_owned(),
        hidden: vec![
            ("flow".to_owned(), "k1.Zm9vYmFyYmF6cXV4.8d7f3a".to_owned()),
            ("ctx".to_owned(), "4fa81c".to_owned()),
        ],
    }
}

fn account() -> Account {
    Account { name: None, username: "minsu.kim@northwind.example".to_owned() }
}

fn known_account() -> Account {
    Account { name: Some("김민수".to_owned()), ..account() }
}

fn accounts() -> Vec<AccountChoice> {
    let choice = |id: &str, name: Option<&str>, username: &str, signed_in| AccountChoice {
        id: id.to_owned(),
        account: Account { name: name.map(str::to_owned), username: username.to_owned() },
        signed_in,
    };
    vec![
        choice("7c1e", Some("김민수"), "minsu.kim@northwind.example", true),
        choice("9b02", Some("Maria Oliveira"), "maria@fabrikam.example", true),
        choice("c3d4", None, "ops@northwind.example", false),
    ]
}

fn permissions() -> Vec<Permission> {
    let permission = |name: &str, description: &str| Permission {
        display_name: name.to_owned(),
        description: description.to_owned(),
        resource: Some("Microsoft Graph".to_owned()),
    };
    vec![
        permission(
            "Sign in and read user profile",
            "Allows users to sign in to the app, and allows the app to read the profile of signed-in users. It also allows the app to read basic company information of signed-in users.",
        ),
        permission(
            "Read audit log data",
            "Allows the app to read and query your audit log activities, on behalf of the signed-in user.",
        ),
        permission(
            "Maintain access to data you have given it access to",
            "Allows the app to see and update the data you gave it access to, even when users are not currently using the app.",
        ),
    ]
}

fn sample(name: &'static str, page: impl Page + 'static) -> Sample {
    (name, Box::new(page))
}

fn app() -> String {
    "Partner Console".to_owned()
}

/// Every page in every state worth looking at.
pub fn all() -> Vec<Sample> {
    [
        account_samples(),
        second_factor_samples(),
        registration_samples(),
        password_samples(),
        consent_samples(),
        form_post_samples(),
        device_samples(),
        sign_out_samples(),
        error_samples(),
        stopped_samples(),
        information_samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn account_samples() -> Vec<Sample> {
    let username =
        UsernamePage { frame: frame(), form: form(), app_name: Some(app()), ..UsernamePage::default() };
    let password = PasswordPage {
        frame: frame(),
        form: form(),
        account: account(),
        app_name: Some(app()),
        forgot_url: Some("/passwordreset?username=minsu.kim%40northwind.example".to_owned()),
        problem: None,
    };
    let failed = |problem| PasswordPage { problem: Some(problem), ..password.clone() };
    vec![
        sample(
            "username-plain",
            UsernamePage {
                frame: Frame { tenant_name: None, demo: true },
                form: form(),
                ..UsernamePage::default()
            },
        ),
        sample("username-cancel", UsernamePage { can_cancel: true, ..username.clone() }),
        sample(
            "username-missing",
            UsernamePage { problem: Some(UsernameProblem::Missing), ..username.clone() },
        ),
        sample(
            "username-malformed",
            UsernamePage {
                problem: Some(UsernameProblem::Malformed),
                username: "minsu".to_owned(),
                ..username.clone()
            },
        ),
        sample("username", username),
        sample(
            "account-picker",
            AccountPickerPage { frame: frame(), form: form(), app_name: Some(app()), accounts: accounts() },
        ),
        sample("password-missing", failed(PasswordProblem::Missing)),
        sample("password-wrong", failed(PasswordProblem::Wrong)),
        sample("password-locked", failed(PasswordProblem::Locked { minutes: None })),
        sample("password-locked-one", failed(PasswordProblem::Locked { minutes: Some(1) })),
        sample("password-locked-minutes", failed(PasswordProblem::Locked { minutes: Some(5) })),
        sample("password-too-many", failed(PasswordProblem::TooManyTries)),
        sample("password", password),
        sample("stay-signed-in", StaySignedInPage { frame: frame(), form: form(), account: known_account() }),
    ]
}

fn second_factor_samples() -> Vec<Sample> {
    let code = AuthenticatorCodePage {
        frame: frame(),
        form: form(),
        account: known_account(),
        offer_recovery: true,
        problem: None,
    };
    let recovery = RecoveryCodePage { frame: frame(), form: form(), account: known_account(), problem: None };
    let code_failed = |problem| AuthenticatorCodePage { problem: Some(problem), ..code.clone() };
    let recovery_failed = |problem| RecoveryCodePage { problem: Some(problem), ..recovery.clone() };
    vec![
        sample("authenticator-code-missing", code_failed(CodeProblem::Missing)),
        sample("authenticator-code-wrong", code_failed(CodeProblem::Wrong)),
        sample("authenticator-code-used", code_failed(CodeProblem::AlreadyUsed)),
        sample("authenticator-code-too-many", code_failed(CodeProblem::TooMany)),
        sample("authenticator-code", code),
        sample("recovery-code-missing", recovery_failed(CodeProblem::Missing)),
        sample("recovery-code-wrong", recovery_failed(CodeProblem::Wrong)),
        sample("recovery-code-used", recovery_failed(CodeProblem::AlreadyUsed)),
        sample("recovery-code-too-many", recovery_failed(CodeProblem::TooMany)),
        sample("recovery-code", recovery),
    ]
}

fn registration_samples() -> Vec<Sample> {
    let register = RegisterAuthenticatorPage {
        frame: frame(),
        form: form(),
        account: known_account(),
        reason: RegistrationReason::PartnerRequirement,
        otpauth_uri: "otpauth://totp/Northwind%20Partners:minsu.kim%40northwind.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Northwind%20Partners&algorithm=SHA1&digits=6&period=30".to_owned(),
        secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
        app_account_name: "Northwind Partners: minsu.kim@northwind.example".to_owned(),
        problem: None,
    };
    let because = |reason| RegisterAuthenticatorPage { reason, ..register.clone() };
    vec![
        sample("register-authenticator-policy", because(RegistrationReason::Policy)),
        sample("register-authenticator-announced", because(RegistrationReason::Announced { days_left: 9 })),
        sample("register-authenticator-last-day", because(RegistrationReason::Announced { days_left: 0 })),
        sample("register-authenticator-next-day", because(RegistrationReason::Announced { days_left: 1 })),
        sample("register-authenticator-own-wish", because(RegistrationReason::OwnWish)),
        sample(
            "register-authenticator-wrong",
            RegisterAuthenticatorPage { problem: Some(CodeProblem::Wrong), ..register.clone() },
        ),
        sample(
            "register-authenticator-no-qr",
            RegisterAuthenticatorPage { otpauth_uri: "x".repeat(4000), ..register.clone() },
        ),
        sample("register-authenticator", register),
        sample(
            "recovery-codes",
            RecoveryCodesPage {
                frame: frame(),
                form: form(),
                account: known_account(),
                codes: [
                    "7KQ2-M9XD-4RTA",
                    "W3HN-8PVC-2LJF",
                    "ZB6T-5YGE-9SKM",
                    "D4UX-1RWQ-7NCH",
                    "P8JV-6AFL-3TZE",
                    "G2MS-9KDY-5XBW",
                    "C7EQ-4HUR-8VPN",
                    "T1ZL-3JGA-6WMF",
                    "X5RD-7YKC-2QEH",
                    "N9VB-8STU-4PJG",
                ]
                .map(str::to_owned)
                .to_vec(),
            },
        ),
    ]
}

fn password_samples() -> Vec<Sample> {
    let change = ChangePasswordPage {
        frame: frame(),
        form: form(),
        account: known_account(),
        ..ChangePasswordPage::default()
    };
    let failed = |problem| ChangePasswordPage { problem: Some(problem), ..change.clone() };
    vec![
        sample("change-password", ChangePasswordPage { can_cancel: true, ..change.clone() }),
        sample(
            "change-password-temporary",
            ChangePasswordPage { reason: NewPasswordReason::Temporary, ask_current: false, ..change.clone() },
        ),
        sample(
            "change-password-expired-classes",
            ChangePasswordPage { reason: NewPasswordReason::Expired, classes: true, ..change.clone() },
        ),
        sample(
            "change-password-compromised",
            ChangePasswordPage { reason: NewPasswordReason::Compromised, min_length: 15, ..change.clone() },
        ),
        sample("change-password-missing", failed(NewPasswordProblem::Missing)),
        sample("change-password-current-wrong", failed(NewPasswordProblem::CurrentWrong)),
        sample("change-password-mismatch", failed(NewPasswordProblem::Mismatch)),
        sample("change-password-short", failed(NewPasswordProblem::TooShort)),
        sample("change-password-long", failed(NewPasswordProblem::TooLong)),
        sample("change-password-simple", failed(NewPasswordProblem::TooSimple)),
        sample("change-password-common", failed(NewPasswordProblem::Common)),
        sample("change-password-name", failed(NewPasswordProblem::ContainsName)),
        sample("change-password-unchanged", failed(NewPasswordProblem::Unchanged)),
    ]
}

fn consent_samples() -> Vec<Sample> {
    let consent = ConsentPage {
        frame: frame(),
        form: form(),
        account: known_account(),
        app_name: app(),
        publisher: Some("Fabrikam Cloud".to_owned()),
        redirect_host: Some("console.fabrikam.example".to_owned()),
        permissions: permissions(),
        audience: ConsentAudience::User,
    };
    let nameless = Frame { tenant_name: None, demo: false };
    vec![
        sample("consent", consent.clone()),
        sample(
            "consent-or-organization",
            ConsentPage { audience: ConsentAudience::UserOrOrganization, ..consent.clone() },
        ),
        sample(
            "consent-organization",
            ConsentPage { audience: ConsentAudience::Organization, ..consent.clone() },
        ),
        sample(
            "consent-unknown-publisher",
            ConsentPage {
                frame: nameless,
                publisher: None,
                redirect_host: None,
                audience: ConsentAudience::Organization,
                ..consent
            },
        ),
        sample(
            "admin-approval",
            AdminApprovalPage {
                frame: frame(),
                form: form(),
                account: known_account(),
                app_name: app(),
                publisher: Some("Fabrikam Cloud".to_owned()),
                permissions: permissions(),
            },
        ),
    ]
}

fn form_post_samples() -> Vec<Sample> {
    vec![
        sample(
            "form-post",
            FormPostPage {
                frame: frame(),
                redirect_uri: "http://localhost:52133".to_owned(),
                fields: vec![
                    ("code".to_owned(), "1.AQ8A_sealed".to_owned()),
                    ("state".to_owned(), "a\"b&c<d>".to_owned()),
                ],
                app_name: Some(app()),
            },
        ),
        sample(
            "form-post-plain",
            FormPostPage {
                frame: frame(),
                redirect_uri: "https://app.fabrikam.example/cb".to_owned(),
                ..FormPostPage::default()
            },
        ),
    ]
}

fn device_samples() -> Vec<Sample> {
    let code = DeviceCodePage {
        frame: Frame::default(),
        form: Form { action: "/devicelogin".to_owned(), hidden: form().hidden },
        user_code: String::new(),
        problem: None,
    };
    let failed =
        |problem| DeviceCodePage { problem: Some(problem), user_code: "QX7K2MRT".to_owned(), ..code.clone() };
    let confirm = DeviceConfirmPage {
        frame: frame(),
        form: form(),
        account: Some(known_account()),
        app_name: "Azure CLI".to_owned(),
        origin: Some("Seoul, KR · 203.0.113.7".to_owned()),
    };
    vec![
        sample("device-code-missing", failed(DeviceCodeProblem::Missing)),
        sample("device-code-unknown", failed(DeviceCodeProblem::Unknown)),
        sample("device-code-expired", failed(DeviceCodeProblem::Expired)),
        sample("device-code-too-many", failed(DeviceCodeProblem::TooMany)),
        sample("device-code", code),
        sample("device-confirm-plain", DeviceConfirmPage { account: None, origin: None, ..confirm.clone() }),
        sample("device-confirm", confirm),
        sample(
            "device-done",
            DeviceDonePage { frame: frame(), app_name: "Azure CLI".to_owned(), cancelled: false },
        ),
        sample(
            "device-cancelled",
            DeviceDonePage { frame: frame(), app_name: "Azure CLI".to_owned(), cancelled: true },
        ),
    ]
}

fn sign_out_samples() -> Vec<Sample> {
    vec![
        sample(
            "choose-sign-out",
            ChooseSignOutPage { frame: Frame::default(), form: form(), accounts: accounts() },
        ),
        sample(
            "confirm-sign-out",
            ConfirmSignOutPage {
                frame: frame(),
                form: form(),
                account: known_account(),
                app_name: Some(app()),
            },
        ),
        sample(
            "confirm-sign-out-plain",
            ConfirmSignOutPage { frame: frame(), form: form(), account: known_account(), app_name: None },
        ),
        sample(
            "signed-out",
            SignedOutPage {
                frame: frame(),
                account: Some(known_account()),
                return_url: Some("https://console.fabrikam.example/goodbye".to_owned()),
            },
        ),
        sample("signed-out-plain", SignedOutPage { frame: frame(), ..SignedOutPage::default() }),
    ]
}

fn error_samples() -> Vec<Sample> {
    let error = ErrorPage {
        frame: frame(),
        code: 53003,
        message: "AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.".to_owned(),
        app_name: Some(app()),
        username: Some("minsu.kim@northwind.example".to_owned()),
        trace_id: "0d3c4b5a-6f7e-4d8c-9b0a-1f2e3d4c5b00".to_owned(),
        correlation_id: "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d".to_owned(),
        timestamp: "2026-01-09 02:02:12Z".to_owned(),
        form: Some(form()),
        can_switch: true,
        can_return: true,
    };
    let redirect_uri = ErrorPage {
        frame: Frame::default(),
        code: 50011,
        message: "AADSTS50011: The redirect URI 'https://evil.example/cb' specified in the request does not match the redirect URIs configured for the application '04b07795-8ddb-461a-bbee-02f9e1bf7b46'.".to_owned(),
        app_name: Some("04b07795-8ddb-461a-bbee-02f9e1bf7b46".to_owned()),
        username: None,
        form: None,
        can_switch: false,
        can_return: false,
        ..error.clone()
    };
    vec![sample("error-blocked", error), sample("error-redirect-uri", redirect_uri)]
}

fn stopped_samples() -> Vec<Sample> {
    let expired = |reason, restart: Option<&str>| ExpiredPage {
        frame: Frame::default(),
        reason,
        restart_url: restart.map(str::to_owned),
    };
    vec![
        sample(
            "expired",
            expired(ExpiredReason::Expired, Some("/common/oauth2/v2.0/authorize?client_id=a&scope=openid")),
        ),
        sample("expired-already-done", expired(ExpiredReason::AlreadyDone, Some("/devicelogin"))),
        sample("expired-cookie-missing", expired(ExpiredReason::CookieMissing, None)),
        sample(
            "busy-server",
            BusyPage {
                retry_after: Some(8),
                retry_url: Some("/devicelogin".to_owned()),
                correlation_id: Some("a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d".to_owned()),
                ..BusyPage::default()
            },
        ),
        sample("busy-server-plain", BusyPage::default()),
        sample(
            "busy-requests",
            BusyPage { too_many_requests: true, retry_after: Some(1), ..BusyPage::default() },
        ),
    ]
}

fn information_samples() -> Vec<Sample> {
    vec![
        sample(
            "explain",
            ExplainPage {
                frame: Frame::default(),
                code: Some(50076),
                name: Some("UserStrongAuthClientAuthNRequired".to_owned()),
                message: Some("Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.".to_owned()),
            },
        ),
        sample("explain-unknown", ExplainPage { code: Some(1), ..ExplainPage::default() }),
        sample("explain-empty", ExplainPage::default()),
        sample(
            "start",
            StartPage {
                frame: Frame { tenant_name: None, demo: true },
                authority: "https://login.northwind.example/".to_owned(),
                links: [
                    (StartLinkKind::Portal, "https://portal.northwind.example/"),
                    (StartLinkKind::SecurityInfo, "/mysecurityinfo"),
                    (StartLinkKind::DeviceLogin, "/devicelogin"),
                    (StartLinkKind::PasswordReset, "/passwordreset"),
                    (StartLinkKind::Metadata, "/common/v2.0/.well-known/openid-configuration"),
                    (StartLinkKind::ErrorLookup, "/error"),
                ]
                .map(|(kind, url)| StartLink { kind, url: url.to_owned() })
                .to_vec(),
            },
        ),
    ]
}
