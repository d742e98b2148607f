//! The only place of real randomness.

use std::cell::RefCell;

use zeroize::Zeroize;

/// Bytes that a thread draws at once for small requests: a token takes three draws of a few bytes each, and a draw from
/// the generator costs as much for one byte as for hundreds.
const POOL: usize = 512;
/// The longest request that is served from the pool: ids, nonces and jitter. Keys are drawn directly.
const SMALL: usize = 16;

thread_local! {
    static DRAWN: RefCell<Pool> = const { RefCell::new(Pool { bytes: [0; POOL], left: 0 }) };
}

/// Bytes drawn ahead; what was handed out is wiped, so that no later look at the memory finds it.
struct Pool {
    bytes: [u8; POOL],
    left: usize,
}

impl Pool {
    fn fill(&mut self, dest: &mut [u8]) {
        if self.left < dest.len() {
            draw(&mut self.bytes);
            self.left = POOL;
        }
        let start = self.left.saturating_sub(dest.len());
        match self.bytes.get_mut(start..self.left) {
            Some(taken) if taken.len() == dest.len() => {
                dest.copy_from_slice(taken);
                taken.zeroize();
                self.left = start;
            }
            _ => draw(dest),
        }
    }
}

/// Fills `dest` from the operating system's generator, through the cryptographic library's own DRBG.
///
/// Nothing that runs afterwards could be safe without randomness, so a failing generator ends the process.
pub fn fill(dest: &mut [u8]) {
    if dest.len() > SMALL {
        return draw(dest);
    }
    // A thread that is ending has no pool any more.
    if DRAWN.try_with(|pool| pool.borrow_mut().fill(dest)).is_err() {
        draw(dest);
    }
}

fn draw(dest: &mut [u8]) {
    if aws_lc_rs::rand::fill(dest).is_err() {
        std::process::abort();
    }
}

#[cfg(test)]
mod tests;
