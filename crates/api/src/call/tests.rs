use super::*;

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, HeaderValue::from_static(value));
    }
    headers
}

#[test]
fn the_preferred_page_size_is_found_among_other_preferences() {
    let cases = [
        (&[("prefer", "odata.maxpagesize=50")][..], Some(50)),
        (&[("prefer", "respond-async, odata.maxpagesize = 7; x")], Some(7)),
        (&[("prefer", "return=minimal"), ("prefer", "MaxPageSize=3")], Some(3)),
        (&[("prefer", "odata.maxpagesize=0")], None),
        (&[("prefer", "odata.maxpagesize=many")], None),
        (&[], None),
    ];
    for (pairs, expected) in cases {
        assert_eq!(preferred_size(&headers(pairs)), expected, "{pairs:?}");
    }
}

#[test]
fn a_body_is_json_or_nothing() {
    let json = [("content-type", "application/json; charset=utf-8")];
    assert!(check_body(&headers(&[]), &Bytes::new()).is_ok());
    assert!(check_body(&headers(&json), &Bytes::from_static(b"{}")).is_ok());
    assert!(matches!(check_body(&headers(&json), &Bytes::from_static(b"{")), Err(Refusal::BadRequest(_))));
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert!(matches!(check_body(&headers(&form), &Bytes::from_static(b"a=b")), Err(Refusal::NotJson)));
    assert!(matches!(check_body(&headers(&[]), &Bytes::from_static(b"{}")), Err(Refusal::NotJson)));
}
