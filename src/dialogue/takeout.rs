//! A person's own data as files: what they take away with them, and what they bring back.
//!
//! - [`json()`] is all of it, to be read by programs and by [`read()`]; `docs/diary.schema.json` describes it field by field.
//! - [`csv()`] is the diary as a table for a spreadsheet, [`dictionary()`] says what its columns mean.
//! - [`read()`] reads what [`json()`] wrote, and [`merge()`] says what of it is new.
//!
//! Invariants: the same data give the same bytes, whenever they are written. What is not known is `null` or an empty cell, never zero.
//! No chat id, no name and no number of ours is in a file: they mean nothing elsewhere. What is read is never trusted: no text makes
//! a panic here, and the memory that it takes is bounded.
//!
//! Deliberately not here: the conversation around it, sending and fetching files, and keeping what is new.

mod complaint;
mod csv;
mod fields;
mod json;
mod merge;
mod read;
mod rows;
mod words;

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use chrono_tz::Tz;

pub use complaint::{Complaint, Problem, Wrong};
pub use csv::{COLUMNS, csv, dictionary};
pub use json::json;
pub use merge::{Conflict, Merge, merge};
pub use read::{BYTES, Import, ROWS, Unnumbered, read};

use super::{
    entry::{Entry, Told},
    month::Routine,
};
use crate::care::answers::Answers;

/// What the file says that it is.
const FORMAT: &str = "charley-diary";
/// The version that is written, and the newest that is read. Raise it when an older program would misread the file.
const VERSION: u64 = 1;

/// What there is of a person, as it is kept now.
#[derive(Debug, Clone, Copy)]
pub struct Owned<'a> {
    pub zone: Option<Tz>,
    /// In any order.
    pub entries: &'a [Entry],
    pub routine: Option<&'a Routine>,
    pub answers: &'a Answers,
}

/// Nights, by the dates of their evenings, both ends included. An end that is `None` is open; the default is all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

impl Period {
    /// Whether a night is within.
    #[must_use]
    pub fn contains(&self, night: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= night) && self.until.is_none_or(|until| night <= until)
    }
}

/// What was chosen for the month of evenings, as far as it means something elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// The date of its first evening.
    pub first: NaiveDate,
    /// To the minute, as people choose it.
    pub time: NaiveTime,
    /// On Friday and Saturday, where it is another.
    pub weekend: Option<NaiveTime>,
}

impl From<&Routine> for Month {
    fn from(routine: &Routine) -> Self {
        Self {
            first: routine.first,
            time: routine.time,
            weekend: routine.weekend,
        }
    }
}

/// The entries of a period, in the one order of all files.
fn chosen<'a>(owned: &Owned<'a>, period: Period) -> Vec<&'a Entry> {
    let entries = owned.entries.iter();
    let mut chosen: Vec<&Entry> = entries
        .filter(|entry| period.contains(entry.night()))
        .collect();
    chosen.sort_by_key(|entry| (place(entry.from, entry.until, entry.told), entry.id));
    chosen
}

/// Where an entry stands among others, and what it is known by: when it began, at the earliest and the latest, and whether it was told
/// while it happened.
type Place = (DateTime<Utc>, DateTime<Utc>, bool);

const fn place(from: DateTime<Utc>, until: DateTime<Utc>, told: Told) -> Place {
    let afterwards = match told {
        Told::Live => false,
        Told::Later => true,
    };
    (from, until, afterwards)
}

/// An instant in UTC as RFC 3339, with as many digits after the second as it has.
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
