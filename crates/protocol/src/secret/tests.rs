use super::*;

#[test]
fn debug_output_hides_the_text() {
    let secret = Secret::new("correct horse");
    assert_eq!(format!("{secret:?}"), "[secret]");
    assert_eq!(secret.expose(), "correct horse");
}
