use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{render::placeholders, *};

const LANGUAGES: [Language; 2] = [Language::English, Language::Korean];

#[test]
fn rows_are_sorted_and_unique() {
    for rows in table::TABLES {
        assert!(
            rows.is_sorted_by(|a, b| a.code < b.code),
            "{:?}",
            rows.iter().map(|row| row.code).collect::<Vec<_>>()
        );
    }
    let codes: BTreeSet<Code> = catalogue().map(|row| row.code).collect();
    assert_eq!(codes.len(), catalogue().count());
}

#[test]
fn every_reachable_code_has_every_text() {
    assert!(Code::REACHABLE.len() >= 60);
    for code in Code::REACHABLE {
        assert!(code.entry().is_some(), "{code} is not in the catalogue");
    }
    for row in catalogue() {
        for language in LANGUAGES {
            let texts = row.texts(language);
            for text in [texts.message, texts.user, texts.admin] {
                assert!(!text.is_empty(), "{} {language:?}", row.code);
                assert_eq!(text, text.trim(), "{}", row.code);
            }
        }
        let korean = |text: &str| text.chars().any(|letter| ('가'..='힣').contains(&letter));
        assert!(korean(row.ko.message) && korean(row.ko.user) && korean(row.ko.admin), "{}", row.code);
    }
}

#[test]
fn every_number_of_the_reference_is_there() {
    let reference = [
        16000, 16002, 28002, 28003, 50000, 50001, 500_011, 500_021, 500_022, 50002, 50003, 50005, 50011,
        50012, 50013, 500_133, 50014, 50017, 50020, 500_208, 500_212, 500_213, 50027, 50034, 50053, 50055,
        50056, 50057, 50058, 50059, 50064, 50072, 50074, 50076, 50078, 50079, 50085, 50087, 50088, 50089,
        50097, 50105, 50107, 50125, 50126, 50128, 50129, 50131, 50132, 50133, 50135, 50140, 50144, 50147,
        501_481, 501_491, 50155, 50158, 50173, 50177, 50178, 50194, 50196, 50197, 50199, 51000, 51004, 53000,
        53001, 53002, 53003, 530_032, 530_034, 530_035, 53004, 53010, 53011, 54005, 65001, 65004, 65005,
        650_052, 650_056, 650_057, 70000, 70001, 700_011, 700_016, 7_000_112, 70002, 7_000_215, 7_000_218,
        7_000_222, 700_025, 700_027, 700_030, 70003, 70004, 700_005, 70005, 700_054, 70007, 70008, 700_082,
        700_084, 70011, 700_022, 70016, 70018, 70019, 70043, 75011, 80014, 90002, 90006, 90012, 90014,
        900_144, 90019, 90023, 9_002_313, 9_001_023, 9_002_332, 90033, 90055, 900_561, 90072, 90094, 90095,
        90099, 901_002, 90124, 90130, 120_000, 120_002, 120_003, 120_018, 130_004, 130_005, 130_006, 130_007,
        130_008, 135_011, 50187,
    ];
    for number in reference {
        assert!(Code(number).entry().is_some(), "AADSTS{number} is missing");
    }
}

#[test]
fn both_languages_use_the_same_placeholders() {
    for row in catalogue() {
        let of = |text| placeholders(text).into_iter().collect::<BTreeSet<_>>();
        assert_eq!(of(row.en.message), of(row.ko.message), "{}", row.code);
        for text in [row.en.user, row.en.admin, row.ko.user, row.ko.admin] {
            assert!(of(text).is_subset(&of(row.en.message)), "{}", row.code);
        }
    }
}

#[test]
fn descriptions_hold_only_what_rfc_6749_allows_and_no_trigger_word() {
    for row in catalogue() {
        let legal = |letter: char| matches!(letter, ' '..='!' | '#'..='[' | ']'..='~');
        assert!(row.en.message.chars().all(legal), "{}", row.code);
        for language in LANGUAGES {
            let message = row.texts(language).message.to_lowercase();
            for word in render::MSAL_TRIGGERS {
                assert!(!message.contains(word), "{} mentions {word}", row.code);
            }
        }
    }
}

#[test]
fn statuses_fit_the_error() {
    for row in catalogue() {
        match row.v2 {
            OAuthError::TemporarilyUnavailable => assert!(matches!(row.status, 429 | 503), "{}", row.code),
            OAuthError::ServerError => assert_eq!(row.status, 500, "{}", row.code),
            OAuthError::InvalidClient => assert!(matches!(row.status, 400 | 401), "{}", row.code),
            _ => assert!(matches!(row.status, 400 | 405), "{}", row.code),
        }
    }
}

#[test]
fn step_up_differs_between_the_versions() {
    for code in [Code::MFA_REQUIRED, Code::MFA_ENROLLMENT_REQUIRED] {
        let row = code.entry_or_internal();
        assert_eq!(row.oauth_error(Version::V1), OAuthError::InteractionRequired);
        assert_eq!(row.oauth_error(Version::V2), OAuthError::InvalidGrant);
        assert_eq!(row.suberror, Some(Suberror::BasicAction));
    }
    assert_eq!(Code::PASSWORD_EXPIRED.entry_or_internal().v1, OAuthError::UserPasswordExpired);
}

