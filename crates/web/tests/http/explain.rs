//! The page that explains a code.

use protocol::aadsts::{Delivery, catalogue};

use crate::site::Site;

#[tokio::test]
async fn every_code_of_the_catalogue_is_explained_in_both_languages() {
    let site = Site::start().await;
    let mut count = 0;
    for entry in catalogue() {
        for (language, title) in [("en", "Error"), ("ko", "오류")] {
            let mut browser = site.browser();
            browser.language = language;
            let page = browser.open(&format!("/error?code={}", entry.code.0)).await;
            assert_eq!(page.status, 200);
            assert_eq!(page.title(), format!("{title} {}", entry.code), "{:?}", entry.delivery);
            assert!(page.body.contains(&format!("<html lang=\"{language}\">")));
            let (_, shown) = page.body.split_once("</style>").unwrap();
            assert!(!shown.contains(['⟦', '{', '}']), "{}: a placeholder is left", entry.code);
            if !entry.name.is_empty() {
                assert!(page.body.contains(entry.name), "{}", entry.code);
            }
        }
        count += 1;
        assert!(matches!(entry.delivery, Delivery::Client | Delivery::Page | Delivery::Log));
    }
    assert!(count > 90, "{count}");
}

#[tokio::test]
async fn what_is_no_code_is_asked_for_again() {
    let site = Site::start().await;
    for query in [
        "",
        "?code=",
        "?code=AADSTS",
        "?code=abc",
        "?code=-1",
        "?code=99999999999",
        "?code=1&code=2",
        "?code=%ff",
        "?%",
    ] {
        let page = site.get(&format!("/error{query}")).await;
        assert_eq!((page.status.as_u16(), page.title()), (200, "Look up an error code"), "{query}");
    }
    assert_eq!(site.get("/error?code=AADSTS50076").await.title(), "Error AADSTS50076");
    let unknown = site.get("/error?code=1").await;
    assert_eq!((unknown.status.as_u16(), unknown.title()), (200, "Error AADSTS1"));
}
