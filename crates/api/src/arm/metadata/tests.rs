use super::*;

fn origins() -> Origins {
    Origins {
        identity: "https://login.test".to_owned(),
        graph: "https://graph.test".to_owned(),
        arm: "https://arm.test".to_owned(),
    }
}

#[test]
fn the_form_follows_the_version() {
    let object = endpoints(&origins(), "2022-09-01");
    for version in ["2019-05-01", "2020-06-01"] {
        assert_eq!(endpoints(&origins(), version), Value::Array(vec![object.clone()]), "{version}");
    }
    assert_eq!(endpoints(&origins(), "2023-11-01"), object);
}

#[test]
fn what_the_cli_cannot_do_without_is_there() {
    let cloud = endpoints(&origins(), "2022-09-01");
    assert_eq!(cloud["authentication"]["loginEndpoint"], "https://login.test");
    assert_eq!(cloud["authentication"]["audiences"][0], "https://arm.test");
    assert_eq!(cloud["microsoftGraphResourceId"], "https://graph.test/");
    assert_eq!(cloud["resourceManager"], "https://arm.test/");
    assert!(cloud["name"].is_string());
    assert!(cloud["suffixes"].is_object());
}

#[test]
fn a_version_is_a_date() {
    for text in ["2022-09-01", "2019-05-01", "2024-01-01-preview"] {
        assert!(is_version(text), "{text}");
    }
    let long = format!("2022-09-01-{}", "a".repeat(40));
    for text in
        ["", "2022", "2022-9-1", "2022-09-01preview", "2022-09-01-ü", "2022/09/01", "éééééééééé", &long]
    {
        assert!(!is_version(text), "{text}");
    }
}
