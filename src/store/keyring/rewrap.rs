//! The same keys under another master key, and a plain copy of all of them.
//!
//! Invariants: the new keyring names the same people in the same slots, so no row needs to change; what cannot be opened stays as it is.

use super::{COUNTERS, HEADER, Keyring, cipher, header, slot, slot_no, syncing, writing};
use crate::store::{Error, keys::MasterKey, seal::Nonces, slab::Slab};

impl Keyring {
    /// Writes the keyring into an empty slab, wrapped with `new`, durably.
    ///
    /// # Errors
    /// [`Error::Random`], an I/O error, or [`Error::SyncFailed`].
    pub(in crate::store) fn rewrap(
        &self,
        old: &MasterKey,
        new: &MasterKey,
        into: &mut dyn Slab,
    ) -> Result<(), Error> {
        let wrap = cipher(new);
        let secrets = header::read(self.slab.as_ref(), old, &self.wrap)?;
        header::write(into, new, &wrap, &secrets)?;
        let mut nonces = Nonces::new();
        for at in 0..self.names.slots() {
            let slot = slot_no(at)?;
            let bytes = self.read(slot)?;
            let key = match slot::state(&*bytes) {
                slot::State::Live => slot::unwrap(&self.wrap, slot, &bytes),
                slot::State::Free | slot::State::Destroyed | slot::State::Damaged => None,
            };
            let place = slot.place();
            match key {
                Some(key) => {
                    let person = slot::person(&*bytes);
                    let live = slot::live(&wrap, &mut nonces, slot, person, &key)?;
                    into.write_at(&live, place)
                }
                None => into.write_at(bytes.as_ref(), place),
            }
            .map_err(writing)?;
        }
        let counters = self.counters.to_bytes();
        into.write_at(&counters, COUNTERS).map_err(writing)?;
        into.sync().map_err(syncing)
    }

    /// The bytes of the whole keyring, as they are now: still wrapped by the master key.
    ///
    /// # Errors
    /// An I/O error.
    pub(in crate::store) fn bytes(&self) -> Result<Vec<u8>, Error> {
        let slots = self.names.slots();
        let len = HEADER + slots * slot::SIZE;
        let mut bytes = vec![0; len];
        self.slab.read_at(&mut bytes, 0).map_err(super::reading)?;
        bytes[COUNTERS as usize..][..16].copy_from_slice(&self.counters.to_bytes());
        Ok(bytes)
    }
}

/// The id of the master key that a keyring needs.
pub(in crate::store) fn needs(slab: &dyn Slab) -> Result<[u8; 8], Error> {
    header::master_id(slab)
}
