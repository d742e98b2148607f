use super::fill;

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
