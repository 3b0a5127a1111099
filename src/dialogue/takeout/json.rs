//! All of a person's own data as one JSON document, with one entry a line: "line 12" of it means something.
//!
//! Invariant: each field is always there, and what is not known is `null`; `docs/diary.schema.json` describes each. The test beside this
//! compares the two. Deliberately not here: reading it back (`read`).

use serde_json::Value;

use super::{
    FORMAT, Month, Owned, Period, VERSION, chosen, instant,
    words::{Kind, Word, field},
};
use crate::{
    care::answers::Answer,
    dialogue::{
        entry::{Cramp, Entry, Happening, SoakResult},
        month::Mark,
    },
};

/// The name of the schema's file, which lies beside this project's other papers.
const SCHEMA: &str = "diary.schema.json";

/// A person's data as a JSON document: entries and evenings of the period, and all answers, for they belong to no night.
#[must_use]
pub fn json(owned: &Owned<'_>, period: Period) -> String {
    let entries = chosen(owned, period).into_iter().map(entry).collect();
    let marks = owned.routine.map(|routine| routine.evenings.dated());
    let evenings = marks.into_iter().flatten();
    let evenings = evenings
        .filter(|(date, mark)| *mark != Mark::Nothing && period.contains(*date))
        .map(|(date, mark)| {
            let evening = Object::default().field(field::DATE, date.to_string());
            evening.field(field::EVENING, mark.word()).end()
        })
        .collect();
    let mut answers: Vec<&Answer> = owned.answers.iter().collect();
    answers.sort_by(|a, b| a.ask.cmp(&b.ask));
    let date = |end: Option<chrono::NaiveDate>| end.map(|date| date.to_string());
    let period = Object::default()
        .field("from", date(period.from))
        .field("until", date(period.until));
    let parts = [
        ("$schema", Value::from(SCHEMA).to_string()),
        ("format", Value::from(FORMAT).to_string()),
        ("version", Value::from(VERSION).to_string()),
        ("period", period.end()),
        (
            field::ZONE,
            Value::from(owned.zone.map(|zone| zone.name())).to_string(),
        ),
        (
            field::MONTH,
            owned
                .routine
                .map_or_else(|| Value::Null.to_string(), |routine| month(routine.into())),
        ),
        ("entries", lines(entries)),
        ("evenings", lines(evenings)),
        ("answers", lines(answers.into_iter().map(answer).collect())),
    ];
    let parts = parts.map(|(name, part)| format!("  \"{name}\": {part}"));
    format!("{{\n{}\n}}\n", parts.join(",\n"))
}

fn entry(entry: &Entry) -> String {
    let kind = match entry.what {
        Happening::Cramp(_) => Kind::Cramp,
        Happening::Free => Kind::Free,
    };
    let object = Object::default()
        .field(field::KIND, kind.word())
        .field(field::NIGHT, entry.night().to_string())
        .field(field::EARLIEST, instant(entry.from))
        .field(field::LATEST, instant(entry.until))
        .field(field::ZONE, entry.zone.map(|zone| zone.name()))
        .field(field::TOLD, entry.told.word());
    match &entry.what {
        Happening::Cramp(cramp) => cramp_fields(object, cramp).end(),
        Happening::Free => object.end(),
    }
}

fn cramp_fields(object: Object, cramp: &Cramp) -> Object {
    let helped: Vec<&str> = cramp.helped.iter().map(|helped| helped.word()).collect();
    object
        .field(field::SIDE, cramp.side.map(Word::word))
        .field(field::MUSCLE, cramp.muscle.map(Word::word))
        .field(field::DURATION, cramp.seconds)
        .field(field::PAIN, cramp.pain)
        .field(field::SLEEP, cramp.sleep)
        .field(field::HELPED, (!helped.is_empty()).then_some(helped))
        .field(field::WARNING, cramp.flag.as_deref())
        .part(field::SOAK, &cramp.soak.map_or_else(null, soak))
}

fn soak(soak: SoakResult) -> String {
    Object::default()
        .field(field::GAUGE, soak.gauge.word())
        .field(field::SECONDS, soak.seconds)
        .field(field::GONE, soak.gone)
        .end()
}

fn month(month: Month) -> String {
    let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    Object::default()
        .field(field::FIRST, month.first.to_string())
        .field(field::TIME, time(month.time))
        .field(field::WEEKEND, month.weekend.map(time))
        .end()
}

fn answer(answer: &Answer) -> String {
    Object::default()
        .field(field::QUESTION, answer.ask.as_str())
        .field(field::ANSWERS, answer.picks.clone())
        .field(field::AT, instant(answer.at))
        .end()
}

fn null() -> String {
    Value::Null.to_string()
}

/// A list with each element on a line of its own.
fn lines(elements: Vec<String>) -> String {
    if elements.is_empty() {
        return "[]".to_owned();
    }
    format!("[\n    {}\n  ]", elements.join(",\n    "))
}

/// An object on one line, its fields in the order in which they come. serde's own maps sort theirs.
#[derive(Default)]
struct Object(String);

impl Object {
    fn field(self, name: &str, value: impl Into<Value>) -> Self {
        self.part(name, &value.into().to_string())
    }

    /// The same with JSON for its value.
    fn part(mut self, name: &str, json: &str) -> Self {
        let comma = if self.0.is_empty() { "" } else { ", " };
        for piece in [comma, "\"", name, "\": ", json] {
            self.0.push_str(piece);
        }
        self
    }

    fn end(self) -> String {
        format!("{{{}}}", self.0)
    }
}
