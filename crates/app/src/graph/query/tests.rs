use super::*;
use model::Timestamp;
use proptest::prelude::*;
use serde_json::json;

fn query(text: &str) -> Query {
    Query {
        options: QueryOptions::parse(text.as_bytes()).unwrap(),
        version: GraphVersion::V1,
        preferred_size: None,
    }
}

#[test]
fn the_page_size_is_what_was_asked_then_preferred_then_usual() {
    let preferring = |text| Query { preferred_size: Some(5000), ..query(text) };
    assert_eq!(query("$top=3").page_size(100), 3);
    assert_eq!(preferring("$top=3").page_size(100), 3);
    assert_eq!(preferring("").page_size(100), 999);
    assert_eq!(query("").page_size(100), 100);
}

#[test]
fn options_that_are_not_served_are_refused() {
    for text in ["$count=true", "$search=\"displayName:x\"", "$expand=manager", "$skip=3"] {
        assert!(query(text).check(&["displayName"], &[]).is_err(), "{text}");
    }
    assert!(query("$count=true").check(&[], &["$count"]).is_ok());
    assert!(query("$filter=nothing eq 1").check(&["displayName"], &[]).is_err());
}

#[test]
fn only_the_order_of_the_list_itself_is_served() {
    assert!(query("").check_order("createdDateTime", true).is_ok());
    assert!(query("$orderby=createdDateTime desc").check_order("createdDateTime", true).is_ok());
    for text in ["createdDateTime", "appId desc", "createdDateTime desc,appId", "status/createdDateTime desc"]
    {
        assert!(query(&format!("$orderby={text}")).check_order("createdDateTime", true).is_err(), "{text}");
    }
}

#[test]
fn conditions_are_what_all_must_hold() {
    let query = query("$filter=a eq 1 and (b eq 2 and c eq 3) and (d eq 4 or e eq 5)");
    let names: Vec<_> =
        query.conditions().into_iter().filter_map(comparison).map(|(name, ..)| name).collect();
    assert_eq!(query.conditions().len(), 4);
    assert_eq!(names.len(), 3);
    assert!(["a", "b", "c"].iter().all(|name| names.contains(&(*name).to_owned())));
}

proptest! {
    /// A period never leaves out a moment that the filter itself would keep.
    #[test]
    fn a_period_keeps_what_the_filter_keeps(at in 0_i64..4_000, bound in 0_i64..4, op in 0..6_usize) {
        let words = ["eq", "ne", "gt", "ge", "lt", "le"];
        let bound = Timestamp::from_millisecond(bound).unwrap();
        let text = format!("$filter=createdDateTime {} {bound}", words[op]).replace(' ', "%20");
        let query = query(&text);
        let at = Timestamp::from_microsecond(at).unwrap();
        let shown = json!({"createdDateTime": protocol::graph_time::format(at)});
        let mut period = (None, None);
        for (_, op, literal) in query.conditions().into_iter().filter_map(comparison) {
            narrow(&mut period, op, moment(literal).unwrap());
        }
        let inside = period.0.is_none_or(|from| at >= from) && period.1.is_none_or(|to| at < to);
        prop_assert!(inside || !query.keeps(&shown));
    }
}
