use super::*;

#[test]
fn the_stylesheet_is_small_and_whole() {
    assert!(style().len() < 12_000, "{} bytes", style().len());
    assert_eq!(style().matches('{').count(), style().matches('}').count());
    assert!(!style().contains("/*") && !style().contains('\n') && !style().contains("</"));
    assert!(!style().contains("url("), "the stylesheet fetches nothing");
}

#[test]
fn hashes_are_those_of_the_specification() {
    // The example of CSP Level 3, 8.3.
    assert_eq!(csp_hash("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
}

#[test]
fn the_icon_is_found_by_its_own_name() {
    assert_eq!(find(&icon().path).map(|asset| asset.content_type), Some("image/svg+xml"));
    assert!(find("/favicon.ico").is_some());
    assert!(find("/assets/icon-0000000000000000.svg").is_none());
    assert!(find("/assets/../icon.svg").is_none());
}

#[test]
fn entity_tags_compare_weakly() {
    let icon = icon();
    assert!(icon.matches(&icon.etag));
    assert!(icon.matches(&format!("\"other\", W/{}", icon.etag)));
    assert!(icon.matches("*"));
    assert!(!icon.matches("\"other\""));
    assert!(!icon.matches(""));
}
