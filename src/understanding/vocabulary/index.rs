//! Numbers by hash, for many short lists: sorted once, then looked up in the few entries whose hashes begin alike.
//!
//! Two keys with one hash share their lists, and of a hash only its beginning and 16 bits more are kept: whoever asks compares the words
//! themselves.

use super::spellings::Number;
use crate::understanding::hash::upper;

/// So many entries share a beginning of their hashes, on average.
const TOGETHER: usize = 4;

/// An entry that is taken: its hash comes first, so that entries sort by it.
pub type Entry = (u32, Number);

/// Entries, ready to be looked up.
#[derive(Debug, Default)]
pub struct Index {
    /// What is kept of the hashes, in their order.
    tags: Vec<u16>,
    /// What was entered under them.
    numbers: Vec<Number>,
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
        let bits = (entries.len() / TOGETHER).checked_ilog2().unwrap_or(0);
        let mut index = Self {
            begins: Vec::with_capacity((1 << bits) + 1),
            tags: Vec::new(),
            numbers: entries.iter().map(|(_, number)| *number).collect(),
            bits,
        };
        let mut at = 0;
        for beginning in 0..=1 << bits {
            let is_before = |entry: &&Entry| index.beginning(entry.0) < beginning;
            at += entries[at..].iter().take_while(is_before).count();
            index.begins.push(u32::try_from(at).unwrap_or(u32::MAX)); // More entries do not fit in memory.
        }
        let tags = entries.iter().map(|(hash, _)| index.tag(*hash));
        index.tags = tags.collect();
        index
    }

    /// What was entered under a hash.
    pub fn get(&self, hash: u32) -> impl Iterator<Item = Number> {
        let beginning = self.beginning(hash);
        let place = |beginning: usize| self.begins.get(beginning).map_or(0, |at| *at as usize);
        let alike = place(beginning)..place(beginning + 1);
        let alike = self.tags[alike.clone()].iter().zip(&self.numbers[alike]);
        let tag = self.tag(hash);
        let same = alike.filter(move |(other, _)| **other == tag);
        same.map(|(_, number)| *number)
    }

    fn beginning(&self, hash: u32) -> usize {
        (u64::from(hash) >> (u32::BITS - self.bits)) as usize
    }

    /// What follows the beginning of a hash.
    fn tag(&self, hash: u32) -> u16 {
        let rest = u64::from(hash) << self.bits;
        let [.., one, other, _, _] = rest.to_be_bytes();
        u16::from_be_bytes([one, other])
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
    fn each_entry_is_found_under_its_hash_and_none_under_one_that_differs_early() {
        let key = |n: u32| short(u64::from(n / 3).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for count in [0, 1, 5, 1000] {
            let index = Index::new((0..count).map(|n| (key(n), n)).collect());
            for n in 0..count {
                let expected: Vec<Number> = (0..count).filter(|m| key(*m) == key(n)).collect();
                assert_eq!(index.get(key(n)).collect::<Vec<_>>(), expected);
            }
            // A hash of which the kept bits are those of no entry.
            assert_eq!(index.get(0xffff_0000).count(), 0);
        }
    }
}
