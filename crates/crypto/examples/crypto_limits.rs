//! What one thread of this machine can do at most: the limits that the benchmark compares the server with.
//!
//! `cargo run --release -p crypto --example crypto_limits -- --seconds 2` prints one JSON object; every `…_per_second`
//! is the best of twenty equal slices of the time given for it. What is compared takes turns slice by slice.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use argon2::{Algorithm as Argon2Algorithm, Argon2, Block, Version};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use crypto::certificate::Validity;
use crypto::jose::{Algorithm, Header, Limits, SigningKey, parse_compact, verify};
use crypto::password::{Arena, Params};
use crypto::seal::Ring;
use crypto::{password, random};
use jiff::Timestamp;
use serde_json::{Map, json};

const USAGE: &str =
    "usage: crypto_limits [--seconds N]   (N seconds for each of nine measurements, 0.1 to 60)";
const SLICES: u32 = 20;
/// A usual access token's claims.
const CLAIMS_LEN: usize = 900;
/// A usual refresh handle.
const HANDLE_LEN: usize = 96;
const KEY_VALIDITY: (i64, i64) = (1_700_000_000, 2_000_000_000);

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    let measured = seconds().and_then(|seconds| measure_all(Duration::from_secs_f64(seconds)));
    let written = match measured {
        Ok(limits) => writeln!(out, "{}", serde_json::Value::Object(limits)),
        Err(cause) => {
            let _ = writeln!(std::io::stderr().lock(), "{cause}");
            return ExitCode::FAILURE;
        }
    };
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn seconds() -> Result<f64, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let seconds = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => 2.0,
        ["--seconds", number] => number.parse()?,
        _ => return Err(USAGE.into()),
    };
    if (0.1..=60.0).contains(&seconds) { Ok(seconds) } else { Err(USAGE.into()) }
}

fn measure_all(time: Duration) -> Result<Map<String, serde_json::Value>, Failure> {
    let mut limits = Map::new();
    limits.insert("seconds".to_owned(), json!(time.as_secs_f64()));
    measure_signing(time, Algorithm::RS256, &mut limits)?;
    measure_signing(time, Algorithm::ES256, &mut limits)?;
    measure_hashing(time, &mut limits)?;
    measure_sealing(time, &mut limits)?;
    Ok(limits)
}

fn measure_signing(
    time: Duration,
    algorithm: Algorithm,
    limits: &mut Map<String, serde_json::Value>,
) -> Result<(), Failure> {
    let (from, to) = KEY_VALIDITY;
    let validity =
        Validity { not_before: Timestamp::from_second(from)?, not_after: Timestamp::from_second(to)? };
    let key = SigningKey::generate(algorithm, validity)?;
    let claims = claims();
    let token = key.sign(Header::JWT, &claims)?;
    let (text, _) = token.rsplit_once('.').ok_or("a token has three segments")?;
    let raw = raw_signer(algorithm, &key)?;
    let verifying = key.verifying_key()?;
    let name = algorithm.as_str().to_lowercase();

    let [signs, tokens] =
        rates(time, [&mut || raw(text.as_bytes()), &mut || Ok(key.sign(Header::JWT, &claims).map(drop)?)])?;
    limits.insert(format!("{name}_raw_signs_per_second"), json!(signs));
    limits.insert(format!("{name}_tokens_per_second"), json!(tokens));
    limits.insert(format!("{name}_tokens_to_raw"), json!((tokens / signs * 1000.0).round() / 1000.0));
    let [verified] = rates(
        time,
        [&mut || {
            verify(&parse_compact(&token, Limits::default())?, &verifying, &[algorithm])?;
            Ok(())
        }],
    )?;
    limits.insert(format!("{name}_verifies_per_second"), json!(verified));
    Ok(())
}

type Operation = Box<dyn Fn(&[u8]) -> Result<(), Failure>>;

