//! Redirect URIs, registered and presented.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| protocol::fuzz::redirect_uri(bytes));
