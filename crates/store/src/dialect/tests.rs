use super::*;

#[test]
fn a_log_table_becomes_without_rowid() {
    let text = "CREATE TABLE a (b BIGINT PRIMARY KEY) /* log */;";
    assert_eq!(sqlite_migration(text), "CREATE TABLE a (b BIGINT PRIMARY KEY) WITHOUT ROWID;");
    assert_eq!(sqlite_migration("SELECT 1"), "SELECT 1");
}

#[test]
fn unique_keys_are_named_by_columns_or_index() {
    assert_eq!(
        sqlite_unique("UNIQUE constraint failed: users.tenant_id, users.upn"),
        "users.tenant_id, users.upn"
    );
    assert_eq!(sqlite_unique("UNIQUE constraint failed: index 'users_upn'"), "users_upn");
    assert_eq!(
        unique_columns(Some("users"), Some("tenant_id, upn")).as_deref(),
        Some("users.tenant_id, users.upn")
    );
    assert_eq!(unique_columns(Some("users"), Some("lower(upn)")), None);
}

#[test]
fn causes_are_told_apart() {
    let failure = |code, message: &str| {
        from_sqlite(&rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(message.into())))
    };
    assert!(failure(ffi::SQLITE_CONSTRAINT_UNIQUE, "UNIQUE constraint failed: a.b").is_unique_on("b"));
    assert!(matches!(failure(ffi::SQLITE_CONSTRAINT_NOTNULL, "x"), StoreError::Constraint(_)));
    assert!(matches!(failure(ffi::SQLITE_FULL, "x"), StoreError::Unavailable(_)));
    assert!(matches!(failure(ffi::SQLITE_IOERR_FSYNC, "x"), StoreError::Unavailable(_)));
    assert!(matches!(failure(ffi::SQLITE_ERROR, "no such table"), StoreError::Statement(_)));
    assert_eq!(failure(ffi::SQLITE_INTERRUPT, "x"), StoreError::Deadline);
}
