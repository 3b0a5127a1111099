//! A small seeded generator: ids that are not guessable by counting, duplicates, shuffles.
//!
//! Seeded so that a failing test can be run again. Deliberately not here: anything secret.

#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    /// From a seed, or from the system when there is none.
    pub(super) fn new(seed: Option<u64>) -> Self {
        let seed = seed.unwrap_or_else(|| getrandom::u64().unwrap_or(0x5EED));
        Self(seed)
    }

    /// SplitMix64: each output is a mix of a counter, so there is no bad seed.
    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`, which is over zero.
    pub(super) const fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// True with this probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        // 2^32 is exact in an f64.
        probability > 0.0 && f64::from((self.next() >> 32) as u32) < probability * 4_294_967_296.0
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).unwrap_or(0);
            items.swap(last, other);
        }
    }
}
