//! The rows, one file per family. Texts are data: they are exempt from the length rule.

mod client;
mod grant;
mod person;
mod policy;
mod request;

use super::{Code, Delivery, Entry, OAuthError, Suberror, Texts};

/// Every family; the rows of each are in ascending order of their codes.
pub(super) static TABLES: [&[Entry]; 5] =
    [person::ROWS, policy::ROWS, client::ROWS, grant::ROWS, request::ROWS];

/// The row that stands in for a code the catalogue does not know.
pub(super) static INTERNAL: Entry = request::INTERNAL;

/// How an error travels: `error` on both versions, `suberror`, HTTP status, and where it may be shown.
#[derive(Clone, Copy)]
struct Wire {
    v1: OAuthError,
    v2: OAuthError,
    suberror: Option<Suberror>,
    status: u16,
    delivery: Delivery,
}

impl Wire {
    /// The same `error` on both versions, answered with 400.
    const fn both(error: OAuthError) -> Self {
        Self::split(error, error)
    }

    /// `error` on version 1 and on version 2, answered with 400.
    const fn split(v1: OAuthError, v2: OAuthError) -> Self {
        Self { v1, v2, suberror: None, status: 400, delivery: Delivery::Client }
    }

    const fn sub(self, suberror: Suberror) -> Self {
        Self { suberror: Some(suberror), ..self }
    }

    const fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    const fn page(self) -> Self {
        Self { delivery: Delivery::Page, ..self }
    }

    const fn log(self) -> Self {
        Self { delivery: Delivery::Log, ..self }
    }
}

const NO_TEXTS: Texts = Texts { message: "", user: "", admin: "" };

const fn row(code: u32, name: &'static str, wire: Wire) -> Entry {
    let Wire { v1, v2, suberror, status, delivery } = wire;
    Entry { code: Code(code), name, v1, v2, suberror, status, delivery, en: NO_TEXTS, ko: NO_TEXTS }
}

impl Entry {
    const fn en(self, message: &'static str, user: &'static str, admin: &'static str) -> Self {
        Self { en: Texts { message, user, admin }, ..self }
    }

    const fn ko(self, message: &'static str, user: &'static str, admin: &'static str) -> Self {
        Self { ko: Texts { message, user, admin }, ..self }
    }
}

// Wires that many rows share.
const INVALID_REQUEST: Wire = Wire::both(OAuthError::InvalidRequest);
const INVALID_GRANT: Wire = Wire::both(OAuthError::InvalidGrant);
const INVALID_CLIENT: Wire = Wire::both(OAuthError::InvalidClient).status(401);
const INVALID_SCOPE: Wire = Wire::both(OAuthError::InvalidScope);
const INVALID_RESOURCE: Wire = Wire::both(OAuthError::InvalidResource);
const UNAUTHORIZED_CLIENT: Wire = Wire::both(OAuthError::UnauthorizedClient);
const ACCESS_DENIED: Wire = Wire::both(OAuthError::AccessDenied);
const INTERACTION: Wire = Wire::both(OAuthError::InteractionRequired);
const UNAVAILABLE: Wire = Wire::both(OAuthError::TemporarilyUnavailable).status(503);
/// A policy wants more: version 1 says `interaction_required`, version 2 `invalid_grant` with a suberror.
const STEP_UP: Wire = Wire::split(OAuthError::InteractionRequired, OAuthError::InvalidGrant);
