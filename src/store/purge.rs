//! What opening a store finishes: the rows of erased people go.
//!
//! Two ways lead here. A stop between destroying a key and deleting its rows leaves a destroyed slot that names the person: those rows are
//! found by name. A restored backup is older than some erasures, as the counters tell: then every row is opened, and what does not open goes,
//! also where its person came back since and has another key in the same slot.
//! Invariant: a row that its person's key opens is never touched, so who came back after an erasure keeps what is new.

use super::{
    Error, Notice, Store,
    backend::{Batch, Direction, Durability},
    keyring::{Held, SlotNo},
    open::COUNTERS,
    records::Person,
    rows::{self, Kind, Span},
    seal,
};

const PAGE: usize = 1000;

impl Store {
    /// Finishes the erasures that the data does not know of, and lets it know.
    pub(super) fn catch_up(&mut self) -> Result<Option<Notice>, Error> {
        let now = self.keyring.counters();
        let destroyed = self.keyring.destroyed().to_vec();
        let unknown = now.erasures.saturating_sub(self.recorded.erasures);
        let notice = if unknown > destroyed.len() as u64 {
            let mut rows = 0;
            for kind in [
                Kind::Chat,
                Kind::Entry,
                Kind::SetAside,
                // The indexes last: they stand with their chats.
                Kind::Outbox,
                Kind::Due,
            ] {
                // What was set aside did not open then either.
                rows += self.purge(&kind.all(), |_| true, kind != Kind::SetAside)?;
            }
            (rows > 0).then_some(Notice::ErasedAgain { rows })
        } else {
            let people = self.purge_named(&destroyed)?;
            (people > 0).then_some(Notice::ErasureFinished { people })
        };
        if now != self.recorded {
            let mut batch = Batch::new();
            batch.put(rows::meta(COUNTERS), now.to_bytes());
            self.backend.commit(&batch, Durability::Synced)?;
            self.recorded = now;
        }
        for (slot, _) in destroyed {
            self.keyring.free(slot)?;
        }
        self.keyring.sync()?;
        Ok(notice)
    }

    fn purge_named(&mut self, destroyed: &[(SlotNo, Person)]) -> Result<usize, Error> {
        let mut people = 0;
        for (_, person) in destroyed {
            let mut rows = self.purge(&Kind::Due.all(), |its| its == *person, false)?;
            for kind in Kind::PERSONAL {
                rows += self.purge(&kind.of(*person), |_| true, false)?;
            }
            people += usize::from(rows > 0);
        }
        Ok(people)
    }

    /// Deletes the rows of a span, of the people that `of` names, whose key is gone; returns how many. `opens`: also those that their key does
    /// not open.
    fn purge(
        &mut self,
        span: &Span,
        of: impl Fn(Person) -> bool,
        opens: bool,
    ) -> Result<usize, Error> {
        let mut start = span.range().start.to_vec();
        let mut purged = 0;
        loop {
            let range = &*start..span.range().end;
            let page = self.backend.scan(range, PAGE, Direction::Forward)?;
            let full = page.len() == PAGE;
            let mut batch = Batch::new();
            for (key, row) in page {
                if let Some((person, slot)) = owner(&key, &row)
                    && of(person)
                    && !(self.keyring.holds(slot, person)?
                        && (!opens || self.stands(&key, &row, slot, person)?))
                {
                    batch.delete(key.clone());
                }
                start = key;
            }
            if !batch.is_empty() {
                purged += batch.len();
                self.backend.commit(&batch, Durability::Synced)?;
            }
            if !full {
                return Ok(purged);
            }
            // The next key there could be.
            start.push(0);
        }
    }
}

impl Store {
    /// Whether a person's key opens their row; a row of an index stands with its chat, and a damaged slot leaves its rows for others to see.
    fn stands(&self, key: &[u8], row: &[u8], slot: SlotNo, person: Person) -> Result<bool, Error> {
        if indexed(key).is_some() {
            return Ok(self.backend.get(&rows::chat(person))?.is_some());
        }
        let Held::Key(sealer) = self.keyring.key(slot, person)? else {
            return Ok(true);
        };
        Ok(sealer.open(key, row.to_vec()).is_ok())
    }
}

/// Whose row it is, and under which slot. `None`: it is too damaged to say; reading it will set it aside.
fn owner(key: &[u8], row: &[u8]) -> Option<(Person, SlotNo)> {
    if let Some(person) = indexed(key) {
        return Some((person, SlotNo(u32::from_be_bytes(row.try_into().ok()?))));
    }
    let person = Person(key.get(1..17)?.try_into().ok()?);
    let sealed = if key.first() == Some(&(Kind::SetAside as u8)) {
        inside_set_aside(row)?
    } else {
        row
    };
    Some((person, seal::slot_of(sealed).ok()?))
}

/// Whom a row of an index names: its value is the number of their slot.
fn indexed(key: &[u8]) -> Option<Person> {
    let due = rows::due_key(key).filter(|_| key.first() == Some(&(Kind::Due as u8)));
    due.map(|(_, person)| person)
        .or_else(|| rows::outbox_key(key))
}

/// A row set aside keeps the key it stood under, because its seal is bound to it: `length ‖ key ‖ sealed row`.
pub(super) fn inside_set_aside(value: &[u8]) -> Option<&[u8]> {
    let (&len, rest) = value.split_first()?;
    rest.get(usize::from(len)..)
}
