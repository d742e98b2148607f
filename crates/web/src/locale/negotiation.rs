//! Reading the two language preferences a browser can bring.

use super::Language;

/// More preferences than this are not looked at.
const MAX_PREFERENCES: usize = 32;

/// The first language of a space-separated `ui_locales` list that we speak.
pub(super) fn from_ui_locales(list: &str) -> Option<Language> {
    list.split_ascii_whitespace().take(MAX_PREFERENCES).find_map(Language::from_tag)
}

/// The language with the highest weight; of equal weights the one named first. `*` stands for `default`.
pub(super) fn from_accept_language(header: &str, default: Language) -> Option<Language> {
    let mut best: Option<(u16, Language)> = None;
    for range in header.split(',').take(MAX_PREFERENCES) {
        let Some((language, weight)) = parse_range(range, default) else { continue };
        if weight > best.map_or(0, |(weight, _)| weight) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

fn parse_range(range: &str, default: Language) -> Option<(Language, u16)> {
    let mut parts = range.split(';');
    let tag = parts.next()?.trim();
    let language = if tag == "*" { Some(default) } else { Language::from_tag(tag) }?;
    let quality = parts.find_map(|parameter| parameter.trim().strip_prefix("q="));
    Some((language, quality.map_or(Some(1000), parse_quality)?))
}

/// A `qvalue` of RFC 9110 12.4.2 in thousandths.
fn parse_quality(text: &str) -> Option<u16> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if fraction.len() > 3 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    match (whole, thousandths) {
        ("0", thousandths) => Some(thousandths),
        ("1", 0) => Some(1000),
        _ => None,
    }
}
