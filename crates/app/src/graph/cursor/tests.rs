use super::*;

fn with(token: &str) -> QueryOptions {
    let mut options = QueryOptions::default();
    options.skip_token = Some(token.to_owned());
    options
}

#[test]
fn a_place_is_found_again() {
    let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
    assert_eq!(entry(&with(&after_entry(id))), Ok(Some(id)));
    assert_eq!(name(&with(&after_name("kim@contoso.example"))), Ok(Some("kim@contoso.example".to_owned())));
    assert_eq!(entry(&QueryOptions::default()), Ok(None));
}

#[test]
fn what_no_next_link_held_is_refused() {
    let long = "x".repeat(LONGEST_NAME + 1);
    for token in ["", "!", "AQ", &after_name("kim"), &encode(ENTRY, b"short"), &encode(9, &[0; 16])] {
        assert!(entry(&with(token)).is_err(), "{token}");
    }
    for token in ["AQ", &after_entry(Uuid::nil()), &after_name(&long), &encode(NAME, &[0xff, 0xfe])] {
        assert!(name(&with(token)).is_err(), "{token}");
    }
}
