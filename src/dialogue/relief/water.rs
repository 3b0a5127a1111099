//! The soak: a part of the relief card, so that there is one card, one entry and one ten minutes (clinical.md section 7).
//!
//! Invariants: no step of it is entered without a clear "no" to the red-flag question and without `Verdict::Offered` at that moment,
//! and "Feet in" looks once more; after five minutes in the water the card says out; a warning sign ends it; who was in the water is
//! told to dry, to look at the skin and to hold on. What it came to is kept with the entry and read by day (`soak`).

use chrono::{DateTime, Duration, Utc};

use super::{
    enter, finish, put,
    warmth::{Chance, chance, heat, is_offered, tonight_question},
};
use crate::{
    content::{Arg, knowledge::questions::UNSURE},
    dialogue::{
        chat::{Address, Bath, Relief, Soak, Step},
        entry::{Gauge, SoakResult},
        flags,
        press::Action,
        questions, soak,
        turn::Turn,
    },
    understanding::Sign,
};

/// Seconds between two edits of the clock.
const BEAT: i64 = 30;
/// "Has the pain gone?" is asked after so many seconds, and once more after as many again.
const LOOK: i64 = 60;
const LOOKS: i64 = 2;
/// Seconds after which the feet come out.
const LONGEST: i64 = 300;

// ---- The buttons

/// A button of the soak.
pub(super) fn pressed(
    turn: &mut Turn<'_>,
    at: Address,
    mut relief: Relief,
    soak: Soak,
    action: Action,
) -> bool {
    match (soak, action) {
        (Soak::Tonight, Action::Pick(index)) => {
            let pick = tonight_question(turn)
                .and_then(|question| question.choices.get(usize::from(index)))
                .map(|choice| choice.slug.clone());
            let Some(pick) = pick else {
                return false;
            };
            tonight(turn, at, relief, vec![pick]);
        }
        (Soak::Tonight, Action::Unsure) => tonight(turn, at, relief, vec![UNSURE.to_owned()]),
        (Soak::Fill, Action::Done) => onward(turn, at, relief, Soak::Measure),
        (Soak::Measure, Action::Yes) => {
            onward(turn, at, relief, Soak::Ready(Gauge::Thermometer));
        }
        (Soak::Measure, Action::No) => onward(turn, at, relief, Soak::Forearm),
        (Soak::Forearm, Action::Yes) => onward(turn, at, relief, Soak::Ready(Gauge::Forearm)),
        (Soak::Forearm, Action::No) => {
            relief.shown = 1;
            put(turn, at, relief);
        }
        (Soak::Forearm, Action::Unsure)
        | (
            Soak::Fill | Soak::Measure | Soak::Forearm | Soak::Ready(_) | Soak::Tonight,
            Action::Enough,
        ) => towel(turn, at, relief),
        (Soak::Ready(gauge), Action::FeetIn) => feet_in(turn, at, relief, gauge),
        (Soak::In(bath), Action::Easing | Action::StillBad) => {
            let easing = action == Action::Easing;
            not_yet(turn, at, relief, bath, easing);
        }
        (Soak::In(bath), Action::Enough) => out(turn, at, relief, bath, false),
        (Soak::In(bath), Action::Gone) => out(turn, at, relief, bath, true),
        (Soak::Out | Soak::Wrong | Soak::Dizzy, Action::Gone) => {
            let now = turn.now();
            relief.gone.get_or_insert(now);
            put(turn, at, relief);
        }
        (
            Soak::Tonight | Soak::Fill | Soak::Measure | Soak::Forearm | Soak::Ready(_),
            Action::Gone,
        ) => finish(turn, at, &relief),
        (Soak::Out, Action::Done) if relief.gone.is_some() => finish(turn, at, &relief),
        (Soak::Out, Action::Done) => enter(turn, at, relief, Step::Gentle),
        (Soak::Wrong, Action::Back) if relief.soaked.is_some() => {
            enter(turn, at, relief, Step::Soak(Soak::Out));
        }
        (Soak::Wrong, Action::Back) => enter(turn, at, relief, Step::Ask),
        (Soak::Dizzy, Action::Done) => enter(turn, at, relief, Step::Soak(Soak::Out)),
        (_, Action::Wrong) => trouble(turn, at, relief, Soak::Wrong),
        (Soak::Dizzy, Action::Sign(Sign::Faint)) => flags::sign(turn, Sign::Chest),
        (_, Action::Sign(Sign::Faint)) => trouble(turn, at, relief, Soak::Dizzy),
        (_, Action::Sign(sign)) => flags::sign(turn, sign),
        _ => return false,
    }
    true
}

/// What is true tonight: kept, and judged at once.
pub(super) fn tonight(turn: &mut Turn<'_>, at: Address, relief: Relief, picks: Vec<String>) {
    let Some(question) = tonight_question(turn) else {
        let next = heat(turn, &relief);
        enter(turn, at, relief, next);
        return;
    };
    let slug = question.slug.clone();
    let flag = questions::flag_of(question, &picks);
    let now = turn.now();
    turn.chat.answers.put(&slug, picks, now);
    if let Some((tier, flag)) = flag {
        flags::raise(turn, flag, tier);
        return;
    }
    let next = heat(turn, &relief);
    enter(turn, at, relief, next);
}

