//! A cramp told afterwards, in one line: "left calf 3am 7/10 lasted about five mins, walked it off".
//!
//! Invariants: total (any text, no panic), the same reading for the same text and time, and nothing is guessed: what was not said
//! stays `None`. It is an entry only if the text reports a cramp that happened; questions, plans, conditions, habits, other people's
//! news and a cramp of this minute are none.
//!
//! A text becomes words (`lexemes`) with all their possible meanings (`senses`); small parsers (`tokens`) read amounts and times
//! (`amounts`, `pain`, `hands`, `clock`, `calendar`); `scope` says which words report anything at all; `facts`, `relief` and `moment`
//! make the entry of them.
//!
//! Deliberately not here: red flags (they come first), the clock (the local time of writing is an argument), zones, and what is said
//! or kept.

mod amounts;
mod calendar;
mod clock;
mod facts;
mod hands;
mod lexemes;
mod moment;
mod pain;
mod relief;
mod row;
mod scope;
mod senses;
mod tokens;

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use crate::content::words::log::{LogWords, Sign};

pub use crate::content::words::log::{Muscle, Relief, Side};
pub use row::Row;

use amounts::Lasting;
use clock::Habits;
use facts::{Fact, Found};
use relief::Helped;
use scope::{Place, Text};
use senses::{Lexicon, Sense};

/// A cramp longer than this is worth a question.
const LONG: f64 = 10.0;

/// What a text tells of the night.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// A cramp that happened.
    Log(CrampLog),
    /// A night without one.
    NoCramp,
    /// Neither.
    Nothing,
}

/// A cramp, as far as it was told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CrampLog {
    pub start: Option<Start>,
    pub side: Option<Side>,
    pub muscle: Option<Muscle>,
    pub minutes: Option<Range>,
    /// It lasted longer than the minutes that were named.
    pub over: bool,
    /// Pain from 0 to 10.
    pub pain: Option<Range>,
    /// What helped.
    pub relief: BTreeSet<Relief>,
    /// Nothing was done about it, or nothing helped.
    pub no_relief: bool,
    /// What was done about it was done in vain.
    pub in_vain: bool,
}

/// When it began, in the local time of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    pub from: NaiveDateTime,
    pub until: NaiveDateTime,
    pub sure: Sure,
}

/// How exactly a time was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    Exact,
    /// "about 3", "between 2 and 3", "an hour ago".
    About,
    /// "last night": a span, and no time in it is likelier than another.
    Vague,
}

/// A number, or the two ends of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    pub least: f64,
    pub most: f64,
}

impl CrampLog {
    /// Whether it calls for the question that looks for red flags: over ten minutes, or nothing helped.
    #[must_use]
    pub fn needs_check(&self) -> bool {
        let is_long = self
            .minutes
            .is_some_and(|minutes| minutes.most > LONG || (self.over && minutes.most >= LONG));
        is_long || self.in_vain
    }
}

impl Start {
    /// The likeliest moment, if a time was named at all.
    #[must_use]
    pub fn moment(&self) -> Option<NaiveDateTime> {
        match self.sure {
            Sure::Exact | Sure::About => Some(self.from + (self.until - self.from) / 2),
            Sure::Vague => None,
        }
    }
}

impl Range {
    /// From either end.
    #[must_use]
    pub fn new(one: f64, other: f64) -> Self {
        Self {
            least: one.min(other),
            most: one.max(other),
        }
    }

    #[must_use]
    pub fn middle(self) -> f64 {
        f64::midpoint(self.least, self.most)
    }

    fn plus(self, more: f64) -> Self {
        Self::new(self.least + more, self.most + more)
    }

    fn times(self, factor: f64) -> Self {
        Self::new(self.least * factor, self.most * factor)
    }
}

/// Reads logs in one language.
#[derive(Debug)]
pub struct LogReader {
    lexicon: Lexicon,
    habits: Habits,
}

impl LogReader {
    #[must_use]
    pub fn new(words: &LogWords) -> Self {
        Self {
            lexicon: Lexicon::new(words),
            habits: Habits::new(words),
        }
    }

    /// What a text tells, written at the local time `now`.
    #[must_use]
    pub fn read(&self, text: &str, now: NaiveDateTime) -> Told {
        let text = Text::new(text, &self.lexicon);
        if text.reports(Sign::Now) {
            return Told::Nothing;
        }
        let found = facts::read(&text, self.habits);
        let log = entry(&text, &found, now);
        if reports_a_cramp(&text, &found, &log) {
            return Told::Log(log);
        }
        let free = text.reports(Sign::NoCramp) || text.reports(Sign::QuietNight);
        if free && !text.reports(Sign::NotYet) && !text.reports(Sign::Cramp) {
            return Told::NoCramp;
        }
        Told::Nothing
    }
}

fn entry(text: &Text, found: &[Found], now: NaiveDateTime) -> CrampLog {
    let lasting = facts::length(text, found);
    let Helped {
        by,
        nothing,
        in_vain,
    } = relief::read(text);
    CrampLog {
        start: facts::when(found).resolve(now),
        side: facts::side(text),
        muscle: facts::muscle(text),
        minutes: lasting.map(|lasting: Lasting| lasting.minutes),
        over: lasting.is_some_and(|lasting| lasting.over),
        pain: facts::pain_of(found),
        relief: by,
        no_relief: nothing,
        in_vain,
    }
}

/// Whether the words that are left, once questions and the like are out, tell of a cramp that happened.
fn reports_a_cramp(text: &Text, found: &[Found], log: &CrampLog) -> bool {
    let timed = found.iter().any(|(fact, _)| match fact {
        Fact::Clock(_) | Fact::Ago(_) => true,
        Fact::Over(_) | Fact::Day(_) | Fact::Part(_) | Fact::Lasting(_) | Fact::Pain(_) => false,
    }) && log.start.is_some();
    let dated = log.start.is_some();
    let eased = !log.relief.is_empty() || log.no_relief;
    let figures =
        usize::from(timed) + usize::from(log.minutes.is_some()) + usize::from(log.pain.is_some());
    let happened = text.reports(Sign::Happened);
    let placed = log.muscle.is_some() || log.side.is_some() || text.reports(Sign::Leg);
    let strange = text.reports(Sign::Elsewhere) && log.muscle.is_none() && !text.reports(Sign::Leg);
    if strange {
        return false;
    }
    if text.reports(Sign::NoCramp) {
        // "no cramp last night but one at 6 this morning".
        return figures > 0 && (placed || text.reports(Sign::Another));
    }
    if cramps(text) {
        return figures > 0 || dated || eased || happened;
    }
    if text.reports(Sign::Exercise) {
        return false;
    }
    if text.reports(Sign::Another) {
        return figures > 0 || (dated && (placed || happened)) || (placed && eased);
    }
    let sore = text.reports(Sign::Aftermath) && !timed;
    if placed && !sore {
        return figures > 0 && (log.muscle.is_some() || figures > 1 || eased || happened);
    }
    figures > 1 && (log.pain.is_some() || (eased && timed))
}

/// Whether a cramp is named that was one.
fn cramps(text: &Text) -> bool {
    let denied = |place: Place| {
        text.places(Sense::Sign(Sign::NoCramp))
            .any(|other| other.from <= place.from && place.to <= other.to)
    };
    text.signs(Sign::Cramp)
        .any(|place| !text.is_void(place) && !denied(place))
}