#[test]
fn redirects_use_only_errors_of_the_authorization_endpoint() {
    for row in catalogue().filter(|row| row.delivery == Delivery::Client) {
        let error = row.authorization_error();
        let foreign = [OAuthError::InvalidGrant, OAuthError::InvalidClient, OAuthError::UnsupportedGrantType];
        assert!(!foreign.contains(&error), "{} {error}", row.code);
    }
    for (code, error) in [
        (Code::NO_SESSION, OAuthError::LoginRequired),
        (Code::MFA_REQUIRED, OAuthError::InteractionRequired),
        (Code::MFA_ENROLLMENT_REQUIRED, OAuthError::InteractionRequired),
        (Code::BLOCKED_BY_CONDITIONAL_ACCESS, OAuthError::InteractionRequired),
        (Code::CONSENT_REQUIRED, OAuthError::ConsentRequired),
        (Code::CONSENT_DECLINED, OAuthError::AccessDenied),
        (Code::GRANT_REVOKED, OAuthError::LoginRequired),
        (Code::SCOPE_INVALID, OAuthError::InvalidScope),
        (Code::THROTTLED, OAuthError::TemporarilyUnavailable),
    ] {
        assert_eq!(code.entry_or_internal().authorization_error(), error, "{code}");
    }
}

/// Every answer of the catalogue, so that a change of one is seen by whoever reviews it.
#[test]
fn the_catalogue_is_as_agreed() {
    let lines: Vec<String> = catalogue()
        .map(|row| {
            let suberror = row.suberror.map_or("-", Suberror::as_str);
            let facts = format!("{} {} {suberror} {} {:?}", row.v1, row.v2, row.status, row.delivery);
            format!("{} {facts} | {} | {}", row.code, Fault::from(row.code).description(), row.ko.message)
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn client_and_redirect_problems_stay_on_the_page() {
    for code in [Code::REDIRECT_MISMATCH, Code::APP_NOT_FOUND, Code::APP_DISABLED, Code::TENANT_NOT_FOUND] {
        assert_eq!(code.entry_or_internal().delivery, Delivery::Page, "{code}");
    }
    for code in [Code::KMSI_INTERRUPT, Code::CONFIRM_APP_INTERRUPT] {
        assert_eq!(code.entry_or_internal().delivery, Delivery::Log, "{code}");
    }
}

#[test]
fn an_unknown_code_reads_as_an_internal_fault() {
    assert!(Code(1).entry().is_none());
    assert_eq!(Code(1).entry_or_internal().code, Code::INTERNAL);
    assert_eq!(
        Code::INTERNAL.entry().map(|row| row.en.message),
        Some(Code(1).entry_or_internal().en.message)
    );
}

#[test]
fn templates_take_named_values() {
    let fault =
        Fault::new(Code::MFA_REQUIRED, Args::new().with("resource", "00000003-0000-0000-c000-000000000000"));
    assert_eq!(
        fault.description(),
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must \
         use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'."
    );
    assert!(fault.message(Language::Korean).contains("'00000003-0000-0000-c000-000000000000'에 액세스"));
    assert!(fault.user_advice(Language::English).starts_with("Sign in interactively"));
    assert!(fault.admin_advice(Language::Korean).contains("보안 응용 프로그램 모델"));
    assert_eq!(
        Fault::from(Code::PARAMETER_MISSING).description(),
        "The request body must contain the following parameter: '-'."
    );
    assert_eq!(Fault::from(Code::INPUT_INVALID).description(), "The input is not valid.");
}

#[test]
fn arguments_cannot_break_out() {
    let nasty = "a\r\nSet-Cookie: x\"\\ {appId} login_required é\u{202E}";
    let fault = Fault::new(Code::PARAMETER_MISSING, Args::new().with("name", nasty));
    let text = fault.description();
    assert_eq!(
        text,
        "The request body must contain the following parameter: 'a  Set-Cookie: x'/ {appId} login required ??'."
    );
    let page = fault.message(Language::English);
    assert!(!page.contains('\n') && !page.contains('\u{202E}') && page.contains('é'));
}

proptest! {
    #[test]
    fn rendering_is_bounded_and_clean(code in 0_u32..10_000_000, index in 0_usize..200, value in "\\PC*|[\\x00-\\x7f]{0,400}") {
        let row = catalogue().nth(index).map_or(Code(code), |row| row.code);
        let mut args = Args::new();
        for name in ["name", "detail", "resource", "appId", "tenant", "upn", "scope"] {
            args = args.with(name, value.clone());
        }
        let fault = Fault::new(row, args);
        let text = fault.description();
        prop_assert!(text.len() < 2000);
        prop_assert!(text.chars().all(|letter| matches!(letter, ' '..='!' | '#'..='[' | ']'..='~')), "{}", text);
        for word in render::MSAL_TRIGGERS {
            prop_assert!(!text.to_ascii_lowercase().contains(word));
        }
        prop_assert!(!fault.message(Language::Korean).contains(['\r', '\n']));
    }
}
