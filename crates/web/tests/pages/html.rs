//! Reading a page the strict way, and what every page must be.

use std::collections::BTreeSet;

use web::locale::Locale;

/// No page is larger, its stylesheet included.
const MAX_BYTES: usize = 30 * 1024;

/// A tag as it stands in the document: its name and its attributes.
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text_after: String,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// Splits a document into its tags, strictly: what is not well-formed fails the test. The contents of `style` and
/// `script` are skipped.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (tag, length) = tag(&rest[start + 1..]);
        rest = &rest[start + 1 + length..];
        if tag.name == "style" || tag.name == "script" {
            rest = &rest[rest.find("</").unwrap()..];
        }
        let text_after = rest.split('<').next().unwrap().to_owned();
        tags.push(Tag { text_after, ..tag });
    }
    tags
}

/// The tag at the start of `text`, just after its `<`, and its length.
fn tag(text: &str) -> (Tag, usize) {
    let name: String = text.chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
    let mut at = name.len();
    let mut attributes = Vec::new();
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let here = &text[at..];
        if here.starts_with("/>") {
            return (Tag { name, attributes, text_after: String::new() }, at + 2);
        }
        if here.starts_with('>') {
            return (Tag { name, attributes, text_after: String::new() }, at + 1);
        }
        let key: String = here.chars().take_while(|c| !c.is_whitespace() && !"=>\"'<".contains(*c)).collect();
        assert!(!key.is_empty(), "not an attribute: {}", here.chars().take(60).collect::<String>());
        at += key.len();
        let mut value = String::new();
        if text[at..].starts_with("=\"") {
            let end = text[at + 2..].find('"').unwrap();
            text[at + 2..at + 2 + end].clone_into(&mut value);
            at += end + 3;
        } else {
            assert!(!text[at..].starts_with('='), "unquoted value of {key}");
        }
        attributes.push((key, value));
    }
}

const VOID: [&str; 5] = ["meta", "link", "input", "br", "!doctype"];
const SVG_LEAF: [&str; 3] = ["path", "circle", "rect"];

pub fn assert_balanced(tags: &[Tag], page: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        if let Some(name) = tag.name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{page}: </{name}> closes something else");
        } else if !VOID.contains(&tag.name.as_str()) && !SVG_LEAF.contains(&tag.name.as_str()) {
            open.push(&tag.name);
        }
    }
    assert!(open.is_empty(), "{page}: {open:?} stay open");
}

pub fn assert_accessible(tags: &[Tag], page: &str, locale: &Locale) {
    let named = |name: &'static str| tags.iter().filter(move |tag| tag.name == name);
    assert_eq!(named("html").next().unwrap().get("lang"), Some(locale.tag()), "{page}");
    assert_eq!(named("h1").count(), 1, "{page}: one heading of the first rank");
    assert_eq!(named("main").count(), 1, "{page}: one main landmark");
    assert!(!named("h1").next().unwrap().text_after.trim().is_empty(), "{page}: the heading says something");
    assert!(named("title").next().unwrap().text_after.contains("Countersign"), "{page}: the tab has a name");
    let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{page}: ids are unique");
    for attribute in ["aria-describedby", "aria-labelledby", "for"] {
        for id in tags.iter().filter_map(|tag| tag.get(attribute)).flat_map(str::split_whitespace) {
            assert!(unique.contains(id), "{page}: {attribute} names {id}, which is not there");
        }
    }
    let labelled: BTreeSet<&str> = named("label").filter_map(|tag| tag.get("for")).collect();
    for input in named("input").filter(|input| input.get("type") != Some("hidden") && !input.has("hidden")) {
        assert!(labelled.contains(input.get("id").unwrap()), "{page}: every field has a label");
        assert!(input.has("autocomplete") || input.get("type") == Some("checkbox"), "{page}: autocomplete");
        if input.has("aria-invalid") {
            assert!(
                input.get("aria-describedby").unwrap().contains("problem"),
                "{page}: the field tells its problem"
            );
            assert!(input.has("autofocus"), "{page}: the field with the problem has the focus");
        }
    }
    for svg in named("svg") {
        assert!(
            svg.get("aria-hidden") == Some("true") || svg.has("aria-label"),
            "{page}: pictures have a name"
        );
    }
    assert!(tags.iter().filter(|tag| tag.has("autofocus")).count() <= 1, "{page}: one focus");
    assert!(
        tags.iter().all(|tag| tag.get("tabindex").is_none_or(|index| index == "0")),
        "{page}: natural order"
    );
}

pub fn assert_strict(tags: &[Tag], html: &str, page: &str) {
    assert!(html.len() <= MAX_BYTES, "{page}: {} bytes", html.len());
    for tag in tags {
        for (key, value) in &tag.attributes {
            assert!(!key.starts_with("on"), "{page}: inline event handler {key}");
            assert!(key != "style", "{page}: inline style, which the policy forbids");
            let is_address = matches!(key.as_str(), "href" | "src" | "action" | "formaction");
            assert!(!is_address || !value.trim_start().starts_with("javascript:"), "{page}: {key}={value}");
        }
        let fetched = match tag.name.as_str() {
            "img" | "script" | "iframe" | "source" | "video" | "audio" | "embed" | "object" => tag.get("src"),
            "link" => tag.get("href"),
            _ => None,
        };
        assert!(
            fetched.is_none_or(|url| url.starts_with('/') && !url.starts_with("//")),
            "{page}: fetches {fetched:?}"
        );
    }
    let scripts = tags.iter().filter(|tag| tag.name == "script").count();
    assert_eq!(
        scripts,
        usize::from(page.starts_with("form-post")),
        "{page}: no script but the form-post page's"
    );
    assert_eq!(tags.iter().filter(|tag| tag.name == "style").count(), 1, "{page}: one style");
    assert!(
        !html.contains('⟦') && !html.contains("{$") && !html.contains("{ $"),
        "{page}: a text is missing"
    );
}
