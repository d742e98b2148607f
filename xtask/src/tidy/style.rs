//! Where tests live, how lints are silenced, and that every crate says what it is.

use super::Finding;
use super::tokens::{RustFile, closing};
use super::tree::Tree;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        findings.extend(inline_tests(file));
        findings.extend(bare_allows(file));
        findings.extend(missing_top_doc(file, tree.text(&file.path).unwrap_or_default()));
    }
    findings
}

fn inline_tests(file: &RustFile) -> Vec<Finding> {
    let by_name = ["mod tests {", "mod test {"].iter().flat_map(|pattern| file.find(pattern));
    let by_attribute = file
        .find("# [ cfg ( test ) ] mod")
        .filter(|index| file.tokens.get(index + 9).is_some_and(|token| token.is("{")));
    let mut lines: Vec<usize> =
        by_name.chain(by_attribute.map(|index| index + 7)).map(|index| file.line_at(index)).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
        .into_iter()
        .map(|line| {
            Finding::new(
                &file.path,
                line,
                "tests inside the file they test",
                "write `#[cfg(test)] mod tests;` and move them to the sibling `NAME/tests.rs`",
            )
        })
        .collect()
}

/// `allow` outlives its reason silently; `expect` tells when it is no longer needed.
fn bare_allows(file: &RustFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let attributes = file.find("# [").map(|index| index + 1).chain(file.find("# ! [").map(|index| index + 2));
    for open in attributes {
        let close = closing(&file.tokens, open).unwrap_or(open);
        let inside = file.tokens.get(open..close).unwrap_or_default();
        if let Some(pair) =
            inside.windows(2).find(|pair| matches!(pair, [word, sign] if word.is("allow") && sign.is("(")))
        {
            findings.push(Finding::new(
                &file.path,
                pair.first().map_or(0, |token| token.line),
                "a lint silenced with `allow`",
                "write `#[expect(lint, reason = \"…\")]`, or do what the lint says",
            ));
        }
    }
    findings
}

fn missing_top_doc(file: &RustFile, text: &str) -> Option<Finding> {
    let (folder, name) = file.path.rsplit_once('/')?;
    let is_root = folder.ends_with("/src") && matches!(name, "lib.rs" | "main.rs");
    let documented =
        text.lines().map(str::trim).find(|line| !line.is_empty()).is_some_and(|line| line.starts_with("//!"));
    (is_root && !documented).then(|| {
        Finding::new(
            &file.path,
            1,
            "a crate that does not say what it is",
            "begin with `//!` and what this code may know",
        )
    })
}
