use super::*;

#[test]
fn every_line_of_the_table_is_a_role() {
    assert_eq!(all().len(), include_str!("../data/roles.tsv").lines().count());
    for constant in
        [GLOBAL_ADMINISTRATOR, SECURITY_ADMINISTRATOR, SECURITY_READER, REPORTS_READER, GLOBAL_READER]
    {
        assert!(by_template(constant).is_some());
    }
}

#[test]
fn names_are_found_whatever_their_case() {
    assert_eq!(by_name("global administrator").unwrap().template, GLOBAL_ADMINISTRATOR);
    assert!(by_name("Company Administrator").is_none());
}
