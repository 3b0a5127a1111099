//! The messages of a transaction that are on their way out: those of a person in the record of their chat, and the receipts of erasures.
//!
//! Invariants: a sequence number is never given twice, also after a restart (numbers are reserved on the disk in blocks); a message that
//! was taken out meanwhile, as an erasure does, is not written back; the outbox's index names everybody to whom something is on its way.

use std::collections::BTreeSet;

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
    /// Queues a message, behind all others. It is kept with the person's chat: of who has none, nothing is kept.
    ///
    /// # Errors
    /// [`Error::NewerRecord`], or a failure of the disk.
    pub fn push_row(&mut self, row: &OutRow) -> Result<RowKey, Error> {
        let person = self.person(row.chat_id);
        self.load(person)?;
        let seq = self.next_seq();
        let local = self.local(person);
        local.waiting.push((seq, row.clone()));
        local.changed = true;
        Ok(RowKey { person, seq })
    }

    /// Puts a row in the place of an earlier one; `false`: that one is gone, and nothing was written.
    ///
    /// # Errors
    /// [`Error::Random`], [`Error::NewerRecord`], or a failure of the disk.
    pub fn replace_row(&mut self, key: RowKey, row: &OutRow) -> Result<bool, Error> {
        if key.person == Person::NOBODY {
            let name = rows::receipt(key.seq);
            let Some(before) = self.get(&name)? else {
                return Ok(false);
            };
            let Read::Found(mut receipt) = self.read_receipt(&name, before)? else {
                return Ok(false);
            };
            receipt.row = row.clone();
            self.put_receipt(key.seq, &receipt)?;
            return Ok(true);
        }
        self.load(key.person)?;
        let local = self.local(key.person);
        let Some((_, before)) = local.waiting.iter_mut().find(|(seq, _)| *seq == key.seq) else {
            return Ok(false);
        };
        before.clone_from(row);
        local.changed = true;
        Ok(true)
    }

    /// Takes a row out; `false`: it was gone already, and nothing changed.
    ///
    /// # Errors
    /// [`Error::NewerRecord`], or a failure of the disk.
    pub fn remove_row(&mut self, key: RowKey) -> Result<bool, Error> {
        if key.person == Person::NOBODY {
            let name = rows::receipt(key.seq);
            let there = self.get(&name)?.is_some();
            if there {
                self.batch.delete(name);
            }
            return Ok(there);
        }
        self.load(key.person)?;
        let local = self.local(key.person);
        let before = local.waiting.len();
        local.waiting.retain(|(seq, _)| *seq != key.seq);
        let there = local.waiting.len() < before;
        local.changed |= there;
        Ok(there)
    }

    /// Takes out all rows of a person: nothing is sent any more.
    ///
    /// # Errors
    /// [`Error::NewerRecord`], or a failure of the disk.
    pub fn remove_rows(&mut self, person: Person) -> Result<(), Error> {
        self.load(person)?;
        let local = self.local(person);
        local.changed |= !local.waiting.is_empty();
        local.waiting.clear();
        Ok(())
    }

    /// A row, if it is still to be sent. A receipt that does not decode is set aside and counts as gone.
    ///
    /// # Errors
    /// [`Error::NewerRecord`], or a failure of the disk.
    pub fn row(&mut self, key: RowKey) -> Result<Option<OutRow>, Error> {
        if key.person != Person::NOBODY {
            self.load(key.person)?;
            let mut waiting = self.local(key.person).waiting.iter();
            let found = waiting.find(|(seq, _)| *seq == key.seq);
            return Ok(found.map(|(_, row)| row.clone()));
        }
        let name = rows::receipt(key.seq);
        let Some(row) = self.get(&name)? else {
            return Ok(None);
        };
        match self.read_receipt(&name, row.clone())? {
            Read::Found(receipt) => return Ok(Some(receipt.row)),
            Read::Erased => self.batch.delete(name),
            Read::Unreadable => self.move_aside(key.person, &name, &row),
        }
        Ok(None)
    }

    /// All rows that are to be sent, receipts too, in the order in which they were queued: what a start begins with.
    /// Read each with [`row`](Self::row).
    ///
    /// # Errors
    /// [`Error::NewerRecord`], or a failure of the disk.
    pub fn outbox(&mut self) -> Result<Vec<RowKey>, Error> {
        let mut people: BTreeSet<Person> = self.people.keys().copied().collect();
        walk(
            self.store.backend.as_ref(),
            Kind::Outbox.all().range(),
            |key, _| {
                people.extend(rows::outbox_key(&key));
                Ok(())
            },
        )?;
        let mut keys = Vec::new();
        for person in people {
            self.load(person)?;
            let waiting = self.local(person).waiting.iter();
            keys.extend(waiting.map(|(seq, _)| RowKey { person, seq: *seq }));
        }
        let receipts = self.scan(&Kind::Receipt.all())?;
        keys.extend(receipts.keys().filter_map(|key| rows::receipt_key(key)));
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
        let seq = self.next_seq();
        let row = OutRow {
            chat_id,
            class: Class::Answer,
            started: false,
            created: Some(created),
            good_for: None,
            op: Op::Send {
                anchor: None,
                message,
            },
        };
        self.put_receipt(seq, &Receipt { created, row })?;
        Ok(RowKey {
            person: Person::NOBODY,
            seq,
        })
    }

    fn put_receipt(&mut self, seq: u64, receipt: &Receipt) -> Result<(), Error> {
        let sealer = self.store.keyring.service().clone();
        self.put_sealed(&sealer, rows::receipt(seq), receipt)?;
        Ok(())
    }

    fn read_receipt(&self, key: &[u8], row: Vec<u8>) -> Result<Read<Receipt>, Error> {
        super::open(self.store.keyring.service(), key, row)
    }
}
