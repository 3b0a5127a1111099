//! Rows that did not leave yet and get a new payload: they are held back until the commit.
//!
//! Invariant: a row that is held is let go, whatever becomes of the batch; with its new payload only after the commit.

use std::collections::HashMap;

use crate::{
    dialogue::Anchor,
    store::{OutRow, Person, RowKey},
    telegram::Outbox,
};

pub(super) struct Held<'a> {
    outbox: &'a Outbox,
    rows: HashMap<RowKey, OutRow>,
}

impl<'a> Held<'a> {
    pub fn none(outbox: &'a Outbox) -> Self {
        Self {
            outbox,
            rows: HashMap::new(),
        }
    }

    /// The row of that anchor that has not left, if there is one; it stays until the end of the batch.
    pub fn hold(&mut self, person: Person, anchor: Anchor) -> Option<(RowKey, &mut OutRow)> {
        let (key, row) = self.outbox.hold(person, anchor)?;
        Some((key, self.rows.entry(key).or_insert(row)))
    }

    /// Lets one row go as it was.
    pub fn let_go(&mut self, key: RowKey) {
        self.rows.remove(&key);
        self.outbox.release(key, None);
    }

    /// The new payloads are on the disk.
    pub fn committed(mut self) {
        for (key, row) in self.rows.drain() {
            self.outbox.release(key, Some(row));
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        for (key, _) in self.rows.drain() {
            self.outbox.release(key, None);
        }
    }
}
