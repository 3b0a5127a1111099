//! A cramp told afterwards, in one line: "left calf 3am 7/10 lasted about five mins, walked it off".
//!
//! Invariants: total (any text, no panic), the same reading for the same text and time, and nothing is guessed: what was not said
//! stays `None`. It is an entry only if the text reports a cramp that happened; questions, plans, conditions, habits, other people's
//! news and a cramp of this minute are none.
//!
//! A text becomes words (`lexemes`) with all their possible meanings (`senses`); small parsers (`tokens`) read amounts and times
//! (`amounts`, `pain`, `hands`, `clock`, `calendar`); `scope` says which words report anything at all; `facts`, `limb`, `relief` and
//! `moment` make the entry of them.
//!
//! Deliberately not here: red flags (they come first), the clock (the local time of writing is an argument), zones, and what is said
//! or kept.

mod amounts;
mod calendar;
mod clock;
mod facts;
mod hands;
mod lexemes;
mod limb;
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
    /// A night without one, and when that was, if it was said.
    NoCramp(Option<Start>),
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
    /// Its question marks only doubt what is told: "left? no, right".
    pub doubted: bool,
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
    /// Whether no more is told of it than where it was.
    #[must_use]
    pub fn says_little(&self) -> bool {
        let helped = self.no_relief || !self.relief.is_empty();
        !(self.start.is_some() || self.minutes.is_some() || self.pain.is_some() || helped)
    }

    /// Whether so much is told that it is told for its own sake, whatever else is asked: when and where it was, and how it went.
    #[must_use]
    pub fn says_much(&self) -> bool {
        let is_timed = self.start.and_then(|start| start.moment()).is_some();
        let is_placed = self.side.is_some() || self.muscle.is_some();
        let helped = self.no_relief || !self.relief.is_empty();
        is_timed && is_placed && (self.minutes.is_some() || self.pain.is_some() || helped)
    }

    /// Whether it is told as over, with a time, a length or what helped, and is no cry for help in this one.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.start.is_some() || self.minutes.is_some() || !self.relief.is_empty()
    }

    /// Whether it was, or may have been, over ten minutes.
    #[must_use]
    pub fn maybe_long(&self) -> bool {
        self.minutes
            .is_some_and(|minutes| minutes.most > LONG || (self.over && minutes.most >= LONG))
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
    pub fn read(&self, written: &str, now: NaiveDateTime) -> Told {
        let text = Text::new(written, &self.lexicon);
        if text.reports(Sign::Now) {
            return Told::Nothing;
        }
        let found = facts::read(&text, self.habits);
        let log = entry(&text, &found, now);
        if reports_a_cramp(&text, &found, &log) {
            return Told::Log(log);
        }
        if let Some(log) = self.in_the_present(written, now) {
            return Told::Log(log);
        }
        let free = text.reports(Sign::NoCramp) || text.reports(Sign::QuietNight);
        if free && !text.reports(Sign::NotYet) && !text.reports(Sign::Cramp) {
            return Told::NoCramp(log.start);
        }
        Told::Nothing
    }

    /// "at 2.35 i get cramp for 3 minutes, pain 6": who tells so much of it tells of one.
    fn in_the_present(&self, written: &str, now: NaiveDateTime) -> Option<CrampLog> {
        let text = Text::of_one_night(written, &self.lexicon);
        let is_said_of = |sign: Sign| text.signs(sign).next().is_some();
        let is_no_one = [Sign::Now, Sign::General, Sign::Conditional].into_iter();
        if !text.reports(Sign::Present) || is_no_one.into_iter().any(is_said_of) {
            return None;
        }
        let found = facts::read(&text, self.habits);
        let log = entry(&text, &found, now);
        let is_one = Said::new(&text, &found, &log).figures() == 3;
        (is_one && reports_a_cramp(&text, &found, &log)).then_some(log)
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
        side: limb::side(text),
        muscle: limb::muscle(text),
        minutes: lasting.map(|lasting: Lasting| lasting.minutes),
        over: lasting.is_some_and(|lasting| lasting.over),
        pain: facts::pain_of(found),
        relief: by,
        no_relief: nothing,
        in_vain,
        doubted: text.doubts(),
    }
}

/// Whether the words that are left, once questions and the like are out, tell of a cramp that happened.
fn reports_a_cramp(text: &Text, found: &[Found], log: &CrampLog) -> bool {
    let said = Said::new(text, found, log);
    let elsewhere =
        text.reports(Sign::Elsewhere) && log.muscle.is_none() && !text.reports(Sign::Leg);
    if elsewhere {
        return false;
    }
    if text.reports(Sign::NoCramp) {
        // "no cramp last night but one at 6 this morning".
        return said.figures() > 0 && (said.place > 0 || said.another);
    }
    if cramps(text) {
        return said.of_a_cramp();
    }
    let is_other = text.reports(Sign::Exercise) || text.reports(Sign::Complaint);
    !is_other && said.without_the_word(log)
}

