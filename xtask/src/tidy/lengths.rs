//! Files ≤ 600 lines, functions ≤ 60, handlers ≤ 40. Generated code, tables of data and tests are exempt.

use std::collections::BTreeSet;

use super::Finding;
use super::tokens::{Function, Kind, RustFile, Token, closing};
use super::tree::{Tree, has_extension, is_test};

const FILE: usize = 600;
const FUNCTION: usize = 60;
const HANDLER: usize = 40;

/// Other languages are held to the length of a file only.
const OTHER_SOURCE: &[&str] = &["ts", "tsx", "js", "mjs", "py", "sh", "css"];
const ROUTERS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options", "any"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let routes = routes(tree);
    let mut findings = Vec::new();
    for (path, text) in tree.files() {
        let lines = text.lines().count();
        if OTHER_SOURCE.iter().any(|kind| has_extension(path, kind)) && lines > FILE && !exempt(path, text) {
            findings.push(too_long(path, lines));
        }
    }
    for file in tree
        .rust()
        .iter()
        .filter(|file| !file.is_test() && !exempt(&file.path, tree.text(&file.path).unwrap_or_default()))
    {
        let lines = file.lines.saturating_sub(table_lines(file));
        if lines > FILE {
            findings.push(too_long(&file.path, lines));
        }
        let handlers = handlers(&routes, file);
        findings
            .extend(file.functions.iter().filter_map(|function| check_function(file, function, &handlers)));
    }
    findings
}

fn exempt(path: &str, text: &str) -> bool {
    let generated = text.lines().take(5).any(|line| line.contains("@generated"));
    let foreign_tests = path.starts_with("tests/") || path.contains(".test.") || path.contains(".spec.");
    is_test(path) || foreign_tests || generated
}

fn too_long(path: &str, lines: usize) -> Finding {
    Finding::new(
        path,
        0,
        format!("{lines} lines, and {FILE} are allowed"),
        "split it by what it speaks about; tables belong into data files",
    )
}

fn check_function(file: &RustFile, function: &Function, handlers: &BTreeSet<&str>) -> Option<Finding> {
    let body = file.body(function);
    let lines = body.iter().map(|token| token.line).collect::<BTreeSet<_>>().len();
    let (kind, limit) =
        if handlers.contains(function.name.as_str()) { ("handler", HANDLER) } else { ("function", FUNCTION) };
    (lines > limit && !is_table(body)).then(|| {
        Finding::new(
            &file.path,
            function.line,
            format!("the {kind} `{}` has {lines} lines of code, and {limit} are allowed", function.name),
            "take out the steps that have names of their own",
        )
    })
}

/// Lines of constants that span several lines: data.
fn table_lines(file: &RustFile) -> usize {
    let mut lines = 0;
    for (index, window) in file.tokens.windows(3).enumerate() {
        let [keyword, name, colon] = window else { continue };
        if (keyword.is("const") || keyword.is("static")) && name.is_word() && colon.is(":") {
            lines += file.line_at(end_of_statement(&file.tokens, index)).saturating_sub(keyword.line);
        }
    }
    lines
}

fn end_of_statement(tokens: &[Token], start: usize) -> usize {
    let mut index = start;
    while let Some(token) = tokens.get(index) {
        if token.is(";") {
            return index;
        }
        let opens = token.kind == Kind::Sign && matches!(token.text.as_str(), "(" | "[" | "{");
        index = if opens { closing(tokens, index).unwrap_or(index) } else { index } + 1;
    }
    start
}

/// Whether a body is one `match` of one-line arms, which is a table written as code.
fn is_table(body: &[Token]) -> bool {
    if !body.first().is_some_and(|token| token.is("match")) {
        return false;
    }
    let Some(open) = body.iter().position(|token| token.is("{")) else { return false };
    if closing(body, open) != body.len().checked_sub(1) {
        return false;
    }
    let Some(arms) = body.get(open + 1..body.len() - 1) else { return false };
    let mut index = 0;
    while let Some(token) = arms.get(index) {
        if token.is("=>") {
            let end = end_of_arm(arms, index);
            if arms.get(end).is_some_and(|last| last.line != token.line) {
                return false;
            }
            index = end;
        }
        index += 1;
    }
    true
}

/// The comma after an arm's expression, or the last token.
fn end_of_arm(arms: &[Token], start: usize) -> usize {
    let mut index = start;
    while let Some(token) = arms.get(index) {
        if token.is(",") {
            return index;
        }
        let opens = token.kind == Kind::Sign && matches!(token.text.as_str(), "(" | "[" | "{");
        index = if opens { closing(arms, index).unwrap_or(index) } else { index } + 1;
    }
    arms.len().saturating_sub(1)
}

/// A function that a route table is given: where, and by which path.
struct Route<'a> {
    table: &'a RustFile,
    words: Vec<&'a str>,
}

impl Route<'_> {
    /// Whether this is a function of the file.
    fn leads_to(&self, file: &RustFile) -> bool {
        match self.words.as_slice() {
            [_] => self.table.path == file.path,
            [.., module, _] => self.table.owner() == file.owner() && names_module(&file.path, module),
            [] => false,
        }
    }
}

/// Everything that the route tables of `web` and `api` name.
fn routes(tree: &Tree) -> Vec<Route<'_>> {
    let mut routes = Vec::new();
    for table in tree.rust().iter().filter(|table| matches!(table.owner(), Some("web" | "api"))) {
        for router in ROUTERS {
            for index in table.find(&format!("{router} (")) {
                let path = table.tokens.iter().skip(index + 2);
                let path = path.take_while(|token| token.is("::") || token.is_word());
                let words = path.filter(|token| token.is_word()).map(|token| token.text.as_str()).collect();
                routes.push(Route { table, words });
            }
        }
    }
    routes
}

/// The functions of this file that a route table names. A handler is what a router is given.
fn handlers<'a>(routes: &[Route<'a>], file: &RustFile) -> BTreeSet<&'a str> {
    let named = routes.iter().filter(|route| route.leads_to(file));
    named.filter_map(|route| route.words.last().copied()).collect()
}

fn names_module(path: &str, module: &str) -> bool {
    path.ends_with(&format!("/{module}.rs")) || path.ends_with(&format!("/{module}/mod.rs"))
}
