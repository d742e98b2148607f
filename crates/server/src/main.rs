//! The binary `countersign`: configuration, wiring, job loop, command line.

fn main() {}
