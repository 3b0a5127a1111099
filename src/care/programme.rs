//! What is done tonight, by this person, in which order (clinical.md sections 9, 10 and 14). The steps, their amounts and the rules are
//! data: `config/knowledge/programme.toml`.
//!
//! Invariants: what is done ends with a stretch; warmth is there only where [`soak::verdict`] offers it at that moment; what is not known
//! about a person stops nobody, and what is known stops until it ages or, where the rule asks for a clinician, until one has said yes.
//! Deliberately not here: red flags, which pause everything (`dialogue::flags`), and how the evening is shown and counted down.

use chrono::{DateTime, Duration, Utc};

use super::{
    rules::View,
    soak::{self, Verdict},
};
use crate::content::knowledge::{
    Grade,
    programme::{Does, Outcome, Pace, Rule, Step, Stretch, Week},
};

/// How much of the evening is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    Full,
    /// Two minutes.
    Short,
}

/// Where the person stands in the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tonight {
    /// From 1; after the last one of the ladder that one goes on.
    pub week: u8,
    /// The evening of the programme, from 1.
    pub evening: u16,
    /// The calf is sore, or a bad cramp was less than a day ago ([`rests`]).
    pub sore: bool,
    /// The person wants all of it sitting.
    pub sitting: bool,
    /// When the person said that a clinician had allowed the exercises.
    pub cleared: Option<DateTime<Utc>>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercise<'a> {
    /// "warm-up", "raises", "heat", "calf-stretch", "thigh-stretch" or "both-stretch".
    pub slug: &'a str,
    /// In the version that is done on a chair.
    pub sitting: bool,
    /// In the order of doing.
    pub beats: Vec<Beat>,
    /// For calf raises: what the beats stand for.
    pub reps: Option<Reps>,
    /// For warmth: the water, in degrees Celsius, measured. Whoever has it may leave it out.
    pub water: Option<Water>,
    pub grade: Grade,
    /// Ids of sources.
    pub sources: &'a [String],
    /// The keys of its texts: its name, what to do (standing or sitting), and why.
    pub name: &'a str,
    pub text: &'a str,
    pub why: &'a str,
}

/// A stretch of time in an exercise, counted for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beat {
    pub kind: BeatKind,
    pub leg: Leg,
    pub seconds: u16,
    /// Which hold of this leg, or which set, from 1. A rest has the number of what it follows.
    pub round: u8,
    pub of: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BeatKind {
    Move,
    Hold,
    /// Between two sets; and all of the time in warm water.
    Rest,
}

/// Which leg a beat is for. Whoever does it chooses which one comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    Both,
    One,
    Other,
}

/// How many calf raises, and how slowly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reps {
    pub sets: u8,
    /// The fewest and the most of a set; the same where there is no choice.
    pub low: u8,
    pub high: u8,
    /// Seconds.
    pub up: u16,
    pub down: u16,
}

/// From one temperature to the other, in degrees Celsius.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Water {
    pub from: u8,
    pub to: u8,
}

/// What speaks against it for this person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cautions<'a> {
    /// There are no exercises as long as this is so.
    pub stop: bool,
    /// A clinician should be asked first.
    pub ask_first: bool,
    /// Keys of texts, the grave ones first. The general caution goes with them and is not among them.
    pub keys: Vec<&'a str>,
}

impl Exercise<'_> {
    /// How long it takes, in seconds.
    #[must_use]
    pub fn seconds(&self) -> u32 {
        self.beats.iter().map(|beat| u32::from(beat.seconds)).sum()
    }
}

/// What this person does tonight, in this order; nothing where a rule stops it all.
#[must_use]
pub fn exercises<'a>(view: &View<'a>, tonight: &Tonight, version: Version) -> Vec<Exercise<'a>> {
    let rules: Vec<&Rule> = in_force(view, tonight.cleared).collect();
    let is = |outcome| rules.iter().any(|rule| rule.outcomes.contains(&outcome));
    if is(Outcome::Stop) {
        return Vec::new();
    }
    let raises = !is(Outcome::NoRaises) && !tonight.sore;
    let sitting = tonight.sitting || is(Outcome::Sitting);
    let steps = view.knowledge.programme.steps.iter();
    steps
        .filter(|step| version == Version::Full || step.short)
        .filter_map(|step| match step.does {
            Does::Move(seconds) => {
                let beat = beat(BeatKind::Move, seconds);
                Some(exercise(step, sitting, vec![beat]))
            }
            Does::Raises if raises => {
                let week = due(view, tonight)?;
                Some(calf_raises(
                    step,
                    sitting,
                    view.knowledge.programme.pace,
                    week,
                ))
            }
            Does::Raises => None,
            Does::Warmth(seconds) => warmth(view, step, seconds),
            Does::Stretch => {
                let beats = holds(view.knowledge.programme.stretch);
                Some(exercise(step, sitting, beats))
            }
        })
        .collect()
}

