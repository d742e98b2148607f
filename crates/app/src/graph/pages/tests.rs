use super::*;
use serde_json::json;

/// Pages through the numbers below `all`, of which every `nth` matches.
fn pages(all: u32, nth: u32, size: usize) -> (Vec<Value>, Vec<usize>) {
    let (mut items, mut sizes, mut place) = (Vec::new(), Vec::new(), None);
    loop {
        let read = |(): &mut (), after: Option<&u32>, limit: u32| {
            let from = after.map_or(0, |after| after + 1);
            Ok((from..all.min(from + limit)).collect())
        };
        let object = |(): &mut (), number: u32| Ok(number.is_multiple_of(nth).then(|| json!(number)));
        let (page, next) = fill(&mut (), size, place, |number| *number, read, object).unwrap();
        sizes.push(page.len());
        items.extend(page);
        place = next;
        if place.is_none() {
            return (items, sizes);
        }
    }
}

#[test]
fn pages_together_are_the_whole_list() {
    for (all, nth, size) in
        [(0, 1, 10), (10, 1, 10), (11, 1, 10), (700, 3, 64), (2_000, 7, 999), (12_000, 4_000, 5)]
    {
        let (items, sizes) = pages(all, nth, size);
        let expected: Vec<Value> =
            (0..all).filter(|number| number.is_multiple_of(nth)).map(|number| json!(number)).collect();
        assert_eq!(items, expected, "{all} {nth} {size}");
        assert!(sizes.iter().all(|page| *page <= size));
    }
}

#[test]
fn a_full_page_at_the_end_has_no_next_one() {
    assert_eq!(pages(10, 1, 10).1, [10]);
    assert_eq!(pages(0, 1, 10).1, [0]);
}

#[test]
fn the_rows_of_one_page_are_bounded() {
    let (_, sizes) = pages(12_000, 20_000, 5);
    assert_eq!(sizes, [1, 0, 0], "5,000 rows a page, all but the first of which match nothing");
}
