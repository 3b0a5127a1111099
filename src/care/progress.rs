//! Is it better than before? One person's nights of the two weeks before the routine's first evening against the last two weeks
//! (clinical.md section 15), and what their cramps were like.
//!
//! A claim is made only where the 90 % interval of the change leaves zero out. The nights of one person come in better and worse
//! stretches, so fourteen of them tell less than fourteen strangers would; [`DESIGN`] says by how much they are discounted.
//! `scripts/calibration` prints what is claimed of simulated people: "fewer" and "more" each of about one in twenty at most who have not
//! changed, each time they look, as long as their stretches are of a week or so. What it costs:
//! most real changes of two weeks are not seen either. Then nothing is claimed, and "unclear" is no word for "unchanged".
//!
//! Invariants: a night that nobody told about is in no count. Swapping the two times swaps the findings and turns the interval
//! round. Total: any counts and amounts have an outcome. The same numbers give the same outcome.
//!
//! Deliberately not here: which nights these are (the caller cuts them out), the words for it (`dialogue::progress_words`), and why anything changed.
//! People join in a bad stretch, and many get better whatever they do (clinical.md section 2): no number here can tell.

mod amounts;
mod share;

pub use amounts::{Amount, By, MINUTES, PAIN, Shift, VALUES, compare_amounts, twice_the_median};

/// The nights of each of the two times that are compared.
pub const NIGHTS: u16 = 14;

/// So many of the fourteen nights must be known on both sides: five of seven. Whoever tells the bad nights rather than the good ones, and does so in
/// one of the two times only, looks changed, and no method sees that in the nights that were told. Where half of the good nights are left
/// out since, about 6 % hear "more" wrongly; if eight nights were enough, it would be 7 %.
pub const KNOWN: u16 = 10;

/// With fewer cramp nights in both times together the counts are shown and nothing is concluded (clinical.md section 15).
pub const CRAMPS: u16 = 8;

/// So many nights, or cramps, of one person tell as much as one that hangs on no other: a design effect, by which all counts are divided.
/// No measurement for night cramps was found. Without it (1) one in nine is told of a change that is none where nights come in bad patches
/// of six, in each direction; with 2 it is one in twenty, and one in a hundred where nights are independent. The price: somebody whose nights with a
/// cramp fall from 60 % to 30 % hears so in 21 % of the cases instead of 47 %.
pub const DESIGN: f64 = 2.0;

/// Nights that somebody told about. Nights that nobody told about are in neither number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tally {
    /// Known nights with a cramp.
    pub cramps: u16,
    /// Known nights, with a cramp or without.
    pub known: u16,
}

impl Tally {
    /// There are no more nights with a cramp than nights.
    const fn sound(self) -> Self {
        let cramps = if self.cramps < self.known {
            self.cramps
        } else {
            self.known
        };
        Self { cramps, ..self }
    }
}

/// What a comparison can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finding {
    /// Too little is known: the numbers may be shown, and nothing is concluded.
    Few(Why),
    /// Such a difference comes by itself, or is too small to be felt.
    Unclear,
    /// Fewer nights with a cramp than before; less pain, or shorter cramps.
    Fewer,
    /// More nights with a cramp than before; more pain, or longer cramps.
    More,
}

/// What there is too little of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// Known nights, or nights with an amount, of the time before.
    Before,
    /// Known nights, or nights with an amount, of the time since.
    After,
    /// Cramp nights in both times together.
    Cramps,
}

/// The nights of two times, compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    pub before: Tally,
    pub after: Tally,
    /// The 90 % credible interval of the change: the share of nights with a cramp after, minus that before; within -1 and 1. It is there
    /// also where there are too few nights, and is wide then.
    pub interval: (f64, f64),
    pub finding: Finding,
}

/// Nights with a cramp a week, in tenths, rounded, as if the nights that nobody told about had been like the others. `nights`: how many there
/// were; `cramps`: the cramp nights of all that is shown. `None`: too many nights are unknown ([`KNOWN`] of [`NIGHTS`], and a week's at least), for
/// people rather tell the bad ones; or there are too few cramps for more than counts ([`CRAMPS`]).
#[must_use]
pub fn nights_a_week(tally: Tally, nights: u16, cramps: u16) -> Option<u32> {
    const WEEK: u32 = 7;
    let Tally { cramps: bad, known } = tally.sound();
    let (bad, known) = (u32::from(bad), u32::from(known));
    let is_known =
        known >= WEEK && known * u32::from(NIGHTS) >= u32::from(nights) * u32::from(KNOWN);
    (is_known && cramps >= CRAMPS).then(|| (bad * WEEK * 10 + known / 2) / known)
}

/// Compares the nights before with the nights since. More cramp nights than known nights count as all of them.
#[must_use]
pub fn compare(before: Tally, after: Tally) -> Comparison {
    let (before, after) = (before.sound(), after.sound());
    let interval = share::change(before, after);
    let finding = match too_few(before, after) {
        Some(why) => Finding::Few(why),
        None if interval.1 < 0.0 && is_rarer(after, before) => Finding::Fewer,
        None if interval.0 > 0.0 && is_rarer(before, after) => Finding::More,
        None => Finding::Unclear,
    };
    Comparison {
        before,
        after,
        interval,
        finding,
    }
}

/// Whether the one has the smaller share of cramp nights, as counted. Where all nights of both times had a cramp, the tails of a credible
/// interval may leave zero out all the same, if one time is far longer.
fn is_rarer(one: Tally, than: Tally) -> bool {
    let product = |a: u16, b: u16| u32::from(a) * u32::from(b);
    product(one.cramps, than.known) < product(than.cramps, one.known)
}

fn too_few(before: Tally, after: Tally) -> Option<Why> {
    let cramps = before.cramps.saturating_add(after.cramps);
    if before.known < KNOWN {
        Some(Why::Before)
    } else if after.known < KNOWN {
        Some(Why::After)
    } else if cramps < CRAMPS {
        Some(Why::Cramps)
    } else {
        None
    }
}
