//! Simulated people whose truth is known, and the two times of their diaries that Charley compares: the fourteen nights before the routine
//! and, when the month is over, the last fourteen.
//!
//! Deliberately not here: what Charley finds in them, and whether people are like this. How the nights of one person hang together has not been
//! measured, so there are several ways, a mild one and a harsh one.

use charley::care::progress::{Amount, NIGHTS, Tally};
use chrono::NaiveDate;

use super::dice::Dice;

/// The evenings of the routine.
const MONTH: u16 = 30;
/// Nights that are lived: the baseline and the month.
const LIVED: u16 = NIGHTS + MONTH;
/// The night, counted from the first of the baseline, with which the last fourteen begin.
const LATER: u16 = LIVED - NIGHTS;
/// How many draws make one that is nearly normal (Irwin-Hall).
const DRAWS: u8 = 12;

/// How the nights of a person hang together.
#[derive(Debug, Clone, Copy)]
pub enum Course {
    /// Not at all.
    Independent,
    /// Each week has odds of its own, which keep half of their distance from the usual until the next week. Their logarithm has this spread.
    Weeks(f64),
    /// Bad patches of so many nights on average, and good ones of two thirds more: see [`BAD`].
    Patches(f64),
}

/// How much more likely a cramp is in a bad patch than usually, and less in a good one: the share of the nights stays.
const BAD: f64 = 0.30;
const GOOD: f64 = 0.18;
/// The share of nights in bad patches that this makes.
const BAD_SHARE: f64 = GOOD / (BAD + GOOD);

/// How likely a night is told: one with a cramp, and one without.
pub type Told = (f64, f64);

/// What is true of a person, and how they keep their diary.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    pub course: Course,
    /// The share of nights with a cramp, before and since.
    pub rates: (f64, f64),
    /// What is told, before and since.
    pub told: (Told, Told),
    /// Whether the baseline begins after a week with a cramp in five nights or more.
    pub joins_in_a_bad_week: bool,
}

impl Kind {
    /// Somebody who tells every night and in whom nothing changes.
    pub const fn steady(course: Course, rate: f64) -> Self {
        Self {
            course,
            rates: (rate, rate),
            told: ((1.0, 1.0), (1.0, 1.0)),
            joins_in_a_bad_week: false,
        }
    }

    /// Whose share of cramp nights is another from the routine's first evening on.
    pub const fn becoming(self, rate: f64) -> Self {
        Self {
            rates: (self.rates.0, rate),
            ..self
        }
    }

    pub const fn telling(self, before: Told, since: Told) -> Self {
        Self {
            told: (before, since),
            ..self
        }
    }

    pub const fn joining_in_a_bad_week(self) -> Self {
        Self {
            joins_in_a_bad_week: true,
            ..self
        }
    }

    /// The diary of one such person: before, and the last two weeks.
    pub fn diary(&self, dice: &mut Dice) -> (Tally, Tally) {
        let mut life = Life::begun(self.course, dice);
        if self.joins_in_a_bad_week {
            // Whoever has no such week in ten years joins all the same.
            let bad = |life: &mut Life, dice: &mut Dice| {
                let week = (0..7).filter(|_| life.night(self.rates.0, dice));
                week.count() >= 5
            };
            let _found = (0..520).any(|_| bad(&mut life, dice));
        }
        let mut tallies = [Tally {
            cramps: 0,
            known: 0,
        }; 2];
        for night in 0..LIVED {
            let rate = if night < NIGHTS {
                self.rates.0
            } else {
                self.rates.1
            };
            let cramp = life.night(rate, dice);
            let (tally, told) = if night < NIGHTS {
                (&mut tallies[0], self.told.0)
            } else if night >= LATER {
                (&mut tallies[1], self.told.1)
            } else {
                continue;
            };
            if chance(dice, if cramp { told.0 } else { told.1 }) {
                tally.known += 1;
                tally.cramps += u16::from(cramp);
            }
        }
        (tallies[0], tallies[1])
    }
}

/// Where somebody's nights stand.
struct Life {
    course: Course,
    nights: u16,
    /// This week's odds, as a logarithm added to the usual.
    week: f64,
    bad: bool,
}

impl Life {
    fn begun(course: Course, dice: &mut Dice) -> Self {
        let week = match course {
            Course::Weeks(spread) => spread * normal(dice),
            Course::Independent | Course::Patches(_) => 0.0,
        };
        let bad = chance(dice, BAD_SHARE);
        Self {
            course,
            nights: 0,
            week,
            bad,
        }
    }

    /// Whether the next night has a cramp, where so many have one.
    fn night(&mut self, rate: f64, dice: &mut Dice) -> bool {
        let tonight = match self.course {
            Course::Independent => rate,
            Course::Weeks(spread) => {
                if self.nights.is_multiple_of(7) {
                    // As wide as the week before, and half of it that week's.
                    self.week = 0.5 * self.week + 0.75_f64.sqrt() * spread * normal(dice);
                }
                let odds = (rate / (1.0 - rate)).ln() + self.week;
                1.0 / (1.0 + (-odds).exp())
            }
            Course::Patches(nights) => {
                let good = nights * (1.0 - BAD_SHARE) / BAD_SHARE;
                self.bad ^= chance(dice, 1.0 / if self.bad { nights } else { good });
                // Where few nights have cramps, a good patch has none, and a bad one no more than two and a half times as many.
                let scale = (rate / GOOD).min((1.0 - rate) / BAD).min(1.0);
                rate + scale * if self.bad { BAD } else { -GOOD }
            }
        };
        self.nights = self.nights.wrapping_add(1);
        chance(dice, tonight)
    }
}

/// The pain of somebody's cramps, from 0 to 10.
#[derive(Debug, Clone, Copy)]
pub struct Pain {
    /// The usual pain, before and since.
    pub usual: (f64, f64),
    /// How far a cramp is from the usual, how far a whole week is, and how far a night.
    pub spread: (f64, f64, f64),
    /// Nights with a cramp in each of the two times, and the cramps of each.
    pub nights: (usize, usize),
}

impl Pain {
    /// The pains before and since.
    pub fn diary(&self, dice: &mut Dice) -> (Vec<Amount>, Vec<Amount>) {
        (
            self.of_a_time(self.usual.0, dice),
            self.of_a_time(self.usual.1, dice),
        )
    }

    fn of_a_time(&self, usual: f64, dice: &mut Dice) -> Vec<Amount> {
        let (nights, cramps) = self.nights;
        let weeks = [normal(dice), normal(dice)].map(|week| usual + self.spread.1 * week);
        let mut amounts = Vec::new();
        for (night, date) in NaiveDate::default().iter_days().take(nights).enumerate() {
            let usual = weeks[night * 2 / nights.max(1)] + self.spread.2 * normal(dice);
            for _ in 0..cramps {
                let pain = usual + self.spread.0 * normal(dice);
                amounts.push((date, pain.round().clamp(0.0, 10.0) as u16));
            }
        }
        amounts
    }
}

/// True with this probability.
fn chance(dice: &mut Dice, probability: f64) -> bool {
    uniform(dice) < probability
}

/// From 0 up to 1.
fn uniform(dice: &mut Dice) -> f64 {
    const STEPS: u32 = 1 << 31;
    dice.below(u64::from(STEPS)) as f64 / f64::from(STEPS)
}

fn normal(dice: &mut Dice) -> f64 {
    (0..DRAWS).map(|_| uniform(dice)).sum::<f64>() - f64::from(DRAWS) / 2.0
}
