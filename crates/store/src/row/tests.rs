use super::*;

fn row() -> Row {
    Row(vec![
        Value::Null,
        Value::Int(1),
        Value::Text("x".into()),
        Value::Uuid(Uuid::from_u128(7)),
        Value::Bytes(vec![1, 2]),
        Value::Int(i64::MAX),
    ])
}

#[test]
fn getters_give_what_was_stored() {
    let row = row();
    assert!(row.bool(1).unwrap());
    assert_eq!(row.int(1).unwrap(), 1);
    assert_eq!(row.text(2).unwrap(), "x");
    assert_eq!(row.uuid(3).unwrap(), Uuid::from_u128(7));
    assert_eq!(row.bytes(4).unwrap(), [1, 2]);
    assert_eq!(row.array::<2>(4).unwrap(), [1, 2]);
    assert_eq!(row.time(1).unwrap(), Timestamp::from_microsecond(1).unwrap());
    assert_eq!(row.opt_text(0).unwrap(), None);
    assert_eq!(row.opt_time(0).unwrap(), None);
}

#[test]
fn sixteen_bytes_are_a_uuid_and_bytes() {
    assert_eq!(row().blob(3).unwrap(), Uuid::from_u128(7).as_bytes());
}

#[test]
fn wrong_kinds_missing_columns_and_nulls_are_corrupt() {
    let row = row();
    for error in [
        row.bool(5).unwrap_err(),
        row.int(2).unwrap_err(),
        row.text(1).unwrap_err(),
        row.uuid(4).unwrap_err(),
        row.bytes(1).unwrap_err(),
        row.array::<3>(4).unwrap_err(),
        row.time(5).unwrap_err(),
        row.int(0).unwrap_err(),
        row.opt_int(9).unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::Corrupt(_)), "{error}");
    }
}
