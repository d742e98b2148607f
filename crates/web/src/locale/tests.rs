use std::collections::BTreeSet;
use std::path::Path;

use fluent_bundle::FluentResource;
use proptest::prelude::*;

use super::*;

fn chosen(ui_locales: Option<&str>, accept_language: Option<&str>) -> &'static str {
    Locale::negotiate(ui_locales, accept_language, Language::English).tag()
}

#[test]
fn ui_locales_goes_before_accept_language() {
    assert_eq!(chosen(Some("ko"), Some("en")), "ko");
    assert_eq!(chosen(Some("fr ko-KR en"), Some("en")), "ko");
    assert_eq!(chosen(Some("fr de"), Some("ko")), "ko");
    assert_eq!(chosen(Some(""), Some("ko-KR,ko;q=0.9,en-US;q=0.8")), "ko");
}

#[test]
fn accept_language_is_weighed() {
    assert_eq!(chosen(None, Some("en;q=0.4, ko;q=0.5")), "ko");
    assert_eq!(chosen(None, Some("en;q=0.5, ko;q=0.5")), "en");
    assert_eq!(chosen(None, Some("ko;q=0, en;q=0.1")), "en");
    assert_eq!(chosen(None, Some("fr-CA, KO_kr;q=0.001")), "ko");
    assert_eq!(Locale::negotiate(None, Some("fr, *;q=0.1"), Language::Korean).tag(), "ko");
}

#[test]
fn what_cannot_be_read_falls_back_to_the_default() {
    for broken in ["", ";;;", "ko;q=2", "ko;q=0.1234", "ko;q=a", "korean", "\u{0}", "ko;q=0"] {
        assert_eq!(chosen(None, Some(broken)), "en", "{broken:?}");
        assert_eq!(Locale::negotiate(None, Some(broken), Language::Korean).tag(), "ko", "{broken:?}");
    }
}

proptest! {
    #[test]
    fn no_input_breaks_the_negotiation(ui in ".{0,200}", accept in ".{0,200}") {
        let tag = chosen(Some(&ui), Some(&accept));
        prop_assert!(tag == "en" || tag == "ko");
    }
}

#[test]
fn particles_follow_the_sound_of_the_name() {
    for (name, pair, expected) in [
        ("포털", "을/를", "을"),
        ("도구", "을/를", "를"),
        ("김민수", "은/는", "는"),
        ("박지훈", "이/가", "이"),
        ("서울", "으로/로", "로"),
        ("부산", "으로/로", "으로"),
        ("앱 2", "을/를", "를"),
        ("앱 3", "을/를", "을"),
        ("앱 1", "으로/로", "로"),
        ("CRM", "을/를", "을"),
        ("ERP", "을/를", "를"),
        ("Azure CLI", "을/를", "를"),
        ("kim@contoso.com", "으로/로", "으로"),
        ("Excel", "으로/로", "로"),
        ("Teams", "이/가", "가"),
        ("Office", "을/를", "를"),
        ("Partner Console", "으로/로", "로"),
        ("Partner Console", "이/가", "이"),
        ("Chrome", "을/를", "을"),
        ("Billing", "으로/로", "으로"),
        ("Cloud", "은/는", "는"),
        ("Service Desk", "이/가", "가"),
        ("GitHub", "을/를", "을(를)"),
        ("Slack", "으로/로", "(으)로"),
        ("포털 (시험)", "을/를", "을"),
        ("도구 “베타”", "은/는", "는"),
        ("(주)", "은/는", "는"),
        ("!!!", "은/는", "은(는)"),
        ("", "이/가", "이(가)"),
        ("東京", "을/를", "을(를)"),
    ] {
        assert_eq!(particle::after(name, pair), expected, "{name} {pair}");
    }
}

#[test]
fn a_pair_without_a_slash_is_a_plain_suffix() {
    assert_eq!(particle::after("앱", "에서"), "에서");
}

/// Every key of a language: `message` and `message.attribute`.
fn keys(language: Language) -> BTreeSet<String> {
    let mut message = "";
    let mut keys = BTreeSet::new();
    for line in language.source().lines() {
        match line.split_once(" =") {
            Some((id, _)) if id.trim_start().starts_with('.') => assert!(
                keys.insert(format!("{message}{}", id.trim())),
                "{language:?}: {message} has {id} twice"
            ),
            Some((id, _)) if !id.starts_with([' ', '#', '-']) => {
                message = id;
                assert!(keys.insert(id.to_owned()), "{language:?}: {id} is there twice");
            }
            _ => {}
        }
    }
    keys
}

/// The variables that each key's text uses.
fn variables(language: Language) -> BTreeSet<(String, String)> {
    let mut key = String::new();
    let mut variables = BTreeSet::new();
    for line in language.source().lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) = line.split_once(" =") {
            if id.trim_start().starts_with('.') {
                let message = key.split('.').next().unwrap_or_default().to_owned();
                key = format!("{message}{}", id.trim());
            } else if !id.starts_with(' ') {
                id.clone_into(&mut key);
            }
        }
        for rest in line.split('$').skip(1) {
            let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            variables.insert((key.clone(), name));
        }
    }
    variables
}

/// All string literals of the crate's Rust sources and templates, tests aside.
fn literals() -> BTreeSet<String> {
    fn walk(directory: &Path, literals: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(directory).expect("the directory is there") {
            let path = entry.expect("the entry is readable").path();
            if path.is_dir() {
                walk(&path, literals);
            } else if path.file_name().is_some_and(|name| name != "tests.rs") {
                let text = std::fs::read_to_string(&path).expect("sources are text");
                literals.extend(text.split('"').map(str::to_owned));
            }
        }
    }
    let mut literals = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    walk(&root.join("src"), &mut literals);
    walk(&root.join("templates"), &mut literals);
    literals
}

#[test]
fn both_files_parse_and_have_the_same_keys_and_variables() {
    for language in Language::ALL {
        if let Err((_, errors)) = FluentResource::try_new(language.source().to_owned()) {
            panic!("{language:?}: {errors:?}");
        }
    }
    let (english, korean) = (keys(Language::English), keys(Language::Korean));
    assert!(english.len() > 100, "the reader found the messages");
    let differing: Vec<_> = english.symmetric_difference(&korean).collect();
    assert!(differing.is_empty(), "only in one language: {differing:?}");
    let (english, korean) = (variables(Language::English), variables(Language::Korean));
    let differing: Vec<_> = english.symmetric_difference(&korean).collect();
    assert!(differing.is_empty(), "variables only in one language: {differing:?}");
}

#[test]
fn every_key_is_used() {
    let used = literals();
    let attribute_is_used = |key: &str| {
        key.split_once('.')
            .is_some_and(|(id, attribute)| used.contains(id) && used.contains(&format!(".{attribute}")))
    };
    let unused: Vec<_> = keys(Language::English)
        .into_iter()
        .filter(|key| !used.contains(key) && !attribute_is_used(key))
        .collect();
    assert!(unused.is_empty(), "no page uses {unused:?}");
}

#[test]
fn an_unknown_key_is_visible_and_harmless() {
    let locale = Locale::of(Language::Korean);
    assert_eq!(locale.text("no-such-key"), "⟦no-such-key⟧");
    assert_eq!(locale.text("product.no-such-attribute"), "⟦product.no-such-attribute⟧");
}
