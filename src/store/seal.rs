//! A row on the disk: `format ‖ slot (u32) ‖ nonce (24) ‖ ciphertext ‖ tag (16)`, sealed with XChaCha20-Poly1305.
//!
//! Invariants: the associated data binds the format, the slot and the row's key, so a row that is moved, swapped or relabelled does not
//! open; nonces are random and 24 bytes long, so they need no counter that a restored backup could turn back.
//! The nonces come from a small pool, filled by one call to the system for 64 rows: they are public, so a copy in memory tells nothing,
//! and each is used once. Deliberately not here: where keys come from (`keyring`) and what the plaintext means (`records`).

use chacha20poly1305::{AeadInPlace, Key, KeyInit, Tag, XChaCha20Poly1305, XNonce};

use super::{Error, keyring::SlotNo};

/// The layout of a sealed row. A newer layout raises the store's format too, so a store that holds one is refused as a whole.
pub const FORMAT: u8 = 1;

const NONCE: usize = 24;
const TAG: usize = 16;
/// What stands before the ciphertext.
pub const HEADER: usize = 1 + 4 + NONCE;
/// What sealing adds to a plaintext, in bytes.
pub const OVERHEAD: usize = HEADER + TAG;
/// Row keys are at most this long.
const LONGEST_KEY: usize = 64;

/// Why a sealed row does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsealable {
    /// Too short, or not a sealed row.
    Malformed,
    /// The key, the place or the bytes are not those it was sealed with.
    Forged,
}

/// Seals and opens the rows of one slot. Holds the data key; wiped when dropped.
#[derive(Clone)]
pub struct Sealer {
    slot: SlotNo,
    cipher: XChaCha20Poly1305,
}

impl Sealer {
    #[must_use]
    pub fn new(slot: SlotNo, key: &[u8; 32]) -> Self {
        Self {
            slot,
            cipher: XChaCha20Poly1305::new(Key::from_slice(key)),
        }
    }

    #[must_use]
    pub const fn slot(&self) -> SlotNo {
        self.slot
    }

    /// Seals in place: `row` comes with [`HEADER`] bytes of any content before the plaintext, and leaves as the row for the disk.
    ///
    /// # Errors
    /// [`Error::Random`], or [`Error::TooBig`] beyond 256 GiB.
    pub fn seal(&self, nonces: &mut Nonces, key: &[u8], row: &mut Vec<u8>) -> Result<(), Error> {
        let nonce = nonces.fresh()?;
        row[0] = FORMAT;
        row[1..5].copy_from_slice(&self.slot.0.to_be_bytes());
        row[5..HEADER].copy_from_slice(&nonce);
        let (bound, len) = bound(self.slot, key);
        let tag = self
            .cipher
            .encrypt_in_place_detached(
                XNonce::from_slice(&nonce),
                &bound[..len],
                &mut row[HEADER..],
            )
            .map_err(|_| Error::TooBig("a record"))?;
        row.extend_from_slice(&tag);
        Ok(())
    }

    /// The plaintext of a row, in the row's own buffer.
    ///
    /// # Errors
    /// [`Unsealable`]; the row is consumed.
    pub fn open(&self, key: &[u8], mut row: Vec<u8>) -> Result<Vec<u8>, Unsealable> {
        if slot_of(&row)? != self.slot {
            return Err(Unsealable::Forged);
        }
        let end = row.len() - TAG;
        let tag = *Tag::from_slice(&row[end..]);
        let nonce = *XNonce::from_slice(&row[5..HEADER]);
        row.truncate(end);
        let (bound, len) = bound(self.slot, key);
        self.cipher
            .decrypt_in_place_detached(&nonce, &bound[..len], &mut row[HEADER..], &tag)
            .map_err(|_| Unsealable::Forged)?;
        row.drain(..HEADER);
        Ok(row)
    }
}

/// The slot whose key a row was sealed with.
///
/// # Errors
/// [`Unsealable::Malformed`].
pub fn slot_of(row: &[u8]) -> Result<SlotNo, Unsealable> {
    match row.first() {
        Some(&FORMAT) if row.len() >= OVERHEAD => {
            Ok(SlotNo(u32::from_be_bytes([row[1], row[2], row[3], row[4]])))
        }
        _ => Err(Unsealable::Malformed),
    }
}

/// The associated data: `format ‖ slot ‖ row key`, on the stack.
fn bound(slot: SlotNo, key: &[u8]) -> ([u8; 5 + LONGEST_KEY], usize) {
    let mut bytes = [0; 5 + LONGEST_KEY];
    bytes[0] = FORMAT;
    bytes[1..5].copy_from_slice(&slot.0.to_be_bytes());
    bytes[5..5 + key.len()].copy_from_slice(key);
    (bytes, 5 + key.len())
}

/// Nonces from the system's random source, fetched 64 at a time.
pub struct Nonces {
    pool: [u8; 64 * NONCE],
    used: usize,
}

impl Nonces {
    #[must_use]
    pub const fn new() -> Self {
        Self {
            pool: [0; 64 * NONCE],
            used: 64 * NONCE,
        }
    }

    /// # Errors
    /// [`Error::Random`].
    pub fn fresh(&mut self) -> Result<[u8; NONCE], Error> {
        if self.used == self.pool.len() {
            getrandom::fill(&mut self.pool)?;
            self.used = 0;
        }
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&self.pool[self.used..self.used + NONCE]);
        self.used += NONCE;
        Ok(nonce)
    }
}

impl Default for Nonces {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(sealer: &Sealer, key: &[u8], text: &[u8]) -> Vec<u8> {
        let mut row = vec![0; HEADER];
        row.extend_from_slice(text);
        sealer.seal(&mut Nonces::new(), key, &mut row).unwrap();
        row
    }

    #[test]
    fn a_row_opens_only_at_its_place_with_its_slot_and_its_key() {
        let sealer = Sealer::new(SlotNo(7), &[1; 32]);
        let row = sealed(&sealer, b"Ekey", b"calf");
        assert_eq!(sealer.open(b"Ekey", row.clone()).unwrap(), b"calf");
        assert_eq!(
            sealer.open(b"Ekez", row.clone()),
            Err(Unsealable::Forged),
            "a swapped row"
        );
        let other_slot = Sealer::new(SlotNo(8), &[1; 32]);
        assert_eq!(
            other_slot.open(b"Ekey", row.clone()),
            Err(Unsealable::Forged)
        );
        let other_key = Sealer::new(SlotNo(7), &[2; 32]);
        assert_eq!(other_key.open(b"Ekey", row), Err(Unsealable::Forged));
    }

    #[test]
    fn a_row_with_any_bit_flipped_does_not_open() {
        let sealer = Sealer::new(SlotNo(7), &[1; 32]);
        let row = sealed(&sealer, b"C", b"x");
        for bit in 0..row.len() * 8 {
            let mut flipped = row.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(sealer.open(b"C", flipped).is_err(), "bit {bit}");
        }
        for len in 0..row.len() {
            assert!(sealer.open(b"C", row[..len].to_vec()).is_err());
        }
    }

    #[test]
    fn nonces_do_not_repeat() {
        let mut nonces = Nonces::new();
        let mut seen = std::collections::HashSet::new();
        assert!((0..1000).all(|_| seen.insert(nonces.fresh().unwrap())));
    }
}
