//! How far an amount has moved: the pain of cramps, or their minutes, before and since.
//!
//! By ranks: the Hodges-Lehmann shift (the middle of all differences between a cramp since and one before) and the interval that belongs to the
//! Mann-Whitney test, by its normal approximation. Pain is a scale of eleven steps, and minutes are rounded and lopsided: ranks ask
//! nothing of either. Ties are not allowed for, which makes the interval wider, never narrower.
//!
//! Invariant: no claim for a shift that is smaller than what people feel, however sure it is.
//!
//! Deliberately not here: which cramps these are. A cramp of which nobody told the amount is in neither list.

use super::{DESIGN, Finding, Why};

/// Below so many cramps on one of the sides nothing is concluded. With five on both, discounted as they are, it takes that
/// every cramp since was below every one before; with four on both not even that would do.
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
    /// The median before, in the unit of the amounts. `None`: there was no amount.
    pub before: Option<f64>,
    /// The median since.
    pub after: Option<f64>,
    /// The Hodges-Lehmann shift with its 90 % interval. `None`: too few amounts on one of the sides.
    pub by: Option<By>,
    pub finding: Finding,
}

/// A shift: after minus before, in the unit of the amounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct By {
    pub middle: f64,
    pub interval: (f64, f64),
}

/// Compares the amounts of the cramps before with those of the cramps since. `least` is the smallest shift that is worth a claim, in the
/// same unit: [`PAIN`] or [`MINUTES`].
#[must_use]
pub fn compare_amounts(before: &[u16], after: &[u16], least: u16) -> Shift {
    let (before, after) = (sorted(before), sorted(after));
    let by = (before.len().min(after.len()) >= VALUES).then(|| shift(&before, &after));
    let finding = match by {
        None if before.len() < VALUES => Finding::Few(Why::Before),
        None => Finding::Few(Why::After),
        Some(by) if by.interval.1 < 0.0 && by.middle <= -f64::from(least) => Finding::Fewer,
        Some(by) if by.interval.0 > 0.0 && by.middle >= f64::from(least) => Finding::More,
        Some(_) => Finding::Unclear,
    };
    Shift {
        before: median(&before),
        after: median(&after),
        by,
        finding,
    }
}

fn sorted(amounts: &[u16]) -> Vec<i32> {
    let mut amounts: Vec<i32> = amounts.iter().copied().map(i32::from).collect();
    amounts.sort_unstable();
    amounts
}

fn median(sorted: &[i32]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get(sorted.len().checked_sub(1)? / 2)?;
    Some(f64::midpoint(f64::from(lower), f64::from(upper)))
}

/// The shift between two sorted lists that are not empty.
fn shift(before: &[i32], after: &[i32]) -> By {
    let (m, n) = (before.len() as u64, after.len() as u64);
    let pairs = m * n;
    let spread = (DESIGN * pairs as f64 * (m + n + 1) as f64 / 12.0).sqrt();
    // `as` ends at zero below zero. Should even the outermost pair be too near, the interval ends there; five amounts are enough for one.
    let outside = (pairs as f64 / 2.0 - Z * spread) as u64;
    let outside = outside.clamp(1, pairs);
    let nth = |rank| f64::from(nth_difference(before, after, rank));
    By {
        middle: f64::midpoint(nth(pairs.div_ceil(2)), nth(pairs / 2 + 1)),
        interval: (nth(outside), nth(pairs + 1 - outside)),
    }
}

/// The difference of that rank, from 1, among all of `after` minus `before`. No list of the pairs is made: with a year of cramps it would
/// be long.
fn nth_difference(before: &[i32], after: &[i32], rank: u64) -> i32 {
    let (mut low, mut high) = (-i32::from(u16::MAX), i32::from(u16::MAX));
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
