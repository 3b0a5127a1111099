//! A transaction: an overlay over the committed rows for all events at hand, applied as one batch.
//!
//! Invariants: everything in it becomes durable together or not at all (I5); a chat that several events touch is unsealed once and sealed
//! once; a key is destroyed before the deletion of its rows is committed, and is put back when that commit fails cleanly; counters in
//! memory move only with a successful commit.
//! The rest of it: `chat` (chats, entries, anchors), `outbox` (messages on their way, receipts), `erase`.

mod chat;
mod erase;
mod outbox;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

pub use chat::Loaded;

use crate::dialogue::Entry;

use super::{
    Error, Store,
    backend::{Batch, Direction, Durability},
    keyring::{Held, SlotNo, Undo},
    open::{COUNTERS, SEQUENCE},
    records::{self, Anchors, ChatRecord, DeadLetter, OutRow, Person, Record, Unreadable},
    rows::{self, Span},
    seal::{self, Sealer},
    seen::Change,
};

/// How many sequence numbers one write to the disk reserves.
const SEQUENCES: u64 = 1024;

/// What a commit did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Committed {
    /// Rows written or deleted; 0 means that the disk was not touched.
    pub rows: usize,
    /// Records that did not decode and were set aside.
    pub set_aside: usize,
}

/// An open transaction; see the module.
pub struct Txn<'s> {
    store: &'s mut Store,
    batch: Batch,
    people: HashMap<Person, Local>,
    ids: BTreeMap<i64, NaiveDate>,
    forgotten_ids: Vec<i64>,
    next_seq: u64,
    reserved_seq: u64,
    doomed: Vec<(SlotNo, Person)>,
    set_aside: usize,
}

/// What the transaction knows of one person. After its commit this is what the disk says, and is kept for the next one (`warm`).
#[derive(Default)]
pub(super) struct Local {
    /// Keys of slots that rows of this person name; one, unless something was damaged.
    sealers: Vec<Sealer>,
    /// The key that new rows are sealed with.
    current: Option<Sealer>,
    chat: State,
    /// The record of the chat is to be written.
    changed: bool,
    /// The chat's row in the due index on the disk.
    indexed: Option<DateTime<Utc>>,
    /// Whether the outbox's index on the disk names this person.
    queued: bool,
    // The rest of the record, which goes back into it when it is written.
    entries: u32,
    bytes: u64,
    anchors: Anchors,
    waiting: Vec<(u64, OutRow)>,
    /// The diary, once it was read; a long one is read each time.
    diary: Option<Vec<Entry>>,
}

impl Local {
    /// There is nothing of this person.
    fn missing() -> Self {
        Self {
            chat: State::Missing,
            ..Self::default()
        }
    }
}

#[derive(Default)]
enum State {
    #[default]
    Unread,
    Missing,
    Found(Box<ChatRecord>),
}

/// A sealed row, read.
enum Read<R> {
    Found(R),
    /// It does not open or decode; to be set aside.
    Unreadable,
    /// Its key was destroyed.
    Erased,
}

impl<'s> Txn<'s> {
    pub(super) fn new(store: &'s mut Store) -> Self {
        Self {
            next_seq: store.next_seq,
            reserved_seq: store.reserved_seq,
            store,
            batch: Batch::new(),
            people: HashMap::new(),
            ids: BTreeMap::new(),
            forgotten_ids: Vec::new(),
            doomed: Vec::new(),
            set_aside: 0,
        }
    }

    /// Who a chat is in the store.
    #[must_use]
    pub fn person(&self, chat_id: i64) -> Person {
        self.store.person(chat_id)
    }

    /// Whether an update has taken effect already, here or in an earlier commit.
    #[must_use]
    pub fn seen(&self, update_id: i64) -> bool {
        self.ids.contains_key(&update_id) || self.store.seen.contains(update_id)
    }

    /// Remembers an update, for more than eight days from `today`.
    pub fn remember(&mut self, update_id: i64, today: NaiveDate) {
        if !self.seen(update_id) {
            self.ids.insert(update_id, today);
        }
    }

    /// Forgets the update ids of days long past; call it once a day.
    pub fn forget_old_updates(&mut self, today: NaiveDate) {
        for (day, first) in self.store.seen.old(today) {
            self.batch.delete(rows::seen(day, first));
            self.forgotten_ids.push(first);
        }
    }

