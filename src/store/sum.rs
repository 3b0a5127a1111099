//! A sum over all rows of a store, kept with each commit, so that rows that are missing, or older than they were, show at the next opening.
//!
//! sled leaves out a damaged record in the middle of its log, and goes on behind it: all that it then holds reads well. So each row has a
//! hash, and their sum does not depend on their order: a commit takes the old rows out of it and puts the new ones in.
//!
//! Invariant: equal rows give equal sums, in whatever order they came. It guards against damage, not against somebody who wants to deceive:
//! the rows themselves are sealed.

use sha2::{Digest, Sha256};

/// The sum, modulo 2^128.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum(u128);

impl Sum {
    pub fn put(&mut self, key: &[u8], value: &[u8]) {
        self.0 = self.0.wrapping_add(of(key, value));
    }

    pub fn take(&mut self, key: &[u8], value: &[u8]) {
        self.0 = self.0.wrapping_sub(of(key, value));
    }

    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }
}

fn of(key: &[u8], value: &[u8]) -> u128 {
    let mut hash = Sha256::new();
    // Where the key ends belongs to it.
    hash.update((key.len() as u64).to_be_bytes());
    hash.update(key);
    hash.update(value);
    let digest: [u8; 32] = hash.finalize().into();
    let mut first = [0; 16];
    first.copy_from_slice(&digest[..16]);
    u128::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_does_not_count_and_a_row_can_be_taken_out_again() {
        let (mut one, mut other) = (Sum::default(), Sum::default());
        one.put(b"a", b"bc");
        one.put(b"d", b"");
        other.put(b"d", b"");
        other.put(b"x", b"y");
        other.put(b"a", b"bc");
        assert_ne!(one, other);
        other.take(b"x", b"y");
        assert_eq!(one, other);
        assert_eq!(Sum::from_bytes(one.to_bytes()), one);
    }

    #[test]
    fn where_the_key_ends_counts() {
        let (mut one, mut other) = (Sum::default(), Sum::default());
        one.put(b"a", b"bc");
        other.put(b"ab", b"c");
        assert_ne!(one, other);
    }
}
