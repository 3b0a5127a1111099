//! The month of evenings, as it is stored with the chat: what the person chose, and what became of each evening.
//!
//! Invariants: one mark for each local date, and a date without one had no evening; what the person said is never overwritten by what
//! Charley did. When the next evening comes is derived from this (`evening::due`), never kept beside it.
//! Deliberately not here: what is done in an evening (`care::programme`), and what is said (`evening`, `routine`).

use std::fmt;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc, Weekday};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, Unexpected},
};

use super::chat::is_default;
use crate::care::schedule::Last;

/// Days of the month, from its first evening.
pub const DAYS: u16 = 30;
/// Days of diary before it, for whoever wants to compare.
pub const BASELINE: u16 = 14;

/// What a person chose, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routine {
    /// The date of the month's first evening.
    pub first: NaiveDate,
    /// When the times below were set or changed: evenings before it are none.
    pub since: DateTime<Utc>,
    pub time: NaiveTime,
    /// On Friday and Saturday, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekend: Option<NaiveTime>,
    /// Seconds by which this person's messages come later, so that the full hour is no cliff.
    #[serde(default, skip_serializing_if = "is_default")]
    pub delay: u16,
    /// What the person does before bed anyway, to hang the exercises on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub habit: Option<Habit>,
    /// The evening message makes a sound.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sound: bool,
    /// It comes once more where nothing was tapped.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repeat: bool,
    /// The exercises are shown sitting down.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sitting: bool,
    /// The morning of the weekly review.
    #[serde(default = "sunday", skip_serializing_if = "is_sunday")]
    pub review: Weekday,
    /// The evening dealt with last, whatever came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Dealt>,
    #[serde(default, skip_serializing_if = "Evenings::is_empty")]
    pub evenings: Evenings,
    pub course: Course,
    /// Messages up to this date no longer count as not answered: the evenings were begun again after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<NaiveDate>,
    /// When the person said that a clinician had allowed the exercises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared: Option<DateTime<Utc>>,
    /// When none of the warning signs was true, as asked before the first exercise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<DateTime<Utc>>,
    /// When the last bad cramp began: the exercises are gentler for a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sore: Option<DateTime<Utc>>,
    /// Mornings in a row on which nobody answered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub quiet_mornings: u8,
    /// The last date on which the month was looked back at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<NaiveDate>,
}

impl Routine {
    /// A month that begins now, with nothing chosen but the time. `delay`: seconds of this person's own.
    #[must_use]
    pub fn new(now: DateTime<Utc>, first: NaiveDate, time: NaiveTime, delay: u16) -> Self {
        Self {
            first,
            since: now,
            time,
            weekend: None,
            delay,
            habit: None,
            sound: false,
            repeat: false,
            sitting: false,
            review: sunday(),
            last: None,
            evenings: Evenings::default(),
            course: Course::Going,
            again: None,
            cleared: None,
            checked: None,
            sore: None,
            quiet_mornings: 0,
            reviewed: None,
        }
    }
}

/// An evening that was dealt with: the date it was meant for, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dealt {
    pub date: NaiveDate,
    pub at: DateTime<Utc>,
}

impl From<Dealt> for Last {
    fn from(dealt: Dealt) -> Self {
        Self {
            date: dealt.date,
            at: dealt.at,
        }
    }
}

/// Whether evenings come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Course {
    Going,
    /// Not before this date: a holiday, an illness.
    Paused(NaiveDate),
    /// The person stopped it.
    Stopped,
    /// Charley was away for long: the next evening asks whether to go on.
    Away,
    /// Nobody answered for so long that Charley said goodbye, or asked whether to go on.
    Asleep,
}

/// A thing done before bed anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Habit {
    Teeth,
    Kettle,
    Bed,
}

impl Habit {
    /// All of them, in the order of their buttons.
    pub const ALL: [Self; 3] = [Self::Teeth, Self::Kettle, Self::Bed];
}

/// What became of an evening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// There was none.
    Nothing,
    /// The message went out, and nothing was tapped.
    Asked,
    Done,
    /// The two-minute version.
    Short,
    /// "Not tonight."
    No,
    Paused,
    /// A red flag was open.
    Held,
    /// Left out, because several were not answered.
    Spaced,
    /// The bot was away, and by then it was too late.
    Late,
}

