//! Finds the slots that may be a person's, without holding a million names: chains of slot numbers under the first bits of the name.
//!
//! Invariant: what it returns is a superset; the slot itself says whose it is. Eight bytes a slot, half of them the beginning of the name,
//! and one to two for the heads, which are at least four kibibytes. A chain is two to four slots long when the index is made, and less than
//! nine when the slots have grown: then there are four times as many heads, and what hangs on them is hung up anew.

use super::{keyring::SlotNo, records::Person};

/// The fewest heads.
const LEAST: usize = 1 << 10;

/// So many slots share a head, at most, in an index that is made for them.
const TOGETHER: usize = 4;

/// There are so many times as many heads when there are too few.
const MORE: usize = 4;

/// Slot numbers are kept plus one, so that zero is the end of a chain and fresh memory is an empty index.
pub(super) struct Names {
    /// As many as a power of two.
    heads: Vec<u32>,
    links: Vec<Link>,
}

/// What is known of a slot.
#[derive(Clone, Copy, Default)]
struct Link {
    next: u32,
    /// The beginning of its person's name.
    tag: u32,
}

impl Names {
    /// An index for slots below `slots`.
    pub(super) fn new(slots: usize) -> Self {
        Self {
            heads: vec![0; heads_for(slots)],
            links: vec![Link::default(); slots],
        }
    }

    pub(super) const fn slots(&self) -> usize {
        self.links.len()
    }

    pub(super) fn grow(&mut self, slots: usize) {
        self.links.resize(slots, Link::default());
        let heads = heads_for(slots);
        if heads >= self.heads.len() * MORE {
            self.hang_up_anew(heads);
        }
    }

    fn hang_up_anew(&mut self, heads: usize) {
        for mut at in std::mem::replace(&mut self.heads, vec![0; heads]) {
            while let Some(slot) = at.checked_sub(1) {
                let link = &mut self.links[slot as usize];
                let head = &mut self.heads[head_of(link.tag, heads)];
                at = std::mem::replace(&mut link.next, *head);
                *head = slot + 1;
            }
        }
    }

    pub(super) fn insert(&mut self, slot: SlotNo, person: Person) {
        let tag = tag_of(person);
        let heads = self.heads.len();
        let head = &mut self.heads[head_of(tag, heads)];
        self.links[slot.0 as usize] = Link { next: *head, tag };
        *head = slot.0 + 1;
    }

    pub(super) fn remove(&mut self, slot: SlotNo, person: Person) {
        let after = std::mem::take(&mut self.links[slot.0 as usize]).next;
        let heads = self.heads.len();
        let head = &mut self.heads[head_of(tag_of(person), heads)];
        if *head == slot.0 + 1 {
            *head = after;
            return;
        }
        let mut at = *head;
        while at != 0 {
            let next = &mut self.links[at as usize - 1].next;
            if *next == slot.0 + 1 {
                *next = after;
                return;
            }
            at = *next;
        }
    }

    pub(super) fn candidates(&self, person: Person) -> impl Iterator<Item = SlotNo> {
        let tag = tag_of(person);
        let mut at = self.heads[head_of(tag, self.heads.len())];
        let chain = std::iter::from_fn(move || {
            let slot = at.checked_sub(1)?;
            let link = self.links[slot as usize];
            at = link.next;
            Some((slot, link.tag))
        });
        chain.filter_map(move |(slot, other)| (other == tag).then_some(SlotNo(slot)))
    }
}

fn heads_for(slots: usize) -> usize {
    slots.div_ceil(TOGETHER).next_power_of_two().max(LEAST)
}

const fn tag_of(person: Person) -> u32 {
    let [a, b, c, d, ..] = person.0;
    u32::from_be_bytes([a, b, c, d])
}

/// The head of a tag's chain: its first bits.
const fn head_of(tag: u32, heads: usize) -> usize {
    // At least 2^10 heads, and never more than 2^31: slots have 32 bits.
    (tag >> (u32::BITS - heads.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// The slots at first, and so many more with each growth: three times in 200 steps there are too few heads.
    const FIRST: usize = 40;
    const GROUP: usize = 8 * LEAST;

    proptest! {
        #[test]
        fn it_finds_what_was_put_in_and_not_taken_out(
            steps in prop::collection::vec((0usize..48, 0u8..4, prop::bool::weighted(0.1)), 0..200),
        ) {
            let mut names = Names::new(FIRST);
            let mut model = BTreeMap::new();
            for (slot, name, grows) in steps {
                if grows {
                    names.grow(names.slots() + GROUP);
                }
                // Old slots, and the last of the new ones.
                let slot = if slot < FIRST { slot } else { names.slots() - 1 - (slot - FIRST) };
                let slot = u32::try_from(slot).expect("few slots");
                match model.remove(&slot) {
                    Some(person) => names.remove(SlotNo(slot), person),
                    None => {
                        // Two names of four share a chain at first, and are told apart by their tags.
                        let person = Person([name % 2, 0, name / 2 * 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
                        names.insert(SlotNo(slot), person);
                        model.insert(slot, person);
                    }
                }
                for (slot, person) in &model {
                    prop_assert_eq!(names.candidates(*person).filter(|one| one.0 == *slot).count(), 1);
                    prop_assert!(names.candidates(*person).all(|one| model.get(&one.0) == Some(person)));
                }
            }
        }
    }

    #[test]
    fn heads_grow_with_the_slots() {
        let mut names = Names::new(0);
        assert_eq!(names.heads.len(), LEAST);
        for slots in (0..=(1 << 20)).step_by(1 << 10) {
            names.grow(slots);
            assert!(slots <= names.heads.len() * TOGETHER * MORE / 2);
        }
        for (slots, heads) in [(10_000, 1 << 12), (1_000_000, 1 << 18)] {
            assert_eq!(Names::new(slots).heads.len(), heads);
        }
    }
}
