//! Token and device requests, with the `Authorization` header as first line.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| protocol::fuzz::token(bytes));
