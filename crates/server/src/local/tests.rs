use super::*;
use crate::answer::Block;
use serde_json::json;

fn answer(ids: &[&str]) -> Answer {
    let entries: Vec<Value> =
        ids.iter().map(|id| json!({ "id": id, "at": "2026-03-02T09:00:00Z" })).collect();
    let rows = ids.iter().map(|id| vec![(*id).to_owned()]).collect();
    Answer { data: Value::Array(entries), shown: vec![Block::Table { columns: vec!["id".to_owned()], rows }] }
}

#[test]
fn a_follower_shows_each_entry_once_and_oldest_first() {
    let mut seen = HashSet::new();
    let ids = |entries: Vec<(Value, Vec<String>)>| {
        entries.into_iter().map(|(_, row)| row.concat()).collect::<Vec<_>>()
    };
    assert_eq!(ids(fresh(answer(&["3", "2", "1"]), &mut seen, true)), ["1", "2", "3"]);
    assert_eq!(ids(fresh(answer(&["2", "3", "4"]), &mut seen, false)), ["4"]);
    assert_eq!(ids(fresh(answer(&[]), &mut seen, false)), [""; 0]);
}

#[test]
fn passwords_are_read_from_the_first_line_of_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("password");
    let input =
        |path: &Path| PasswordInput { password_file: Some(path.to_owned()), ..PasswordInput::default() };
    std::fs::write(&file, "correct horse \nsecond line\n").unwrap();
    let mut read = input(&file);
    read_password(&mut read).unwrap();
    assert_eq!(read.password.as_deref(), Some("correct horse "));
    std::fs::write(&file, "\n").unwrap();
    assert!(read_password(&mut input(&file)).unwrap_err().cause.contains("empty"));
    assert!(
        read_password(&mut input(&directory.path().join("absent")))
            .unwrap_err()
            .cause
            .contains("cannot read")
    );
}
