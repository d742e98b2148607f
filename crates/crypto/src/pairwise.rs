//! Pairwise subject identifiers (OpenID Connect Core §8.1).

use uuid::Uuid;

use crate::encoding::base64url;
use crate::mac::{MacKey, keyed_hash};

/// `sub` of one user of one tenant for one client: 43 characters that no other client sees and nobody can turn back.
pub fn subject(key: &MacKey, tenant: &Uuid, user: &Uuid, client: &Uuid) -> String {
    let parts = [tenant.as_bytes().as_slice(), user.as_bytes(), client.as_bytes()];
    base64url(&keyed_hash(key, "pairwise-subject", &parts))
}

#[cfg(test)]
mod tests;
