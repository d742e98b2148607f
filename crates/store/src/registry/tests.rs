use super::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_file_that_declares_texts_is_registered() {
    let mut declaring = BTreeSet::new();
    collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), "store", &mut declaring);
    let registered: BTreeSet<String> =
        all_statements().map(|sql| sql.name().rsplit_once("::").unwrap().0.to_owned()).collect();
    assert_eq!(declaring, registered);
}

fn collect(directory: &Path, module: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let inner = format!("{module}::{name}");
        if path.is_dir() {
            collect(&path, &inner, found);
        } else if fs::read_to_string(&path).unwrap().lines().any(|line| line.starts_with("statements! {")) {
            found.insert(inner);
        }
    }
}

#[test]
fn texts_keep_to_the_common_dialect() {
    for sql in all_statements() {
        let text = sql.text().to_lowercase();
        for word in
            ["now()", "any(", "ilike", "::", "for update", "distinct on", "json_each", "insert or replace"]
        {
            assert!(!text.contains(word), "{} uses {word}", sql.name());
        }
    }
}
