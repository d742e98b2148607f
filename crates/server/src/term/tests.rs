use super::*;

#[test]
fn control_characters_of_other_people_do_not_reach_the_terminal() {
    let answer = Answer::new(&()).line("typed \u{1b}[2J name").facts([("user", "a\u{7}b".to_owned())]);
    let text = rendered(&answer.shown);
    assert_eq!(text, "typed \u{fffd}[2J name\nuser  a\u{fffd}b\n");
}

#[test]
fn a_table_shows_its_cells_and_an_empty_one_says_so() {
    let full = Answer::new(&()).table(["id", "name"], vec![["1".to_owned(), "한국".to_owned()]]);
    let text = rendered(&full.shown);
    assert!(text.contains("id") && text.contains("한국"), "{text}");
    let empty = Answer::new(&()).table(["id"], Vec::new());
    assert_eq!(rendered(&empty.shown), "none\n");
}

#[test]
fn facts_without_a_value_are_left_out_and_the_rest_is_aligned() {
    let answer = Answer::new(&()).facts([
        ("id", "1".to_owned()),
        ("mail", String::new()),
        ("display name", "Kim".to_owned()),
    ]);
    assert_eq!(rendered(&answer.shown), "id            1\ndisplay name  Kim\n");
}
