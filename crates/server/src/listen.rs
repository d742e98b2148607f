//! Listeners: sockets, TLS, HTTP, and the bounds that keep one client from using up the server.

mod peer;
mod serve;

pub use serve::{Listener, Service};

use crate::failure::Failure;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};

/// A bound socket.
#[derive(Debug)]
pub struct Bound {
    /// What it is for, as messages call it.
    pub name: &'static str,
    /// Where it really listens: the port is never 0.
    pub address: SocketAddr,
    socket: TcpListener,
}

/// Binds a socket; failures name the listener, the address and what to do.
pub fn bind(name: &'static str, address: SocketAddr) -> Result<Bound, Failure> {
    let failed = |error: std::io::Error| {
        let (cause, next) = match error.kind() {
            ErrorKind::AddrInUse => (
                format!("the {name} listener cannot use {address}: another program listens there"),
                "stop the other program, or choose another port (0 takes a free one)",
            ),
            ErrorKind::PermissionDenied => (
                format!("the {name} listener may not use {address}"),
                "choose a port above 1023, or give the program the capability CAP_NET_BIND_SERVICE",
            ),
            ErrorKind::AddrNotAvailable => (
                format!("the {name} listener cannot use {address}: this machine has no such address"),
                "choose an address of this machine, such as 127.0.0.1",
            ),
            _ => (format!("the {name} listener cannot use {address}: {error}"), "choose another address"),
        };
        Failure::unavailable(cause, next)
    };
    // The standard library sets SO_REUSEADDR, so that a restart does not wait for old connections to fade.
    let socket = TcpListener::bind(address).map_err(failed)?;
    socket.set_nonblocking(true).map_err(failed)?;
    let address = socket.local_addr().map_err(failed)?;
    Ok(Bound { name, address, socket })
}

#[cfg(test)]
mod tests;
