//! Chats, diary entries and anchors of a transaction.
//!
//! Invariants: the due index moves only together with its chat; a chat that does not decode is set aside with its diary, so that the
//! fresh chat cannot write over the old entries; the count of entries and bytes travels with the chat.

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
            chat,
        }));
        local.chat_changed = true;
        Ok(())
    }

    /// The whole diary, oldest entry id first. An entry that does not decode is set aside and left out.
    ///
    /// # Errors
    /// [`Error::NewerRecord`], or a failure of the disk.
    pub fn entries(&mut self, person: Person) -> Result<Vec<Entry>, Error> {
        self.load(person)?;
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
    /// A failure of the disk.
    pub fn learn(&mut self, person: Person, anchor: Anchor, message_id: i32) -> Result<(), Error> {
        self.load_anchors(person)?;
        let local = self.local(person);
        let anchors = local.anchors.get_or_insert_default();
        local.anchors_changed |= anchors.learn(anchor, message_id);
        Ok(())
    }

    /// The Telegram message that an anchor stands for, as long as it is among the newest [`Anchors::KEPT`].
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn message_id(&mut self, person: Person, anchor: Anchor) -> Result<Option<i32>, Error> {
        self.load_anchors(person)?;
        let anchors = self.local(person).anchors.as_ref();
        Ok(anchors.and_then(|anchors| anchors.message_id(anchor)))
    }

    /// All anchors that are known, with their Telegram messages.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn anchors(&mut self, person: Person) -> Result<Vec<(Anchor, i32)>, Error> {
        if person == Person::NOBODY {
            return Ok(Vec::new());
        }
        self.load_anchors(person)?;
        let anchors = self.local(person).anchors.as_ref();
        Ok(anchors.map_or_else(Vec::new, |anchors| anchors.0.clone()))
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
            Read::Found(record) => {
                let local = self.local(person);
                let its = local.sealers.iter().find(|its| Some(its.slot()) == slot);
                local.current = its.cloned();
                local.indexed = record.due;
                local.entries = record.entries;
                local.bytes = record.bytes;
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

    /// Seals a changed chat, and moves its row in the due index.
    pub(super) fn settle_chat(&mut self, person: Person) -> Result<(), Error> {
        let local = self.local(person);
        let (indexed, entries, bytes) = (local.indexed, local.entries, local.bytes);
        let State::Found(record) = &mut local.chat else {
            return Ok(());
        };
        if !local.chat_changed {
            return Ok(());
        }
        (record.entries, record.bytes) = (entries, bytes);
        let due = record.due;
        // Taken out for the time of sealing, which needs the rest of the transaction.
        let State::Found(record) = std::mem::take(&mut local.chat) else {
            return Ok(());
        };
        local.chat = State::Missing;
        let sealer = self.sealer(person)?;
        self.put_sealed(&sealer, rows::chat(person), record.as_ref())?;
        self.local(person).chat = State::Found(record);
        if due != indexed {
            if let Some(at) = indexed {
                self.batch.delete(rows::due(at, person));
            }
            if let Some(at) = due {
                let slot = sealer.slot().0.to_be_bytes();
                self.batch.put(rows::due(at, person), slot);
            }
        }
        Ok(())
    }

    pub(super) fn settle_anchors(&mut self, person: Person) -> Result<(), Error> {
        let local = self.local(person);
        if !std::mem::take(&mut local.anchors_changed) {
            return Ok(());
        }
        let Some(anchors) = local.anchors.take() else {
            return Ok(());
        };
        let sealer = self.sealer(person)?;
        self.put_sealed(&sealer, rows::anchors(person), &anchors)?;
        self.local(person).anchors = Some(anchors);
        Ok(())
    }

    fn load_anchors(&mut self, person: Person) -> Result<(), Error> {
        self.load(person)?;
        if self.local(person).anchors.is_some() {
            return Ok(());
        }
        let anchors = self.read_anchors(person)?;
        self.local(person).anchors = Some(anchors);
        Ok(())
    }

    fn read_anchors(&mut self, person: Person) -> Result<Anchors, Error> {
        let key = rows::anchors(person);
        let Some(row) = self.get(&key)? else {
            return Ok(Anchors::default());
        };
        match self.read(person, &key, row.clone())? {
            Read::Found(anchors) => return Ok(anchors),
            Read::Erased => self.batch.delete(key),
            Read::Unreadable => self.move_aside(person, &key, &row),
        }
        Ok(Anchors::default())
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
        // Anchors of the old chat mean nothing to the fresh one, which numbers them anew.
        self.batch.delete(rows::anchors(person));
        self.drop_index_of(person)?;
        let local = self.local(person);
        *local = Local {
            chat: State::Missing,
            anchors: Some(Anchors::default()),
            ..Local::default()
        };
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
        local.chat_changed = true;
    }
}
