//! Whether the rows of a store agree with each other: each index with its records, each record with its key.
//!
//! Invariants: nothing is changed; whatever cannot be opened or does not fit is counted, under a name that says what it means.
//! Deliberately not here: mending (a chat that does not decode is set aside when its person writes, `txn`), and the words around it (`cli`).

use std::fmt;

use super::{
    Error, Store,
    backend::{Backend, walk},
    keyring::{Held, Keyring},
    purge::inside_set_aside,
    records::{self, ChatRecord, DeadLetter, Person, Receipt, Record, Unreadable},
    rows::{self, Kind},
    seal,
};
use crate::dialogue::Entry;

/// What a look at every row found. The first block is what there is, the second what is wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    pub chats: usize,
    pub entries: usize,
    /// Sealed rows, of all kinds.
    pub sealed: usize,
    /// Rows that were set aside earlier.
    pub set_aside: usize,
    /// In a backup: rows of people who were erased since it was made. A restore leaves them out.
    pub erased: usize,

    /// Sealed rows that do not open: damaged, or their keys are gone.
    pub unreadable: usize,
    /// Records of a newer version of Charley.
    pub newer: usize,
    /// Chats that wait for a time, but are not in the index of due times: nothing would wake them.
    pub not_due: usize,
    /// Rows of that index which no chat stands by.
    pub due_for_nobody: usize,
    /// Chats with messages on their way which the index of these does not name: a start would not find them.
    pub not_queued: usize,
    /// Rows of that index which no chat stands by.
    pub queued_for_nobody: usize,
    /// Diary entries without a chat.
    pub orphans: usize,
    /// Chats that hold another number of entries than they say.
    pub miscounted: usize,
    /// Rows whose key is no key of ours.
    pub strange: usize,
    /// Slots of the keyring that make no sense: what they sealed cannot be read.
    pub damaged_slots: usize,
}

impl Findings {
    /// Whether everything agrees.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.wrong() == 0
    }

    /// How many rows do not.
    #[must_use]
    pub const fn wrong(&self) -> usize {
        self.unreadable
            + self.newer
            + self.not_due
            + self.due_for_nobody
            + self.not_queued
            + self.queued_for_nobody
            + self.orphans
            + self.miscounted
            + self.strange
            + self.damaged_slots
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrong = [
            (self.unreadable, "sealed rows do not open"),
            (self.newer, "records were written by a newer Charley"),
            (self.not_due, "chats are missing in the index of due times"),
            (self.due_for_nobody, "due times belong to no chat"),
            (
                self.not_queued,
                "chats are missing in the index of waiting messages",
            ),
            (self.queued_for_nobody, "waiting messages belong to no chat"),
            (self.orphans, "diary entries belong to no chat"),
            (
                self.miscounted,
                "chats have another number of entries than they say",
            ),
            (self.strange, "rows have a key that Charley does not use"),
            (self.damaged_slots, "slots of the keyring are damaged"),
        ];
        write!(
            f,
            "{} chats, {} diary entries, {} sealed rows",
            self.chats, self.entries, self.sealed
        )?;
        if self.set_aside > 0 {
            write!(f, "; {} rows were set aside earlier", self.set_aside)?;
        }
        if self.erased > 0 {
            write!(
                f,
                "; {} rows of people who were erased since, which nobody can read",
                self.erased
            )?;
        }
        for (count, what) in wrong.iter().filter(|(count, _)| *count > 0) {
            write!(f, "; WRONG: {count} {what}")?;
        }
        Ok(())
    }
}

impl Store {
    /// Looks at every row. Takes a walk over all of them, and unseals them.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn check(&self) -> Result<Findings, Error> {
        Look {
            backend: self.backend.as_ref(),
            keyring: &self.keyring,
            outlived: false,
        }
        .check()
    }
}

/// Rows and the keys to read them with.
pub(super) struct Look<'a> {
    pub backend: &'a dyn Backend,
    pub keyring: &'a Keyring,
    /// The rows are those of a backup, sound as such, and people were erased since: what does not open is theirs.
    pub outlived: bool,
}

