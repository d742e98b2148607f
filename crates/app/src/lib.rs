//! One function per use case: load facts, ask rules, apply effects, write the audit, return a verdict.