/// What was said, for the question whether it is a report.
struct Said {
    /// A time of the clock, or how long ago.
    time: bool,
    /// A night or a day.
    date: bool,
    /// At least a part of the day, which may be that of any day: "at night".
    part: bool,
    minutes: bool,
    /// The words for its length cannot mean anything else.
    lasted: bool,
    pain: bool,
    /// How many words say where: the side, the muscle.
    place: usize,
    relief: bool,
    deed: bool,
    happened: bool,
    /// "another one", "woke", "horrible": words that a cramp is told with, and other things.
    another: bool,
    woke: bool,
    felt: bool,
    sore: bool,
    /// A night, or that nobody looked at the clock.
    night: bool,
}

impl Said {
    fn new(text: &Text, found: &[Found], log: &CrampLog) -> Self {
        let clocks = |(fact, _): &Found| match fact {
            Fact::Clock(_) | Fact::Ago(_) => true,
            Fact::Over(_) | Fact::Day(_) | Fact::Part(_) | Fact::Lasting(_) | Fact::Pain(_) => {
                false
            }
        };
        let place = usize::from(log.side.is_some())
            + usize::from(log.muscle.is_some() || text.reports(Sign::Leg));
        Self {
            time: log.start.is_some() && found.iter().any(clocks),
            date: log.start.is_some()
                && !found.iter().all(|(fact, _)| matches!(fact, Fact::Part(_))),
            part: log.start.is_some(),
            minutes: log.minutes.is_some(),
            lasted: log.minutes.is_some() && text.reports(Sign::Lasted),
            pain: log.pain.is_some(),
            place,
            relief: !log.relief.is_empty() || log.no_relief,
            deed: text.reports(Sign::Done),
            happened: text.reports(Sign::Happened),
            another: text.reports(Sign::Another),
            woke: text.reports(Sign::Woke),
            felt: text.reports(Sign::Felt),
            sore: text.reports(Sign::Aftermath),
            night: [
                Sign::SomeTime,
                Sign::LastNight,
                Sign::Tonight,
                Sign::SmallHours,
            ]
            .into_iter()
            .any(|sign| text.reports(sign)),
        }
    }

    fn figures(&self) -> usize {
        usize::from(self.time) + usize::from(self.minutes) + usize::from(self.pain)
    }

    /// Whether this is a report although no word in it can only mean a cramp.
    fn without_the_word(&self, log: &CrampLog) -> bool {
        let named = log.muscle.is_some();
        if self.another {
            return self.figures() > 0
                || (self.part && (self.place > 0 || self.happened))
                || (self.place > 0 && (self.deed || self.felt));
        }
        if self.place == 0 {
            // "woke at 3, 7/10, walked it off".
            return (self.woke && self.time && (self.pain || self.deed))
                || (self.figures() > 1 && (self.pain || (self.relief && self.time)));
        }
        if self.sore && !self.time && self.figures() < 2 {
            return false;
        }
        if self.figures() > 0 {
            return named || self.figures() > 1 || self.relief || self.happened || self.woke;
        }
        named && self.night && (self.felt || self.woke || (self.place > 1 && !self.deed))
    }

    /// Whether this, with the word for a cramp, is a report: a time or a past verb is enough. "ten minutes in the bath for calf
    /// cramps" has neither.
    fn of_a_cramp(&self) -> bool {
        if self.time || self.happened || self.lasted {
            return true;
        }
        let date = self.date || self.night;
        let hints = usize::from(date || self.part)
            + usize::from(self.minutes)
            + usize::from(self.pain)
            + usize::from(self.deed)
            + self.place;
        let advice = self.relief && !self.deed && !date;
        let own = self.part || self.night || self.felt || self.minutes || self.pain || self.deed;
        let enough = match (date, advice || self.part) {
            (true, _) => 1,
            (false, false) => 2,
            (false, true) => 3,
        };
        own && hints >= enough
    }
}

/// "never had this cramp": a "not" shortly before, and nothing that happened between the two.
fn is_not(text: &Text, place: Place) -> bool {
    /// How many words before.
    const NEAR: usize = 4;
    let start = text
        .clause_start(place.from)
        .max(place.from.saturating_sub(NEAR));
    let nearest = |sign| {
        (start..place.from)
            .rev()
            .find(|index| text.is(*index, sign))
    };
    let not = nearest(Sign::Not);
    not.is_some() && not >= nearest(Sign::Happened)
}

/// Whether a cramp is named that was one.
fn cramps(text: &Text) -> bool {
    let denied = |place: Place| {
        text.places(Sense::Sign(Sign::NoCramp))
            .any(|other| other.from <= place.from && place.to <= other.to)
    };
    text.signs(Sign::Cramp)
        .any(|place| !text.is_void(place) && !denied(place) && !is_not(text, place))
}
