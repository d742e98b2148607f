//! One page of a list whose filter the store can answer only in part.

use super::Failure;
use serde_json::Value;

/// The most rows read for one page. A page that ends earlier has a next link all the same.
const MOST_ROWS: usize = 5_000;
/// The most rows read at once.
const LARGEST_BATCH: usize = 500;
/// The fewest rows read at once.
const SMALLEST_BATCH: usize = 64;

/// One page of objects in Graph's shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The objects.
    pub items: Vec<Value>,
    /// The `$skiptoken` of the next page, if there may be one.
    pub next: Option<String>,
    /// How many objects there are on all pages, if that was asked.
    pub count: Option<i64>,
}

/// Reads rows of a store until the page is full, nothing is left, or [`MOST_ROWS`] were read. Answers the objects, and the key of
/// the last row that was looked at if there may be more.
pub(super) fn fill<C, R, K>(
    from: &mut C,
    size: usize,
    start: Option<K>,
    key: impl Fn(&R) -> K,
    read: impl Fn(&mut C, Option<&K>, u32) -> Result<Vec<R>, Failure>,
    object: impl Fn(&mut C, R) -> Result<Option<Value>, Failure>,
) -> Result<(Vec<Value>, Option<K>), Failure> {
    let batch = (size + 1).clamp(SMALLEST_BATCH, LARGEST_BATCH);
    let (mut items, mut place, mut rows) = (Vec::new(), start, 0);
    while rows < MOST_ROWS {
        let found = read(from, place.as_ref(), u32::try_from(batch).unwrap_or(u32::MAX))?;
        let is_last = found.len() < batch;
        for row in found {
            if items.len() == size {
                return Ok((items, place));
            }
            rows += 1;
            place = Some(key(&row));
            items.extend(object(from, row)?);
        }
        if is_last {
            return Ok((items, None));
        }
    }
    Ok((items, place))
}

#[cfg(test)]
mod tests;
