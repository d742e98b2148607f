//! Every SQL text of the product. A file that declares `statements!` is named here.

use crate::Sql;

#[cfg(test)]
mod tests;

/// The texts of each file.
const FILES: &[&[&Sql]] = &[
    crate::application_directory::ALL,
    crate::applications::ALL,
    crate::audits::ALL,
    crate::codes::ALL,
    crate::config::ALL,
    crate::consents::ALL,
    crate::device_codes::ALL,
    crate::familiar::ALL,
    crate::flows::ALL,
    crate::grants::ALL,
    crate::groups::ALL,
    crate::jobs::ALL,
    crate::lockouts::ALL,
    crate::marks::ALL,
    crate::methods::ALL,
    crate::migrate::ALL,
    crate::outbox::ALL,
    crate::passwords::ALL,
    crate::recovery_codes::ALL,
    crate::refused::ALL,
    crate::ring_keys::ALL,
    crate::roles::ALL,
    crate::server_keys::ALL,
    crate::service_principals::ALL,
    crate::sessions::ALL,
    crate::sign_ins::ALL,
    crate::tenants::ALL,
    crate::tenants::PURGE,
    crate::users::ALL,
    crate::vault::ALL,
];

/// Every SQL text, for checks that each of them suits the schema.
pub fn all_statements() -> impl Iterator<Item = &'static Sql> {
    FILES.iter().flat_map(|texts| texts.iter().copied())
}
