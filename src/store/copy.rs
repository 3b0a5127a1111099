//! A consistent copy of a store that goes on working: a page at a time, and at the end what changed behind the page mark.
//!
//! Invariants: the rows of all pieces, put one after another into an empty store, make the store as it was when the last piece was read, but
//! for the receipts of erasures, which are to be gone in a day; a piece is small, so that nobody waits for it; what changes while nobody takes a
//! piece has a limit, and beyond it the copy is given up. Deliberately not here: where the pieces go (`backup`), and who asks for the next one.

use std::collections::BTreeMap;

use super::{
    Error, Store,
    backend::{Batch, Direction},
    rows::Kind,
};

/// Rows of a page.
const PAGE: usize = 256;
/// Bytes of changes that may wait for whoever takes the pieces.
const WAITING: usize = 64 << 20;

/// A row, or a key whose row was deleted while the copy was made.
pub type Row = (Vec<u8>, Option<Vec<u8>>);

/// A part of the copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub rows: Vec<Row>,
    /// Nothing comes after it.
    pub last: bool,
}

/// A copy under way.
#[derive(Debug, Default)]
pub(super) struct Copying {
    /// Rows below this key are copied; what changes there afterwards is copied once more.
    mark: Vec<u8>,
    changes: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    bytes: usize,
}

impl Copying {
    /// Takes note of what a commit changed. `false`: it has become too much.
    pub fn note(&mut self, batch: &Batch) -> bool {
        let passed = batch
            .iter()
            .filter(|(key, _)| *key < &*self.mark && !is_receipt(key));
        for (key, value) in passed {
            self.bytes += key.len() + value.map_or(0, <[u8]>::len);
            self.changes.insert(key.to_vec(), value.map(<[u8]>::to_vec));
        }
        self.bytes <= WAITING
    }
}

/// The receipt of an erasure names a chat, and lives for a day: in a backup it would live on.
fn is_receipt(key: &[u8]) -> bool {
    key.first() == Some(&(Kind::Receipt as u8))
}

impl Store {
    /// Begins a copy. One that was under way is given up.
    pub fn begin_copy(&mut self) {
        self.copying = Some(Copying::default());
    }

    /// Whether a copy is under way.
    #[must_use]
    pub const fn is_copying(&self) -> bool {
        self.copying.is_some()
    }

    /// Gives the copy up; commits no longer cost anything for it.
    pub fn end_copy(&mut self) {
        self.copying = None;
    }

    /// The next piece; `None` when no copy is under way. The last piece ends it. Cannot be called within a transaction.
    ///
    /// # Errors
    /// A failure of the disk; the copy is given up.
    pub fn copy_on(&mut self) -> Result<Option<Piece>, Error> {
        let Some(mut copying) = self.copying.take() else {
            return Ok(None);
        };
        let range = &*copying.mark..&[u8::MAX][..];
        let page = self.backend.scan(range, PAGE, Direction::Forward)?;
        let last = page.len() < PAGE;
        // Changes belong to rows that went before, so they go before the page, which lies behind them all.
        let mut rows: Vec<Row> = std::mem::take(&mut copying.changes).into_iter().collect();
        copying.bytes = 0;
        if let Some((key, _)) = page.last() {
            copying.mark.clone_from(key);
            // The next key there could be.
            copying.mark.push(0);
        }
        let kept = page.into_iter().filter(|(key, _)| !is_receipt(key));
        rows.extend(kept.map(|(key, value)| (key, Some(value))));
        if !last {
            self.copying = Some(copying);
        }
        Ok(Some(Piece { rows, last }))
    }
}
