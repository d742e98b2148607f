//! The mechanism, on a small tree and a runner that reads it: no compiler needed.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::scratch::Scratch;
use super::{Fate, Fault, Runner, try_all};
use crate::failure::Failure;
use crate::process;

const HEALTHY: &str = "fn allowed(age: u32) -> bool {\n    age >= 18\n}\n";

fn fault(find: &str, replace: &str) -> Fault {
    Fault {
        name: "age".to_owned(),
        file: "crates/rules/src/lib.rs".to_owned(),
        find: find.to_owned(),
        replace: replace.to_owned(),
        packages: vec!["rules".to_owned()],
        tests: "age".to_owned(),
        why: "children buy".to_owned(),
    }
}

/// A repository with one file, and its copy.
fn house(name: &str) -> (PathBuf, Scratch) {
    let root = std::env::temp_dir().join(format!("xtask-mutants-{name}-{}", std::process::id()));
    let _left_over = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("from/crates/rules/src")).unwrap();
    fs::write(root.join("from/crates/rules/src/lib.rs"), HEALTHY).unwrap();
    process::output(Command::new("git").args(["init", "-q"]).current_dir(root.join("from"))).unwrap();
    let scratch = Scratch::copy(&root.join("from"), &root.join("to")).unwrap();
    (root, scratch)
}

/// "Tests" that look at the text: a tree without `{` does not build, one without `>=` fails.
struct Reader {
    file: PathBuf,
    tests: usize,
    runs: RefCell<usize>,
}

impl Runner for Reader {
    fn builds(&self, _packages: &[String]) -> Result<bool, Failure> {
        Ok(fs::read_to_string(&self.file).unwrap().contains('{'))
    }

    fn passes(&self, _packages: &[String], _filter: &str) -> Result<(bool, usize), Failure> {
        *self.runs.borrow_mut() += 1;
        Ok((fs::read_to_string(&self.file).unwrap().contains(">="), self.tests))
    }
}

fn fates(name: &str, tests: usize, faults: &[Fault]) -> (Vec<Fate>, usize) {
    let (root, scratch) = house(name);
    let file = root.join("to/crates/rules/src/lib.rs");
    let runner = Reader { file: file.clone(), tests, runs: RefCell::new(0) };
    let fates = try_all(faults, &scratch, &runner).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), HEALTHY, "the copy is healthy again");
    fs::remove_dir_all(root).unwrap();
    (fates, runner.runs.take())
}

#[test]
fn a_fault_is_caught_or_survives() {
    let faults = [fault(">=", "<"), fault("18", "17"), fault("{", "")];
    let (fates, runs) = fates("fate", 3, &faults);
    assert_eq!(fates, [Fate::Caught, Fate::Survived, Fate::DoesNotBuild]);
    assert_eq!(runs, 3, "one baseline for all three, and two that compile");
}

#[test]
fn a_fault_must_be_possible() {
    let faults = [fault("nowhere", "x"), fault("a", "x"), fault("18", "18")];
    for fate in fates("apply", 3, &faults).0 {
        assert!(matches!(fate, Fate::DoesNotApply(_)), "{fate:?}");
    }
}

#[test]
fn tests_that_do_not_exist_catch_nothing() {
    let (fates, _) = fates("none", 0, &[fault(">=", "<")]);
    assert!(
        matches!(&fates[0], Fate::NoBaseline(why) if why.contains("no test is called `age` of rules")),
        "{fates:?}"
    );
}

#[test]
fn the_copy_follows_the_repository() {
    let (root, _) = house("copy");
    let copied = root.join("to/crates/rules/src/lib.rs");
    let before = fs::metadata(&copied).unwrap().modified().unwrap();
    fs::write(root.join("to/crates/rules/src/gone.rs"), "").unwrap();
    fs::write(root.join("from/new.txt"), "new").unwrap();
    Scratch::copy(&root.join("from"), &root.join("to")).unwrap();
    assert_eq!(fs::metadata(&copied).unwrap().modified().unwrap(), before, "what is the same is not touched");
    assert!(!root.join("to/crates/rules/src/gone.rs").exists());
    assert_eq!(fs::read_to_string(root.join("to/new.txt")).unwrap(), "new");
    fs::remove_dir_all(root).unwrap();
}

#[test]
fn the_data_file() {
    let text = "[[fault]]\nname = \"n\"\nfile = \"f\"\nfind = '''\na\n'''\nreplace = \"b\"\npackages = [\"rules\"]\ntests = \"t\"\nwhy = \"w\"\n";
    let faults = Fault::parse_all(text).unwrap();
    assert_eq!(faults[0].find, "a\n");
    for (key, line) in
        [("why", "why = \"w\"\n"), ("packages", "packages = [\"rules\"]\n"), ("tests", "tests = \"t\"\n")]
    {
        let cause = Fault::parse_all(&text.replace(line, "")).unwrap_err();
        assert!(cause.contains(key) && cause.starts_with("n: "), "{cause}");
    }
    assert!(Fault::parse_all("").is_err());
}
