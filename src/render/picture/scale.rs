//! Where a scale ends.
//!
//! Invariant: one number far above all others never presses the rest against the ground; it is left outside.

/// Ends of a scale of minutes; half of each is a number that reads well.
const TOPS: [u32; 11] = [10, 20, 30, 40, 60, 80, 120, 240, 480, 720, 1440];
/// A value up to here is never left outside for being far above the others.
const NEAR: u32 = 30;

/// The end of a scale for these minutes: the first of a few round ones that has room for all but what lies far out.
///
/// Far out is what is above five times the middle and above the upper quarter by three times the span of the middle half
/// (Tukey's outer fence).
#[must_use]
pub fn top(minutes: &[u32]) -> u32 {
    let mut sorted = minutes.to_vec();
    sorted.sort_unstable();
    let at = |quarter: usize| {
        let last = sorted.len().saturating_sub(1);
        sorted.get(last * quarter / 4).copied().unwrap_or_default()
    };
    let outer = at(3).saturating_add(at(3).saturating_sub(at(1)).saturating_mul(3));
    let fence = outer.max(at(2).saturating_mul(5)).max(NEAR);
    let most = sorted.into_iter().filter(|value| *value <= fence).max();
    let most = most.unwrap_or_default();
    let last = TOPS[TOPS.len() - 1];
    TOPS.into_iter().find(|top| *top >= most).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dialogue::figures::middle;

    #[test]
    fn a_half_day_leaves_the_others_their_scale() {
        assert_eq!(top(&[4, 5, 6, 8, 720]), 10);
        assert_eq!(top(&[5, 720]), 10);
        assert_eq!(top(&[3, 5, 20, 45]), 60);
        assert_eq!(top(&[720]), 720);
        assert_eq!(top(&[]), 10);
        assert_eq!(top(&[u32::MAX]), 1440);
    }

    #[test]
    fn the_middle_of_an_even_count_lies_between() {
        assert_eq!(middle(&[]), None);
        assert_eq!(middle(&[7]), Some(70));
        assert_eq!(middle(&[3, 8]), Some(55));
        assert_eq!(middle(&[9, 1, 4]), Some(40));
    }

    proptest! {
        #[test]
        fn most_minutes_have_room(minutes in prop::collection::vec(0_u32..1440, 1..60)) {
            let top = top(&minutes);
            let inside = minutes.iter().filter(|value| **value <= top).count();
            prop_assert!(inside * 2 >= minutes.len(), "{inside} of {}", minutes.len());
        }

        #[test]
        fn as_many_lie_below_the_middle_as_above(values in prop::collection::vec(any::<u32>(), 1..40)) {
            let tenths = u64::from(middle(&values).expect("there are some"));
            if values.iter().all(|value| *value < u32::MAX / 10) {
                let below = values.iter().filter(|value| u64::from(**value) * 10 < tenths).count();
                let above = values.iter().filter(|value| u64::from(**value) * 10 > tenths).count();
                prop_assert!(below * 2 <= values.len() && above * 2 <= values.len());
            }
        }
    }
}
