//! Numbers by hash, for many short lists: sorted once, then looked up in the few entries whose hashes begin alike.
//!
//! Two keys with one hash share their lists: whoever asks compares the words themselves.

use super::spellings::Number;
use crate::understanding::hash::upper;

/// So many entries share a beginning of their hashes, on average.
const TOGETHER: usize = 4;

/// An entry: its hash comes first, so that entries sort by it.
pub type Entry = (u32, Number);

/// Entries, ready to be looked up.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
    /// By the beginning of a hash: where its entries begin; one more at the end.
    begins: Vec<u32>,
    /// How many bits are such a beginning.
    bits: u32,
}

impl Index {
    /// Takes entries in any order.
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable();
        entries.dedup();
        entries.shrink_to_fit();
        let bits = (entries.len() / TOGETHER).checked_ilog2().unwrap_or(0);
        let mut index = Self {
            begins: Vec::with_capacity((1 << bits) + 1),
            entries,
            bits,
        };
        let mut at = 0;
        for beginning in 0..=1 << bits {
            let is_before = |entry: &&Entry| index.beginning(entry.0) < beginning;
            at += index.entries[at..].iter().take_while(is_before).count();
            index.begins.push(u32::try_from(at).unwrap_or(u32::MAX)); // More entries do not fit in memory.
        }
        index
    }

    /// What was entered under a hash.
    pub fn get(&self, hash: u32) -> impl Iterator<Item = Number> {
        let beginning = self.beginning(hash);
        let place = |beginning: usize| self.begins.get(beginning).map_or(0, |at| *at as usize);
        let alike = &self.entries[place(beginning)..place(beginning + 1)];
        let same = alike.iter().filter(move |entry| entry.0 == hash);
        same.map(|(_, number)| *number)
    }

    fn beginning(&self, hash: u32) -> usize {
        (u64::from(hash) >> (u32::BITS - self.bits)) as usize
    }
}

/// A hash of the kind that entries have.
pub fn short(hash: u64) -> u32 {
    upper(hash, u32::BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_is_found_under_its_hash_and_no_other() {
        let key = |n: u32| short(u64::from(n / 3).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for count in [0, 1, 5, 1000] {
            let index = Index::new((0..count).map(|n| (key(n), n)).collect());
            for n in 0..count {
                let expected: Vec<Number> = (0..count).filter(|m| key(*m) == key(n)).collect();
                assert_eq!(index.get(key(n)).collect::<Vec<_>>(), expected);
            }
            assert_eq!(index.get(12345).count(), 0);
        }
    }
}
