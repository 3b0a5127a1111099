//! How far an amount has moved: the pain of cramps, or their minutes, before and since.
//!
//! By ranks: the Hodges-Lehmann shift (the middle of all differences between a cramp since and one before) and the interval that belongs to the
//! Mann-Whitney test, by its normal approximation. Pain is a scale of eleven steps, and minutes are rounded and lopsided: ranks ask
//! nothing of either. Ties are not allowed for, which makes the interval wider, never narrower.
//!
//! The cramps of one night are like each other, so each night tells once, by its own median. Were they counted as so many, one night of
//! five cramps in each of the two times would do for a claim, and one in six would hear of a change that is none.
//!
//! Invariants: no claim for a shift that is smaller than what people feel, however sure it is; none where the nights are too few to compare.
//!
//! Deliberately not here: which cramps these are. A cramp of which nobody told the amount is in neither list.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{DESIGN, Finding, Why};

/// Below so many nights on one of the sides nothing is concluded. With five on both, discounted as they are, it takes that
/// every night since was below every one before; with four on both not even that would do.
pub const VALUES: usize = 5;

/// The least change of pain (0 to 10) that is claimed. None was measured for night cramps; with other pain of muscles and joints two points are
/// "much better", and one is "slightly" (clinical.md section 15, R62).
pub const PAIN: u16 = 2;

/// The least change of a cramp's minutes that is claimed. There is no figure for it: the diary holds whole minutes.
pub const MINUTES: u16 = 1;

/// The 95th percentile of the normal distribution: 5 % on either side of the interval.
const Z: f64 = 1.644_853_626_951_472_2;

/// The amounts of two times, compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// The median of the cramps before, in the unit of the amounts. `None`: there was no amount.
    pub before: Option<f64>,
    /// The median of the cramps since.
    pub after: Option<f64>,
    /// The Hodges-Lehmann shift of the nights with its 90 % interval. `None`: too few nights on one of the sides.
    pub by: Option<By>,
    pub finding: Finding,
}

/// A shift: after minus before, in the unit of the amounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct By {
    pub middle: f64,
    pub interval: (f64, f64),
}

impl By {
    fn is_less(self, least: u16) -> bool {
        self.interval.1 < 0.0 && self.middle <= -f64::from(least)
    }

    fn is_more(self, least: u16) -> bool {
        self.interval.0 > 0.0 && self.middle >= f64::from(least)
    }
}

/// The amount of a cramp, and the evening on which its night began.
pub type Amount = (NaiveDate, u16);

/// Compares the amounts of the cramps before with those of the cramps since. `nights`: what comparing the nights themselves has found.
/// `least` is the smallest shift that is worth a claim, in the unit of the amounts: [`PAIN`] or [`MINUTES`].
#[must_use]
pub fn compare_amounts(nights: Finding, before: &[Amount], after: &[Amount], least: u16) -> Shift {
    let of_nights = [by_night(before), by_night(after)];
    let [was, is] = &of_nights;
    let by = (was.len().min(is.len()) >= VALUES).then(|| shift(was, is));
    let median =
        |amounts: &[Amount]| of_amounts(amounts.iter().map(|(_, amount)| *amount)).map(half);
    let (shown_before, shown_after) = (median(before), median(after));
    let finding = match (nights, by) {
        (Finding::Few(why), _) => Finding::Few(why),
        (_, None) if was.len() < VALUES => Finding::Few(Why::Before),
        (_, None) => Finding::Few(Why::After),
        // The numbers beside it are those of all cramps: where one night had many, they may say the opposite. Then nothing is claimed.
        (_, Some(by)) if by.is_less(least) && shown_after < shown_before => Finding::Fewer,
        (_, Some(by)) if by.is_more(least) && shown_after > shown_before => Finding::More,
        (_, Some(_)) => Finding::Unclear,
    };
    Shift {
        before: shown_before,
        after: shown_after,
        by,
        finding,
    }
}

/// Twice the median of each night, sorted: twice, for so it is a whole number.
fn by_night(amounts: &[Amount]) -> Vec<i32> {
    let mut nights: BTreeMap<NaiveDate, Vec<u16>> = BTreeMap::new();
    for (night, amount) in amounts {
        nights.entry(*night).or_default().push(*amount);
    }
    let mut medians: Vec<i32> = nights.into_values().filter_map(of_amounts).collect();
    medians.sort_unstable();
    medians
}

/// Twice the median, for so it is a whole number. `None`: there is no number.
#[must_use]
pub fn twice_the_median(numbers: impl IntoIterator<Item = u32>) -> Option<u64> {
    let mut numbers: Vec<u32> = numbers.into_iter().collect();
    numbers.sort_unstable();
    let upper = *numbers.get(numbers.len() / 2)?;
    let lower = *numbers.get((numbers.len() - 1) / 2)?;
    Some(u64::from(lower) + u64::from(upper))
}

fn of_amounts(amounts: impl IntoIterator<Item = u16>) -> Option<i32> {
    let twice = twice_the_median(amounts.into_iter().map(u32::from))?;
    i32::try_from(twice).ok()
}

fn half(of: i32) -> f64 {
    f64::from(of) / 2.0
}

/// The shift between two sorted lists of doubled amounts that are not empty.
fn shift(before: &[i32], after: &[i32]) -> By {
    let (m, n) = (before.len() as u64, after.len() as u64);
    let pairs = m * n;
    let spread = (DESIGN * pairs as f64 * (m + n + 1) as f64 / 12.0).sqrt();
    // `as` ends at zero below zero. Should even the outermost pair be too near, the interval ends there; five amounts are enough for one.
    let outside = (pairs as f64 / 2.0 - Z * spread) as u64;
    let outside = outside.clamp(1, pairs);
    let nth = |rank| half(nth_difference(before, after, rank));
    By {
        middle: f64::midpoint(nth(pairs.div_ceil(2)), nth(pairs / 2 + 1)),
        interval: (nth(outside), nth(pairs + 1 - outside)),
    }
}

/// The difference of that rank, from 1, among all of `after` minus `before`. No list of the pairs is made: with a year of cramps it would
/// be long.
fn nth_difference(before: &[i32], after: &[i32], rank: u64) -> i32 {
    let farthest = 2 * i32::from(u16::MAX);
    let (mut low, mut high) = (-farthest, farthest);
    while low < high {
        let middle = (low + high).div_euclid(2);
        if pairs_up_to(before, after, middle) >= rank {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// How many pairs differ by at most `limit`.
fn pairs_up_to(before: &[i32], after: &[i32], limit: i32) -> u64 {
    let up_to = |value: &i32| after.partition_point(|other| other - value <= limit) as u64;
    before.iter().map(up_to).sum()
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;

    #[test]
    fn nothing_is_claimed_against_the_numbers_that_stand_beside_it() {
        // Before: nine nights with a pain of 7, and one with ten cramps of 3. Since: ten nights with 4. The nights fell; the cramps rose.
        let night = |n| NaiveDate::default() + Days::new(n);
        let mut before: Vec<Amount> = (0..9).map(|n| (night(n), 7)).collect();
        before.extend([(night(9), 3); 10]);
        let after: Vec<Amount> = (20..30).map(|n| (night(n), 4)).collect();
        let shift = compare_amounts(Finding::Unclear, &before, &after, PAIN);
        assert_eq!((shift.before, shift.after), (Some(3.0), Some(4.0)));
        assert!(shift.by.is_some_and(|by| by.is_less(PAIN)));
        assert_eq!(shift.finding, Finding::Unclear);
    }
}
