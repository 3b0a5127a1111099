//! Erasing a person.
//!
//! Invariants: the key goes first and durably, then the rows, then the slot is free; a stop anywhere in between ends in "erased", because
//! the destroyed slot still names the person and opening the store finishes the work. What the same batch remembers of update ids stays.

use chrono::{DateTime, Utc};

use super::{Local, Txn};
use crate::{
    dialogue::Message,
    store::{
        Error,
        records::{Person, RowKey},
        rows::{self, Kind},
    },
};

impl Txn<'_> {
    /// Erases all that is kept of a person, with the commit. The receipt, if any, is queued under the service's key and lives a day.
    /// The same person may start afresh within the same transaction, with a new key.
    ///
    /// # Errors
    /// [`Error::Random`], or a failure of the disk.
    pub fn erase(
        &mut self,
        person: Person,
        receipt: Option<(i64, Message)>,
        now: DateTime<Utc>,
    ) -> Result<Option<RowKey>, Error> {
        // A record of a newer version cannot be read, but it can be erased all the same.
        match self.load(person) {
            Ok(_) => {}
            Err(Error::NewerRecord { .. }) => self.drop_index_of(person)?,
            Err(error) => return Err(error),
        }
        if let Some(at) = self.local(person).indexed {
            self.batch.delete(rows::due(at, person));
        }
        self.forget(person)?;
        receipt
            .map(|(chat_id, message)| self.push_receipt(chat_id, message, now))
            .transpose()
    }

    /// The key is destroyed already, but rows are left: they go with the next commit.
    pub(super) fn finish_erasing(&mut self, person: Person) -> Result<(), Error> {
        self.drop_index_of(person)?;
        self.forget(person)
    }

    fn forget(&mut self, person: Person) -> Result<(), Error> {
        for kind in Kind::PERSONAL {
            for key in self.scan(&kind.of(person))?.into_keys() {
                self.batch.delete(key);
            }
        }
        for slot in self.store.keyring.find(person)? {
            if !self.doomed.contains(&(slot, person)) {
                self.doomed.push((slot, person));
            }
        }
        *self.local(person) = Local::missing();
        Ok(())
    }
}
