use super::*;
use crate::Engine;
use crate::tests::{Site, on_both_engines};
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

on_both_engines! {
    a_fresh_schema_equals_the_sum_of_the_steps
    a_failed_step_leaves_nothing_behind
    a_step_under_another_name_is_refused
}

const SQLITE_SCHEMA: &str =
    "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1";
const POSTGRES_SCHEMA: &str =
    "SELECT 'column ' || table_name || ' ' || ordinal_position || ' ' || column_name || ' '
        || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = current_schema()
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1";

async fn schema(site: &Site, store: &Store) -> Vec<String> {
    let text = match site.config.engine {
        Engine::Sqlite { .. } => SQLITE_SCHEMA,
        Engine::Postgres { .. } => POSTGRES_SCHEMA,
    };
    let rows = store.read(System::STORE, move |tx| tx.query_text(text, &[])).await.unwrap();
    rows.iter().map(|row| row.text(0).unwrap()).collect()
}

async fn a_fresh_schema_equals_the_sum_of_the_steps(site: Site) {
    let fresh = site.open().await;
    assert_eq!(fresh.migrate().await.unwrap(), STEPS);
    let expected = schema(&site, &fresh).await;
    assert!(expected.iter().any(|line| line.contains("tenant_keys")), "{expected:?}");

    // Every program version that ever was left its store at some step.
    for count in 0..STEPS.len() {
        let older = site.another();
        let store = older.open().await;
        store.migrate_to(&STEPS[..count]).await.unwrap();
        assert_eq!(store.pending().await.unwrap(), STEPS[count..]);
        assert_eq!(store.migrate().await.unwrap(), STEPS[count..]);
        assert_eq!(schema(&older, &store).await, expected, "after step {count}");
    }
}

static BROKEN: &[Migration] = &[
    Migration { version: 1, name: "good", text: "CREATE TABLE good (id BIGINT PRIMARY KEY);" },
    Migration {
        version: 2,
        name: "bad",
        text: "CREATE TABLE bad (id BIGINT PRIMARY KEY); INSERT INTO nowhere VALUES (1);",
    },
];
static RENAMED: &[Migration] = &[Migration { version: 1, name: "other", text: "" }];

async fn a_failed_step_leaves_nothing_behind(site: Site) {
    let store = site.open().await;
    assert!(matches!(store.migrate_to(BROKEN).await, Err(StoreError::Statement(_))));
    let tables =
        store.read(System::STORE, |tx| Ok::<_, StoreError>((tx.has_table("good")?, tx.has_table("bad")?)));
    assert_eq!(tables.await.unwrap(), (true, false));
    let pending = store.read(System::STORE, |tx| pending(tx, BROKEN)).await.unwrap();
    assert_eq!(pending, BROKEN[1..]);
}

async fn a_step_under_another_name_is_refused(site: Site) {
    let store = site.open().await;
    store.migrate_to(&BROKEN[..1]).await.unwrap();
    assert!(matches!(store.migrate_to(RENAMED).await, Err(StoreError::Corrupt(_))));
}
