//! Claims of tokens, as a resource reads them.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| protocol::fuzz::token_claims(bytes));
