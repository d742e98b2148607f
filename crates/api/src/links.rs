//! Absolute links, on the origin and under the path that the caller used: clients attach their token by host.

use axum::http::uri::Authority;

/// The origin of links: that of the face, with the host that the caller asked for. A loopback host in front of a
/// face that is not on loopback is the doing of a proxy, not of the caller.
pub(crate) fn origin(face: &str, asked: Option<&str>) -> String {
    let Some((scheme, own)) = face.split_once("://") else { return face.to_owned() };
    let asked = asked.and_then(|host| host.parse::<Authority>().ok());
    let asked = asked.filter(|host| !host.as_str().contains('@') && !host.host().is_empty());
    let own_is_loopback = own.parse::<Authority>().is_ok_and(|own| is_loopback(own.host()));
    match asked {
        Some(host) if own_is_loopback || !is_loopback(host.host()) => format!("{scheme}://{host}"),
        _ => face.to_owned(),
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The path up to and with Graph's version.
pub(crate) fn root(path: &str) -> &str {
    let end = ["/v1.0/", "/beta/"].iter().filter_map(|version| {
        let start = path.find(version)?;
        Some(start + version.len() - 1)
    });
    end.min().and_then(|end| path.get(..end)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