    /// A value of the service. In clear on the disk: nothing about a person belongs here.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        self.get(&rows::meta(name))
    }

    /// Sets a value of the service; see [`meta`](Self::meta).
    pub fn put_meta(&mut self, name: &str, value: &[u8]) {
        self.batch.put(rows::meta(name), value);
    }

    /// Notes an update that could not be handled: its number and kind, never its content.
    ///
    /// # Errors
    /// [`Error::Random`] or [`Error::Encode`].
    pub fn dead_letter(&mut self, letter: &DeadLetter) -> Result<(), Error> {
        let sealer = self.store.keyring.service().clone();
        self.put_sealed(&sealer, rows::dead_letter(letter.update_id), letter)?;
        Ok(())
    }

    /// Applies everything as one batch. An empty transaction does not touch the disk.
    ///
    /// # Errors
    /// On any error nothing of the transaction took effect, in memory or on the disk, except for [`Error::SyncFailed`]: then nobody
    /// knows, and the process must stop ([`Error::must_stop`]).
    pub fn commit(mut self, durability: Durability) -> Result<Committed, Error> {
        self.settle_people()?;
        if self.reserved_seq != self.store.reserved_seq {
            let reserved = self.reserved_seq.to_be_bytes();
            self.batch.put(rows::meta(SEQUENCE), reserved);
        }
        let changes = self.settle_ids();
        if self.batch.is_empty() && self.doomed.is_empty() {
            self.keep_warm();
            return Ok(Committed::default());
        }
        if let Err(error) = self.write(durability) {
            for change in changes.into_iter().rev() {
                self.store.seen.undo(change);
            }
            return Err(error);
        }
        for first in &self.forgotten_ids {
            self.store.seen.forget(*first);
        }
        self.store.next_seq = self.next_seq;
        self.store.reserved_seq = self.reserved_seq;
        self.keep_warm();
        Ok(Committed {
            rows: self.batch.len(),
            set_aside: self.set_aside,
        })
    }

    /// Everything is on the disk: the people of this transaction are known to the next one.
    fn keep_warm(&mut self) {
        for (person, mut local) in std::mem::take(&mut self.people) {
            if let State::Found(record) = &local.chat {
                local.indexed = record.due;
                local.queued = !local.waiting.is_empty();
                local.changed = false;
                self.store.warm.put(person, local);
            }
        }
    }

    fn write(&mut self, durability: Durability) -> Result<(), Error> {
        // The keys first: a row whose key is not on the disk would be lost.
        self.store.keyring.sync()?;
        let undo = self.destroy_doomed()?;
        let counters = self.store.keyring.counters();
        if counters != self.store.recorded {
            self.batch.put(rows::meta(COUNTERS), counters.to_bytes());
        }
        let durability = if undo.is_empty() {
            durability
        } else {
            Durability::Synced
        };
        if let Err(error) = self.store.backend.commit(&self.batch, durability) {
            if !error.must_stop() {
                self.restore(&undo)?;
            }
            return Err(error);
        }
        if let Some(copying) = &mut self.store.copying
            && !copying.note(&self.batch)
        {
            log::warn!("a copy for a backup was given up: it was taken too slowly");
            self.store.copying = None;
        }
        self.store.recorded = counters;
        for (slot, _) in &self.doomed {
            // The commit stands. A slot that cannot be freed now stays destroyed, and the next start frees it.
            if let Err(error) = self.store.keyring.free(*slot) {
                log::warn!("a slot of the keyring was not freed: {error}");
            }
        }
        Ok(())
    }

    fn destroy_doomed(&mut self) -> Result<Vec<Undo>, Error> {
        let mut undo = Vec::with_capacity(self.doomed.len());
        for &(slot, person) in &self.doomed {
            match self.store.keyring.destroy(slot, person) {
                Ok(one) => undo.push(one),
                Err(error) => {
                    if !error.must_stop() {
                        self.restore(&undo)?;
                    }
                    return Err(error);
                }
            }
        }
        // One sync for all of them.
        if let Err(error) = self.store.keyring.sync() {
            if !error.must_stop() {
                self.restore(&undo)?;
            }
            return Err(error);
        }
        Ok(undo)
    }

    fn restore(&mut self, undo: &[Undo]) -> Result<(), Error> {
        undo.iter()
            .try_for_each(|one| self.store.keyring.restore(one))
    }

    fn settle_ids(&mut self) -> Vec<Change> {
        let mut changes = Vec::with_capacity(self.ids.len());
        for (&id, &day) in &self.ids {
            if let Some(change) = self.store.seen.insert(id, day) {
                let last = change.last.to_be_bytes();
                self.batch.put(rows::seen(change.day, change.first), last);
                changes.push(change);
            }
        }
        changes
    }

    fn next_seq(&mut self) -> u64 {
        let seq = self.next_seq;
        self.next_seq += 1;
        if self.next_seq > self.reserved_seq {
            self.reserved_seq = self.next_seq + SEQUENCES;
        }
        seq
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        match self.batch.get(key) {
            Some(value) => Ok(value.map(<[u8]>::to_vec)),
            None => self.store.backend.get(key),
        }
    }

    /// All rows of a span, the overlay's word before the disk's.
    fn scan(&self, span: &Span) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, Error> {
        let committed = self
            .store
            .backend
            .scan(span.range(), usize::MAX, Direction::Forward)?;
        let mut rows: BTreeMap<_, _> = committed.into_iter().collect();
        for (key, value) in self.batch.range(span.range()) {
            match value {
                Some(value) => rows.insert(key.to_owned(), value.to_owned()),
                None => rows.remove(key),
            };
        }
        Ok(rows)
    }

    fn local(&mut self, person: Person) -> &mut Local {
        self.people.entry(person).or_default()
    }

    /// Seals a record into the overlay; returns the row's size.
    fn put_sealed<R: Record>(
        &mut self,
        sealer: &Sealer,
        key: Vec<u8>,
        record: &R,
    ) -> Result<usize, Error> {
        let mut row = Vec::with_capacity(512);
        row.resize(seal::HEADER, 0);
        records::encode(record, &mut row)?;
        sealer.seal(&mut self.store.nonces, &key, &mut row)?;
        let len = row.len();
        self.batch.put(key, row);
        Ok(len)
    }

    /// Unseals a row of a person with the key of the slot that it names.
    fn read<R: Record>(
        &mut self,
        person: Person,
        key: &[u8],
        row: Vec<u8>,
    ) -> Result<Read<R>, Error> {
        let Ok(slot) = seal::slot_of(&row) else {
            return Ok(Read::Unreadable);
        };
        let known = self.local(person).sealers.iter().find(|s| s.slot() == slot);
        let sealer = match known.cloned() {
            Some(sealer) => sealer,
            None => match self.store.keyring.key(slot, person)? {
                Held::Key(sealer) => {
                    self.local(person).sealers.push(sealer.clone());
                    sealer
                }
                Held::Destroyed => return Ok(Read::Erased),
                Held::Absent => return Ok(Read::Unreadable),
            },
        };
        open(&sealer, key, row)
    }

    /// The key that new rows of a person are sealed with.
    fn sealer(&mut self, person: Person) -> Result<Sealer, Error> {
        self.load(person)?;
        if let Some(sealer) = &self.local(person).current {
            return Ok(sealer.clone());
        }
        let doomed: Vec<_> = self.doomed.iter().map(|(slot, _)| *slot).collect();
        let sealer = self.store.keyring.allot(person, &doomed)?;
        let local = self.local(person);
        local.sealers.push(sealer.clone());
        local.current = Some(sealer.clone());
        Ok(sealer)
    }

    /// Keeps the raw bytes of a row that does not decode, under a name of their own.
    fn move_aside(&mut self, person: Person, key: &[u8], row: &[u8]) {
        let seq = self.next_seq();
        let mut value = Vec::with_capacity(1 + key.len() + row.len());
        // Keys are at most 64 bytes long.
        value.push(u8::try_from(key.len()).unwrap_or(u8::MAX));
        value.extend_from_slice(key);
        value.extend_from_slice(row);
        self.batch.put(rows::set_aside(person, seq), value);
        self.batch.delete(key);
        self.set_aside += 1;
    }

    /// Writes what changed of each person into the batch.
    fn settle_people(&mut self) -> Result<(), Error> {
        // In the order of the keys, so that the same events make the same batch.
        let people: BTreeSet<Person> = self.people.keys().copied().collect();
        for person in people {
            self.settle_chat(person)?;
        }
        Ok(())
    }
}

/// Opens and decodes one row. A record of a newer version is an error: it is neither guessed nor set aside.
fn open<R: Record>(sealer: &Sealer, key: &[u8], row: Vec<u8>) -> Result<Read<R>, Error> {
    let Ok(plain) = sealer.open(key, row) else {
        return Ok(Read::Unreadable);
    };
    match records::from_plaintext(&plain) {
        Ok(record) => Ok(Read::Found(record)),
        Err(Unreadable::Undecodable) => Ok(Read::Unreadable),
        Err(Unreadable::Newer(found)) => Err(Error::NewerRecord {
            what: R::WHAT,
            found,
            known: R::VERSION,
        }),
    }
}
