//! Who is at the other end: the connection's address, or what a trusted proxy says.

use app::Peer;
use axum::http::HeaderMap;
use ipnet::IpNet;
use std::net::IpAddr;

/// How many entries of `X-Forwarded-For` are looked at.
const MOST_HOPS: usize = 16;

/// The peer of a request.
///
/// `X-Forwarded-For` counts only when the connection comes from a trusted proxy; then the client is the last
/// address in it that is no trusted proxy itself. Whatever else clients write into it is ignored.
pub fn of(direct: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Peer {
    let direct = direct.to_canonical();
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    if trusted.is_empty() || !is_trusted(&direct) {
        return Peer { direct, client: direct };
    }
    let mut client = direct;
    for address in forwarded(headers) {
        let Some(address) = address else { break };
        client = address;
        if !is_trusted(&address) {
            break;
        }
    }
    Peer { direct, client }
}

/// Addresses in `X-Forwarded-For`, the nearest first; what is no address is `None`.
fn forwarded(headers: &HeaderMap) -> impl Iterator<Item = Option<IpAddr>> {
    let values: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    let hops: Vec<Option<IpAddr>> = values
        .iter()
        .rev()
        .flat_map(|value| value.rsplit(','))
        .take(MOST_HOPS)
        .map(|hop| hop.trim().parse::<IpAddr>().ok().map(|address| address.to_canonical()))
        .collect();
    hops.into_iter()
}
