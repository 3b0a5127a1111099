//! The keyring: a data key per person, each in a slot of a file beside the master key, never in the data folder.
//!
//! ```text
//! header (512 bytes): magic, version, master key id (8), keyring id (16), nonce (24), wrapped lookup and service keys (64 + 16),
//!                     counters: changes (8), erasures (8)
//! slot (128 bytes):   state, person (16), nonce (24), wrapped data key (32 + 16), zeros
//! ```
//!
//! Invariants: a person has at most one live slot (`allot` finds it by name first); a slot is overwritten in place, so a destroyed key is
//! gone from the file; slots never straddle a disk sector; the lookup key is stored, not derived, so a new master key does not change it.
//! In memory there are ten bytes a slot or less (`names`) and the list of free ones, nothing else.
//!
//! The counters are kept in the data too, with each commit: a keyring that is older than its data is refused, and data that is older than
//! an erasure (a restored backup) is rid of the erased before anything else.
//!
//! A stop between allotting a slot and the commit that uses it leaves a slot without rows. That is harmless: the update was not
//! acknowledged, Telegram sends it again, and `allot` finds the slot by its person and uses it.
//! Deliberately not here: rows (`seal`), and when to destroy (`txn`).

mod header;
mod rewrap;
mod slot;

use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

pub use header::{Counters, id_in};
pub(super) use rewrap::needs;

use super::{
    Error,
    keys::{MasterKey, first_bytes, keyed_hash},
    names::Names,
    records::Person,
    seal::{Nonces, Sealer},
    slab::Slab,
};
use header::{COUNTERS, HEADER};
use slot::State;

/// Slots are made in groups, so that most allotments do not change the size of the file (and their sync is cheaper).
const GROUP: usize = 256;

/// A slot's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotNo(pub u32);

impl SlotNo {
    /// Not a slot: stands for the service's own key in a row.
    pub const SERVICE: Self = Self(u32::MAX);

    fn place(self) -> u64 {
        HEADER as u64 + u64::from(self.0) * slot::SIZE as u64
    }
}

/// What a slot holds for a person.
pub enum Held {
    /// The key, ready for use.
    Key(Sealer),
    /// The person was erased; the rows are to be purged.
    Destroyed,
    /// The slot is free, or another person's, or damaged: the key is not there.
    Absent,
}

/// A slot that was destroyed in a transaction that may yet fail; lets the transaction put it back.
pub struct Undo {
    slot: SlotNo,
    bytes: Zeroizing<slot::Bytes>,
}

/// The open keyring.
pub struct Keyring {
    slab: Box<dyn Slab>,
    wrap: XChaCha20Poly1305,
    lookup: Zeroizing<[u8; 32]>,
    service: Sealer,
    id: [u8; 16],
    counters: Counters,
    names: Names,
    free: Vec<SlotNo>,
    live: usize,
    destroyed: Vec<(SlotNo, Person)>,
    damaged: usize,
    unsynced: bool,
    nonces: Nonces,
}

impl Keyring {
    /// Makes a new keyring on an empty slab, durably.
    ///
    /// # Errors
    /// [`Error::Random`] or an I/O error.
    pub fn create(mut slab: Box<dyn Slab>, master: &MasterKey) -> Result<Self, Error> {
        header::create(slab.as_mut(), master, &cipher(master))?;
        Self::open(slab, master)
    }

    /// Opens a keyring and looks at every slot once.
    ///
    /// # Errors
    /// [`Error::KeyWrong`], [`Error::KeyringDamaged`] or an I/O error.
    pub fn open(slab: Box<dyn Slab>, master: &MasterKey) -> Result<Self, Error> {
        let wrap = cipher(master);
        let header = header::read(slab.as_ref(), master, &wrap)?;
        let mut keyring = Self {
            slab,
            wrap,
            lookup: header.lookup,
            service: Sealer::new(SlotNo::SERVICE, &header.service),
            id: header.id,
            counters: header.counters,
            names: Names::new(0),
            free: Vec::new(),
            live: 0,
            destroyed: Vec::new(),
            damaged: 0,
            unsynced: false,
            nonces: Nonces::new(),
        };
        keyring.look_at_all_slots()?;
        Ok(keyring)
    }

    /// Who a chat is in row keys.
    #[must_use]
    pub fn person(&self, chat_id: i64) -> Person {
        Person(first_bytes(&keyed_hash(
            &self.lookup,
            &chat_id.to_be_bytes(),
        )))
    }

