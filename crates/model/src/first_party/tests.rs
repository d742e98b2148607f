use super::*;

#[test]
fn every_line_of_the_table_is_a_permission() {
    let lines = include_str!("../data/permissions.tsv").lines().count();
    let permissions: usize = all().iter().map(|app| app.scopes.len() + app.app_roles.len()).sum();
    assert_eq!(permissions, lines);
}

#[test]
fn preauthorized_scopes_exist() {
    for client in all() {
        for resource in all() {
            for scope in preauthorized(client.app_id, resource.app_id).unwrap_or_default() {
                assert!(resource.scopes.iter().any(|known| known.value == *scope), "{scope}");
            }
        }
    }
}
