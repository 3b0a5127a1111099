//! Numbers for words and for pairs of them, the same on each machine and in each run. Not for keys that anybody may choose:
//! whoever wants to can find two words with one number, and gains a misunderstood message of their own.

/// FNV-1a, with a mark for the kind of feature.
pub fn hash(mark: u64, letters: impl IntoIterator<Item = char>) -> u64 {
    let begin = mixed(mark, 0xcbf2_9ce4_8422_2325, mark);
    letters.into_iter().fold(begin, |hash, letter| {
        (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Two numbers made one; their order matters.
pub const fn mixed(mark: u64, one: u64, other: u64) -> u64 {
    let mixed = one.rotate_left(23) ^ other.wrapping_add(mark);
    (mixed ^ (mixed >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The upper `bits` of a hash, which are its best; at most 32.
pub fn upper(hash: u64, bits: u32) -> u32 {
    let upper = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits);
    u32::try_from(upper).unwrap_or(u32::MAX)
}
