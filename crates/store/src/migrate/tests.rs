use super::*;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn steps_are_numbered_and_every_file_is_one() {
    let numbers: Vec<i64> = STEPS.iter().map(|step| step.version).collect();
    assert_eq!(numbers, (1..=i64::try_from(STEPS.len()).unwrap()).collect::<Vec<_>>());

    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let files: BTreeSet<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let named = STEPS.iter().map(|step| format!("{:04}_{}.sql", step.version, step.name)).collect();
    assert_eq!(files, named);
}
