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