/// The next step towards the water, if it is still offered.
fn onward(turn: &mut Turn<'_>, at: Address, relief: Relief, next: Soak) {
    let next = if is_offered(turn) {
        Step::Soak(next)
    } else {
        heat(turn, &relief)
    };
    enter(turn, at, relief, next);
}

/// No soak after all: a towel, where warmth is all right.
fn towel(turn: &mut Turn<'_>, at: Address, relief: Relief) {
    let next = match chance(turn) {
        Chance::Now if is_offered(turn) => Step::Warm,
        Chance::Now | Chance::ByDay => Step::WarmAsk,
        Chance::Never => Step::Gentle,
    };
    enter(turn, at, relief, next);
}

/// The clock starts. The answers are judged once more: they may have aged, or changed.
fn feet_in(turn: &mut Turn<'_>, at: Address, mut relief: Relief, gauge: Gauge) {
    relief.easing = false;
    let bath = Bath {
        gauge,
        since: turn.now(),
        answered: 0,
    };
    onward(turn, at, relief, Soak::In(bath));
}

/// "A bit better", or "Not yet". The feet stay in, five minutes at most.
fn not_yet(turn: &mut Turn<'_>, at: Address, mut relief: Relief, mut bath: Bath, easing: bool) {
    bath.answered = looks(&relief).max(bath.answered);
    relief.easing = easing;
    relief.step = Step::Soak(Soak::In(bath));
    put(turn, at, relief);
}

/// Out of the water.
pub(super) fn out(turn: &mut Turn<'_>, at: Address, mut relief: Relief, bath: Bath, gone: bool) {
    let now = turn.now();
    relief.soaked = Some(result(bath, now, gone));
    if gone {
        relief.gone = Some(now);
    }
    enter(turn, at, relief, Step::Soak(Soak::Out));
}

/// Something is wrong: out of the water, and no rubbing or warmth without another clear "no".
fn trouble(turn: &mut Turn<'_>, at: Address, mut relief: Relief, what: Soak) {
    let now = turn.now();
    relief.soaked = so_far(&relief, now);
    relief.clear = false;
    relief.easing = false;
    relief.asked = Some(now);
    enter(turn, at, relief, Step::Soak(what));
}

// ---- The clock

/// Time has passed with the feet in: the clock moves, or the five minutes are over. Missed ticks collapse into one.
pub(super) fn tick(turn: &mut Turn<'_>, at: Address, mut relief: Relief, bath: Bath) {
    let held = in_water(bath, turn.now());
    if held >= LONGEST {
        out(turn, at, relief, bath, false);
        return;
    }
    let beats = beats(held);
    if beats > relief.shown {
        relief.shown = beats;
        super::count(turn, at, relief);
    }
}

/// When [`tick`] has something to do next.
pub(super) fn next_tick(relief: &Relief, bath: Bath) -> DateTime<Utc> {
    let next = BEAT * (i64::from(relief.shown) + 1);
    bath.since + Duration::seconds(next.min(LONGEST))
}

fn beats(held: i64) -> u8 {
    u8::try_from(held / BEAT).unwrap_or(u8::MAX)
}

/// Seconds in the water, never more than the longest.
fn in_water(bath: Bath, now: DateTime<Utc>) -> i64 {
    (now - bath.since).num_seconds().clamp(0, LONGEST)
}

/// The seconds that the card's clock shows.
pub(super) const fn spent(relief: &Relief) -> i64 {
    relief.shown as i64 * BEAT
}

/// How often "Has the pain gone?" has been asked by now.
fn looks(relief: &Relief) -> u8 {
    u8::try_from((spent(relief) / LOOK).min(LOOKS)).unwrap_or(u8::MAX)
}

/// Whether "Has the pain gone?" waits for an answer.
pub(super) const fn is_asking(relief: &Relief, bath: Bath) -> bool {
    let looks = spent(relief) / LOOK;
    (bath.answered as i64) < if looks < LOOKS { looks } else { LOOKS }
}

// ---- What it came to

/// Whether the feet are in the water, or may be.
pub(in crate::dialogue) fn is_near(relief: &Relief) -> bool {
    let soak = relief.step.soak();
    soak.is_some_and(|soak| soak != Soak::Tonight)
}

/// What the soak has come to by now, if there was one.
pub(in crate::dialogue) fn so_far(relief: &Relief, now: DateTime<Utc>) -> Option<SoakResult> {
    if let Step::Soak(Soak::In(bath)) = relief.step {
        Some(result(bath, now, false))
    } else {
        relief.soaked
    }
}

/// The one line of the night about it: "Gone after about 1 minute in warm water."
pub(super) fn went(turn: &Turn<'_>, relief: &Relief) -> Option<String> {
    let soaked = relief.soaked.filter(|soaked| soaked.gone == Some(true))?;
    let minutes = Arg::Number(soak::minutes(soaked));
    Some(turn.tn("night-went", &[("minutes", minutes)]))
}

/// A "gone" after the five minutes says nothing about the water: then the last word in it counts.
pub(super) fn result(bath: Bath, now: DateTime<Utc>, gone: bool) -> SoakResult {
    let held = (now - bath.since).num_seconds();
    let in_time = gone && held <= LONGEST;
    SoakResult {
        gauge: bath.gauge,
        seconds: u32::try_from(in_water(bath, now)).unwrap_or_default(),
        gone: if in_time {
            Some(true)
        } else {
            (bath.answered > 0).then_some(false)
        },
    }
}
