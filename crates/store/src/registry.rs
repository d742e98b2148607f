//! Every SQL text of the product. A file that declares `statements!` is named here.

use crate::Sql;

#[cfg(test)]
mod tests;

/// The texts of each file.
const FILES: &[&[&Sql]] = &[crate::migrate::ALL, crate::vault::ALL];

/// Every SQL text, for checks that each of them suits the schema.
pub fn all_statements() -> impl Iterator<Item = &'static Sql> {
    FILES.iter().flat_map(|texts| texts.iter().copied())
}
