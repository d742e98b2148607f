use super::*;

#[test]
fn codes_are_explained_in_both_languages() {
    let code = Code(50_076);
    let entry = code.entry().unwrap();
    let english = term::rendered(&explained(code, entry, LocaleArg::En).shown);
    assert!(english.contains("AADSTS50076") && english.contains("basic_action"), "{english}");
    let korean = term::rendered(&explained(code, entry, LocaleArg::Ko).shown);
    assert!(korean.chars().any(|c| ('가'..='힣').contains(&c)), "{korean}");
}

#[test]
fn a_code_that_is_none_is_named() {
    let global = Global::default();
    for wrong in ["AADSTS1", "AADSTS", "fifty", "-1", "99999999999"] {
        let failure =
            explain(&global, &Explain { code: wrong.to_owned(), locale: LocaleArg::En }).unwrap_err();
        assert_eq!(failure.kind, crate::failure::Kind::NotFound, "{wrong}");
    }
}
