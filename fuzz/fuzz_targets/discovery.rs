//! Instance discovery and user realm.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| protocol::fuzz::discovery(bytes));
