//! House rules and tooling as code.
fn main() {}
