use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn user() -> Value {
    json!({
        "@odata.type": "#microsoft.graph.user",
        "id": "6a7b1f6c-0b6e-4a7e-9d0b-0e3b7c6d5f10",
        "displayName": "Kim O'Hara",
        "mail": null,
        "accountEnabled": true,
        "age": 42,
        "score": 1.5,
        "createdDateTime": "2026-01-09T02:02:12Z",
        "riskLevel": "high",
        "signInEventTypes": ["interactiveUser", "nonInteractiveUser"],
        "location": {"city": "Seoul", "geoCoordinates": {"latitude": 37.5}},
        "licenses": [{"skuId": "a", "plans": [{"on": true}]}, {"skuId": "b", "plans": []}],
        "empty": [],
    })
}

fn holds(filter: &str) -> bool {
    Filter::parse(filter).unwrap_or_else(|error| panic!("{filter}: {error}")).matches(&user())
}

#[test]
fn conditions_that_hold() {
    for filter in [
        "displayName eq 'Kim O''Hara'",
        "displayName eq 'kim o''hara'",
        "startswith(displayName,'ki')",
        "startsWith( displayName , 'Kim' )",
        "endswith(displayName,'HARA')",
        "contains(displayName,' o')",
        "tolower(displayName) eq 'kim o''hara'",
        "accountEnabled eq true",
        "accountEnabled",
        "not (accountEnabled eq false)",
        "NOT accountEnabled eq false",
        "mail eq null",
        "missing eq null",
        "mail ne 'x'",
        "id eq '6A7B1F6C-0B6E-4A7E-9D0B-0E3B7C6D5F10'",
        "id eq 6a7b1f6c-0b6e-4a7e-9d0b-0e3b7c6d5f10",
        "id eq guid'6a7b1f6c-0b6e-4a7e-9d0b-0e3b7c6d5f10'",
        "createdDateTime ge 2026-01-01T00:00:00Z",
        "createdDateTime lt 2026-01-10",
        "2026-01-09T11:02:12+09:00 eq createdDateTime",
        "createdDateTime ge datetime'2026-01-01T00:00:00Z' and createdDateTime le 2026-12-31T23:59:59.999Z",
        "age gt 41 and age lt 42.5",
        "score ge 1.5",
        "age eq 4.2e1",
        "age gt -1",
        "riskLevel eq microsoft.graph.riskLevel'high'",
        "riskLevel in ('low', 'high')",
        "id in ('x', '6a7b1f6c-0b6e-4a7e-9d0b-0e3b7c6d5f10')",
        "signInEventTypes/any(t: t eq 'nonInteractiveUser')",
        "signInEventTypes/all(t: endswith(t,'User'))",
        "not signInEventTypes/any(t:t eq 'servicePrincipal')",
        "licenses/any(l: l/skuId eq 'a' and l/plans/any(p: p/on eq true))",
        "licenses/any()",
        "not empty/any()",
        "empty/all(x: x eq 1)",
        "licenses/$count eq 2",
        "location/city eq 'seoul' and location/geoCoordinates/latitude gt 37",
        "DISPLAYNAME eq 'Kim O''Hara'",
        "false or true and true",
        "(true or false) and not false",
    ] {
        assert!(holds(filter), "{filter}");
    }
}

#[test]
fn conditions_that_do_not_hold() {
    for filter in [
        "displayName eq 'Kim'",
        "mail gt 'a'",
        "mail lt 'a'",
        "startswith(mail,'a')",
        "not startswith(mail,'a')",
        "age eq '42'",
        "location eq 'Seoul'",
        "displayName/x eq 'y'",
        "mail",
        "licenses/any(l: l/skuId eq 'c')",
        "licenses/all(l: l/plans/any())",
        "createdDateTime gt 2026-01-09T02:02:12Z",
        "displayName gt 2026-01-01T00:00:00Z",
        "true and false or false",
    ] {
        assert!(!holds(filter), "{filter}");
    }
}

#[test]
fn and_binds_tighter_than_or_and_not_than_and() {
    let tree = |text: &str| Filter::parse(text).unwrap().expr;
    assert_eq!(tree("a or b and c"), tree("a or (b and c)"));
    assert_eq!(tree("a and b or c"), tree("(a and b) or c"));
    assert_eq!(tree("not a and b"), tree("(not a) and b"));
    assert_eq!(tree("not a eq b"), tree("not (a eq b)"));
    assert_eq!(tree("a or b or c"), tree("(a or b) or c"));
    assert_ne!(tree("a or b and c"), tree("(a or b) and c"));
}