impl Look<'_> {
    pub fn check(&self) -> Result<Findings, Error> {
        let mut found = Findings {
            damaged_slots: self.keyring.damaged(),
            ..Findings::default()
        };
        for kind in Kind::ALL {
            walk(self.backend, kind.all().range(), |key, row| {
                self.look_at(kind, &key, row, &mut found)
            })?;
        }
        let all = &[][..]..&[u8::MAX][..];
        walk(self.backend, all, |key, _| {
            let known = Kind::ALL
                .iter()
                .any(|kind| key.first() == Some(&(*kind as u8)));
            found.strange += usize::from(!known);
            Ok(())
        })?;
        Ok(found)
    }

    fn look_at(
        &self,
        kind: Kind,
        key: &[u8],
        row: Vec<u8>,
        found: &mut Findings,
    ) -> Result<(), Error> {
        match kind {
            Kind::Chat => {
                found.chats += 1;
                if let (Some(record), Some(person)) = (
                    self.counted::<ChatRecord>(kind, key, row, found)?,
                    rows::chat_key(key),
                ) {
                    self.compare(person, &record, found)?;
                }
            }
            Kind::Entry => {
                found.entries += 1;
                self.counted::<Entry>(kind, key, row, found)?;
                let chat = key
                    .get(1..17)
                    .map(|person| [&[Kind::Chat as u8], person].concat());
                let is_there = match chat {
                    Some(chat) => self.backend.get(&chat)?.is_some(),
                    None => false,
                };
                found.orphans += usize::from(!is_there);
            }
            Kind::Receipt => drop(self.counted::<Receipt>(kind, key, row, found)?),
            Kind::DeadLetter => drop(self.counted::<DeadLetter>(kind, key, row, found)?),
            Kind::SetAside => found.set_aside += usize::from(inside_set_aside(&row).is_some()),
            Kind::Due => {
                let stands = match rows::due_key(key) {
                    Some((at, person)) => self.stands(person, |it| it.due == Some(at))?,
                    None => false,
                };
                found.due_for_nobody += usize::from(!stands);
            }
            Kind::Outbox => {
                let stands = match rows::outbox_key(key) {
                    Some(person) => self.stands(person, |it| !it.waiting.is_empty())?,
                    None => false,
                };
                found.queued_for_nobody += usize::from(!stands);
            }
            Kind::Seen => {
                let fits = rows::seen_key(key).is_some() && row.len() == 8;
                found.strange += usize::from(!fits);
            }
            Kind::Meta => {}
        }
        Ok(())
    }

    /// A chat with what should stand beside it.
    fn compare(
        &self,
        person: Person,
        record: &ChatRecord,
        found: &mut Findings,
    ) -> Result<(), Error> {
        if let Some(at) = record.due {
            let is_there = self.backend.get(&rows::due(at, person))?.is_some();
            found.not_due += usize::from(!is_there);
        }
        if !record.waiting.is_empty() {
            let is_there = self.backend.get(&rows::outbox(person))?.is_some();
            found.not_queued += usize::from(!is_there);
        }
        let mut entries = 0u32;
        walk(self.backend, Kind::Entry.of(person).range(), |_, _| {
            entries += 1;
            Ok(())
        })?;
        found.miscounted += usize::from(entries != record.entries);
        Ok(())
    }

    /// Whether a person's chat stands by a row of an index. One that does not open is counted for itself.
    fn stands(&self, person: Person, by: impl FnOnce(&ChatRecord) -> bool) -> Result<bool, Error> {
        let key = rows::chat(person);
        let Some(row) = self.backend.get(&key)? else {
            return Ok(false);
        };
        Ok(self.open(Kind::Chat, &key, row)?.map_or(true, |it| by(&it)))
    }

    fn counted<R: Record>(
        &self,
        kind: Kind,
        key: &[u8],
        row: Vec<u8>,
        found: &mut Findings,
    ) -> Result<Option<R>, Error> {
        found.sealed += 1;
        Ok(match self.open(kind, key, row)? {
            Ok(record) => Some(record),
            Err(Unreadable::Newer(_)) => {
                found.newer += 1;
                None
            }
            Err(Unreadable::Undecodable) if self.outlived && Kind::PERSONAL.contains(&kind) => {
                found.erased += 1;
                None
            }
            Err(Unreadable::Undecodable) => {
                found.unreadable += 1;
                None
            }
        })
    }

    /// Unseals and decodes a row.
    pub fn open<R: Record>(
        &self,
        kind: Kind,
        key: &[u8],
        row: Vec<u8>,
    ) -> Result<Result<R, Unreadable>, Error> {
        let Ok(slot) = seal::slot_of(&row) else {
            return Ok(Err(Unreadable::Undecodable));
        };
        let person = key.get(1..17).and_then(|bytes| bytes.try_into().ok());
        let sealer = match person.map(Person) {
            Some(person) if Kind::PERSONAL.contains(&kind) => {
                match self.keyring.key(slot, person)? {
                    Held::Key(sealer) => sealer,
                    Held::Destroyed | Held::Absent => return Ok(Err(Unreadable::Undecodable)),
                }
            }
            _ => self.keyring.service().clone(),
        };
        let Ok(plain) = sealer.open(key, row) else {
            return Ok(Err(Unreadable::Undecodable));
        };
        Ok(records::from_plaintext(&plain))
    }
}
