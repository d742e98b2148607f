//! What holds for every sign-in page in every language, and the golden files that pin each one.
//!
//! `UPDATE_GOLDEN=1 cargo test -p web --test pages` rewrites the files.
#![expect(clippy::unwrap_used, reason = "a test helper may fail its test")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use web::locale::{Language, Locale};
use web::pages::{Explanation, Page, PasswordPage, PasswordProblem};

use html::{assert_accessible, assert_balanced, assert_strict, tags};

mod foreign_text;
mod html;
#[path = "../../examples/gallery/samples.rs"]
mod samples;

fn each(mut check: impl FnMut(&str, &str, &Locale)) {
    for language in Language::ALL {
        let locale = Locale::of(language);
        for (name, page) in samples::all() {
            check(name, &page.render(locale), locale);
        }
    }
}

#[test]
fn every_page_is_what_the_golden_file_says() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut expected = BTreeSet::new();
    each(|name, html, locale| {
        let path = root.join(locale.tag()).join(format!("{name}.html"));
        // The stylesheet and the icon's digest would bury every real change.
        let html =
            html.replace(web::assets::style(), "").replace(&web::assets::icon().path, "/assets/icon.svg");
        if update {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &html).unwrap();
        }
        let golden =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(html, golden, "{} {name} differs from its golden file", locale.tag());
        assert!(expected.insert(path), "{name} is there twice");
    });
    for language in Language::ALL {
        for entry in std::fs::read_dir(root.join(language.tag())).unwrap() {
            let path = entry.unwrap().path();
            assert!(expected.contains(&path), "{} belongs to no page", path.display());
        }
    }
}

#[test]
fn every_page_is_well_formed_small_and_strict() {
    each(|name, html, _| {
        let tags = tags(html);
        assert_balanced(&tags, name);
        assert_strict(&tags, html, name);
    });
}

#[test]
fn every_page_is_accessible() {
    each(|name, html, locale| assert_accessible(&tags(html), name, locale));
}

#[test]
fn the_languages_say_different_things() {
    let (english, korean) = (Locale::of(Language::English), Locale::of(Language::Korean));
    for (name, page) in samples::all() {
        assert_ne!(page.title(english), page.title(korean), "{name}");
    }
}

#[test]
fn a_failed_step_says_so_in_the_tab() {
    let page = PasswordPage { problem: Some(PasswordProblem::Wrong), ..PasswordPage::default() };
    assert!(page.render(Locale::of(Language::English)).contains("<title>Problem: Enter your password"));
    let page = PasswordPage::default();
    assert!(page.render(Locale::of(Language::English)).contains("<title>Enter your password"));
}

#[test]
fn every_code_is_explained_in_every_language() {
    for language in Language::ALL {
        let locale = Locale::of(language);
        let mut titles = BTreeSet::new();
        for code in [
            50057, 50053, 50020, 90094, 700_016, 53003, 530_034, 7_000_215, 65001, 65004, 50126, 70018,
            53000, 700_082, 50076, 50058, 50105, 120_002, 50055, 50011, 900_144, 50000, 90002, 90033, 1,
        ] {
            let explanation = Explanation::of(code);
            assert!(titles.insert(explanation.title(locale)), "{code} has a family of its own");
            for text in [
                explanation.title(locale),
                explanation.what(locale),
                explanation.you(locale),
                explanation.admin(locale),
            ] {
                assert!(!text.contains('⟦') && !text.is_empty(), "{code}: {text}");
            }
        }
    }
}