/// What speaks against it for this person, as far as is known and no clinician has said yes.
#[must_use]
pub fn cautions<'a>(view: &View<'a>, cleared: Option<DateTime<Utc>>) -> Cautions<'a> {
    let rules: Vec<&Rule> = in_force(view, cleared).collect();
    let is = |outcome| rules.iter().any(|rule| rule.outcomes.contains(&outcome));
    Cautions {
        stop: is(Outcome::Stop),
        ask_first: is(Outcome::AskFirst),
        keys: rules.iter().map(|rule| rule.text.as_str()).collect(),
    }
}

/// Whether the calf raises rest because of this cramp. What was not told about it is not taken for bad.
#[must_use]
pub fn rests(
    view: &View<'_>,
    ended: DateTime<Utc>,
    pain: Option<u8>,
    seconds: Option<u32>,
) -> bool {
    let bad = view.knowledge.programme.bad_cramp;
    let is_bad = pain.is_some_and(|pain| pain >= bad.pain)
        || seconds.is_some_and(|seconds| seconds >= bad.seconds);
    is_bad && view.now - ended < Duration::hours(i64::from(bad.hours))
}

/// The rules that hold and that no clinician has lifted.
fn in_force<'a>(view: &View<'a>, cleared: Option<DateTime<Utc>>) -> impl Iterator<Item = &'a Rule> {
    let view = *view;
    let rules = view.knowledge.programme.rules.iter();
    rules.filter(move |rule| view.any(&rule.when) && !is_lifted(&view, rule, cleared))
}

/// A clinician's yes lifts a rule that asks for one, unless an answer behind it came later: they did not know of it.
fn is_lifted(view: &View<'_>, rule: &Rule, cleared: Option<DateTime<Utc>>) -> bool {
    let Some(at) = cleared else {
        return false;
    };
    let behind = rule.when.iter().filter(|when| view.holds(when));
    let mut answers = behind
        .flat_map(|when| when.0.keys())
        .filter_map(|slug| view.fresh(slug));
    rule.outcomes.contains(&Outcome::AskFirst) && answers.all(|answer| answer.at <= at)
}

fn exercise<'a>(step: &'a Step, sitting: bool, beats: Vec<Beat>) -> Exercise<'a> {
    let keys = &step.keys;
    let standing = keys.standing.as_deref().filter(|_| !sitting);
    Exercise {
        slug: &step.slug,
        sitting: standing.is_none(),
        beats,
        reps: None,
        water: None,
        grade: step.grade,
        sources: &step.sources,
        name: &keys.name,
        text: standing.unwrap_or(&keys.sitting),
        why: &keys.why,
    }
}

/// The week of the ladder, if its raises are due on this evening.
fn due<'a>(view: &View<'a>, tonight: &Tonight) -> Option<&'a Week> {
    let week = view.knowledge.programme.week(tonight.week)?;
    let since = tonight.evening.saturating_sub(1);
    since.is_multiple_of(u16::from(week.every)).then_some(week)
}

fn calf_raises<'a>(step: &'a Step, sitting: bool, pace: Pace, week: &Week) -> Exercise<'a> {
    // Counted for the most of a set: whoever does fewer waits a little, and nobody is hurried.
    let seconds = u16::from(week.high).saturating_mul(pace.up.saturating_add(pace.down));
    let mut beats = Vec::new();
    for round in 1..=week.sets {
        let of = week.sets;
        if round > 1 {
            let rest = beat(BeatKind::Rest, week.rest);
            beats.push(Beat {
                round: round - 1,
                of,
                ..rest
            });
        }
        beats.push(Beat {
            round,
            of,
            ..beat(BeatKind::Move, seconds)
        });
    }
    let reps = Reps {
        sets: week.sets,
        low: week.low,
        high: week.high,
        up: pace.up,
        down: pace.down,
    };
    Exercise {
        reps: Some(reps),
        ..exercise(step, sitting, beats)
    }
}

fn warmth<'a>(view: &View<'a>, step: &'a Step, seconds: u16) -> Option<Exercise<'a>> {
    let Verdict::Offered { ceiling } = soak::verdict(view) else {
        return None;
    };
    let water = Water {
        from: view.knowledge.soak.water.from,
        to: ceiling,
    };
    Some(Exercise {
        water: Some(water),
        ..exercise(step, true, vec![beat(BeatKind::Rest, seconds)])
    })
}

/// The legs in turns, so that each rests while the other is stretched.
fn holds(stretch: Stretch) -> Vec<Beat> {
    let mut beats = Vec::new();
    for round in 1..=stretch.times {
        let of = stretch.times;
        if round > 1 && stretch.pause() > 0 {
            let rest = beat(BeatKind::Rest, stretch.pause());
            beats.push(Beat {
                round: round - 1,
                of,
                ..rest
            });
        }
        for leg in [Leg::One, Leg::Other] {
            let hold = beat(BeatKind::Hold, stretch.hold);
            beats.push(Beat {
                leg,
                round,
                of,
                ..hold
            });
        }
    }
    beats
}

const fn beat(kind: BeatKind, seconds: u16) -> Beat {
    Beat {
        kind,
        leg: Leg::Both,
        seconds,
        round: 1,
        of: 1,
    }
}
