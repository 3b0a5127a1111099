//! The diary as a table for a spreadsheet, and what its columns mean.
//!
//! RFC 4180: commas, CRLF, quotes where needed. No byte-order mark: each cell is ASCII, which every program reads alike in whatever
//! encoding it supposes, and a mark would become a part of the first column's name in programs that do not expect one. Lengths are
//! whole numbers, for a spreadsheet may take 2.2 for the second of February. An empty cell is something that is not known.
//! Deliberately not here: evenings and answers, which no row of this table could hold.

use std::borrow::Cow;

use ::csv::{Error, Terminator, WriterBuilder};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    Owned, Period, chosen, instant,
    words::{Kind, Word, field},
};
use crate::{
    content::{Arg, Content},
    dialogue::{
        entry::{Cramp, Entry, Happening},
        lines,
    },
};

/// The columns from left to right: names for programs. What they mean is said by [`dictionary`].
pub const COLUMNS: [&str; 19] = [
    field::NIGHT,
    field::KIND,
    "start_earliest_local",
    "start_latest_local",
    "start_earliest_utc",
    "start_latest_utc",
    field::ZONE,
    field::TOLD,
    field::SIDE,
    field::MUSCLE,
    "duration_minutes",
    field::DURATION,
    field::PAIN,
    field::SLEEP,
    field::HELPED,
    field::WARNING,
    "soak_water_tested_with",
    "soak_seconds_in_water",
    "soak_pain_gone",
];

type Row = [String; COLUMNS.len()];

/// The diary of a period as a table: a row for each cramp, and for each night that was told to be without one.
#[must_use]
pub fn csv(owned: &Owned<'_>, period: Period) -> String {
    let rows = chosen(owned, period).into_iter().map(row);
    let bytes = table(rows).unwrap_or_default(); // Memory takes every byte, and all rows are of one length.
    String::from_utf8(bytes).unwrap_or_default() // It was written from strings.
}

fn table(rows: impl Iterator<Item = Row>) -> Result<Vec<u8>, Error> {
    let mut table = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for row in rows {
        table.write_record(row.iter().map(|text| harmless(text).into_owned()))?;
    }
    table
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// A cell that no spreadsheet takes for a formula: an apostrophe goes before what could begin one (OWASP, "CSV injection").
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn row(entry: &Entry) -> Row {
    let kind = match entry.what {
        Happening::Cramp(_) => Kind::Cramp,
        Happening::Free => Kind::Free,
    };
    // Of a night without a cramp nothing more is to be said.
    let nothing = Cramp::default();
    let cramp = entry.cramp().unwrap_or(&nothing);
    let helped: Vec<&str> = cramp.helped.iter().map(|helped| helped.word()).collect();
    let soak = cramp.soak;
    [
        entry.night().to_string(),
        kind.word().to_owned(),
        local(entry.from, entry.zone),
        local(entry.until, entry.zone),
        instant(entry.from),
        instant(entry.until),
        shown(entry.zone.map(|zone| zone.name())),
        entry.told.word().to_owned(),
        shown(cramp.side.map(Word::word)),
        shown(cramp.muscle.map(Word::word)),
        // As the diary shows it.
        shown(cramp.seconds.map(lines::minutes)),
        shown(cramp.seconds),
        shown(cramp.pain),
        shown(cramp.sleep),
        helped.join(";"),
        shown(cramp.flag.as_deref()),
        shown(soak.map(|soak| soak.gauge.word())),
        shown(soak.map(|soak| soak.seconds)),
        shown(
            soak.and_then(|soak| soak.gone)
                .map(|gone| if gone { "yes" } else { "no" }),
        ),
    ]
}

/// What is not known is an empty cell.
fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The wall clock, as spreadsheets read it.
fn local(at: DateTime<Utc>, zone: Option<Tz>) -> String {
    let local = zone.map(|zone| at.with_timezone(&zone));
    shown(local.map(|local| format!("{} {}", local.date_naive(), local.format("%H:%M:%S"))))
}

/// What the columns mean, in plain text: to be sent beside the table.
#[must_use]
pub fn dictionary(content: &Content, language: &str) -> String {
    let mut lines = vec![
        content.say(language, "takeout-columns-title", &[]),
        String::new(),
    ];
    for column in COLUMNS {
        let key = format!("takeout-column-{}", column.replace('_', "-"));
        let meaning = content.say(language, &key, &[]);
        let args = [
            ("column", Arg::Text(column)),
            ("meaning", Arg::Text(&meaning)),
        ];
        lines.push(content.say(language, "takeout-columns-line", &args));
    }
    lines.push(String::new());
    lines.push(content.say(language, "takeout-columns-note", &[]));
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Cells of any text, not only of the words that there are today.
        #[test]
        fn no_cell_begins_a_formula_and_each_is_read_back(text in prop_oneof![
            any::<String>(),
            "[=+@\\-\t\r\n ]{1,3}[ -~]{0,20}",
        ]) {
            let row: Row = std::array::from_fn(|_| text.clone());
            let bytes = table(std::iter::once(row)).expect("memory takes it");
            let mut table = ::csv::Reader::from_reader(&bytes[..]);
            let row = table.records().next().expect("a row").expect("as long as the first");
            for cell in &row {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
                prop_assert_eq!(cell.strip_prefix('\'').filter(|_| !text.starts_with('\'')).unwrap_or(cell), &text);
            }
        }
    }

    #[test]
    fn a_formula_becomes_a_text_and_all_else_stays() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+49", "'+49"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("calf", "calf"),
            ("Etc/GMT+5", "Etc/GMT+5"),
            ("", ""),
        ] {
            assert_eq!(harmless(text), cell);
        }
    }
}
