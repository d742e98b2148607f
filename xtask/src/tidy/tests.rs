//! Each rule is broken once in a small tree, and kept once in another that looks alike: a check that cannot fail, or
//! that cries without cause, is worth nothing.

use std::collections::BTreeMap;
use std::path::Path;

use super::tokens::{self, Kind};
use super::{Finding, Tree, inspect_tree, purity, scopes};

const CLIPPY: &str = include_str!("../../../clippy.toml");
const PARSERS: &str = "";

/// A clean house with these files put in or replaced.
fn tree(files: &[(&str, &str)]) -> Tree {
    let mut all = BTreeMap::new();
    for (path, text) in [("clippy.toml", CLIPPY), ("xtask/parsers.toml", PARSERS)].iter().chain(files) {
        all.insert((*path).to_owned(), (*text).to_owned());
    }
    Tree::new(all)
}

fn findings(files: &[(&str, &str)]) -> Vec<Finding> {
    inspect_tree(&tree(files), Path::new("/srv/clone"))
}

/// The one finding that these files must give.
#[track_caller]
fn only(files: &[(&str, &str)]) -> Finding {
    let mut found = findings(files);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

#[track_caller]
fn clean(files: &[(&str, &str)]) {
    assert_eq!(findings(files), Vec::new());
}

fn lines(count: usize, line: &str) -> String {
    format!("{line}\n").repeat(count)
}

#[test]
fn a_clean_house_gives_nothing() {
    clean(&[]);
}

#[test]
fn a_finding_says_where_what_and_how_to_mend_it() {
    let finding = Finding::new("crates/api/src/lib.rs", 7, "a fault", "the cure");
    assert_eq!(finding.to_string(), "crates/api/src/lib.rs:7: a fault\n    mend: the cure");
    let whole = Finding::new("clippy.toml", 0, "a fault", "the cure");
    assert_eq!(whole.to_string(), "clippy.toml: a fault\n    mend: the cure");
}

// Edges

#[test]
fn an_edge_that_the_table_does_not_have() {
    let manifest = "[package]\nname = \"web\"\n\n[dependencies]\napp = { workspace = true }\nstore = { workspace = true }\n";
    let finding = only(&[("crates/web/Cargo.toml", manifest)]);
    assert_eq!((finding.file.as_str(), finding.line), ("crates/web/Cargo.toml", 6));
    assert!(finding.what.contains("`web` may not use `store`"), "{finding}");
    assert!(finding.mend.contains("protocol, model, app"), "{finding}");
}

#[test]
fn edges_of_tests_builds_and_platforms_count_too() {
    for head in ["[dev-dependencies]", "[build-dependencies]", "[target.'cfg(unix)'.dependencies]"] {
        let finding =
            only(&[("crates/model/Cargo.toml", &format!("{head}\ncrypto = {{ workspace = true }}\n"))]);
        assert!(finding.what.contains("`model` may not use `crypto`"), "{finding}");
    }
}

#[test]
fn an_edge_under_another_name_is_still_an_edge() {
    let finding = only(&[(
        "crates/api/Cargo.toml",
        "[dependencies]\nkeeping = { package = \"store\", path = \"../store\" }\n",
    )]);
    assert!(finding.what.contains("`api` may not use `store`"), "{finding}");
}

#[test]
fn only_the_server_names_outbound_and_bulk() {
    let manifest = "[dependencies]\noutbound = { workspace = true }\nbulk = { workspace = true }\n";
    clean(&[("crates/server/Cargo.toml", manifest)]);
    assert_eq!(findings(&[("crates/testkit/Cargo.toml", manifest)]).len(), 2);
}

#[test]
fn testkit_is_for_tests() {
    clean(&[("crates/rules/Cargo.toml", "[dev-dependencies]\ntestkit = { workspace = true }\n")]);
    let finding = only(&[("crates/server/Cargo.toml", "[dependencies]\ntestkit = { workspace = true }\n")]);
    assert!(finding.what.contains("testkit"), "{finding}");
}

#[test]
fn a_new_crate_needs_an_answer() {
    let finding = only(&[("crates/misc/Cargo.toml", "[package]\nname = \"misc\"\n")]);
    assert!(finding.what.contains("`misc` is not in the table"), "{finding}");
}

// Purity

#[test]
fn pure_crates_link_nothing_that_waits_or_rolls_dice() {
    let listing = "rules v0.1.0 (/srv/clone/crates/rules)\nserde v1.0.229\ntokio v1.52.0\nrand v0.9.2 (*)\n";
    let found = purity::check_dependencies("rules", listing);
    assert_eq!(found.len(), 2);
    assert!(found.iter().any(|finding| finding.what.contains("`tokio`")), "{found:?}");
    assert_eq!(
        purity::check_dependencies("rules", "rules v0.1.0\nserde v1.0.229\ntokio-like v1.0.0\n"),
        Vec::new()
    );
}

#[test]
fn pure_crates_touch_no_files_and_no_clock() {
    let text = "//! Rules.\nfn load() {\n    let _ = std::fs::read(\"x\");\n}\n";
    let finding = only(&[("crates/rules/src/lib.rs", text)]);
    assert_eq!(finding.line, 3);
    clean(&[("crates/store/src/lib.rs", text), ("crates/rules/src/risk/tests.rs", text)]);
}

#[test]
fn a_module_declared_for_tests_is_a_test() {
    let impure = "fn load() { std::fs::read(\"x\"); }\n";
    let root = "//! Rules.\n#[cfg(test)]\npub(crate) mod samples;\nmod risk;\n";
    let below = ("crates/rules/src/samples/data.rs", impure);
    clean(&[("crates/rules/src/lib.rs", root), ("crates/rules/src/samples.rs", impure), below]);
    let nested = ("crates/rules/src/risk.rs", "#[cfg(test)]\nmod walks;\n");
    clean(&[("crates/rules/src/lib.rs", root), nested, ("crates/rules/src/risk/walks.rs", impure)]);
    assert_eq!(findings(&[("crates/rules/src/lib.rs", root), ("crates/rules/src/risk.rs", impure)]).len(), 1);
}

#[test]
fn clippy_forbids_every_wall_clock() {
    let without = CLIPPY.replace("uuid::Uuid::now_v7", "uuid::Uuid::other");
    let finding = only(&[("clippy.toml", &without)]);
    assert!(finding.what.contains("uuid::Uuid::now_v7"), "{finding}");
}

// SQL

#[test]
fn sql_outside_the_store() {
    for text in [
        "SELECT id FROM users",
        "INSERT INTO users VALUES ($1)",
        "UPDATE users\\n SET name = $1",
        "DELETE FROM users",
        "CREATE UNIQUE INDEX by_name ON users (name)",
        "PRAGMA journal_mode",
        "select id from users where id = $1",
    ] {
        let finding = only(&[("crates/app/src/users.rs", &format!("fn f() {{\n    run(\"{text}\");\n}}\n"))]);
        assert_eq!(finding.line, 2, "{text}");
        clean(&[("crates/store/src/users.rs", &format!("fn f() {{ run(\"{text}\"); }}\n"))]);
    }
}

#[test]
fn prose_is_not_sql() {
    for text in
        ["Select a user from the list", "select what you need from here", "UPDATE", "delete from the group"]
    {
        clean(&[("crates/web/src/pages.rs", &format!("fn f() {{ say(\"{text}\"); }}\n"))]);
    }
    clean(&[("crates/web/src/pages.rs", "// SELECT id FROM users\n")]);
}

#[test]
fn a_statement_made_outside_the_store() {
    let text = "static S: Sql = Sql::new(\"a::S\", TEXT);\n";
    assert!(only(&[("crates/app/src/a.rs", text)]).what.contains("a statement made outside"));
    clean(&[("crates/store/src/a.rs", text)]);
}

#[test]
fn a_file_of_sql_outside_the_store() {
    let finding = only(&[("docs/fix.sql", "SELECT 1;\n")]);
    assert_eq!(finding.file, "docs/fix.sql");
    clean(&[("crates/store/src/migrations/0001.sql", "CREATE TABLE a (b BIGINT);\n")]);
}

// Scopes

const SCOPE: &str = "pub fn actor(tenant: T) -> Actor {\n    Actor::new(tenant)\n}\npub fn system() -> System {\n    System::new()\n}\n";
const MAKER: (&str, &str) = ("crates/app/src/scope.rs", SCOPE);
const USE: &str =
    "use crate::scope;\nasync fn redeem() {\n    store.read(scope::actor(t), |tx| Ok(())).await;\n}\n";

#[test]
fn a_scope_made_elsewhere() {
    let text = "fn f() {\n    let scope = store::scope::Delegated::new(a, b);\n}\n";
    let finding = only(&[("crates/server/src/jobs.rs", text)]);
    assert_eq!(finding.line, 2);
    assert!(finding.what.contains("Delegated::new"), "{finding}");
    clean(&[("crates/store/src/scope/tests.rs", text)]);
    assert_eq!(findings(&[("crates/app/src/tokens/tests.rs", text)]).len(), 1);
}

#[test]
fn a_scope_under_another_name() {
    let finding = only(&[("crates/app/src/a.rs", "use store::{System as Everything};\n")]);
    assert!(finding.what.contains("`System`"), "{finding}");
}

#[test]
fn a_use_of_a_scope_that_nobody_has_read() {
    let files = [MAKER, ("crates/app/src/tokens.rs", USE)];
    let finding = only(&files);
    assert_eq!((finding.file.as_str(), finding.line), ("crates/app/src/tokens.rs", 3));
    assert!(finding.what.ends_with("crates/app/src/tokens.rs redeem actor"), "{finding}");
    clean(&[
        files[0],
        files[1],
        ("xtask/golden/scopes.txt", "# head\ncrates/app/src/tokens.rs redeem actor\n"),
    ]);
}

#[test]
fn a_second_use_in_the_same_function_is_a_new_line() {
    let twice = USE.replace("}\n", "    store.read(scope::actor(t), |tx| Ok(())).await;\n}\n");
    let golden = ("xtask/golden/scopes.txt", "crates/app/src/tokens.rs redeem actor\n");
    let found = findings(&[MAKER, ("crates/app/src/tokens.rs", &twice), golden]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().any(|finding| finding.what.ends_with("actor x2")), "{found:#?}");
}

#[test]
fn a_use_on_the_list_that_is_gone() {
    let finding = only(&[MAKER, ("xtask/golden/scopes.txt", "crates/app/src/old.rs gone actor\n")]);
    assert_eq!(finding.file, "xtask/golden/scopes.txt");
}

#[test]
fn a_scope_function_imported_by_name_would_hide_its_calls() {
    for import in
        ["use crate::scope::actor;\n", "use crate::scope::{system, actor};\n", "use app::scope::*;\n"]
    {
        let found = findings(&[MAKER, ("crates/app/src/tokens.rs", import)]);
        assert!(found.iter().any(|finding| finding.what.contains("imported by name")), "{import}{found:#?}");
    }
    clean(&[MAKER, ("crates/app/src/tokens.rs", "use crate::scope;\n")]);
}

#[test]
fn blessing_writes_what_the_check_wants() {
    let folder = std::env::temp_dir().join(format!("tidy-bless-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let files = [MAKER, ("crates/app/src/tokens.rs", USE)];
    scopes::bless(&folder, &tree(&files)).unwrap();
    let golden = std::fs::read_to_string(folder.join("xtask/golden/scopes.txt")).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    clean(&[files[0], files[1], ("xtask/golden/scopes.txt", &golden)]);
}

// Transactions

#[test]
fn a_transaction_opened_outside_app() {
    for call in [
        "self.store.write(scope, job)",
        "ctx.store().read(scope, job)",
        "db\n.scan(scope, job)",
        "Store::write_bulk(&s, scope, job)",
    ] {
        let finding = only(&[("crates/server/src/jobs.rs", &format!("fn f() {{\n    {call};\n}}\n"))]);
        assert!(finding.what.contains("outside `app`"), "{finding}");
        clean(&[("crates/app/src/jobs.rs", &format!("fn f() {{ {call}; }}\n"))]);
    }
    clean(&[("crates/server/src/tls.rs", "fn f() { file.write(b); self.lock.read(); socket().read(); }\n")]);
}

// Lengths

#[test]
fn a_file_that_is_too_long() {
    let finding = only(&[("crates/model/src/user.rs", &lines(601, "pub struct A;"))]);
    assert!(finding.what.starts_with("601 lines"), "{finding}");
    clean(&[("crates/model/src/user.rs", &lines(600, "pub struct A;"))]);
    clean(&[("crates/model/src/user/tests.rs", &lines(900, "pub struct A;"))]);
    clean(&[("crates/model/src/names.rs", &format!("// @generated\n{}", lines(900, "pub struct A;")))]);
    assert_eq!(findings(&[("portal/src/app.tsx", &lines(601, "x()"))]).len(), 1);
}

#[test]
fn a_table_of_data_does_not_count() {
    let table = format!("const ROLES: &[(&str, u8)] = &[\n{}];\n", lines(800, "    (\"a;b\", 1),"));
    clean(&[("crates/model/src/roles.rs", &table)]);
}

#[test]
fn a_function_that_is_too_long() {
    let long = |count| format!("struct A;\nfn long() {{\n{}}}\n", lines(count, "    step(); // one"));
    let finding = only(&[("crates/app/src/a.rs", &long(61))]);
    assert_eq!(finding.line, 2);
    assert!(finding.what.contains("the function `long` has 61 lines"), "{finding}");
    clean(&[("crates/app/src/a.rs", &long(60))]);
    let commented = format!("fn long() {{\n{}{}}}\n", lines(60, "    step();"), lines(9, "    // why"));
    clean(&[("crates/app/src/a.rs", &commented)]);
}

#[test]
fn one_match_of_one_line_arms_is_a_table() {
    let table = |arm: &str| {
        format!("fn code(cause: C) -> u32 {{\n    match cause {{\n{}    }}\n}}\n", lines(90, arm))
    };
    clean(&[("crates/app/src/a.rs", &table("        C::A { .. } => f(50_001, \"x\"),"))]);
    clean(&[("crates/app/src/a.rs", &table("        C::A\n        | C::B => 50_001,"))]);
    assert_eq!(
        findings(&[("crates/app/src/a.rs", &table("        C::A => {\n            1\n        }"))]).len(),
        1
    );
    assert_eq!(
        findings(&[("crates/app/src/a.rs", &table("        C::A => f(\n            1\n        ),"))]).len(),
        1
    );
}

#[test]
fn a_handler_is_what_a_route_table_names() {
    let handler = format!(
        "async fn redeem() {{\n{}}}\nfn helper() {{\n{}}}\n",
        lines(41, "    step();"),
        lines(41, "    step();")
    );
    let routes = "fn router() -> Router {\n    Router::new().route(\"/token\", post(token::redeem))\n}\n";
    let finding = only(&[("crates/web/src/token.rs", &handler), ("crates/web/src/routes.rs", routes)]);
    assert!(finding.what.contains("the handler `redeem` has 41 lines"), "{finding}");
    clean(&[("crates/web/src/token.rs", &handler)]);
    let own = format!("{handler}fn router() -> Router {{ Router::new().route(\"/t\", get(redeem)) }}\n");
    assert_eq!(findings(&[("crates/api/src/token.rs", &own)]).len(), 1);
}

// Style

#[test]
fn tests_inside_the_file_they_test() {
    for text in ["fn a() {}\n#[cfg(test)]\nmod tests {\n}\n", "fn a() {}\n#[cfg(test)]\nmod checks {\n}\n"] {
        assert_eq!(only(&[("crates/app/src/a.rs", text)]).line, 3, "{text}");
    }
    clean(&[("crates/app/src/a.rs", "fn a() {}\n#[cfg(test)]\nmod tests;\n")]);
}

#[test]
fn a_bare_allow() {
    for text in [
        "fn a() {}\n#[allow(dead_code)]\nfn b() {}\n",
        "\n#![allow(dead_code)]\n",
        "\n#[cfg_attr(test, allow(unused))]\nfn b() {}\n",
    ] {
        assert_eq!(only(&[("crates/app/src/a.rs", text)]).line, 2, "{text}");
    }
    clean(&[("crates/app/src/a.rs", "#[expect(dead_code, reason = \"x\")]\nfn b() { allow(1); }\n")]);
}

#[test]
fn a_crate_without_a_word_about_itself() {
    let finding = only(&[("crates/app/src/lib.rs", "pub mod tokens;\n")]);
    assert!(finding.what.contains("does not say what it is"), "{finding}");
    clean(&[
        ("crates/app/src/lib.rs", "\n//! Use cases.\npub mod tokens;\n"),
        ("crates/app/src/tokens.rs", "\n"),
    ]);
}

// Words

#[test]
fn words_that_stay_at_home() {
    for word in [
        concat!("cd /wo", "rk/main"),
        concat!("`/ro", "ot/x`"),
        concat!("https://crates", ".io/x"),
        concat!("files.pythonhosted", ".org"),
        concat!("// TO", "DO: later"),
        concat!("FIX", "ME"),
        "in /srv/clone now",
    ] {
        assert_eq!(only(&[("docs/a.md", &format!("fine\n{word}\n"))]).line, 2, "{word}");
    }
    for word in
        [concat!("home/wo", "rk/main"), concat!("TO", "DOs"), concat!("AUTO", "DOC"), concat!("./ro", "ot/x")]
    {
        clean(&[("docs/a.md", word)]);
    }
    clean(&[("Cargo.lock", concat!("source = \"registry+https://crates", ".io-index\"\n"))]);
}

// Locales

#[test]
fn a_text_that_one_language_lacks() {
    let english = "title = Sign in\n    .label = Name\nhint = Help\n";
    let korean = "title = 로그인\n    .label = 이름\n";
    let finding = only(&[("crates/web/locales/en/a.ftl", english), ("crates/web/locales/ko/a.ftl", korean)]);
    assert_eq!(finding.file, "crates/web/locales/ko/a.ftl");
    assert!(finding.what.contains("`hint`"), "{finding}");
    let attribute = "title = 로그인\nhint = 도움말\n";
    let finding =
        only(&[("crates/web/locales/en/a.ftl", english), ("crates/web/locales/ko/a.ftl", attribute)]);
    assert!(finding.what.contains("`title.label`"), "{finding}");
}

#[test]
fn a_language_that_lacks_a_file() {
    let finding = only(&[("crates/web/locales/en/a.ftl", "title = Sign in\n")]);
    assert!(finding.what.contains("no `ko` counterpart"), "{finding}");
    assert!(finding.mend.ends_with("crates/web/locales/ko/a.ftl"), "{finding}");
    assert_eq!(findings(&[("crates/web/messages.ftl", "title = Sign in\n")]).len(), 1);
}

// Parsers

#[test]
fn a_parser_without_its_fuzz_target() {
    let module =
        ("crates/protocol/src/filter.rs", "pub fn parse_filter(text: &str) -> F {\n    f(text)\n}\n");
    let listed = "[[parser]]\nmodule = \"crates/protocol/src/filter.rs\"\ntarget = \"filter\"\n";
    let finding = only(&[module]);
    assert!(finding.what.contains("not on the list"), "{finding}");
    let finding = only(&[module, ("xtask/parsers.toml", listed)]);
    assert!(finding.what.contains("fuzz/fuzz_targets/filter.rs"), "{finding}");
    clean(&[module, ("xtask/parsers.toml", listed), ("fuzz/fuzz_targets/filter.rs", "\n")]);
    let excused = listed.replace("target = \"filter\"", "why-not = \"reads our own files\"");
    clean(&[module, ("xtask/parsers.toml", &excused)]);
    let finding = only(&[("xtask/parsers.toml", listed)]);
    assert!(finding.what.contains("is gone"), "{finding}");
}

// Documents

#[test]
fn decisions_are_numbered_once() {
    clean(&[("docs/decisions/0001-a.md", "# a\n"), ("docs/decisions/0002-b.md", "# b\n")]);
    let finding = only(&[("docs/decisions/0001-a.md", "# a\n"), ("docs/decisions/0001-b.md", "# b\n")]);
    assert!(finding.what.contains("has the number of docs/decisions/0001-a.md"), "{finding}");
    for name in ["docs/decisions/why.md", "docs/decisions/0001.md", "docs/decisions/00a1-x.md"] {
        assert_eq!(only(&[(name, "# a\n")]).what, "a decision without a number", "{name}");
    }
}

#[test]
fn a_link_that_leads_nowhere() {
    let page = "see\n[a](../README.md#top), [b](decisions) and [c](gone.md)\n";
    let files = [("README.md", "# x\n"), ("docs/decisions/0001-a.md", "# a\n"), ("docs/guide.md", page)];
    let finding = only(&files);
    assert_eq!((finding.line, finding.what.as_str()), (2, "the link `gone.md` leads nowhere"));
    clean(&[("docs/guide.md", "[a](https://example.test/x) [b](#here)\n")]);
}

// Named faults

#[test]
fn a_fault_that_no_longer_fits_the_code() {
    let fault = "[[fault]]\nname = \"reuse\"\nfile = \"crates/rules/src/a.rs\"\nfind = \"once\"\nreplace = \"twice\"\n\
                 packages = [\"rules\"]\ntests = \"reuse\"\nwhy = \"a stolen code works\"\n";
    let data = ("xtask/mutants/tokens.toml", fault);
    clean(&[data, ("crates/rules/src/a.rs", "fn f() { once(); }\n")]);
    for text in ["fn f() { always(); }\n", "fn f() { once(); once(); }\n"] {
        let finding = only(&[data, ("crates/rules/src/a.rs", text)]);
        assert!(finding.what.contains("`reuse` does not apply"), "{finding}");
    }
    assert!(only(&[data]).what.contains("is gone"));
    assert!(only(&[("xtask/mutants/a.toml", "[[fault]]\nname = \"x\"\n")]).what.starts_with("x: needs"));
}

// The lexer, on which everything rests

#[test]
fn the_lexer_tells_code_from_text() {
    let file = tokens::read(
        "a.rs",
        "fn a<'x>(b: &'x str) -> char {\n    /* fn no() { /* nested */ } */\n    let t = r#\"fn no() { \"x\" }\"#;\n    let u = b\"\\\"}\"; '{' // fn no()\n}\nfn r#match() { '\\'' }\n",
    );
    let names: Vec<&str> = file.functions.iter().map(|function| function.name.as_str()).collect();
    assert_eq!(names, ["a", "match"]);
    let texts: Vec<&str> = file
        .tokens
        .iter()
        .filter(|token| token.kind == Kind::Text)
        .map(|token| token.text.as_str())
        .collect();
    assert_eq!(texts, ["fn no() { \"x\" }", "\"}"]);
    assert_eq!(file.functions.first().map(|function| file.line_at(function.close)), Some(5));
}

#[test]
fn declarations_have_no_body_and_arrays_do_not_confuse() {
    let file = tokens::read("a.rs", "trait T { fn a(&self) -> [u8; 4]; fn b() -> [u8; 4] { [0; 4] } }\n");
    let names: Vec<&str> = file.functions.iter().map(|function| function.name.as_str()).collect();
    assert_eq!(names, ["b"]);
}
