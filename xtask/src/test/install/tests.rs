//! What is installed is kept until what was asked for changes.

use std::fs;
use std::path::PathBuf;

use super::{STAMP, copy, is_current, stamp};

fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("xtask-install-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn an_installation_is_current_until_the_wish_changes() {
    let place = scratch("stamp");
    assert!(!is_current(&place, "msal==1.36\n"));
    stamp(&place, "msal==1.36\n").unwrap();
    assert!(is_current(&place, "msal==1.36\n"));
    assert!(!is_current(&place, "msal==1.37\n"));
    fs::remove_dir_all(&place).unwrap();
}

#[test]
fn a_copy_brings_the_suite_and_leaves_what_was_installed() {
    let (from, to) = (scratch("from"), scratch("to"));
    fs::create_dir_all(from.join("lib")).unwrap();
    fs::create_dir_all(from.join("node_modules/mine")).unwrap();
    fs::write(from.join("lib/a.mjs"), "new").unwrap();
    fs::create_dir_all(to.join("node_modules/installed")).unwrap();
    fs::write(to.join(STAMP), "x").unwrap();
    copy(&from, &to).unwrap();
    assert_eq!(fs::read_to_string(to.join("lib/a.mjs")).unwrap(), "new");
    assert!(to.join("node_modules/installed").is_dir());
    assert!(!to.join("node_modules/mine").exists());
    assert!(to.join(STAMP).is_file());
    fs::remove_dir_all(from).unwrap();
    fs::remove_dir_all(to).unwrap();
}
