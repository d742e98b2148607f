//! Client assertions and bearer tokens, as a stranger sends them.
#![no_main]

use crypto::jose::{Limits, parse_compact};

libfuzzer_sys::fuzz_target!(|token: &str| {
    if let Ok(jws) = parse_compact(token, Limits::default()) {
        assert!(token.len() <= Limits::default().max_len);
        assert!(jws.unverified_payload().len() < token.len());
    }
});