impl Mark {
    /// All of them with their letters, as they are stored.
    pub const ALL: [(Self, char); 9] = [
        (Self::Nothing, '.'),
        (Self::Asked, '?'),
        (Self::Done, 'd'),
        (Self::Short, 's'),
        (Self::No, 'n'),
        (Self::Paused, 'p'),
        (Self::Held, 'h'),
        (Self::Spaced, 'e'),
        (Self::Late, 'l'),
    ];

    /// Whether the exercises were done; the two-minute version counts.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::Short)
    }

    /// Whether the evening was none of the person's to do: a pause, a warning, an end, or the bot was away.
    #[must_use]
    pub const fn is_excused(self) -> bool {
        matches!(self, Self::Nothing | Self::Paused | Self::Held | Self::Late)
    }

    /// Whether the person said what this evening was.
    #[must_use]
    pub const fn is_said(self) -> bool {
        matches!(self, Self::Done | Self::Short | Self::No)
    }
}

/// A mark for each date from the first one on; stored as a letter each.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Evenings {
    from: NaiveDate,
    marks: Vec<Mark>,
}

/// More dates than this are not kept: the clock of the machine was wrong.
const LONGEST: u64 = 366 * 20;
/// How far back a mark may lie that is brought from elsewhere: half of it, so that what is marked since has its place too.
pub(super) const KEPT: Days = Days::new(LONGEST / 2);

impl Evenings {
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// What became of a date's evening.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Mark {
        let days = date.signed_duration_since(self.from).num_days();
        let mark = usize::try_from(days)
            .ok()
            .and_then(|index| self.marks.get(index));
        mark.copied().unwrap_or(Mark::Nothing)
    }

    /// Puts a mark on a date; what the person said stays unless they say something else.
    pub fn mark(&mut self, date: NaiveDate, mark: Mark) {
        if self.marks.is_empty() {
            self.from = date;
        }
        if date < self.from {
            let before = (self.from - date).num_days().unsigned_abs();
            if before > LONGEST {
                return;
            }
            let missing = (0..before).map(|_| Mark::Nothing);
            self.marks.splice(0..0, missing);
            self.from = date;
        }
        let index = (date - self.from).num_days().unsigned_abs();
        if index > LONGEST {
            return;
        }
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        if self.marks.len() <= index {
            self.marks.resize(index + 1, Mark::Nothing);
        }
        if mark.is_said() || !self.marks[index].is_said() {
            self.marks[index] = mark;
        }
    }

    /// Takes the marks of others out again, wherever they are still the same.
    pub fn take_out(&mut self, others: &Self) {
        for (date, mark) in others.from.iter_days().zip(&others.marks) {
            let index = usize::try_from((date - self.from).num_days()).ok();
            let own = index.and_then(|index| self.marks.get_mut(index));
            if let Some(own) = own.filter(|own| *own == mark) {
                *own = Mark::Nothing;
            }
        }
    }

    /// Forgets what was marked after a date: a clock that was ahead has done that.
    pub fn forget_after(&mut self, date: NaiveDate) {
        let days = (date - self.from).num_days() + 1;
        self.marks.truncate(usize::try_from(days).unwrap_or(0));
        if self.marks.is_empty() {
            *self = Self::default();
        }
    }

    /// The marks of so many dates from `first` on.
    pub fn range(&self, first: NaiveDate, days: u16) -> impl Iterator<Item = Mark> {
        first
            .iter_days()
            .take(usize::from(days))
            .map(|date| self.on(date))
    }

    /// On how many of so many evenings the exercises were done.
    #[must_use]
    pub fn done(&self, first: NaiveDate, days: u16) -> u16 {
        let done = self.range(first, days).filter(|mark| mark.is_done());
        u16::try_from(done.count()).unwrap_or(u16::MAX)
    }

    /// How many of so many evenings were the person's to do ([`Mark::is_excused`]).
    #[must_use]
    pub fn owed(&self, first: NaiveDate, days: u16) -> u16 {
        let excused = self.range(first, days).filter(|mark| mark.is_excused());
        days.saturating_sub(u16::try_from(excused.count()).unwrap_or(u16::MAX))
    }

    /// Each date from the first one that was marked, with its mark.
    pub fn dated(&self) -> impl Iterator<Item = (NaiveDate, Mark)> {
        self.from.iter_days().zip(self.marks.iter().copied())
    }

    /// How many messages in a row were not answered, the last ones, of those after a date.
    #[must_use]
    pub fn unanswered(&self, after: Option<NaiveDate>) -> usize {
        let dates = self.dated();
        let marks: Vec<Mark> = dates
            .filter(|(date, _)| after.is_none_or(|after| *date > after))
            .map(|(_, mark)| mark)
            .collect();
        let unsaid = marks.iter().rev().take_while(|mark| !mark.is_said());
        unsaid.filter(|mark| **mark == Mark::Asked).count()
    }

    /// The date of the last message.
    #[must_use]
    pub fn last_asked(&self) -> Option<NaiveDate> {
        let index = self.marks.iter().rposition(|mark| *mark == Mark::Asked)?;
        self.from.checked_add_days(Days::new(index as u64))
    }

    fn letters(&self) -> String {
        let letter = |mark: &Mark| {
            let known = Mark::ALL.iter().find(|(other, _)| other == mark);
            known.map_or('.', |(_, letter)| *letter)
        };
        self.marks.iter().map(letter).collect()
    }
}

