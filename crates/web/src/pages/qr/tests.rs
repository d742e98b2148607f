use super::*;

/// Reads the path back into modules, quiet zone cut off.
fn modules(drawing: &Drawing) -> Vec<Color> {
    let width = drawing.side - 2 * QUIET_ZONE;
    let mut modules = vec![Color::Light; width * width];
    let (mut x, mut y) = (0, 0);
    let mut rest = drawing.path.as_str();
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |end| end + 1);
        let numbers: Vec<usize> = rest[1..end].split(' ').map(|number| number.parse().unwrap()).collect();
        match command {
            'M' => (x, y) = (numbers[0] - QUIET_ZONE, numbers[1] - QUIET_ZONE),
            'm' => x += numbers[0],
            'h' => {
                modules[y * width + x..y * width + x + numbers[0]].fill(Color::Dark);
                x += numbers[0];
            }
            other => panic!("unexpected {other}"),
        }
        rest = &rest[end..];
    }
    modules
}

#[test]
fn the_path_draws_exactly_the_dark_modules() {
    let text = "otpauth://totp/Countersign:kim%40contoso.com?secret=JBSWY3DPEHPK3PXP&issuer=Countersign";
    let drawing = Drawing::of(text).unwrap();
    let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
    assert_eq!(modules(&drawing), code.to_colors());
    assert!(drawing.path.len() < 6_000, "{} bytes", drawing.path.len());
}

#[test]
fn what_does_not_fit_is_not_drawn() {
    assert!(Drawing::of(&"a".repeat(3000)).is_none());
    assert!(Drawing::of(&"a".repeat(600)).is_none(), "a code this dense is hard to scan");
    assert!(Drawing::of(&"a".repeat(400)).is_some());
}
