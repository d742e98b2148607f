use super::*;

#[test]
fn ordinary_names_stay_as_they_are() {
    for name in ["Contoso Ltd.", "한빛 클라우드", "kim@contoso.com", "O'Brien & Söhne <GmbH>", "नमस्ते"]
    {
        assert_eq!(shown(name), name);
    }
}

#[test]
fn nothing_can_turn_the_direction_of_the_page() {
    assert_eq!(shown("safe\u{202E}gnp.exe\u{2066}\u{2069}"), "safegnp.exe");
    assert_eq!(shown("a\u{200B}b\u{FEFF}c\u{E0041}"), "abc");
    assert_eq!(shown("אבג"), "\u{2068}אבג\u{2069}");
    assert_eq!(shown("אב\u{2069}ג"), "\u{2068}אבג\u{2069}", "the isolate cannot be closed from inside");
}

#[test]
fn a_name_is_one_line() {
    assert_eq!(shown("a\r\nb\tc\u{2028}d\0e"), "a  b c de");
}

#[test]
fn long_names_are_cut() {
    let long = "가".repeat(1000);
    assert_eq!(shown(&long).chars().count(), MAX_SHOWN + 1);
    assert!(shown(&long).ends_with('…'));
    assert_eq!(typed(&long).chars().count(), MAX_TYPED);
    assert_eq!(shown(&"가".repeat(MAX_SHOWN)), "가".repeat(MAX_SHOWN));
}
