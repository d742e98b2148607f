use super::{POOL, Pool, fill};
use std::collections::HashSet;

#[test]
fn two_draws_differ_and_fill_everything() {
    let mut first = [0_u8; 64];
    let mut second = [0_u8; 64];
    fill(&mut first);
    fill(&mut second);
    assert_ne!(first, second);
    assert!(first[32..].iter().any(|&byte| byte != 0));
    fill(&mut []);
}

#[test]
fn small_draws_never_repeat() {
    let mut seen = HashSet::new();
    for _ in 0..10_000 {
        let mut id = [0_u8; 16];
        fill(&mut id);
        assert!(seen.insert(id), "drawn twice");
    }
}

#[test]
fn what_was_handed_out_is_wiped() {
    let mut pool = Pool { bytes: [0; POOL], left: 0 };
    for length in [16, 10, 0, 8, 16].repeat(40) {
        let mut out = vec![0; length];
        pool.fill(&mut out);
        assert!(pool.bytes[pool.left..].iter().all(|&byte| byte == 0));
        assert!(length < 8 || out.iter().any(|&byte| byte != 0));
    }
}
