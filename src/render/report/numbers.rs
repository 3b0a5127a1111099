//! The middle and the range of a few numbers.

use crate::dialogue::figures::middle;

/// What numbers that were told come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many were told.
    pub n: u16,
    /// The median, in tenths; half-way between the two in the middle where there are two.
    pub median: u32,
    pub low: u32,
    pub high: u32,
}

impl Spread {
    /// Of these numbers; `None` where there are none.
    pub fn of(numbers: impl IntoIterator<Item = u32>) -> Option<Self> {
        let mut numbers: Vec<u32> = numbers.into_iter().collect();
        numbers.sort_unstable();
        let low = *numbers.first()?;
        let high = *numbers.last()?;
        Some(Self {
            n: u16::try_from(numbers.len()).unwrap_or(u16::MAX),
            median: middle(&numbers)?,
            low,
            high,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_middle_of_none_one_two_and_three() {
        assert_eq!(Spread::of([]), None);
        assert_eq!(Spread::of([7]).map(|spread| spread.median), Some(70));
        assert_eq!(Spread::of([4, 7]).map(|spread| spread.median), Some(55));
        assert_eq!(Spread::of([9, 1, 4]).map(|spread| spread.median), Some(40));
    }

    proptest! {
        #[test]
        fn as_many_lie_below_the_middle_as_above(numbers in prop::collection::vec(0u32..5000, 1..60)) {
            let spread = Spread::of(numbers.iter().copied()).expect("there are some");
            let below = numbers.iter().filter(|number| *number * 10 < spread.median).count();
            let above = numbers.iter().filter(|number| *number * 10 > spread.median).count();
            prop_assert!(below <= numbers.len() / 2 && above <= numbers.len() / 2);
            prop_assert!(spread.low * 10 <= spread.median && spread.median <= spread.high * 10);
        }
    }
}
