//! The only place of real randomness.

/// Fills `dest` from the operating system's generator, through the cryptographic library's own DRBG.
///
/// Nothing that runs afterwards could be safe without randomness, so a failing generator ends the process.
pub fn fill(dest: &mut [u8]) {
    if aws_lc_rs::rand::fill(dest).is_err() {
        std::process::abort();
    }
}

#[cfg(test)]
mod tests;
