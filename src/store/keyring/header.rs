//! The head of a keyring: which master key it needs, and the two keys that belong to nobody.
//!
//! Invariant: the key id tells a wrong master key from a damaged header, so that the operator looks for the right thing.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use chacha20poly1305::{AeadInPlace, Tag, XChaCha20Poly1305, XNonce};
use zeroize::{Zeroize, Zeroizing};

use super::{damaged, syncing, writing};
use crate::store::{
    Error,
    keys::{MasterKey, hex},
    seal::Nonces,
    slab::Slab,
};

pub(super) const HEADER: usize = 512;
pub(super) const COUNTERS: u64 = 144;

/// How a keyring's file begins.
const MAGIC: &[u8; 8] = b"CHARKEYS";
const VERSION: u8 = 1;

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

/// What an opened header tells.
pub(super) struct Header {
    pub id: [u8; 16],
    pub counters: Counters,
    pub lookup: Zeroizing<[u8; 32]>,
    pub service: Zeroizing<[u8; 32]>,
}

/// Writes the header of a new keyring, durably.
pub(super) fn create(
    slab: &mut dyn Slab,
    master: &MasterKey,
    wrap: &XChaCha20Poly1305,
) -> Result<(), Error> {
    let mut secrets = Header {
        id: [0; 16],
        counters: Counters::default(),
        lookup: Zeroizing::new([0; 32]),
        service: Zeroizing::new([0; 32]),
    };
    getrandom::fill(&mut secrets.id)?;
    getrandom::fill(secrets.lookup.as_mut())?;
    getrandom::fill(secrets.service.as_mut())?;
    write(slab, master, wrap, &secrets)?;
    slab.sync().map_err(syncing)
}

/// Writes a header, wrapped with that master key.
pub(super) fn write(
    slab: &mut dyn Slab,
    master: &MasterKey,
    wrap: &XChaCha20Poly1305,
    secrets: &Header,
) -> Result<(), Error> {
    let mut header = Zeroizing::new([0; HEADER]);
    header[..8].copy_from_slice(MAGIC);
    header[8] = VERSION;
    header[16..24].copy_from_slice(&master.id());
    header[24..40].copy_from_slice(&secrets.id);
    let nonce = Nonces::new().fresh()?;
    header[40..64].copy_from_slice(&nonce);
    header[64..96].copy_from_slice(secrets.lookup.as_ref());
    header[96..128].copy_from_slice(secrets.service.as_ref());
    let (bound, body) = header.split_at_mut(40);
    let tag = wrap
        .encrypt_in_place_detached(XNonce::from_slice(&nonce), bound, &mut body[24..88])
        .map_err(|_| Error::TooBig("the keyring's header"))?;
    header[128..144].copy_from_slice(&tag);
    header[144..160].copy_from_slice(&secrets.counters.to_bytes());
    slab.write_at(header.as_ref(), 0).map_err(writing)
}

/// Which keyring a file holds; `None` where it holds none. Needs no key.
///
/// # Errors
/// An I/O error.
pub fn id_in(path: &Path) -> io::Result<Option<[u8; 16]>> {
    let mut head = Vec::new();
    File::open(path)?.take(40).read_to_end(&mut head)?;
    if !head.starts_with(MAGIC) {
        return Ok(None);
    }
    Ok(head.get(24..40).and_then(|id| id.try_into().ok()))
}

/// The id of the master key that the keyring needs.
pub(super) fn master_id(slab: &dyn Slab) -> Result<[u8; 8], Error> {
    let mut head = [0; 24];
    slab.read_at(&mut head, 0)
        .map_err(|_| damaged("it is shorter than its header"))?;
    let mut id = [0; 8];
    id.copy_from_slice(&head[16..]);
    Ok(id)
}

pub(super) fn read(
    slab: &dyn Slab,
    master: &MasterKey,
    wrap: &XChaCha20Poly1305,
) -> Result<Header, Error> {
    let mut header = [0; HEADER];
    slab.read_at(&mut header, 0)
        .map_err(|_| damaged("it is shorter than its header"))?;
    if &header[..8] != MAGIC {
        return Err(damaged("it does not begin like a keyring"));
    }
    if header[8] != VERSION {
        return Err(damaged("it has another version than this Charley knows"));
    }
    if header[16..24] != master.id() {
        return Err(Error::KeyWrong {
            expected: hex(&header[16..24]).to_string(),
            found: hex(&master.id()).to_string(),
        });
    }
    let secrets = unwrap(&header, wrap)?;
    let mut found = Header {
        id: [0; 16],
        counters: Counters::default(),
        lookup: Zeroizing::new([0; 32]),
        service: Zeroizing::new([0; 32]),
    };
    found.id.copy_from_slice(&header[24..40]);
    let mut counters = [0; 16];
    counters.copy_from_slice(&header[144..160]);
    found.counters = Counters::from_bytes(counters);
    found.lookup.copy_from_slice(&secrets[..32]);
    found.service.copy_from_slice(&secrets[32..]);
    Ok(found)
}

fn unwrap(header: &[u8; HEADER], wrap: &XChaCha20Poly1305) -> Result<Zeroizing<[u8; 64]>, Error> {
    let mut secrets = Zeroizing::new([0; 64]);
    secrets.copy_from_slice(&header[64..128]);
    let opened = wrap.decrypt_in_place_detached(
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
