//! Checks of what administrators type. Every refusal says what is wrong and what would be right.

use crate::Fault;
use model::tenant::Tenant;
use unicode_normalization::UnicodeNormalization;
use url::{Host, Url};

fn invalid<T>(text: String) -> Result<T, Fault> {
    Err(Fault::Invalid(text))
}

/// A name people see: 1 to 256 characters, none of them a control character, in NFC.
pub(super) fn display_name(text: &str) -> Result<String, Fault> {
    let name: String = text.trim().nfc().collect();
    let length = name.chars().count();
    if length == 0 || length > 256 {
        return invalid(format!("a display name has {length} characters: give it 1 to 256"));
    }
    if name.chars().any(char::is_control) {
        return invalid("a display name contains control characters: leave them out".to_owned());
    }
    Ok(name)
}

/// A name that may be absent; an empty one is none.
pub(super) fn optional_name(text: &str) -> Result<Option<String>, Fault> {
    if text.trim().is_empty() { Ok(None) } else { display_name(text).map(Some) }
}

/// A domain name (RFC 1035) in lower case, in ASCII form, with at least two labels.
pub(super) fn domain(text: &str) -> Result<String, Fault> {
    let name = text.trim().trim_end_matches('.').to_ascii_lowercase();
    let label_ok = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let numeric_end = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    if name.len() > 253 || !name.contains('.') || numeric_end || !name.split('.').all(label_ok) {
        return invalid(format!(
            "'{}' is not a domain name: give one such as contoso.example, in its ASCII form",
            shown(text)
        ));
    }
    Ok(name)
}

/// A user name (UPN) in lower case whose domain the tenant proved to own.
pub(super) fn user_name(text: &str, tenant: &Tenant) -> Result<String, Fault> {
    let name = text.trim().to_lowercase();
    let Some((local, domain)) = name.split_once('@') else {
        return invalid(format!("'{}' is not a user name: give it as name@domain", shown(text)));
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "'.-_!#^~".contains(c);
    if local.is_empty()
        || local.len() > 64
        || name.len() > 113
        || !local.chars().all(allowed)
        || local.ends_with('.')
    {
        return invalid(format!(
            "'{}' is not a user name: before the @ it may have 64 letters, digits and '.-_!#^~, no dot at the end, and 113 characters in all",
            shown(text)
        ));
    }
    if !tenant.owns_domain(domain) {
        return invalid(format!(
            "'{}' is not a verified domain of {}: use one of {}, or add and verify it",
            shown(domain),
            tenant.display_name,
            verified_domains(tenant)
        ));
    }
    Ok(name)
}

fn verified_domains(tenant: &Tenant) -> String {
    let names: Vec<&str> = tenant
        .domains
        .iter()
        .filter(|domain| domain.verified)
        .map(|domain| domain.name.as_str())
        .take(5)
        .collect();
    if names.is_empty() { "none yet".to_owned() } else { names.join(", ") }
}

/// A mail address; an empty one is none.
pub(super) fn mail(text: &str) -> Result<Option<String>, Fault> {
    let address = text.trim();
    if address.is_empty() {
        return Ok(None);
    }
    let wrong = || {
        Fault::Invalid(format!(
            "'{}' is not a mail address: give one such as soc@contoso.example",
            shown(text)
        ))
    };
    let (local, host) = address.rsplit_once('@').ok_or_else(wrong)?;
    let local_ok = (1..=64).contains(&local.len())
        && local.chars().all(|c| !c.is_control() && !c.is_whitespace() && !"<>()[]\\,;:\"@".contains(c));
    if !local_ok || address.len() > 254 || domain(host).is_err() {
        return Err(wrong());
    }
    Ok(Some(address.to_owned()))
}

/// An ISO 3166 country code; an empty one is none.
pub(super) fn country(text: &str) -> Result<Option<String>, Fault> {
    let code = text.trim().to_ascii_uppercase();
    match code.len() {
        0 => Ok(None),
        2 if code.bytes().all(|b| b.is_ascii_uppercase()) => Ok(Some(code)),
        _ => invalid(format!("'{}' is not a country code: give two letters such as KR", shown(text))),
    }
}

/// Phone numbers in E.164, at most ten.
pub(super) fn phones(numbers: &[String]) -> Result<Vec<String>, Fault> {
    if numbers.len() > 10 {
        return invalid(format!("{} phone numbers are too many: give at most 10", numbers.len()));
    }
    let one = |text: &String| {
        let number: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
        let digits = number.strip_prefix('+').unwrap_or_default();
        let ok = (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if ok {
            Ok(number)
        } else {
            invalid(format!("'{}' is not a phone number: give it as +821012345678", shown(text)))
        }
    };
    numbers.iter().map(one).collect()
}

/// A BCP 47 tag; an empty one is none.
pub(super) fn language(text: &str) -> Result<Option<String>, Fault> {
    let tag = text.trim();
    let ok = tag.len() <= 35
        && tag
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    match tag {
        "" => Ok(None),
        _ if ok => Ok(Some(tag.to_owned())),
        _ => invalid(format!("'{}' is not a language: give a tag such as ko or en-US", shown(text))),
    }
}

/// A redirect URI: absolute, without fragment, https; http only on loopback; other schemes only for native clients.
pub(super) fn redirect(text: &str, native: bool) -> Result<String, Fault> {
    let wrong = |what: &str| Fault::Invalid(format!("the redirect URI '{}' {what}", shown(text)));
    if text.len() > 2048 || text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '*') {
        return Err(wrong("is too long or contains blanks or wildcards: give the exact address"));
    }
    let url = Url::parse(text).map_err(|_| wrong("is not an address: give it as https://host/path"))?;
    if url.fragment().is_some() {
        return Err(wrong("has a fragment: leave out # and what follows"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("contains a user name or password: leave them out"));
    }
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => Ok(text.to_owned()),
        "http" if loopback => Ok(text.to_owned()),
        "http" => Err(wrong("uses plain http: use https, or http on localhost")),
        "javascript" | "data" | "file" | "vbscript" | "blob" | "about" => {
            Err(wrong("has a scheme that browsers would run or open themselves: use https"))
        }
        _ if native => Ok(text.to_owned()),
        _ => Err(wrong("has a scheme of its own, which only native clients may have: use https")),
    }
}

/// A name of an application as a resource: a URI without trailing slash, `api://…` or `https://…`.
pub(super) fn identifier_uri(text: &str) -> Result<String, Fault> {
    let uri = text.trim_end_matches('/');
    let ok = uri.len() <= 255
        && ["api://", "https://", "urn:"]
            .iter()
            .any(|scheme| uri.len() > scheme.len() && uri.starts_with(scheme))
        && uri.bytes().all(|b| {
            b.is_ascii_graphic()
                && !matches!(b, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | b'#' | b'?')
        });
    if ok {
        return Ok(uri.to_owned());
    }
    invalid(format!(
        "'{}' is not an identifier URI: give one such as api://billing or https://contoso.example/billing",
        shown(text)
    ))
}

/// The word of a permission, as it stands in `scp` or `roles`.
pub(super) fn permission_word(text: &str) -> Result<String, Fault> {
    let ok = (1..=120).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'()*+,-.:;=?@[]^_{}~/".contains(&b))
        && !text.starts_with('.');
    if ok && text != "/.default" {
        return Ok(text.to_owned());
    }
    invalid(format!(
        "'{}' is not a permission's word: give letters, digits and punctuation without blanks, such as access_as_user",
        shown(text)
    ))
}

/// What may be repeated of an input in an answer.
pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

#[cfg(test)]
mod tests;
