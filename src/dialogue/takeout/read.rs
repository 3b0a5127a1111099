//! Reading back what [`json`](super::json()) wrote: one's own data, perhaps edited by hand since, perhaps broken, perhaps not ours at all.
//!
//! Invariants: total, for any text; the whole file is refused where its frame is wrong, else each row is right or told with its line.
//! The memory is bounded by [`BYTES`] and [`ROWS`]. Deliberately not here: what of it is new (`merge`).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{error::Category, value::RawValue};

use super::{
    FORMAT, Month, VERSION,
    complaint::{Complaint, Problem, Wrong},
    fields::{Fault, List},
    rows,
    words::field,
};
use crate::{
    care::answers::Answer,
    content::knowledge::Knowledge,
    dialogue::{
        entry::{Entry, EntryId, Happening, Told},
        month::Mark,
    },
};

/// The longest file that is read: ten years with a full entry a night are 1.7 MB. The writer reads it, and everybody waits meanwhile.
pub const BYTES: usize = 3_000_000;
/// The most rows of a list that are read: some five times what a chat keeps by default.
pub const ROWS: usize = 8_000;

/// An entry without a number: whoever keeps it allots one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnumbered {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub zone: Option<Tz>,
    pub told: Told,
    pub what: Happening,
}

impl Unnumbered {
    /// The entry with its number.
    #[must_use]
    pub fn numbered(self, id: EntryId) -> Entry {
        let Self {
            from,
            until,
            zone,
            told,
            what,
        } = self;
        Entry {
            id,
            from,
            until,
            zone,
            told,
            what,
        }
    }

    /// Whether an entry says the same.
    #[must_use]
    pub fn is(&self, entry: &Entry) -> bool {
        let same_time = (self.from, self.until, self.zone) == (entry.from, entry.until, entry.zone);
        same_time && self.told == entry.told && self.what == entry.what
    }
}

/// What a file holds, as far as it is right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    pub zone: Option<Tz>,
    pub month: Option<Month>,
    /// In the order of the file.
    pub entries: Vec<Unnumbered>,
    /// Each date at most once, and none without an evening.
    pub evenings: Vec<(NaiveDate, Mark)>,
    /// Each question at most once.
    pub answers: Vec<Answer>,
    /// What was left out, in the order of reading: the frame, entries, evenings, answers.
    pub complaints: Vec<Complaint>,
}

/// What tells our file from others. The rest may have any shape in another version.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    format: Option<&'a RawValue>,
    #[serde(borrow)]
    version: Option<&'a RawValue>,
}

/// The frame of a file of this version.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame<'a> {
    #[serde(rename = "$schema")]
    _schema: Option<IgnoredAny>,
    #[serde(rename = "format")]
    _format: IgnoredAny,
    #[serde(rename = "version")]
    _version: IgnoredAny,
    /// Says what was asked for, not what is there.
    #[serde(rename = "period")]
    _period: Option<IgnoredAny>,
    #[serde(borrow)]
    zone: Option<&'a RawValue>,
    #[serde(borrow)]
    month: Option<&'a RawValue>,
    #[serde(borrow)]
    entries: List<'a, ROWS>,
    #[serde(borrow)]
    evenings: List<'a, ROWS>,
    #[serde(borrow)]
    answers: List<'a, ROWS>,
}

