//! Every statement finds its rows through a key or an index, except where a table is meant to be read as a whole.

use super::fixture::World;
use crate::scope::System;
use crate::tests::Site;
use crate::{Value, all_statements};

/// Small tables of the server, read as a whole.
const WHOLE: &[&str] = &[
    "store::migrate::APPLIED",
    "store::outbox::WAITING",
    "store::ring_keys::LIST",
    "store::server_keys::LIST",
];

#[test]
fn no_statement_reads_a_whole_table() {
    crate::tests::run(async {
        let site = Site::sqlite();
        let world = World::open(&site).await;
        let mut whole = Vec::new();
        for sql in all_statements() {
            let text = format!("EXPLAIN QUERY PLAN {}", sql.text());
            let nothing = vec![Value::Null; parameters(sql.text())];
            let plan =
                world.store.read(System::new(), move |tx| tx.query_text(&text, &nothing)).await.unwrap();
            if plan.iter().any(|step| step.str(3).unwrap().starts_with("SCAN")) {
                whole.push(sql.name());
            }
        }
        whole.sort_unstable();
        assert_eq!(whole, WHOLE);
    });
}

/// How many parameters a text has.
fn parameters(text: &str) -> usize {
    let numbers = text.split('$').skip(1).map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    });
    numbers.max().unwrap_or(0)
}
