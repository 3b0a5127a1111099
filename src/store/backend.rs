//! The contract of a store: ordered bytes, and batches that are applied as a whole.
//!
//! Invariants (one conformance suite checks each implementation): keys are compared byte by byte; a batch is applied to all of its keys
//! or to none; what a commit acknowledged as [`Durability::Synced`] survives the loss of power. Deliberately not here: what the bytes
//! mean (`rows`, `records`), and any secret (`seal`).

use std::{
    collections::BTreeMap,
    ops::{Bound, Range},
};

use super::Error;

/// What an acknowledged commit survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// The death of the process. Enough for what may be repeated, such as taking a delivered message out of the outbox.
    Flushed,
    /// The loss of power too. What every acknowledgement to a person or to Telegram needs.
    Synced,
}

/// The end from which a scan begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Forward,
    Reverse,
}

/// A key and its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// Writes and deletions to be applied together; the last word on a key counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    rows: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
}

impl Batch {
    #[must_use]
    pub const fn new() -> Self {
        Self {
            rows: BTreeMap::new(),
        }
    }

    pub fn put(&mut self, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.rows.insert(key.into(), Some(value.into()));
    }

    pub fn delete(&mut self, key: impl Into<Vec<u8>>) {
        self.rows.insert(key.into(), None);
    }

    /// What the batch says about a key: nothing, a deletion (`Some(None)`) or a value.
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<Option<&[u8]>> {
        self.rows.get(key).map(Option::as_deref)
    }

    /// All that the batch says about a range of keys, in order.
    pub fn range(
        &self,
        range: Range<&[u8]>,
    ) -> impl DoubleEndedIterator<Item = (&[u8], Option<&[u8]>)> {
        // A BTreeMap panics on a range that ends before it starts; here such a range is empty.
        let end = range.end.max(range.start);
        self.rows
            .range::<[u8], _>((Bound::Included(range.start), Bound::Excluded(end)))
            .map(|(key, value)| (key.as_slice(), value.as_deref()))
    }

    /// All rows in the order of their keys; `None` is a deletion.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&[u8], Option<&[u8]>)> {
        self.rows
            .iter()
            .map(|(key, value)| (key.as_slice(), value.as_deref()))
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The bytes of all keys and values.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.iter()
            .map(|(key, value)| key.len() + value.map_or(0, <[u8]>::len))
            .sum()
    }
}

/// Ordered bytes with atomic, durable batches. One owner writes; nothing else does.
///
/// # Errors
/// Every method fails with the words of [`Error`]. After [`Error::SyncFailed`] no method may be trusted: the process stops.
pub trait Backend: Send {
    /// The value of a key.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Error>;

    /// At most `limit` rows of a half-open range, from the end that `direction` names. A range that ends before it starts is empty.
    fn scan(
        &self,
        range: Range<&[u8]>,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<Pair>, Error>;

    /// The first row of a range.
    fn first(&self, range: Range<&[u8]>) -> Result<Option<Pair>, Error> {
        Ok(self.scan(range, 1, Direction::Forward)?.pop())
    }

    /// Applies the whole batch, durably. Any error but [`Error::SyncFailed`] means that nothing was applied.
    fn commit(&mut self, batch: &Batch, durability: Durability) -> Result<(), Error>;

    /// Bytes on the disk, as far as they are known.
    fn size_on_disk(&self) -> Result<u64, Error>;

    /// The last call of all: what makes the next opening quick is done now. Without it nothing is lost.
    fn close(self: Box<Self>) -> Result<(), Error> {
        Ok(())
    }
}

/// Visits all rows of a range in order, a page at a time, so that a large store needs no memory.
///
/// # Errors
/// A failure of the backend, or what `visit` returns.
pub fn walk(
    backend: &dyn Backend,
    range: Range<&[u8]>,
    mut visit: impl FnMut(Vec<u8>, Vec<u8>) -> Result<(), Error>,
) -> Result<(), Error> {
    const PAGE: usize = 1000;
    let mut start = range.start.to_vec();
    loop {
        let page = backend.scan(&start..range.end, PAGE, Direction::Forward)?;
        let full = page.len() == PAGE;
        if let Some((last, _)) = page.last() {
            start.clone_from(last);
            // The next key there could be.
            start.push(0);
        }
        for (key, value) in page {
            visit(key, value)?;
        }
        if !full {
            return Ok(());
        }
    }
}
