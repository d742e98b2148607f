//! What browsers and OAuth clients talk to: authorize, token, sign-in pages, security info, recovery.

pub mod assets;
pub mod headers;
pub mod locale;
pub mod pages;
