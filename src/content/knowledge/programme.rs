//! The month's programme: the steps of an evening in their order, how much of each, and who leaves out what. Read from
//! `knowledge/programme.toml`; its words are texts of each language, found by the slugs.
//!
//! Invariants of a checked file: the evening ends with stretching, the short version fits into two minutes, nothing takes no time, and a
//! rule names only questions and answers that exist.
//! Deliberately not here: which of it a person does tonight (`care::programme`).

mod check;

use serde::Deserialize;

use super::{Files, Grade, Knowledge, Problems, Review, questions::When, read_toml};

pub(super) const PROGRAMME: &str = "knowledge/programme.toml";

/// The texts that belong to no step and no rule.
pub const TEXTS: [&str; 21] = [
    "programme-order",
    "programme-month",
    "programme-short",
    "programme-caution",
    "programme-not-for",
    "programme-stopped",
    "programme-ask-first",
    "programme-reps",
    "programme-reps-fixed",
    "programme-sets",
    "programme-legs",
    "programme-move",
    "programme-hold",
    "programme-hold-one",
    "programme-hold-other",
    "programme-rest",
    "programme-warm",
    "programme-heat-after",
    "programme-raises-rested",
    "programme-raises-tomorrow",
    "programme-raises-later",
];

/// What is done in an evening, and by whom.
#[derive(Debug, Default)]
pub struct Programme {
    /// In the order of doing; the last one is a stretch.
    pub steps: Vec<Step>,
    pub stretch: Stretch,
    pub pace: Pace,
    /// The ladder of calf raises; its last week goes on. Never empty in a checked file.
    pub weeks: Vec<Week>,
    pub bad_cramp: BadCramp,
    /// The grave ones first.
    pub rules: Vec<Rule>,
    pub review: Review,
}

/// One thing to do.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub slug: String,
    pub does: Does,
    /// Whether it may be done standing. Everything may be done sitting.
    pub standing: bool,
    /// A part of the two-minute version.
    #[serde(default)]
    pub short: bool,
    pub grade: Grade,
    /// Ids of [`Source`](super::Source)s.
    pub sources: Vec<String>,
    #[serde(skip)]
    pub keys: Keys,
}

/// The keys of a step's texts.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// What it is called in a list.
    pub name: String,
    /// What to do, standing; absent where it is never done standing.
    pub standing: Option<String>,
    /// What to do, sitting.
    pub sitting: String,
    /// Why, and how sure that is.
    pub why: String,
}

/// What a step consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// Easy movement, for so many seconds.
    Move(u16),
    /// Calf raises, by the ladder.
    Raises,
    /// Legs in warm water, for so many seconds.
    Warmth(u16),
    /// A stretch, by [`Stretch`].
    Stretch,
}

/// How a stretch is done: each leg so many times. While one leg is stretched the other rests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// Seconds.
    pub hold: u16,
    /// Seconds between two holds of the same leg.
    pub rest: u16,
    pub times: u8,
}

/// How slowly a raise goes, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    pub up: u16,
    pub down: u16,
}

/// The calf raises of one week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Week {
    pub sets: u8,
    /// The fewest and the most raises of a set.
    pub low: u8,
    pub high: u8,
    /// Seconds between two sets.
    pub rest: u16,
    /// 1: every evening; 2: every other one, from the first on.
    pub every: u8,
}

/// After which cramp the raises rest, and how long.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BadCramp {
    /// Pain from 0 to 10: this much or more is bad.
    pub pain: u8,
    /// So many seconds or more are bad.
    pub seconds: u32,
    /// How long the raises rest.
    pub hours: u16,
}

/// What a rule asks for. The order is the order of gravity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All of it, with a word of care.
    Gentle,
    /// All of it sitting.
    Sitting,
    NoRaises,
    /// A clinician first; their yes lifts the rule.
    AskFirst,
    /// No exercises.
    Stop,
}

/// A rule: holds when one of its lines holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub slug: String,
    pub outcomes: Vec<Outcome>,
    pub when: Vec<When>,
    pub grade: Grade,
    pub sources: Vec<String>,
    /// The key of what is said about it.
    #[serde(skip)]
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgrammeFile {
    reviewed_by: String,
    reviewed_on: String,
    step: Vec<Step>,
    stretch: Stretch,
    pace: Pace,
    #[serde(default)]
    week: Vec<Week>,
    bad_cramp: BadCramp,
    #[serde(default)]
    rule: Vec<Rule>,
}

impl Programme {
    /// The calf raises of a week, counted from 1; after the last week that one goes on.
    #[must_use]
    pub fn week(&self, week: u8) -> Option<&Week> {
        let place = usize::from(week.saturating_sub(1));
        self.weeks.get(place).or_else(|| self.weeks.last())
    }

    /// The keys of all its texts.
    pub fn text_keys(&self) -> impl Iterator<Item = &str> {
        let steps = self.steps.iter().flat_map(|step| {
            let keys = &step.keys;
            let always = [&keys.name, &keys.sitting, &keys.why];
            always.into_iter().chain(&keys.standing)
        });
        let rules = self.rules.iter().map(|rule| &rule.text);
        steps.chain(rules).map(String::as_str).chain(TEXTS)
    }
}

impl Stretch {
    /// Seconds between the holds in which both legs rest: what is left of a leg's rest once the other one was stretched.
    #[must_use]
    pub const fn pause(self) -> u16 {
        self.rest.saturating_sub(self.hold)
    }

    /// Seconds for both legs.
    #[must_use]
    pub fn seconds(self) -> u32 {
        let holds = 2 * u32::from(self.times) * u32::from(self.hold);
        holds + u32::from(self.times.saturating_sub(1)) * u32::from(self.pause())
    }
}

impl Keys {
    fn of(slug: &str, standing: bool) -> Self {
        let key = |part: &str| format!("programme-{slug}-{part}");
        Self {
            name: key("name"),
            standing: standing.then(|| key("standing")),
            sitting: key("sitting"),
            why: key("why"),
        }
    }
}

/// Reads the file and gives its parts the keys of their texts; the questions and the sources have been read before.
pub(super) fn read(files: &Files, knowledge: &mut Knowledge, problems: &mut Problems) {
    let Some(mut file) = read_toml::<ProgrammeFile>(PROGRAMME, files, problems) else {
        return;
    };
    for step in &mut file.step {
        step.keys = Keys::of(&step.slug, step.standing);
    }
    for rule in &mut file.rule {
        rule.text = format!("programme-rule-{}", rule.slug);
    }
    knowledge.programme = Programme {
        steps: file.step,
        stretch: file.stretch,
        pace: file.pace,
        weeks: file.week,
        bad_cramp: file.bad_cramp,
        rules: file.rule,
        review: Review::new(&file.reviewed_by, &file.reviewed_on),
    };
    check::check(files, knowledge, problems);
}
