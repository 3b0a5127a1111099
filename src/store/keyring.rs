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
//! In memory there are four bytes a slot (`names`) and the list of free ones, nothing else.
//!
//! The counters are kept in the data too, with each commit: a keyring that is older than its data is refused, and data that is older than
//! an erasure (a restored backup) is rid of the erased before anything else.
//!
//! A stop between allotting a slot and the commit that uses it leaves a slot without rows. That is harmless: the update was not
//! acknowledged, Telegram sends it again, and `allot` finds the slot by its person and uses it.
//! Deliberately not here: rows (`seal`), and when to destroy (`txn`).

use chacha20poly1305::{AeadInPlace, Key, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use zeroize::{Zeroize, Zeroizing};

use super::{
    Error,
    keys::{MasterKey, first_bytes, hex, keyed_hash},
    names::Names,
    records::Person,
    seal::{Nonces, Sealer},
    slab::Slab,
};

const MAGIC: &[u8; 8] = b"CHARKEYS";
const VERSION: u8 = 1;
const HEADER: usize = 512;
const COUNTERS: usize = 144;
const SLOT: usize = 128;
/// Slots are made in groups, so that most allotments do not change the size of the file (and their fsync is cheaper).
const GROUP: usize = 256;

const FREE: u8 = 0;
const LIVE: u8 = 1;
const DESTROYED: u8 = 2;

/// A slot's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotNo(pub u32);

impl SlotNo {
    /// Not a slot: stands for the service's own key in a row.
    pub const SERVICE: Self = Self(u32::MAX);

    fn place(self) -> u64 {
        HEADER as u64 + u64::from(self.0) * SLOT as u64
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
    bytes: Zeroizing<[u8; SLOT]>,
}

/// How often the keyring changed. Each only grows, except that an erasure that is taken back is not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    pub changes: u64,
    pub erasures: u64,
}

impl Counters {
    #[must_use]
    pub fn to_bytes(self) -> [u8; 16] {
        (u128::from(self.changes) << 64 | u128::from(self.erasures)).to_be_bytes()
    }

    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        let both = u128::from_be_bytes(bytes);
        Self {
            changes: (both >> 64) as u64,
            erasures: both as u64,
        }
    }
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
        let mut nonces = Nonces::new();
        let mut header = [0; HEADER];
        header[..8].copy_from_slice(MAGIC);
        header[8] = VERSION;
        header[16..24].copy_from_slice(&master.id());
        getrandom::fill(&mut header[24..40])?;
        let nonce = nonces.fresh()?;
        header[40..64].copy_from_slice(&nonce);
        let mut secrets = Zeroizing::new([0; 64]);
        getrandom::fill(secrets.as_mut())?;
        header[64..128].copy_from_slice(secrets.as_ref());
        let (bound, body) = header.split_at_mut(40);
        let tag = cipher(master)
            .encrypt_in_place_detached(XNonce::from_slice(&nonce), bound, &mut body[24..88])
            .map_err(|_| Error::TooBig("the keyring's header"))?;
        header[128..144].copy_from_slice(&tag);
        slab.write_at(&header, 0).map_err(writing)?;
        slab.sync().map_err(syncing)?;
        Self::open(slab, master)
    }

    /// Opens a keyring and looks at every slot once.
    ///
    /// # Errors
    /// [`Error::KeyWrong`], [`Error::KeyringDamaged`] or an I/O error.
    pub fn open(slab: Box<dyn Slab>, master: &MasterKey) -> Result<Self, Error> {
        let header = read_header(slab.as_ref())?;
        let secrets = open_header(&header, master)?;
        let mut lookup = Zeroizing::new([0; 32]);
        lookup.copy_from_slice(&secrets[..32]);
        let mut service = Zeroizing::new([0; 32]);
        service.copy_from_slice(&secrets[32..]);
        let mut id = [0; 16];
        id.copy_from_slice(&header[24..40]);
        let mut counters = [0; 16];
        counters.copy_from_slice(&header[COUNTERS..COUNTERS + 16]);
        let mut keyring = Self {
            counters: Counters::from_bytes(counters),
            slab,
            wrap: cipher(master),
            lookup,
            service: Sealer::new(SlotNo::SERVICE, &service),
            id,
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
            if bytes[0] == LIVE && bytes[1..17] == person.0 {
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
        let bytes = self.wrapped(slot, person, &key)?;
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
        Ok(match bytes[0] {
            FREE | DESTROYED => false,
            LIVE => bytes[1..17] == person.0,
            _ => true,
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
        if bytes[1..17] != person.0 {
            return Ok(Held::Absent);
        }
        match bytes[0] {
            LIVE => {}
            DESTROYED => return Ok(Held::Destroyed),
            _ => return Ok(Held::Absent),
        }
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(&bytes[41..73]);
        let opened = self.wrap.decrypt_in_place_detached(
            XNonce::from_slice(&bytes[17..41]),
            &bound(slot, person),
            key.as_mut(),
            Tag::from_slice(&bytes[73..89]),
        );
        Ok(match opened {
            Ok(()) => Held::Key(Sealer::new(slot, &key)),
            Err(_) => Held::Absent,
        })
    }

    /// Makes all allotments so far durable; one fsync for many. Nothing to do costs nothing.
    ///
    /// # Errors
    /// [`Error::SyncFailed`].
    pub fn sync(&mut self) -> Result<(), Error> {
        if self.unsynced {
            self.slab
                .write_at(&self.counters.to_bytes(), COUNTERS as u64)
                .map_err(writing)?;
            self.slab.sync().map_err(syncing)?;
            self.unsynced = false;
        }
        Ok(())
    }

    /// Overwrites a key, durably. From here on nobody can read what it sealed; the slot still names the person until it is freed.
    ///
    /// # Errors
    /// An I/O error, or [`Error::SyncFailed`].
    pub fn destroy(&mut self, slot: SlotNo, person: Person) -> Result<Undo, Error> {
        let before = self.read(slot)?;
        let mut bytes = [0; SLOT];
        bytes[0] = DESTROYED;
        bytes[1..17].copy_from_slice(&person.0);
        self.write(slot, &bytes)?;
        self.counters.changes += 1;
        self.counters.erasures += 1;
        self.sync()?;
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
        let mut person = Person([0; 16]);
        person.0.copy_from_slice(&undo.bytes[1..17]);
        self.names.insert(undo.slot, person);
        self.live += 1;
        self.destroyed.retain(|(slot, _)| *slot != undo.slot);
        Ok(())
    }

    /// Gives a slot back once no row needs it. Durable with the next sync; until then a restart finds it destroyed and frees it again.
    ///
    /// # Errors
    /// An I/O error.
    pub fn free(&mut self, slot: SlotNo) -> Result<(), Error> {
        self.write(slot, &[0; SLOT])?;
        self.destroyed.retain(|(one, _)| *one != slot);
        self.free.push(slot);
        Ok(())
    }

    fn wrapped(
        &mut self,
        slot: SlotNo,
        person: Person,
        key: &[u8; 32],
    ) -> Result<[u8; SLOT], Error> {
        let mut bytes = [0; SLOT];
        let nonce = self.nonces.fresh()?;
        bytes[0] = LIVE;
        bytes[1..17].copy_from_slice(&person.0);
        bytes[17..41].copy_from_slice(&nonce);
        bytes[41..73].copy_from_slice(key);
        let tag = self
            .wrap
            .encrypt_in_place_detached(
                XNonce::from_slice(&nonce),
                &bound(slot, person),
                &mut bytes[41..73],
            )
            .map_err(|_| Error::TooBig("a data key"))?;
        bytes[73..89].copy_from_slice(&tag);
        Ok(bytes)
    }

    fn grow(&mut self) -> Result<(), Error> {
        let slots = self.names.slots();
        let first = slot_no(slots)?;
        self.slab
            .write_at(&[0; SLOT * GROUP], first.place())
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
        let slots = usize::try_from(len / SLOT as u64).map_err(|_| damaged("it is too long"))?;
        slot_no(slots)?;
        self.names = Names::new(slots);
        let mut page = vec![0; SLOT * 4096];
        for first in (0..slots).step_by(4096) {
            let bytes = &mut page[..SLOT * (slots - first).min(4096)];
            self.slab
                .read_at(bytes, slot_no(first)?.place())
                .map_err(reading)?;
            for (at, slot) in bytes.chunks_exact(SLOT).enumerate() {
                self.look_at(slot_no(first + at)?, slot);
            }
        }
        // Low slots are used first, so that the file stays dense.
        self.free.reverse();
        self.free.shrink_to_fit();
        Ok(())
    }

    fn look_at(&mut self, slot: SlotNo, bytes: &[u8]) {
        let mut person = Person([0; 16]);
        person.0.copy_from_slice(&bytes[1..17]);
        match bytes[0] {
            FREE => self.free.push(slot),
            LIVE => {
                self.names.insert(slot, person);
                self.live += 1;
            }
            DESTROYED => self.destroyed.push((slot, person)),
            _ => self.damaged += 1,
        }
    }

    fn read(&self, slot: SlotNo) -> Result<Zeroizing<[u8; SLOT]>, Error> {
        let mut bytes = Zeroizing::new([0; SLOT]);
        self.slab
            .read_at(bytes.as_mut(), slot.place())
            .map_err(reading)?;
        Ok(bytes)
    }

    fn write(&mut self, slot: SlotNo, bytes: &[u8; SLOT]) -> Result<(), Error> {
        self.unsynced = true;
        self.slab.write_at(bytes, slot.place()).map_err(writing)
    }
}

fn cipher(master: &MasterKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(Key::from_slice(master.bytes()))
}

fn read_header(slab: &dyn Slab) -> Result<[u8; HEADER], Error> {
    let mut header = [0; HEADER];
    slab.read_at(&mut header, 0)
        .map_err(|_| damaged("it is shorter than its header"))?;
    if &header[..8] != MAGIC {
        return Err(damaged("it does not begin like a keyring"));
    }
    if header[8] != VERSION {
        return Err(damaged("it has another version than this Charley knows"));
    }
    Ok(header)
}

/// The key id tells a wrong master key from a damaged header.
fn open_header(header: &[u8; HEADER], master: &MasterKey) -> Result<Zeroizing<[u8; 64]>, Error> {
    if header[16..24] != master.id() {
        return Err(Error::KeyWrong {
            expected: hex(&header[16..24]).to_string(),
            found: hex(&master.id()).to_string(),
        });
    }
    let mut secrets = Zeroizing::new([0; 64]);
    secrets.copy_from_slice(&header[64..128]);
    let opened = cipher(master).decrypt_in_place_detached(
        XNonce::from_slice(&header[40..64]),
        &header[..40],
        secrets.as_mut(),
        Tag::from_slice(&header[128..144]),
    );
    if opened.is_err() {
        secrets.zeroize();
        return Err(damaged(
            "its header does not open, though the key is the right one",
        ));
    }
    Ok(secrets)
}

fn bound(slot: SlotNo, person: Person) -> [u8; 20] {
    let mut bytes = [0; 20];
    bytes[..4].copy_from_slice(&slot.0.to_be_bytes());
    bytes[4..].copy_from_slice(&person.0);
    bytes
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

const fn syncing(source: std::io::Error) -> Error {
    Error::SyncFailed {
        doing: "syncing the keyring to the disk",
        source,
    }
}
