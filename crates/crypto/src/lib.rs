//! Signing, verifying, sealing, password hashing and constant-time comparison; no network, no storage.