#[test]
fn malformed_filters_tell_where() {
    let position = |text: &str| match Filter::parse(text) {
        Err(ODataError::Syntax { position, .. }) => position,
        other => panic!("{text}: {other:?}"),
    };
    for (text, at) in [
        ("", 0),
        ("displayName eq", 14),
        ("displayName eq 'x", 15),
        ("displayName 'x'", 12),
        ("a eq 1 b", 7),
        ("(a eq 1", 7),
        ("a eq 1)", 6),
        ("a in ()", 6),
        ("a in ('x' 'y')", 10),
        ("a in 'x'", 5),
        ("t/any(x eq 1)", 8),
        ("t/any(x: x/any(x: x eq 1))", 15),
        ("t/all()", 6),
        ("a/ 1", 3),
        ("a eq 12x", 5),
        ("a eq 2026-13-01", 5),
        ("a ; b", 2),
        ("a eq \u{1F600}", 5),
        ("'x'", 3),
        ("tolower(a)", 10),
        ("startswith(a)", 12),
        ("$filter eq 1", 0),
    ] {
        assert_eq!(position(text), at, "{text}");
    }
    assert_eq!(
        Filter::parse("displayName eq").unwrap_err().to_string(),
        "Invalid $filter clause: a condition expected at position 14."
    );
}

#[test]
fn unsupported_functions_are_named() {
    let error = Filter::parse("substringof('x', displayName)").unwrap_err();
    assert_eq!(error, ODataError::UnknownFunction { name: "substringof".into() });
    assert_eq!(error.graph_code(), GraphCode::UnsupportedQuery);
    assert_eq!(error.graph_code().status(), 400);
}

#[test]
fn trees_are_bounded() {
    let deep = format!("{}a{}", "(".repeat(30), ")".repeat(30));
    let nots = format!("{}a", "not ".repeat(40));
    let wide = vec!["a eq 1"; 200].join(" or ");
    let many = format!("a in ({})", vec!["1"; 300].join(","));
    for text in [deep, nots, wide, many] {
        assert_eq!(Filter::parse(&text), Err(ODataError::TooComplex { option: "$filter" }));
    }
    assert!(matches!(Filter::parse(&"a".repeat(MAX_EXPRESSION + 1)), Err(ODataError::TooLong { .. })));
    assert!(Filter::parse(&vec!["a eq 1"; 50].join(" or ")).is_ok());
}

fn options(query: &str) -> Result<QueryOptions, ODataError> {
    QueryOptions::parse(query.as_bytes())
}

#[test]
fn options_come_with_and_without_dollar() {
    for query in [
        "$filter=accountEnabled%20eq%20true&$select=id,displayName&$top=5&$orderby=displayName%20desc,id&$count=true",
        "%24filter=accountEnabled+eq+true&%24select=id, displayName&%24top=5&%24orderby=displayName desc , id asc&%24count=TRUE",
        "filter=accountEnabled eq true&select=id,displayName,id&top=5&orderBy=displayName desc,id&count=true&api-version=1&$format=json",
    ] {
        let options = options(query).unwrap();
        assert!(options.filter.as_ref().unwrap().matches(&user()), "{query}");
        assert_eq!(options.select.as_ref().unwrap().properties, ["id", "displayName"]);
        assert_eq!((options.top, options.count), (Some(5), true));
        assert_eq!(options.order_by.len(), 2);
        assert!(options.order_by[0].descending && !options.order_by[1].descending);
    }
}

#[test]
fn bad_options_are_refused() {
    use GraphCode::{BadRequest, UnsupportedQuery};
    for (query, code) in [
        ("$filter=a eq 1&filter=b eq 1", BadRequest),
        ("$top=1&$top=2", BadRequest),
        ("$top=0", BadRequest),
        ("$top=1000", BadRequest),
        ("$top=-1", BadRequest),
        ("$top=x", BadRequest),
        ("$filter=", BadRequest),
        ("$count=maybe", BadRequest),
        ("$skip=x", BadRequest),
        ("$format=xml", BadRequest),
        ("$select=a b", BadRequest),
        ("$select=", BadRequest),
        ("$orderby=a sideways", BadRequest),
        ("$orderby=a desc b", BadRequest),
        ("$skiptoken=a b", BadRequest),
        ("$search=\"a", BadRequest),
        ("$expand=a(", BadRequest),
        ("$expand=a)", BadRequest),
        ("$filter=%zz", BadRequest),
        ("$apply=aggregate(x)", UnsupportedQuery),
        ("$expand=members($filter=a eq 1)", UnsupportedQuery),
    ] {
        assert_eq!(options(query).unwrap_err().graph_code(), code, "{query}");
    }
    assert_eq!(options("unknown=1&$top=2").unwrap().top, Some(2));
}

#[test]
fn projection_keeps_annotations() {
    let select = options("$select=displayname,mail,missing").unwrap().select.unwrap();
    assert_eq!(
        select.project(&user()),
        json!({"@odata.type": "#microsoft.graph.user", "displayName": "Kim O'Hara", "mail": null})
    );
    assert_eq!(options("$select=*").unwrap().select.unwrap().project(&user()), user());
}

#[test]
fn sorting_puts_nothing_first() {
    let mut items: Vec<Value> =
        [json!({"n": "b", "k": 1}), json!({"k": 2}), json!({"n": "A", "k": 3}), json!({"n": "b", "k": 0})]
            .into();
    let keys = |items: &[Value]| items.iter().map(|item| item["k"].as_i64().unwrap()).collect::<Vec<_>>();
    sort(&mut items, &options("$orderby=n,k").unwrap().order_by);
    assert_eq!(keys(&items), [2, 3, 0, 1]);
    sort(&mut items, &options("$orderby=n desc").unwrap().order_by);
    assert_eq!(keys(&items), [0, 1, 3, 2]);
}

