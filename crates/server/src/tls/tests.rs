use super::*;

fn certificate() -> (String, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    (made.cert.pem(), made.signing_key.serialize_pem())
}

#[test]
fn a_matching_pair_offers_http2_first() {
    let (chain, key) = certificate();
    let config = from_pem(chain.as_bytes(), key.as_bytes(), "c.pem").unwrap();
    assert_eq!(config.alpn_protocols, [b"h2".to_vec(), b"http/1.1".to_vec()]);
}

#[test]
fn what_is_wrong_with_a_certificate_is_named() {
    let (chain, key) = certificate();
    let (_, foreign) = certificate();
    for (chain, key, expected) in [
        ("", key.as_str(), "holds no certificate"),
        ("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n", key.as_str(), "does not parse"),
        (chain.as_str(), chain.as_str(), "no private key"),
        (chain.as_str(), foreign.as_str(), "cannot be used"),
    ] {
        let failure = from_pem(chain.as_bytes(), key.as_bytes(), "c.pem").unwrap_err();
        assert!(failure.cause.contains(expected), "{failure}");
    }
    let failure = from_files(Path::new("/nowhere/c.pem"), Path::new("/nowhere/k.pem")).unwrap_err();
    assert!(failure.cause.contains("/nowhere/c.pem"), "{failure}");
}