    /// The key for rows that belong to nobody.
    #[must_use]
    pub const fn service(&self) -> &Sealer {
        &self.service
    }

    /// Names the keyring; the data folder remembers it.
    #[must_use]
    pub const fn id(&self) -> [u8; 16] {
        self.id
    }

    /// How often it changed.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.counters
    }

    /// How many people have a key.
    #[must_use]
    pub const fn people(&self) -> usize {
        self.live
    }

    /// Slots whose state makes no sense: their keys are lost.
    #[must_use]
    pub const fn damaged(&self) -> usize {
        self.damaged
    }

    /// Slots destroyed, but not yet free: rows of these people may still be there.
    #[must_use]
    pub fn destroyed(&self) -> &[(SlotNo, Person)] {
        &self.destroyed
    }

    /// The live slots that name a person: one, or none; more only after damage.
    ///
    /// # Errors
    /// An I/O error.
    pub fn find(&self, person: Person) -> Result<Vec<SlotNo>, Error> {
        let mut found = Vec::new();
        for slot in self.names.candidates(person) {
            let bytes = self.read(slot)?;
            if slot::state(&*bytes) == State::Live && slot::person(&*bytes) == person {
                found.push(slot);
            }
        }
        Ok(found)
    }

    /// A slot for a person: the one that names them, unless it is among `doomed`, or a new one with a new random key.
    /// A new one is durable only after [`sync`](Self::sync).
    ///
    /// # Errors
    /// [`Error::Random`] or an I/O error.
    pub fn allot(&mut self, person: Person, doomed: &[SlotNo]) -> Result<Sealer, Error> {
        for slot in self.find(person)? {
            if !doomed.contains(&slot)
                && let Held::Key(sealer) = self.key(slot, person)?
            {
                return Ok(sealer);
            }
        }
        if self.free.is_empty() {
            self.grow()?;
        }
        let slot = self
            .free
            .pop()
            .ok_or(Error::TooBig("the keyring: it has no more slots"))?;
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(key.as_mut())?;
        let bytes = slot::live(&self.wrap, &mut self.nonces, slot, person, &key)?;
        self.write(slot, &bytes)?;
        self.names.insert(slot, person);
        self.live += 1;
        self.counters.changes += 1;
        Ok(Sealer::new(slot, &key))
    }

    /// Whether a slot holds a person's key, without opening it. A damaged slot counts: nobody knows that it does not.
    ///
    /// # Errors
    /// An I/O error.
    pub fn holds(&self, slot: SlotNo, person: Person) -> Result<bool, Error> {
        if slot.0 as usize >= self.names.slots() {
            return Ok(false);
        }
        let bytes = self.read(slot)?;
        Ok(match slot::state(&*bytes) {
            State::Free | State::Destroyed => false,
            State::Live => slot::person(&*bytes) == person,
            State::Damaged => true,
        })
    }

    /// The key that a slot holds for a person.
    ///
    /// # Errors
    /// An I/O error.
    pub fn key(&self, slot: SlotNo, person: Person) -> Result<Held, Error> {
        if slot.0 as usize >= self.names.slots() {
            return Ok(Held::Absent);
        }
        let bytes = self.read(slot)?;
        if slot::person(&*bytes) != person {
            return Ok(Held::Absent);
        }
        Ok(match slot::state(&*bytes) {
            State::Live => match slot::unwrap(&self.wrap, slot, &bytes) {
                Some(key) => Held::Key(Sealer::new(slot, &key)),
                None => Held::Absent,
            },
            State::Destroyed => Held::Destroyed,
            State::Free | State::Damaged => Held::Absent,
        })
    }

    /// Makes all allotments so far durable; one fsync for many. Nothing to do costs nothing.
    ///
    /// # Errors
    /// [`Error::SyncFailed`].
    pub fn sync(&mut self) -> Result<(), Error> {
        if self.unsynced {
            self.slab
                .write_at(&self.counters.to_bytes(), COUNTERS)
                .map_err(writing)?;
            self.slab.sync().map_err(syncing)?;
            self.unsynced = false;
        }
        Ok(())
    }

    /// Overwrites a key; durable with the next [`sync`](Self::sync), one for many. From then on nobody can read what it sealed; the slot
    /// still names the person until it is freed.
    ///
    /// # Errors
    /// An I/O error.
    pub fn destroy(&mut self, slot: SlotNo, person: Person) -> Result<Undo, Error> {
        let before = self.read(slot)?;
        self.write(slot, &slot::destroyed(person))?;
        self.counters.changes += 1;
        self.counters.erasures += 1;
        self.names.remove(slot, person);
        self.live = self.live.saturating_sub(1);
        self.destroyed.push((slot, person));
        Ok(Undo {
            slot,
            bytes: before,
        })
    }

    /// Puts a destroyed slot back, durably: the erasure as a whole did not happen.
    ///
    /// # Errors
    /// An I/O error, or [`Error::SyncFailed`].
    pub fn restore(&mut self, undo: &Undo) -> Result<(), Error> {
        self.write(undo.slot, &undo.bytes)?;
        self.counters.erasures = self.counters.erasures.saturating_sub(1);
        self.sync()?;
        self.names.insert(undo.slot, slot::person(&*undo.bytes));
        self.live += 1;
        self.destroyed.retain(|(slot, _)| *slot != undo.slot);
        Ok(())
    }

    /// Gives a slot back once no row needs it. Durable with the next sync; until then a restart finds it destroyed and frees it again.
    ///
    /// # Errors
    /// An I/O error.
    pub fn free(&mut self, slot: SlotNo) -> Result<(), Error> {
        self.write(slot, &[0; slot::SIZE])?;
        self.destroyed.retain(|(one, _)| *one != slot);
        self.free.push(slot);
        Ok(())
    }

    fn grow(&mut self) -> Result<(), Error> {
        let slots = self.names.slots();
        let first = slot_no(slots)?;
        self.slab
            .write_at(&[0; slot::SIZE * GROUP], first.place())
            .map_err(writing)?;
        self.unsynced = true;
        slot_no(slots + GROUP)?;
        self.names.grow(slots + GROUP);
        for at in (slots..slots + GROUP).rev() {
            self.free.push(slot_no(at)?);
        }
        Ok(())
    }

    fn look_at_all_slots(&mut self) -> Result<(), Error> {
        let len = self
            .slab
            .len()
            .map_err(reading)?
            .saturating_sub(HEADER as u64);
        // A slot that is cut off at the end was never synced, so nothing uses it.
        let slots =
            usize::try_from(len / slot::SIZE as u64).map_err(|_| damaged("it is too long"))?;
        slot_no(slots)?;
        self.names = Names::new(slots);
        let mut page = vec![0; slot::SIZE * 4096];
        for first in (0..slots).step_by(4096) {
            let bytes = &mut page[..slot::SIZE * (slots - first).min(4096)];
            self.slab
                .read_at(bytes, slot_no(first)?.place())
                .map_err(reading)?;
            for (at, slot) in bytes.chunks_exact(slot::SIZE).enumerate() {
                self.look_at(slot_no(first + at)?, slot);
            }
        }
        // Low slots are used first, so that the file stays dense.
        self.free.reverse();
        self.free.shrink_to_fit();
        Ok(())
    }

    fn look_at(&mut self, slot: SlotNo, bytes: &[u8]) {
        let person = slot::person(bytes);
        match slot::state(bytes) {
            State::Free => self.free.push(slot),
            State::Live => {
                self.names.insert(slot, person);
                self.live += 1;
            }
            State::Destroyed => self.destroyed.push((slot, person)),
            State::Damaged => self.damaged += 1,
        }
    }

    fn read(&self, slot: SlotNo) -> Result<Zeroizing<slot::Bytes>, Error> {
        let mut bytes = Zeroizing::new([0; slot::SIZE]);
        self.slab
            .read_at(bytes.as_mut(), slot.place())
            .map_err(reading)?;
        Ok(bytes)
    }

    fn write(&mut self, slot: SlotNo, bytes: &slot::Bytes) -> Result<(), Error> {
        self.unsynced = true;
        self.slab.write_at(bytes, slot.place()).map_err(writing)
    }
}

fn cipher(master: &MasterKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(Key::from_slice(master.bytes()))
}

fn slot_no(at: usize) -> Result<SlotNo, Error> {
    match u32::try_from(at) {
        Ok(at) if at < u32::MAX => Ok(SlotNo(at)),
        _ => Err(Error::TooBig("the keyring: it has no more slots")),
    }
}

const fn damaged(detail: &'static str) -> Error {
    Error::KeyringDamaged { detail }
}

fn reading(source: std::io::Error) -> Error {
    Error::io("cannot read", "the keyring".as_ref(), source)
}

fn writing(source: std::io::Error) -> Error {
    Error::io("cannot write", "the keyring".as_ref(), source)
}

const fn syncing(why: std::io::Error) -> Error {
    Error::SyncFailed {
        doing: "syncing the keyring to the disk",
        why,
    }
}