#[test]
fn search_looks_into_named_or_usual_properties() {
    let search = |text: &str| Search::parse(text).unwrap().matches(&user(), &["displayName", "mail"]);
    assert!(search("\"displayName:kim\""));
    assert!(search("\"displayName:kim\" AND \"displayName:hara\""));
    assert!(search("\"mail:x\" OR \"displayName:HARA\""));
    assert!(search("kim hara"));
    assert!(
        !search("\"mail:kim\"") && !search("kim nobody") && !search("\"displayName:kim\" AND \"mail:x\"")
    );
    for text in ["", "AND", "a OR", "\"\"", "\"displayName:\"", "a AND AND b", "\"open"] {
        assert!(matches!(Search::parse(text), Err(ODataError::Syntax { .. })), "{text}");
    }
    assert!(matches!(Search::parse(&"a ".repeat(21)), Err(ODataError::TooComplex { .. })));
}

#[test]
fn expansions_have_options_of_their_own() {
    let expand = options("$expand=members($select=id,displayName;$top=5),manager").unwrap().expand;
    assert_eq!(expand.len(), 2);
    assert_eq!((expand[0].property.as_str(), expand[0].top), ("members", Some(5)));
    assert_eq!(expand[0].select.as_ref().unwrap().properties, ["id", "displayName"]);
    assert_eq!(expand[1].property, "manager");
}

#[test]
fn properties_are_checked_against_the_resource() {
    let known = ["id", "displayName", "licenses"];
    assert_eq!(
        options("$filter=licenses/any(l: l/x eq displayname)&$select=ID&$orderby=displayName")
            .unwrap()
            .check_properties(&known),
        Ok(())
    );
    for query in [
        "$filter=nope eq 1",
        "$select=nope",
        "$orderby=nope",
        "$search=\"nope:x\"",
        "$filter=licenses/any(l: nope eq 1)",
    ] {
        assert_eq!(
            options(query).unwrap().check_properties(&known),
            Err(ODataError::UnknownProperty { property: "nope".into() }),
            "{query}"
        );
    }
}

#[test]
fn the_next_link_repeats_every_option() {
    let options = options("$filter=startswith(displayName,'a%26b')&$top=2&$skiptoken=old&x=1").unwrap();
    let next = options.next_query("new+token");
    assert_eq!(next, "$filter=startswith%28displayName%2C%27a%26b%27%29&$top=2&x=1&$skiptoken=new%2Btoken");
    let again = QueryOptions::parse(next.as_bytes()).unwrap();
    assert_eq!((again.filter, again.top), (options.filter, options.top));
    assert_eq!(again.skip_token.as_deref(), Some("new+token"));
}

fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("a eq 1".to_owned()),
        Just("b".to_owned()),
        Just("startswith(c,'x')".to_owned()),
        Just("d in (1,2,3)".to_owned()),
        Just("e/f ne null".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("({left}) and ({right})")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("{left} or {right}")),
            inner.clone().prop_map(|inner| format!("not ({inner})")),
            inner
                .prop_map(|inner| format!("g/any(x: {inner})"))
                .prop_filter("one variable", |text| text.matches("x:").count() == 1),
        ]
    })
}

proptest! {
    #[test]
    fn well_formed_expressions_parse(text in expressions()) {
        match Filter::parse(&text) {
            Ok(filter) => { let _ = filter.matches(&user()); }
            Err(error) => prop_assert!(matches!(error, ODataError::TooComplex { .. }), "{}: {}", text, error),
        }
    }

    #[test]
    fn random_text_never_panics(text in "\\PC{0,120}|[a-c '()/:,$0-9-]{0,120}") {
        if let Ok(filter) = Filter::parse(&text) {
            let _ = (filter.matches(&user()), filter.properties());
        }
        if let Ok(search) = Search::parse(&text) {
            let _ = search.matches(&user(), &["displayName"]);
        }
    }

    #[test]
    fn strings_are_read_back(value in "\\PC{0,40}") {
        let text = format!("v eq '{}'", value.replace('\'', "''"));
        let filter = Filter::parse(&text).unwrap();
        let item = json!({"v": value});
        prop_assert!(filter.matches(&item));
    }

    #[test]
    fn comparison_agrees_with_numbers(left in -1000_i64..1000, right in -1000_i64..1000) {
        let item = json!({"v": left});
        let holds = |op: &str| Filter::parse(&format!("v {op} {right}")).unwrap().matches(&item);
        prop_assert_eq!(holds("lt"), left < right);
        prop_assert_eq!(holds("ge"), left >= right);
        prop_assert_eq!(holds("eq"), left == right);
        prop_assert_eq!(holds("ne"), left != right);
    }

    #[test]
    fn random_queries_never_panic(raw in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = QueryOptions::parse(&raw);
        let mut query = b"$expand=a($select=".to_vec();
        query.extend(&raw);
        let _ = QueryOptions::parse(&query);
    }
}