impl fmt::Debug for Evenings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.from, self.letters())
    }
}

impl Serialize for Evenings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.from, self.letters()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Evenings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (from, letters) = <(NaiveDate, String)>::deserialize(deserializer)?;
        let mark = |letter: char| {
            let known = Mark::ALL.iter().find(|(_, other)| *other == letter);
            let unknown = || D::Error::invalid_value(Unexpected::Char(letter), &"mark");
            known.map(|(mark, _)| *mark).ok_or_else(unknown)
        };
        let marks: Result<Vec<Mark>, D::Error> = letters.chars().map(mark).collect();
        Ok(Self {
            from,
            marks: marks?,
        })
    }
}

const fn sunday() -> Weekday {
    Weekday::Sun
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_sunday(day: &Weekday) -> bool {
    *day == Weekday::Sun
}

/// The evening message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EveningCard {
    /// The local date that it is meant for.
    pub date: NaiveDate,
    /// When it comes once more: because the person asked for it, or nothing was tapped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<DateTime<Utc>>,
    pub step: EveningStep,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EveningStep {
    /// Done, the two-minute version, later, not tonight?
    Asked,
    /// When, then?
    Later,
    /// Is any warning sign true now? Asked before the first exercise.
    Check {
        #[serde(default, skip_serializing_if = "is_default")]
        short: bool,
    },
    /// The exercises, one by one.
    Guide(Guide),
}

/// The question about the night before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastNight {
    /// The evening on which that night began.
    pub evening: NaiveDate,
    /// Something is to be decided, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<Milestone>,
    /// The night is known now: what is left is the decision.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answered: bool,
}

/// Where the month stands when it is time to decide how to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Milestone {
    Half,
    End,
}

/// Where the guided exercises stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    /// The two-minute version.
    #[serde(default, skip_serializing_if = "is_default")]
    pub short: bool,
    /// The exercises that are left, by their slugs; the first one is shown. What is left is kept, not looked up again, so that an answer
    /// that grows old in the middle changes nothing.
    pub left: Vec<String>,
    /// How many there were at first.
    pub of: u8,
    pub clock: Clockwork,
    /// How many exercises were done to their end.
    #[serde(default, skip_serializing_if = "is_default")]
    pub did: u8,
    /// The feet were in warm water: what comes next begins with drying them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub wet: bool,
    /// "Why this step?" is shown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub why: bool,
}

/// The clock of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Clockwork {
    /// Not started.
    Ready,
    Running {
        since: DateTime<Utc>,
        /// When the card changes next.
        next: DateTime<Utc>,
    },
    /// After so many seconds.
    Paused(u16),
}

#[cfg(test)]
mod tests;
