//! Chance from a seed, drawn by what it is for: a person, a day, a purpose. So no draw depends on the order in which things happen.
//!
//! Deliberately not here: anything that is drawn (`people`, `faults`).

/// What a draw is for. Each has a stream of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    Character = 1,
    Day,
    Evening,
    Morning,
    Seen,
    Fault,
    Weather,
}

/// A stream of numbers (SplitMix64: each is a mix of a counter, so there is no bad seed).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The stream of a person's day. Person 0 is the world.
    #[must_use]
    pub fn of(seed: u64, what: For, person: i64, day: i64) -> Self {
        let mut dice = Self(seed);
        for part in [what as u64, person.unsigned_abs(), day.unsigned_abs()] {
            dice.0 = dice.next() ^ part.wrapping_mul(0xd6e8_feb8_6659_fd93);
        }
        dice
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `limit`.
    pub const fn below(&mut self, limit: u64) -> u64 {
        self.next() % if limit == 0 { 1 } else { limit }
    }

    /// From `first` up to and with `last`.
    pub fn between(&mut self, first: i64, last: i64) -> i64 {
        let span = (last - first).unsigned_abs() + 1;
        first + i64::try_from(self.below(span)).unwrap_or_default()
    }

    /// True in so many of a thousand cases.
    pub const fn once_in(&mut self, of_thousand: u64) -> bool {
        self.below(1000) < of_thousand
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let index = usize::try_from(self.below(from.len() as u64)).unwrap_or_default();
        &from[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_what_it_is_for_and_on_nothing_else() {
        let draw = |seed, what, person, day| Dice::of(seed, what, person, day).below(1 << 40);
        let first = draw(1, For::Day, 7, 3);
        assert_eq!(first, draw(1, For::Day, 7, 3));
        assert_ne!(first, draw(2, For::Day, 7, 3));
        assert_ne!(first, draw(1, For::Evening, 7, 3));
        assert_ne!(first, draw(1, For::Day, 8, 3));
        assert_ne!(first, draw(1, For::Day, 7, 4));
    }
}
