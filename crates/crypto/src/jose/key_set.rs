//! Verifying keys by `kid`.

use std::collections::HashMap;

use serde_json::Value;

use super::{KeyError, VerifyingKey};

const MAX_DOCUMENT: usize = 256 * 1024;
const MAX_KEYS: usize = 100;

/// A set of keys, each parsed once.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    keys: HashMap<String, VerifyingKey>,
}

impl KeySet {
    /// Reads a JWKS (RFC 7517 §5). Keys of unknown types or for other uses are left out, as the standard asks; a key
    /// without `kid` is found by its thumbprint. Refused: documents above 256 KiB, more than 100 keys, one `kid` twice.
    pub fn from_jwks(json: &[u8]) -> Result<Self, KeyError> {
        if json.len() > MAX_DOCUMENT {
            return Err(KeyError::Malformed);
        }
        let document: Value = serde_json::from_slice(json).map_err(|_| KeyError::Malformed)?;
        let listed = document.get("keys").and_then(Value::as_array).ok_or(KeyError::Malformed)?;
        if listed.len() > MAX_KEYS {
            return Err(KeyError::Malformed);
        }
        let mut set = Self::default();
        for jwk in listed {
            let Ok(key) = VerifyingKey::from_jwk(jwk) else { continue };
            let id = jwk.get("kid").and_then(Value::as_str).unwrap_or(key.thumbprint()).to_owned();
            if set.insert(id, key).is_some() {
                return Err(KeyError::Malformed);
            }
        }
        Ok(set)
    }

    /// Adds a key and gives back the one that had this id.
    pub fn insert(&mut self, key_id: String, key: VerifyingKey) -> Option<VerifyingKey> {
        self.keys.insert(key_id, key)
    }

    /// The key with this id.
    pub fn get(&self, key_id: &str) -> Option<&VerifyingKey> {
        self.keys.get(key_id)
    }

    /// Every key, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &VerifyingKey)> {
        self.keys.iter().map(|(id, key)| (id.as_str(), key))
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

#[cfg(test)]
mod tests;
