//! Finds the slots that may be a person's, without holding a million names: chains of slot numbers under 18 bits of the name.
//!
//! Invariant: what it returns is a superset; the slot itself says whose it is. About four bytes a slot, and one mebibyte of heads of which
//! only the used pages are real. A chain is four slots long at a million people.

use super::{keyring::SlotNo, records::Person};

const HEADS: usize = 1 << 18;

/// Slot numbers are kept plus one, so that zero is the end of a chain and fresh memory is an empty index.
pub(super) struct Names {
    heads: Vec<u32>,
    next: Vec<u32>,
}

impl Names {
    /// An index for slots below `slots`.
    pub(super) fn new(slots: usize) -> Self {
        Self {
            heads: vec![0; HEADS],
            next: vec![0; slots],
        }
    }

    pub(super) const fn slots(&self) -> usize {
        self.next.len()
    }

    pub(super) fn grow(&mut self, slots: usize) {
        self.next.resize(slots, 0);
    }

    pub(super) fn insert(&mut self, slot: SlotNo, person: Person) {
        let head = &mut self.heads[head_of(person)];
        self.next[slot.0 as usize] = *head;
        *head = slot.0 + 1;
    }

    pub(super) fn remove(&mut self, slot: SlotNo, person: Person) {
        let after = std::mem::take(&mut self.next[slot.0 as usize]);
        let head = &mut self.heads[head_of(person)];
        if *head == slot.0 + 1 {
            *head = after;
            return;
        }
        let mut at = *head;
        while at != 0 {
            let next = &mut self.next[at as usize - 1];
            if *next == slot.0 + 1 {
                *next = after;
                return;
            }
            at = *next;
        }
    }

    pub(super) fn candidates(&self, person: Person) -> impl Iterator<Item = SlotNo> {
        let mut at = self.heads[head_of(person)];
        std::iter::from_fn(move || {
            let slot = at.checked_sub(1)?;
            at = self.next[slot as usize];
            Some(SlotNo(slot))
        })
    }
}

const fn head_of(person: Person) -> usize {
    let [a, b, c, ..] = person.0;
    u32::from_be_bytes([0, a, b, c]) as usize % HEADS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn it_finds_what_was_put_in_and_not_taken_out(steps in prop::collection::vec((0u32..40, 0u8..4), 0..200)) {
            let mut names = Names::new(40);
            let mut model = BTreeMap::new();
            for (slot, name) in steps {
                match model.remove(&slot) {
                    Some(person) => names.remove(SlotNo(slot), person),
                    None => {
                        // Two names of four share a chain.
                        let person = Person([name % 2, 0, 0, name, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
                        names.insert(SlotNo(slot), person);
                        model.insert(slot, person);
                    }
                }
                for (slot, person) in &model {
                    prop_assert_eq!(names.candidates(*person).filter(|one| one.0 == *slot).count(), 1);
                }
            }
        }
    }
}