/// The bare algorithm with a key that was parsed before.
fn raw_signer(algorithm: Algorithm, key: &SigningKey) -> Result<Operation, Failure> {
    let pkcs8 = key.to_pkcs8()?;
    let random = SystemRandom::new();
    if algorithm == Algorithm::ES256 {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8)?;
        return Ok(Box::new(move |text| Ok(pair.sign(&random, text).map(drop)?)));
    }
    let pair = RsaKeyPair::from_pkcs8(&pkcs8)?;
    Ok(Box::new(move |text| {
        let mut signature = vec![0; pair.public_modulus_len()];
        Ok(pair.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature)?)
    }))
}

fn measure_hashing(time: Duration, limits: &mut Map<String, serde_json::Value>) -> Result<(), Failure> {
    let params = Params::default();
    let (word, salt) = ("correct horse battery staple", [7; 32]);
    let raw = Argon2::new(
        Argon2Algorithm::Argon2id,
        Version::V0x13,
        argon2::Params::new(params.m, params.t, params.p, Some(32))?,
    );
    let mut blocks = vec![Block::new(); raw.params().block_count()];
    let mut arena = Arena::new();
    let stored = password::hash(&mut arena, word, &salt, params)?;
    let [raw, verifies] = rates(
        time,
        [
            &mut || {
                let mut output = [0; 32];
                Ok(raw.hash_password_into_with_memory(word.as_bytes(), &salt, &mut output, &mut blocks)?)
            },
            &mut || Ok(password::verify(&mut arena, word, &stored, params).map(drop)?),
        ],
    )?;
    limits.insert("argon2id_raw_per_second".to_owned(), json!(raw));
    limits.insert("argon2id_verifies_per_second".to_owned(), json!(verifies));
    Ok(())
}

fn measure_sealing(time: Duration, limits: &mut Map<String, serde_json::Value>) -> Result<(), Failure> {
    let mut key = [0; 32];
    random::fill(&mut key);
    let ring = Ring::new(&[(1, &key)])?;
    let handle = [0x5a; HANDLE_LEN];
    let sealed = ring.seal("handle", [1; 12], &handle)?;
    let [seals, opens] = rates(
        time,
        [
            &mut || {
                let mut nonce = [0; 12];
                random::fill(&mut nonce);
                Ok(ring.seal("handle", nonce, &handle).map(drop)?)
            },
            &mut || Ok(ring.open("handle", &sealed, 1024).map(drop)?),
        ],
    )?;
    limits.insert("seals_per_second".to_owned(), json!(seals));
    limits.insert("opens_per_second".to_owned(), json!(opens));
    Ok(())
}

fn claims() -> Vec<u8> {
    let mut claims = br#"{"aud":"00000003-0000-0000-c000-000000000000","filler":""#.to_vec();
    claims.resize(CLAIMS_LEN - 2, b'x');
    claims.extend_from_slice(br#""}"#);
    claims
}

/// Operations in a second of each, in slices that take turns: the best slice counts, because whatever else the machine
/// does only slows it down.
fn rates<const N: usize>(
    time: Duration,
    mut operations: [&mut dyn FnMut() -> Result<(), Failure>; N],
) -> Result<[f64; N], Failure> {
    let mut best = [0.0_f64; N];
    for _ in 0..SLICES {
        for (best, operation) in best.iter_mut().zip(&mut operations) {
            *best = best.max(one_slice(time / SLICES, operation)?);
        }
    }
    Ok(best.map(f64::round))
}

#[expect(clippy::disallowed_methods, reason = "measuring needs the real clock")]
fn one_slice(slice: Duration, operation: &mut dyn FnMut() -> Result<(), Failure>) -> Result<f64, Failure> {
    let began = Instant::now();
    let mut done = 0_u32;
    loop {
        operation()?;
        done += 1;
        let elapsed = began.elapsed();
        if elapsed >= slice {
            return Ok(f64::from(done) / elapsed.as_secs_f64());
        }
    }
}
