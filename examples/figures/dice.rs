//! A small generator, so that a seed repeats what was drawn (SplitMix64: each number is a mix of a counter, so there is no bad seed).

pub struct Dice(pub u64);

impl Dice {
    pub const fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % if limit == 0 { 1 } else { limit }
    }
}
