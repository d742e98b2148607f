//! Sign-in log entries of foreign exports.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| protocol::fuzz::sign_in(bytes));
