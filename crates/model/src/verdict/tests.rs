use super::*;

#[test]
fn dates_have_seven_fractional_digits() {
    let at: Timestamp = "2026-01-09T02:02:12.5Z".parse().unwrap();
    assert_eq!(date(at), "2026-01-09T02:02:12.5000000Z");
}

#[test]
fn errors_about_the_client_stay_on_a_page() {
    let app_id = AppId(Uuid::nil());
    assert!(!Cause::RedirectMismatch { uri: "https://evil.example".into(), app_id }.may_be_redirected());
    assert!(Cause::ConsentDeclined.may_be_redirected());
}

#[expect(clippy::too_many_lines, reason = "one of each cause")]
fn samples() -> Vec<Cause> {
    let (app_id, text) = (AppId(Uuid::nil()), || "a value".to_owned());
    let (issued_at, valid_from) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
    vec![
        Cause::MissingParameter("scope"),
        Cause::DuplicateParameter(text()),
        Cause::Malformed(text()),
        Cause::TenantNotFound(text()),
        Cause::TenantRequired,
        Cause::WrongMethod,
        Cause::ClientNotFound { app_id: text(), tenant: text() },
        Cause::ClientDisabled(app_id),
        Cause::ClientNotMultiTenant(app_id),
        Cause::RedirectMismatch { uri: text(), app_id },
        Cause::ClientCredentialMissing,
        Cause::ClientSecretInvalid(app_id),
        Cause::ClientSecretExpired(app_id),
        Cause::PublicClientWithCredential,
        Cause::AssertionRejected(text()),
        Cause::AssertionSignature,
        Cause::AssertionExpired,
        Cause::GrantTypeUnknown(text()),
        Cause::GrantTypeNotAllowed("password"),
        Cause::PasswordGrantDisabled,
        Cause::CrossOriginNotSpa,
        Cause::SpaWithoutOrigin,
        Cause::ResponseTypeNotAllowed(text()),
        Cause::ResponseModeNotAllowed(text()),
        Cause::ChallengeMissing,
        Cause::ChallengeInvalid,
        Cause::ScopeInvalid(text()),
        Cause::ScopeNotDefault(text()),
        Cause::ResourceNotFound { resource: text(), tenant: text() },
        Cause::CodeInvalid,
        Cause::CodeRedeemed,
        Cause::CodeExpired,
        Cause::CodeWrongTenant,
        Cause::VerifierMismatch,
        Cause::RefreshInvalid,
        Cause::RefreshInactive { issued_at, days: 90 },
        Cause::RefreshSpaExpired { issued_at },
        Cause::GrantRevoked { issued_at, valid_from },
        Cause::DevicePending,
        Cause::DeviceDeclined,
        Cause::DeviceExpired,
        Cause::DeviceCodeUnknown,
        Cause::WrongPassword,
        Cause::NoPassword,
        Cause::Locked,
        Cause::UserDisabled(UserId(Uuid::nil())),
        Cause::UserNotFound,
        Cause::PasswordMustChange,
        Cause::PasswordRefused("change-problem-short"),
        Cause::MfaRequired { resource: text() },
        Cause::MfaEnrollmentRequired { resource: text() },
        Cause::SecondFactorWrong,
        Cause::SecondFactorReplayed,
        Cause::LoginRequired,
        Cause::InteractionRequired,
        Cause::ConsentRequired { app_id, name: text() },
        Cause::AdminConsentRequired { app_id, name: text() },
        Cause::ConsentDeclined,
        Cause::FlowExpired,
        Cause::FlowReplayed,
        Cause::TokenInvalid,
        Cause::PermissionMissing("openid"),
        Cause::Throttled { retry_after_seconds: 1 },
        Cause::Overloaded { retry_after_seconds: 1 },
        Cause::Unavailable,
    ]
}

#[test]
fn every_text_gets_the_values_that_it_names() {
    let placeholders = |template: &'static str| {
        template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
    };
    let mut missing = Vec::new();
    for cause in samples() {
        let given: Vec<&str> = cause.arguments().into_iter().map(|(name, _)| name).collect();
        let texts = &cause.fault().entry().en;
        let named = [texts.message, texts.user, texts.admin].into_iter().flat_map(placeholders);
        for name in named.filter(|name| *name != "detail" && !given.contains(name)) {
            missing.push(format!("AADSTS{}: {{{name}}} of {given:?}", cause.code()));
        }
    }
    missing.dedup();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_cause_is_in_the_catalogue() {
    for cause in samples() {
        assert!(Code(cause.code()).entry().is_some(), "AADSTS{} of {cause:?} is missing", cause.code());
    }
}
