//! The table for spreadsheets: it says what the document says, in cells that every program reads alike.

use std::collections::BTreeMap;

use charley::{
    content::ENGLISH,
    dialogue::takeout::{COLUMNS, Period, csv, dictionary},
};
use proptest::prelude::*;
use serde_json::Value;

use super::people::{Person, people, somebody};
use crate::core::model::LORE;

type Row = BTreeMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    let mut table = ::csv::Reader::from_reader(text.as_bytes());
    let names = table.headers().expect("names").clone();
    let rows = table
        .records()
        .map(|row| row.expect("as long as the first"));
    rows.map(|row| {
        let cells = names.iter().zip(row.iter());
        cells
            .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
            .collect()
    })
    .collect()
}

fn table(person: &Person) -> String {
    csv(&person.owned(), Period::default())
}

/// A value of the document as its cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(words) => words.iter().map(cell).collect::<Vec<_>>().join(";"),
        Value::Object(_) => panic!("an object has cells of its own"),
    }
}

#[test]
fn a_table_looks_like_this() {
    let text = table(&somebody());
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(lines[0], COLUMNS.join(","));
    assert_eq!(
        lines[1..],
        [
            "2026-10-21,cramp,2026-10-22 03:10:00,2026-10-22 03:10:00,2026-10-22T01:10:00Z,2026-10-22T01:10:00Z,Europe/Berlin,live,left,\
             calf,2,130,7,4,stretching;pickle_juice,redflag_prolonged,thermometer,90,yes",
            "2026-10-24,free,2026-10-25 00:00:00,2026-10-25 08:00:00,2026-10-24T22:00:00Z,2026-10-25T07:00:00Z,Europe/Berlin,later,,,,,,,\
             ,,,,",
            "",
        ]
    );
}

#[test]
fn the_table_of_nobody_has_its_columns() {
    assert_eq!(
        table(&Person::default()),
        format!("{}\r\n", COLUMNS.join(","))
    );
}

#[test]
fn what_each_column_means_is_said_with_all_its_words() {
    let text = dictionary(&LORE.content, ENGLISH);
    let meanings: BTreeMap<&str, &str> = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .collect();
    let schema: Value = serde_json::from_str(include_str!("../../docs/diary.schema.json"))
        .expect("the schema is JSON");
    let listed = |place: &str| -> Vec<String> {
        let list = schema.pointer(place).and_then(Value::as_array);
        let words = list.expect("a list").iter().filter_map(Value::as_str);
        words.map(str::to_owned).collect()
    };
    for column in COLUMNS {
        assert!(meanings.contains_key(column), "{column}");
    }
    for (column, place) in [
        ("told", "/$defs/told/enum"),
        ("side", "/$defs/cramp/properties/side/enum"),
        ("muscle", "/$defs/cramp/properties/muscle/enum"),
        ("helped", "/$defs/cramp/properties/helped/items/enum"),
        (
            "soak_water_tested_with",
            "/$defs/soak/properties/water_tested_with/enum",
        ),
    ] {
        for word in listed(place) {
            let said = meanings[column].to_lowercase();
            assert!(said.contains(&word), "{column} does not say {word}");
        }
    }
}

proptest! {
    #[test]
    fn the_table_says_what_the_document_says(person in people()) {
        let text = table(&person);
        prop_assert!(text.is_ascii(), "every program reads it alike");
        let document: Value = serde_json::from_str(&person.json()).expect("JSON");
        let entries = document["entries"].as_array().expect("a list");
        let rows = rows(&text);
        prop_assert_eq!(rows.len(), entries.len());
        for (row, entry) in rows.iter().zip(entries) {
            for column in COLUMNS {
                let value = match column.strip_prefix("soak_") {
                    Some(field) => &entry["soak"][field],
                    None => &entry[column.strip_suffix("_utc").unwrap_or(column)],
                };
                if column.ends_with("_local") {
                    prop_assert_eq!(row[column].is_empty(), entry["zone"].is_null());
                } else if column == "duration_minutes" {
                    let seconds = entry["duration_seconds"].as_u64();
                    let minutes = seconds.map(|seconds| ((seconds + 30) / 60).to_string());
                    prop_assert_eq!(&row[column], &minutes.unwrap_or_default());
                } else {
                    prop_assert_eq!(&row[column], &cell(value), "{}", column);
                }
            }
        }
    }
}
