//! Certificates that an administrator uploads, and the keys inside them.
#![no_main]

use crypto::certificate::Certificate;
use crypto::jose::VerifyingKey;

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    if let Ok(certificate) = Certificate::parse(file) {
        assert_eq!(Certificate::from_der(&certificate.der).as_ref(), Ok(&certificate));
        let _ = VerifyingKey::from_certificate(&certificate);
    }
});
