use super::*;
use model::lockout::Guess;
use model::signin::ClientApp;
use model::tenant::TenantKind;

#[test]
fn enumerations_are_kept_by_their_serialized_words() {
    assert_eq!(word(&Guess::SecondFactor).unwrap(), "secondFactor");
    assert_eq!(word(&ClientApp::MobileAndDesktop).unwrap(), "Mobile Apps and Desktop clients");
    let row = Row(vec![Value::Text("secondFactor".into()), Value::Text("third".into())]);
    assert_eq!(row.word::<Guess>(0).unwrap(), Guess::SecondFactor);
    assert!(matches!(row.word::<Guess>(1), Err(StoreError::Corrupt(_))));
}

#[test]
fn what_is_no_word_is_refused() {
    assert!(matches!(word(&TenantKind::Customer), Err(StoreError::Corrupt(_))));
}

#[test]
fn broken_documents_are_corrupt_not_absent() {
    let row = Row(vec![Value::Text("{\"bro".into()), Value::Int(-1)]);
    assert!(matches!(row.json::<Vec<String>>(0), Err(StoreError::Corrupt(_))));
    assert!(matches!(row.small(1), Err(StoreError::Corrupt(_))));
}

#[test]
fn names_fold_beyond_ascii() {
    assert_eq!(fold("Ångström@CONTOSO.example"), "ångström@contoso.example");
}
