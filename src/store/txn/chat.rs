//! Chats, diary entries and anchors of a transaction.
//!
//! Invariants: the due index and the outbox's move only together with their chat; a chat that does not decode is set aside with its
//! diary, so that the fresh chat cannot write over the old entries; the count of entries and bytes travels with the chat.

use chrono::{DateTime, Utc};

use super::{Local, Read, State, Txn};
use crate::{
    dialogue::{Anchor, Chat, Entry, EntryId},
    store::{
        Error,
        backend::walk,
        records::{Anchors, ChatRecord, Person},
        rows::{self, Kind},
        seal,
    },
};

/// A diary of at most so many entries is kept decoded with its person.
const SHORT_DIARY: usize = 64;

/// What there is of a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "it is taken apart at once, so a box would only cost an allocation"
)]
pub enum Loaded {
    Missing,
    Found {
        chat_id: i64,
        chat: Chat,
    },
    /// There was a record that does not decode. It and its diary were set aside in this transaction, and are told once; the person starts
    /// afresh, and is to be told.
    Unreadable,
}

impl Txn<'_> {
    /// The chat as this transaction sees it.
    ///
    /// # Errors
    /// [`Error::NewerRecord`], or a failure of the disk.
    pub fn chat(&mut self, person: Person) -> Result<Loaded, Error> {
        if self.load(person)? {
            return Ok(Loaded::Unreadable);
        }
        Ok(match &self.local(person).chat {
            State::Found(record) => Loaded::Found {
                chat_id: record.chat_id,
                chat: record.chat.clone(),
            },
            State::Missing | State::Unread => Loaded::Missing,
        })
    }

    /// Puts the chat in the place of what was there, and moves its row in the due index.
    ///
    /// # Errors
    /// [`Error::NewerRecord`], [`Error::Random`], or a failure of the disk.
    pub fn put_chat(
        &mut self,
        person: Person,
        chat_id: i64,
        chat: Chat,
        due: Option<DateTime<Utc>>,
    ) -> Result<(), Error> {
        // Makes sure of a key too; the sealing itself happens once, at the commit.
        self.sealer(person)?;
        let local = self.local(person);
        local.chat = State::Found(Box::new(ChatRecord {
            chat_id,
            due,
            entries: 0,
            bytes: 0,
            anchors: Anchors::default(),
            waiting: Vec::new(),
            chat,
        }));
        local.changed = true;
        Ok(())
    }

    /// The instant at which the chat is woken.
    ///
    /// # Errors
    /// As [`chat`](Self::chat).
    pub fn due(&mut self, person: Person) -> Result<Option<DateTime<Utc>>, Error> {
        self.load(person)?;
        Ok(match &self.local(person).chat {
            State::Found(record) => record.due,
            State::Missing | State::Unread => None,
        })
    }

    /// The whole diary, oldest entry id first. An entry that does not decode is set aside and left out.
    ///
    /// # Errors
    /// [`Error::NewerRecord`], or a failure of the disk.
    pub fn entries(&mut self, person: Person) -> Result<Vec<Entry>, Error> {
        self.load(person)?;
        if let Some(diary) = &self.local(person).diary {
            return Ok(diary.clone());
        }
        let rows = self.scan(&Kind::Entry.of(person))?;
        let mut entries = Vec::with_capacity(rows.len());
        for (key, row) in rows {
            // The plaintext is shorter than the row; the row is needed again only when it does not open.
            match self.read(person, &key, row.clone())? {
                Read::Found(entry) => entries.push(entry),
                Read::Erased => self.drop_entry(person, key, row.len()),
                Read::Unreadable => {
                    self.move_aside(person, &key, &row);
                    self.drop_entry(person, key, row.len());
                }
            }
        }
        let short = entries.len() <= SHORT_DIARY;
        self.local(person).diary = short.then(|| entries.clone());
        Ok(entries)
    }

    /// Keeps an entry; one with the same id is replaced.
    ///
    /// # Errors
    /// [`Error::Random`], or a failure of the disk.
    pub fn put_entry(&mut self, person: Person, entry: &Entry) -> Result<(), Error> {
        let sealer = self.sealer(person)?;
        let key = rows::entry(person, entry.id);
        let before = self.get(&key)?.map(|row| row.len());
        let after = self.put_sealed(&sealer, key, entry)?;
        self.count(person, before, Some(after));
        if let Some(diary) = &mut self.local(person).diary {
            match diary.binary_search_by_key(&entry.id, |known| known.id) {
                Ok(place) => diary[place] = entry.clone(),
                Err(place) => diary.insert(place, entry.clone()),
            }
        }
        Ok(())
    }

    /// Takes an entry out; `false`: there was none.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn remove_entry(&mut self, person: Person, id: EntryId) -> Result<bool, Error> {
        self.load(person)?;
        let key = rows::entry(person, id);
        let Some(row) = self.get(&key)? else {
            return Ok(false);
        };
        self.drop_entry(person, key, row.len());
        if let Some(diary) = &mut self.local(person).diary {
            diary.retain(|known| known.id != id);
        }
        Ok(true)
    }

    /// How many bytes a person's diary takes on the disk. Costs nothing once the chat is loaded.
    ///
    /// # Errors
    /// As [`chat`](Self::chat).
    pub fn bytes(&mut self, person: Person) -> Result<u64, Error> {
        self.load(person)?;
        Ok(self.local(person).bytes)
    }

    /// How many entries a person's diary has.
    ///
    /// # Errors
    /// As [`chat`](Self::chat).
    pub fn entry_count(&mut self, person: Person) -> Result<u32, Error> {
        self.load(person)?;
        Ok(self.local(person).entries)
    }

    /// Notes which Telegram message an anchor stands for.
    ///
    /// # Errors
    /// As [`chat`](Self::chat).
    pub fn learn(&mut self, person: Person, anchor: Anchor, message_id: i32) -> Result<(), Error> {
        self.load(person)?;
        let local = self.local(person);
        local.changed |= local.anchors.learn(anchor, message_id);
        Ok(())
    }

    /// The Telegram message that an anchor stands for, as long as it is among the newest [`Anchors::KEPT`].
    ///
    /// # Errors
    /// As [`chat`](Self::chat).
    pub fn message_id(&mut self, person: Person, anchor: Anchor) -> Result<Option<i32>, Error> {
        self.load(person)?;
        Ok(self.local(person).anchors.message_id(anchor))
    }

    /// All anchors that are known, with their Telegram messages.
    ///
    /// # Errors
    /// As [`chat`](Self::chat).
    pub fn anchors(&mut self, person: Person) -> Result<Vec<(Anchor, i32)>, Error> {
        if person == Person::NOBODY {
            return Ok(Vec::new());
        }
        self.load(person)?;
        Ok(self.local(person).anchors.0.clone())
    }

    /// Reads the chat once. `true`: it was unreadable, and was set aside just now.
    pub(super) fn load(&mut self, person: Person) -> Result<bool, Error> {
        if !matches!(self.local(person).chat, State::Unread) {
            return Ok(false);
        }
        if let Some(known) = self.store.warm.take(person) {
            *self.local(person) = known;
            self.drop_stale_wakes(person);
            return Ok(false);
        }
        let key = rows::chat(person);
        let Some(row) = self.get(&key)? else {
            self.settle_as_missing(person)?;
            return Ok(false);
        };
        let slot = seal::slot_of(&row).ok();
        match self.read::<ChatRecord>(person, &key, row.clone())? {
            Read::Found(mut record) => {
                let local = self.local(person);
                let its = local.sealers.iter().find(|its| Some(its.slot()) == slot);
                local.current = its.cloned();
                local.indexed = record.due;
                local.queued = !record.waiting.is_empty();
                (local.entries, local.bytes) = (record.entries, record.bytes);
                local.anchors = std::mem::take(&mut record.anchors);
                local.waiting = std::mem::take(&mut record.waiting);
                local.chat = State::Found(Box::new(record));
                self.drop_stale_wakes(person);
                Ok(false)
            }
            Read::Unreadable => {
                self.set_chat_aside(person, &key, &row)?;
                Ok(true)
            }
            Read::Erased => {
                self.finish_erasing(person)?;
                Ok(false)
            }
        }
    }

    /// Seals a changed chat, and moves its rows in the indexes.
    pub(super) fn settle_chat(&mut self, person: Person) -> Result<(), Error> {
        let local = self.local(person);
        if !local.changed || !matches!(local.chat, State::Found(_)) {
            return Ok(());
        }
        let sealer = self.sealer(person)?;
        // Taken out for the time of sealing, which needs the rest of the transaction.
        let mut local = std::mem::take(self.local(person));
        if let State::Found(record) = &mut local.chat {
            (record.entries, record.bytes) = (local.entries, local.bytes);
            record.anchors = std::mem::take(&mut local.anchors);
            record.waiting = std::mem::take(&mut local.waiting);
            self.put_sealed(&sealer, rows::chat(person), record.as_ref())?;
            local.anchors = std::mem::take(&mut record.anchors);
            local.waiting = std::mem::take(&mut record.waiting);
            let slot = sealer.slot().0.to_be_bytes();
            if record.due != local.indexed {
                if let Some(at) = local.indexed {
                    self.batch.delete(rows::due(at, person));
                }
                if let Some(at) = record.due {
                    self.batch.put(rows::due(at, person), slot);
                }
            }
            match (local.queued, local.waiting.is_empty()) {
                (true, true) => self.batch.delete(rows::outbox(person)),
                (false, false) => self.batch.put(rows::outbox(person), slot),
                (true, false) | (false, true) => {}
            }
        }
        *self.local(person) = local;
        Ok(())
    }

    /// There is no chat, but there may be entries: the counters are taken from them.
    fn settle_as_missing(&mut self, person: Person) -> Result<(), Error> {
        let rows = self.scan(&Kind::Entry.of(person))?;
        let local = self.local(person);
        local.chat = State::Missing;
        local.entries = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        local.bytes = rows.values().map(|row| row.len() as u64).sum();
        self.drop_stale_wakes(person);
        Ok(())
    }

    fn set_chat_aside(&mut self, person: Person, key: &[u8], row: &[u8]) -> Result<(), Error> {
        self.move_aside(person, key, row);
        for (key, row) in self.scan(&Kind::Entry.of(person))? {
            self.move_aside(person, &key, &row);
        }
        self.batch.delete(rows::outbox(person));
        self.drop_index_of(person)?;
        // Anchors of the old chat mean nothing to the fresh one, which numbers them anew.
        *self.local(person) = Local::missing();
        Ok(())
    }

    /// Looks through the whole index: only for a chat that cannot say under which instant it stands.
    pub(super) fn drop_index_of(&mut self, person: Person) -> Result<(), Error> {
        let mut found = Vec::new();
        walk(
            self.store.backend.as_ref(),
            Kind::Due.all().range(),
            |key, _| {
                if rows::due_key(&key).is_some_and(|(_, its)| its == person) {
                    found.push(key);
                }
                Ok(())
            },
        )?;
        for key in found {
            self.batch.delete(key);
        }
        Ok(())
    }

    /// An index row that woke this person, but is not the chat's own, would wake it for ever.
    fn drop_stale_wakes(&mut self, person: Person) {
        let indexed = self.local(person).indexed;
        for &at in self.store.woken.get(&person).into_iter().flatten() {
            if indexed != Some(at) {
                self.batch.delete(rows::due(at, person));
            }
        }
    }

    fn drop_entry(&mut self, person: Person, key: Vec<u8>, size: usize) {
        self.batch.delete(key);
        self.count(person, Some(size), None);
    }

    fn count(&mut self, person: Person, before: Option<usize>, after: Option<usize>) {
        let local = self.local(person);
        local.entries += u32::from(after.is_some());
        local.entries = local.entries.saturating_sub(u32::from(before.is_some()));
        local.bytes += after.unwrap_or(0) as u64;
        local.bytes = local.bytes.saturating_sub(before.unwrap_or(0) as u64);
        local.changed = true;
    }
}
