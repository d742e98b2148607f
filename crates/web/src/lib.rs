//! What browsers and OAuth clients talk to: authorize, token, sign-in pages, security info, recovery.

pub mod assets;
mod authorize;
mod cookies;
mod device;
mod discovery;
pub mod headers;
mod introspection;
mod json;
pub mod locale;
mod login;
mod logout;
mod outcome;
pub mod pages;
mod request;
mod routes;
mod start;
mod token;
mod userinfo;
mod views;

pub use routes::{Caller, Route, router, routes};

use std::sync::Arc;

/// What the handlers share.
#[derive(Clone)]
pub struct Web {
    /// The server's parts.
    pub services: Arc<app::Services>,
    /// Whether this is a demo or development world, which pages then say.
    pub demo: bool,
    documents: Arc<discovery::Documents>,
}

impl Web {
    /// Handlers of these parts.
    pub fn new(services: Arc<app::Services>, demo: bool) -> Self {
        Self { services, demo, documents: Arc::default() }
    }
}
