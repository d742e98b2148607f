use super::super::GraphVersion;
use super::*;
use model::{Timestamp, UserId, Uuid};
use protocol::odata::QueryOptions;

fn query(text: &str, version: GraphVersion) -> Query {
    Query { options: QueryOptions::parse(text.as_bytes()).unwrap(), version, preferred_size: None }
}

fn kim() -> User {
    User {
        id: UserId(Uuid::from_u128(0xabc)),
        user_principal_name: "kim@contoso.example".to_owned(),
        display_name: "Kim".to_owned(),
        given_name: None,
        surname: None,
        mail: Some("kim@mail.example".to_owned()),
        user_type: UserType::Member,
        account_enabled: true,
        service_account: false,
        usage_location: Some("KR".to_owned()),
        phones: vec!["+82101".to_owned(), "+82102".to_owned()],
        preferred_language: Some("ko".to_owned()),
        sessions_valid_from: Timestamp::UNIX_EPOCH,
        created_at: Timestamp::UNIX_EPOCH,
        deleted_at: None,
        version: 1,
    }
}

fn names(shown: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = shown.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[test]
fn v1_shows_its_eleven_properties_unless_others_are_selected() {
    assert_eq!(names(&shape::shown(&kim(), &query("", GraphVersion::V1))).len(), 11);
    let selected = shape::shown(&kim(), &query("$select=id,userType,accountEnabled", GraphVersion::V1));
    assert_eq!(names(&selected), ["accountEnabled", "id", "userType"]);
    let mut properties = shape::PROPERTIES;
    properties.sort_unstable();
    assert_eq!(names(&shape::shown(&kim(), &query("", GraphVersion::Beta))), properties);
}

#[test]
fn phones_are_a_mobile_and_others() {
    let shown = shape::whole(&kim());
    assert_eq!(shown["mobilePhone"], "+82101");
    assert_eq!(shown["businessPhones"], serde_json::json!(["+82102"]));
}

#[test]
fn a_user_is_named_by_id_or_name_in_any_letter_case() {
    for name in ["kim@contoso.example", "KIM@Contoso.Example", "00000000-0000-0000-0000-000000000ABC"] {
        assert!(is_named(&kim(), name), "{name}");
    }
    for name in ["", "kim", "me", "00000000000000000000000000000abc"] {
        assert!(!is_named(&kim(), name), "{name}");
    }
}

#[test]
fn the_store_leaves_out_only_what_the_filter_leaves_out() {
    let cases = [
        ("startswith(displayName,'K')", Some("K"), None, None),
        ("userPrincipalName eq 'kim@contoso.example'", Some("kim@contoso.example"), None, None),
        ("accountEnabled eq true and userType eq 'Guest'", None, Some(true), Some(UserType::Guest)),
        ("startswith(surname,'K')", None, None, None),
        ("displayName eq 'Kim' or accountEnabled eq false", None, None, None),
        ("not(accountEnabled eq true)", None, None, None),
        ("accountEnabled ne true", None, None, None),
    ];
    for (text, prefix, enabled, user_type) in cases {
        let filter = pushed_down(&query(&format!("$filter={text}"), GraphVersion::V1));
        assert_eq!(
            (filter.prefix.as_deref(), filter.enabled, filter.user_type),
            (prefix, enabled, user_type),
            "{text}"
        );
    }
}
