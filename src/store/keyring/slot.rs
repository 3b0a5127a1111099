//! The bytes of a slot: `state, person (16), nonce (24), wrapped key (32 + 16), zeros`.
//!
//! Invariant: the wrapped key is bound to its slot and its person, so slots cannot be swapped.

use chacha20poly1305::{AeadInPlace, Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::SlotNo;
use crate::store::{Error, records::Person, seal::Nonces};

/// Bytes of a slot: a divisor of a disk sector, so that no slot straddles two.
pub(super) const SIZE: usize = 128;

pub(super) type Bytes = [u8; SIZE];

/// A slot's first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Free,
    Live,
    Destroyed,
    Damaged,
}

pub(super) fn state(slot: &[u8]) -> State {
    match slot.first() {
        Some(0) => State::Free,
        Some(1) => State::Live,
        Some(2) => State::Destroyed,
        _ => State::Damaged,
    }
}

pub(super) fn person(slot: &[u8]) -> Person {
    let mut person = Person([0; 16]);
    person.0.copy_from_slice(&slot[1..17]);
    person
}

pub(super) fn live(
    wrap: &XChaCha20Poly1305,
    nonces: &mut Nonces,
    slot: SlotNo,
    person: Person,
    key: &[u8; 32],
) -> Result<Bytes, Error> {
    let mut bytes = [0; SIZE];
    let nonce = nonces.fresh()?;
    bytes[0] = 1;
    bytes[1..17].copy_from_slice(&person.0);
    bytes[17..41].copy_from_slice(&nonce);
    bytes[41..73].copy_from_slice(key);
    let tag = wrap
        .encrypt_in_place_detached(
            XNonce::from_slice(&nonce),
            &bound(slot, person),
            &mut bytes[41..73],
        )
        .map_err(|_| Error::TooBig("a data key"))?;
    bytes[73..89].copy_from_slice(&tag);
    Ok(bytes)
}

/// The key is gone; the name stays until the rows are gone too.
pub(super) fn destroyed(person: Person) -> Bytes {
    let mut bytes = [0; SIZE];
    bytes[0] = 2;
    bytes[1..17].copy_from_slice(&person.0);
    bytes
}

/// `None`: the slot is damaged, or another slot's bytes.
pub(super) fn unwrap(
    wrap: &XChaCha20Poly1305,
    slot: SlotNo,
    bytes: &Bytes,
) -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    key.copy_from_slice(&bytes[41..73]);
    wrap.decrypt_in_place_detached(
        XNonce::from_slice(&bytes[17..41]),
        &bound(slot, person(bytes)),
        key.as_mut(),
        Tag::from_slice(&bytes[73..89]),
    )
    .ok()?;
    Some(key)
}

fn bound(slot: SlotNo, person: Person) -> [u8; 20] {
    let mut bytes = [0; 20];
    bytes[..4].copy_from_slice(&slot.0.to_be_bytes());
    bytes[4..].copy_from_slice(&person.0);
    bytes
}