/// Reads a file that was brought back. `now`: nothing in it may be later.
///
/// # Errors
/// [`Problem`], where nothing of it can be read. What is wrong with single rows is in [`Import::complaints`].
pub fn read(text: &str, knowledge: &Knowledge, now: DateTime<Utc>) -> Result<Import, Problem> {
    if text.len() > BYTES {
        return Err(Problem::TooLarge { most: BYTES });
    }
    // Some editors put a mark before the first letter.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let frame = frame(text)?;
    for list in [&frame.entries, &frame.evenings, &frame.answers] {
        if list.count > ROWS {
            let (count, most) = (list.count, ROWS);
            return Err(Problem::TooMany { count, most });
        }
    }
    let mut reading = Reading {
        lines: Lines::new(text),
        import: Import::default(),
    };
    reading.import.zone = reading.whole(frame.zone, |raw| {
        rows::zone(raw).map_err(|what| Fault {
            at: raw.get(),
            what,
        })
    });
    reading.import.month = reading.whole(frame.month, |raw| rows::month(raw, now));
    reading.import.entries = reading.each(&frame.entries, |raw| rows::entry(raw, now));
    let mut dates = BTreeSet::new();
    reading.import.evenings = reading.each(&frame.evenings, |raw| {
        let evening = rows::evening(raw, now)?;
        once(&mut dates, evening.0, raw, field::DATE)?;
        Ok(evening)
    });
    let mut asked = BTreeSet::new();
    reading.import.answers = reading.each(&frame.answers, |raw| {
        let answer = rows::answer(raw, knowledge, now)?;
        once(&mut asked, answer.ask.clone(), raw, field::QUESTION)?;
        Ok(answer)
    });
    Ok(reading.import)
}

/// The frame of a file of ours that this version can read.
fn frame(text: &str) -> Result<Frame<'_>, Problem> {
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| Problem::NotJson {
        line: error.line(),
        column: error.column(),
    })?;
    // serde would also take a list for a struct.
    if !text.trim_start().starts_with('{') {
        return Err(Problem::NotOurs);
    }
    let head: Head<'_> = serde_json::from_str(text).map_err(|_| Problem::NotOurs)?;
    let format = head
        .format
        .map(|raw| serde_json::from_str::<String>(raw.get()));
    let version = head
        .version
        .map(|raw| serde_json::from_str::<u64>(raw.get()));
    match (format, version) {
        (Some(Ok(format)), Some(Ok(version))) if format == FORMAT && version > 0 => {
            if version > VERSION {
                let known = VERSION;
                return Err(Problem::Newer { version, known });
            }
        }
        _ => return Err(Problem::NotOurs),
    }
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            Category::Data => Problem::Misshapen { line, column },
            Category::Io | Category::Syntax | Category::Eof => Problem::NotJson { line, column },
        }
    })
}

fn once<'a, K: Ord>(
    known: &mut BTreeSet<K>,
    key: K,
    row: &'a RawValue,
    field: &'static str,
) -> Result<(), Fault<'a>> {
    let fault = Fault {
        at: row.get(),
        what: Wrong::Again { field },
    };
    known.insert(key).then_some(()).ok_or(fault)
}

/// A file being read: what is right goes to its place, what is wrong among the complaints.
struct Reading<'a> {
    lines: Lines<'a>,
    import: Import,
}

impl<'a> Reading<'a> {
    fn each<T>(
        &mut self,
        list: &List<'a, ROWS>,
        mut read: impl FnMut(&'a RawValue) -> Result<T, Fault<'a>>,
    ) -> Vec<T> {
        let rows = list.first.iter();
        rows.filter_map(|raw| self.kept(read(raw))).collect()
    }

    fn whole<T>(
        &mut self,
        raw: Option<&'a RawValue>,
        read: impl FnOnce(&'a RawValue) -> Result<T, Fault<'a>>,
    ) -> Option<T> {
        raw.and_then(|raw| self.kept(read(raw)))
    }

    fn kept<T>(&mut self, read: Result<T, Fault<'a>>) -> Option<T> {
        let fault = match read {
            Ok(value) => return Some(value),
            Err(fault) => fault,
        };
        self.import.complaints.push(Complaint {
            line: self.lines.of(fault.at),
            what: fault.what,
        });
        None
    }
}

/// The numbers of lines, found in passing: what is asked for comes nearly in order.
struct Lines<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    const fn new(text: &'a str) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
        }
    }

    /// The line, counted from 1, in which a piece of the text begins.
    fn of(&mut self, piece: &'a str) -> usize {
        // The piece is a part of the text, so the distance of their addresses is its place.
        let offset = (piece.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        if offset < self.offset {
            (self.offset, self.line) = (0, 1);
        }
        let passed = self.text.as_bytes().get(self.offset..offset);
        let passed = passed.unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.offset = offset;
        self.line
    }
}
