//! The outbox of a transaction: messages on their way out, and the receipts of erasures.
//!
//! Invariants: a sequence number is never given twice, also after a restart (numbers are reserved on the disk in blocks); a row that was
//! taken out meanwhile, as an erasure does, is not written back.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Read, Txn};
use crate::{
    dialogue::{Class, Message},
    store::{
        Error,
        backend::walk,
        records::{Op, OutRow, Person, Receipt, RowKey},
        rows::{self, Kind},
    },
};

/// How long a receipt may outlive its person.
const RECEIPT_KEPT: TimeDelta = TimeDelta::hours(24);

impl Txn<'_> {
    /// Queues a message, behind all others.
    ///
    /// # Errors
    /// [`Error::Random`], or a failure of the disk.
    pub fn push_row(&mut self, row: &OutRow) -> Result<RowKey, Error> {
        let person = self.person(row.chat_id);
        let sealer = self.sealer(person)?;
        let seq = self.next_seq();
        let key = RowKey { person, seq };
        self.put_sealed(&sealer, rows::outbox(key), row)?;
        Ok(key)
    }

    /// Puts a row in the place of an earlier one; `false`: that one is gone, and nothing was written.
    ///
    /// # Errors
    /// [`Error::Random`], or a failure of the disk.
    pub fn replace_row(&mut self, key: RowKey, row: &OutRow) -> Result<bool, Error> {
        let name = rows::outbox(key);
        let Some(before) = self.get(&name)? else {
            return Ok(false);
        };
        if key.person == Person::NOBODY {
            let Read::Found(mut receipt) = self.read_receipt(&name, before)? else {
                return Ok(false);
            };
            receipt.row = row.clone();
            self.put_receipt(key, &receipt)?;
        } else {
            let sealer = self.sealer(key.person)?;
            self.put_sealed(&sealer, name, row)?;
        }
        Ok(true)
    }

    /// Takes a row out; `false`: it was gone already, and nothing changed.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn remove_row(&mut self, key: RowKey) -> Result<bool, Error> {
        let name = rows::outbox(key);
        let there = self.get(&name)?.is_some();
        if there {
            self.batch.delete(name);
        }
        Ok(there)
    }

    /// Takes out all rows of a person: nothing is sent any more.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn remove_rows(&mut self, person: Person) -> Result<(), Error> {
        for name in self.scan(&Kind::Outbox.of(person))?.into_keys() {
            self.batch.delete(name);
        }
        Ok(())
    }

    /// A row, if it is still to be sent. One that does not decode is set aside and counts as gone.
    ///
    /// # Errors
    /// [`Error::NewerRecord`], or a failure of the disk.
    pub fn row(&mut self, key: RowKey) -> Result<Option<OutRow>, Error> {
        let name = rows::outbox(key);
        let Some(row) = self.get(&name)? else {
            return Ok(None);
        };
        let found = if key.person == Person::NOBODY {
            match self.read_receipt(&name, row.clone())? {
                Read::Found(receipt) => Read::Found(receipt.row),
                Read::Unreadable => Read::Unreadable,
                Read::Erased => Read::Erased,
            }
        } else {
            self.read(key.person, &name, row.clone())?
        };
        match found {
            Read::Found(row) => return Ok(Some(row)),
            Read::Erased => self.batch.delete(name),
            Read::Unreadable => self.move_aside(key.person, &name, &row),
        }
        Ok(None)
    }

    /// All rows that are to be sent, receipts too, in the order in which they were queued: what a start begins with.
    /// Holds the keys only; read each with [`row`](Self::row).
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn outbox(&self) -> Result<Vec<RowKey>, Error> {
        let mut keys = Vec::new();
        for kind in [Kind::Outbox, Kind::Receipt] {
            let span = kind.all();
            walk(self.store.backend.as_ref(), span.range(), |key, _| {
                if self.batch.get(&key).is_none() {
                    keys.extend(rows::outbox_key(&key));
                }
                Ok(())
            })?;
            let overlay = self.batch.range(span.range());
            let kept = overlay.filter(|(_, value)| value.is_some());
            keys.extend(kept.filter_map(|(key, _)| rows::outbox_key(key)));
        }
        keys.sort_unstable_by_key(|key| key.seq);
        Ok(keys)
    }

    /// Takes out the receipts that are a day old, sent or not; returns how many.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn purge_receipts(&mut self, now: DateTime<Utc>) -> Result<usize, Error> {
        let mut purged = 0;
        for (key, row) in self.scan(&Kind::Receipt.all())? {
            let young = match self.read_receipt(&key, row)? {
                Read::Found(receipt) => now < receipt.created + RECEIPT_KEPT,
                Read::Unreadable | Read::Erased => false,
            };
            if !young {
                self.batch.delete(key);
                purged += 1;
            }
        }
        Ok(purged)
    }

    pub(super) fn push_receipt(
        &mut self,
        chat_id: i64,
        message: Message,
        created: DateTime<Utc>,
    ) -> Result<RowKey, Error> {
        let key = RowKey {
            person: Person::NOBODY,
            seq: self.next_seq(),
        };
        let row = OutRow {
            chat_id,
            class: Class::Answer,
            started: false,
            created: Some(created),
            op: Op::Send {
                anchor: None,
                message,
            },
        };
        self.put_receipt(key, &Receipt { created, row })?;
        Ok(key)
    }

    fn put_receipt(&mut self, key: RowKey, receipt: &Receipt) -> Result<(), Error> {
        let sealer = self.store.keyring.service().clone();
        self.put_sealed(&sealer, rows::outbox(key), receipt)?;
        Ok(())
    }

    fn read_receipt(&self, key: &[u8], row: Vec<u8>) -> Result<Read<Receipt>, Error> {
        super::open(self.store.keyring.service(), key, row)
    }
}
