//! Invariant 3: scopes are made in `app::scope` alone, and every use of it is on a list that is read in review.

use std::collections::BTreeMap;
use std::path::Path;

use super::Finding;
use super::tokens::RustFile;
use super::tree::Tree;
use crate::failure::Failure;

const MAKER: &str = "crates/app/src/scope.rs";
const GOLDEN: &str = "xtask/golden/scopes.txt";
const SCOPES: &[&str] = &["Authenticating", "Actor", "Delegated", "Job", "Operator", "System"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let makers = makers(tree);
    let mut findings = Vec::new();
    for file in tree.rust() {
        if file.path != MAKER && file.owner() != Some("xtask") {
            findings.extend(check_makers(file));
            findings.extend(check_imports(file, &makers));
        }
    }
    findings.extend(check_golden(tree));
    findings
}

/// Calls of the constructors. The store's own tests have to make scopes to test what they allow.
fn check_makers(file: &RustFile) -> Vec<Finding> {
    if file.owner() == Some("store") && file.is_test() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for scope in SCOPES {
        for index in file.find(&format!("{scope} :: new")) {
            findings.push(Finding::new(
                &file.path,
                file.line_at(index),
                format!("`{scope}::new` outside {MAKER}"),
                "call the function of `app::scope` that says on whose behalf this is done",
            ));
        }
        for index in file.find(&format!("{scope} as")) {
            findings.push(Finding::new(
                &file.path,
                file.line_at(index),
                format!("the scope `{scope}` under another name"),
                "use its own name, so that its constructors can be found",
            ));
        }
    }
    findings
}

/// A function imported by name would not be seen on the list.
fn check_imports(file: &RustFile, makers: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for index in file.find("use") {
        let statement: Vec<_> = file.tokens.iter().skip(index).take_while(|token| !token.is(";")).collect();
        let from_scope = statement
            .windows(3)
            .any(|window| matches!(window, [who, scope, path] if (who.is("::") || who.is("use") || who.is("{")) && scope.is("scope") && path.is("::")));
        let from_ours =
            statement.iter().any(|token| token.is("app") || token.is("crate") || token.is("super"));
        let named =
            statement.iter().find(|token| makers.iter().any(|maker| token.is(maker)) || token.is("*"));
        if let (true, true, true, Some(named)) = (from_scope, from_ours, in_app(file), named) {
            findings.push(Finding::new(
                &file.path,
                named.line,
                format!("`scope::{}` imported by name", named.text),
                "import the module and write `scope::name(…)`, so that the call is on the list",
            ));
        }
    }
    findings
}

fn in_app(file: &RustFile) -> bool {
    file.owner() != Some("store")
}

/// The functions of the module that makes scopes.
fn makers(tree: &Tree) -> Vec<String> {
    let maker = tree.rust().iter().find(|file| file.path == MAKER);
    maker.into_iter().flat_map(|file| file.functions.iter().map(|function| function.name.clone())).collect()
}

fn check_golden(tree: &Tree) -> Vec<Finding> {
    const MEND: &str =
        "check that the scope is the narrowest that serves, then run `cargo xtask tidy --bless`";
    let now = call_sites(tree);
    let kept: Vec<&str> =
        tree.text(GOLDEN).unwrap_or_default().lines().filter(|line| !line.starts_with('#')).collect();
    let fresh = now.iter().filter(|(line, _)| !kept.contains(&line.as_str())).map(|(line, (file, at))| {
        Finding::new(file, *at, format!("a use of a scope that is not on the list: {line}"), MEND)
    });
    let stale = kept.iter().filter(|line| !now.contains_key(**line)).map(|line| {
        Finding::new(
            GOLDEN,
            0,
            format!("the list names a use that is gone: {line}"),
            "run `cargo xtask tidy --bless`",
        )
    });
    fresh.chain(stale).collect()
}

/// The list's line for every call of `scope::…`, with one place where it is made.
fn call_sites(tree: &Tree) -> BTreeMap<String, (String, usize)> {
    let mut counted: BTreeMap<(String, String, String), (usize, usize)> = BTreeMap::new();
    let makers = makers(tree);
    for file in tree
        .rust()
        .iter()
        .filter(|file| file.path != MAKER && !file.is_test() && file.owner() != Some("xtask"))
    {
        for maker in &makers {
            for index in file.find(&format!("scope :: {maker} (")) {
                let inside = file.function_at(index).map_or("-", |function| function.name.as_str());
                let key = (file.path.clone(), inside.to_owned(), maker.clone());
                let (count, _) = counted.entry(key).or_insert((0, file.line_at(index)));
                *count += 1;
            }
        }
    }
    counted
        .into_iter()
        .map(|((file, inside, maker), (count, line))| {
            let times = if count > 1 { format!(" x{count}") } else { String::new() };
            (format!("{file} {inside} {maker}{times}"), (file, line))
        })
        .collect()
}

/// Rewrites the list, and gives the files written.
pub fn bless(root: &Path, tree: &Tree) -> Result<Vec<&'static str>, Failure> {
    let mut text = String::from(
        "# Who uses which scope: file, function, constructor of app::scope. Written by `cargo xtask tidy --bless`.\n\
         # A new line here is a new right to read or write; it deserves a second look.\n",
    );
    for line in call_sites(tree).keys() {
        text.push_str(line);
        text.push('\n');
    }
    let path = root.join(GOLDEN);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|cause| Failure::files(folder, &cause))?;
    }
    std::fs::write(&path, text).map_err(|cause| Failure::files(&path, &cause))?;
    Ok(vec![GOLDEN])
}
