//! What is wrong with a file that was brought back, as values and as the words for them.
//!
//! Invariant: nothing of the file is repeated but the names of its fields, cut short.

use crate::content::{Arg, Content};

/// Why nothing of a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Longer than so many bytes.
    TooLarge { most: usize },
    /// No JSON from there on; line and column counted from 1.
    NotJson { line: usize, column: usize },
    /// JSON, but no diary of ours.
    NotOurs,
    /// A newer Charley wrote it.
    Newer { version: u64, known: u64 },
    /// Ours, but a part of it is missing, of another kind or not known; where that is seen, counted from 1.
    Misshapen { line: usize, column: usize },
    /// One of its lists has so many rows, and `most` are read.
    TooMany { count: usize, most: usize },
}

/// One thing that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Counted from 1.
    pub line: usize,
    pub what: Wrong,
}

/// What is wrong with a row. `field` is a name in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// No object.
    Row,
    /// A field that no row of this kind has.
    Extra(String),
    /// The same field again.
    Twice(String),
    Missing {
        field: &'static str,
    },
    /// No whole number from 0 to `most`.
    Number {
        field: &'static str,
        most: u32,
    },
    /// None of the words that may stand there.
    Word {
        field: &'static str,
    },
    /// "Nothing" beside something.
    Alone {
        field: &'static str,
    },
    /// No moment as in RFC 3339.
    Moment {
        field: &'static str,
    },
    /// No date such as 2026-11-22.
    Date {
        field: &'static str,
    },
    /// No time such as 21:30.
    Time {
        field: &'static str,
    },
    Zone {
        field: &'static str,
    },
    Future {
        field: &'static str,
    },
    /// Longer ago than anything can be.
    Past {
        field: &'static str,
    },
    /// The end is before the beginning.
    Order {
        field: &'static str,
        before: &'static str,
    },
    /// A question that is not known here.
    Question,
    /// An answer that its question does not have, or that does not go with another one.
    Answer,
    /// The same date or question as in a row before.
    Again {
        field: &'static str,
    },
}

impl Problem {
    /// In words.
    #[must_use]
    pub fn text(&self, content: &Content, language: &str) -> String {
        let say = |key, args: &[(&str, Arg<'_>)]| content.say(language, key, args);
        match *self {
            Self::TooLarge { most } => say(
                "takeout-too-large",
                &[("megabytes", count(most / 1_000_000))],
            ),
            Self::NotJson { line, column } => say(
                "takeout-not-whole",
                &[("line", count(line)), ("column", count(column))],
            ),
            Self::NotOurs => say("takeout-not-ours", &[]),
            Self::Newer { .. } => say("takeout-newer", &[]),
            Self::Misshapen { line, .. } => say("takeout-misshapen", &[("line", count(line))]),
            Self::TooMany { count: rows, most } => say(
                "takeout-too-many",
                &[("count", count(rows)), ("most", count(most))],
            ),
        }
    }
}

impl Complaint {
    /// In words, with the line.
    #[must_use]
    pub fn text(&self, content: &Content, language: &str) -> String {
        let what = self.what.text(content, language);
        let args = [("line", count(self.line)), ("what", Arg::Text(&what))];
        content.say(language, "takeout-in-line", &args)
    }
}

impl Wrong {
    fn text(&self, content: &Content, language: &str) -> String {
        let say = |key, args: &[(&str, Arg<'_>)]| content.say(language, key, args);
        let about = |key, field: &str| say(key, &[("field", Arg::Text(field))]);
        match self {
            Self::Row => say("takeout-wrong-row", &[]),
            Self::Extra(field) => about("takeout-wrong-extra", &shortened(field)),
            Self::Twice(field) => about("takeout-wrong-twice", &shortened(field)),
            Self::Missing { field } => about("takeout-wrong-missing", field),
            Self::Number { field, most } => {
                let args = [("field", Arg::Text(field)), ("most", Arg::from(*most))];
                say("takeout-wrong-number", &args)
            }
            Self::Word { field } => about("takeout-wrong-word", field),
            Self::Alone { field } => about("takeout-wrong-alone", field),
            Self::Moment { field } => about("takeout-wrong-moment", field),
            Self::Date { field } => about("takeout-wrong-date", field),
            Self::Time { field } => about("takeout-wrong-time", field),
            Self::Zone { field } => about("takeout-wrong-zone", field),
            Self::Future { field } => about("takeout-wrong-future", field),
            Self::Past { field } => about("takeout-wrong-past", field),
            Self::Order { field, before } => {
                let args = [("field", Arg::Text(field)), ("before", Arg::Text(before))];
                say("takeout-wrong-order", &args)
            }
            Self::Question => say("takeout-wrong-question", &[]),
            Self::Answer => say("takeout-wrong-answer", &[]),
            Self::Again { field } => about("takeout-wrong-again", field),
        }
    }
}

fn count(number: usize) -> Arg<'static> {
    Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A name from a file of somebody, as far as it may be repeated: letters, digits and underscores.
fn shortened(name: &str) -> String {
    const LONGEST: usize = 30;
    let known = name
        .chars()
        .filter(|letter| letter.is_alphanumeric() || *letter == '_');
    let short: String = known.take(LONGEST).collect();
    if short.is_empty() {
        "?".to_owned()
    } else {
        short
    }
}
