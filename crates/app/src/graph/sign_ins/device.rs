//! What a `User-Agent` header tells of browser and operating system, in the words of the sign-in log.
//!
//! It is what the client says of itself; nothing is decided by it.

use protocol::signin_log::DeviceDetail;

/// Marks of operating systems, the more special ones first, and their names.
const SYSTEMS: [(&str, &str); 9] = [
    ("Windows NT 10.0", "Windows 10"),
    ("Windows", "Windows"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Darwin", "macOS"),
    ("Linux", "Linux"),
];

/// Marks of browsers, the more special ones first, and their names: Edge also says Chrome, and Chrome Safari.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Browser"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
];

/// The device of a sign-in. No device is registered or managed here, so that much is known of every one.
pub(super) fn detail(user_agent: Option<&str>) -> DeviceDetail {
    let agent = user_agent.unwrap_or_default();
    let system = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark));
    DeviceDetail {
        operating_system: system.map(|(_, name)| (*name).to_owned()),
        browser: browser(agent),
        is_compliant: Some(false),
        is_managed: Some(false),
        ..DeviceDetail::default()
    }
}

fn browser(agent: &str) -> Option<String> {
    let found = BROWSERS.iter().find_map(|(mark, name)| Some((version(agent, mark)?, *name)));
    let safari =
        || version(agent, "Version/").filter(|_| agent.contains("Safari/")).map(|found| (found, "Safari"));
    found.or_else(safari).map(|(version, name)| format!("{name} {version}").trim_end().to_owned())
}

/// The version behind a mark: digits and dots.
fn version<'a>(agent: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = agent.split_once(mark)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    Some(rest.get(..end.min(32)).unwrap_or_default())
}

#[cfg(test)]
mod tests;
