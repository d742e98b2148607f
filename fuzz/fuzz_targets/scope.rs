//! Scope strings and resource identifiers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| protocol::fuzz::scope(bytes));
