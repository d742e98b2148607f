//! The other end of a connection, as the listeners hand it to the handlers.

use std::net::IpAddr;

/// Who sent a request. The listeners put it into every request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// The connection's other end: the client, or a proxy.
    pub direct: IpAddr,
    /// The client: what a trusted proxy says, otherwise the connection's other end.
    pub client: IpAddr,
}
