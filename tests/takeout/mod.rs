//! A person's own data as files: what is written is what is there, it comes back byte for byte, and no text breaks the reader.

mod damage;
mod people;
mod table;

use std::collections::BTreeSet;

use charley::dialogue::{
    Entry, EntryId, Evenings, Mark,
    takeout::{Period, json, merge},
};
use chrono::{Duration, NaiveDate};
use proptest::prelude::*;
use serde_json::Value;

use crate::core::model::LORE;
use people::{Person, at, now, people, somebody, sound};

/// A file as people see it. Its lines are counted in what is said about it, so that they are a part of the format.
const FILE: &str = r#"{
  "$schema": "diary.schema.json",
  "format": "charley-diary",
  "version": 1,
  "period": {"from": null, "until": null},
  "zone": "Europe/Berlin",
  "month": {"first": "2026-10-20", "time": "21:30", "weekend_time": null},
  "entries": [
    {"kind": "cramp", "night": "2026-10-21", "start_earliest": "2026-10-22T01:10:00Z", "start_latest": "2026-10-22T01:10:00Z", "zone": "Europe/Berlin", "told": "live", "side": "left", "muscle": "calf", "duration_seconds": 130, "pain": 7, "sleep_disturbance": 4, "helped": ["stretching","pickle_juice"], "warning_sign": "redflag_prolonged", "soak": {"water_tested_with": "thermometer", "seconds_in_water": 90, "pain_gone": true}},
    {"kind": "free", "night": "2026-10-24", "start_earliest": "2026-10-24T22:00:00Z", "start_latest": "2026-10-25T07:00:00Z", "zone": "Europe/Berlin", "told": "later"}
  ],
  "evenings": [
    {"date": "2026-10-20", "evening": "done"},
    {"date": "2026-10-22", "evening": "not_tonight"}
  ],
  "answers": [
    {"question": "where", "answers": ["calf"], "answered_at": "2026-10-19T10:00:00Z"}
  ]
}
"#;

#[test]
fn a_file_looks_like_this() {
    assert_eq!(somebody().json(), FILE);
}

#[test]
fn of_nobody_there_is_a_file_too() {
    let text = Person::default().json();
    assert!(text.contains("\n  \"entries\": [],\n"));
    assert!(Person::default().merge(&sound(&text)).is_empty());
}

#[test]
fn a_period_holds_its_nights_and_all_answers() {
    let night = |day| NaiveDate::from_ymd_opt(2026, 10, day);
    let somebody = somebody();
    let file = |from, until| json(&somebody.owned(), Period { from, until });
    for (from, until, cramp, free, evenings) in [
        (None, night(20), false, false, 1),
        (night(21), night(21), true, false, 0),
        (night(22), None, false, true, 1),
        (None, None, true, true, 2),
    ] {
        let text = file(from, until);
        assert_eq!(text.contains("\"kind\": \"cramp\""), cramp);
        assert_eq!(text.contains("\"kind\": \"free\""), free);
        assert_eq!(text.matches("\"evening\": ").count(), evenings);
        assert_eq!(text.matches("\"question\": ").count(), 1);
        sound(&text);
    }
}

/// The names of an object's fields, and those that the schema requires and describes at a place.
fn agrees(object: &Value, schema: &Value, place: &str) {
    let part = schema.pointer(place).expect("a part of the schema");
    let names = |value: &Value| -> BTreeSet<String> {
        let object = value.as_object().expect("an object");
        object.keys().cloned().collect()
    };
    let required = part["required"].as_array().expect("a list").iter();
    let required: BTreeSet<String> = required
        .map(|name| name.as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names(object), names(&part["properties"]), "{place}");
    assert_eq!(names(object), required, "{place}");
    assert_eq!(part["additionalProperties"], false, "{place}");
    for (name, field) in part["properties"].as_object().expect("fields") {
        let named = field["$ref"].as_str().map(|name| &name[1..]);
        let whole = named.and_then(|name| schema.pointer(name));
        for what in ["title", "description"] {
            let said = field.get(what).or_else(|| whole?.get(what));
            assert!(said.is_some(), "{place}: {name} has no {what}");
        }
    }
}

#[test]
fn the_schema_describes_each_field_and_no_other() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/diary.schema.json"))
        .expect("the schema is JSON");
    let file: Value = serde_json::from_str(&somebody().json()).expect("JSON");
    agrees(&file, &schema, "");
    agrees(&file["period"], &schema, "/$defs/period");
    agrees(&file["month"], &schema, "/$defs/month");
    agrees(&file["entries"][0], &schema, "/$defs/cramp");
    agrees(&file["entries"][0]["soak"], &schema, "/$defs/soak");
    agrees(&file["entries"][1], &schema, "/$defs/free");
    agrees(&file["evenings"][0], &schema, "/$defs/evening");
    agrees(&file["answers"][0], &schema, "/$defs/answer");
}

#[test]
fn what_was_changed_since_stays_as_it_is_now() {
    let file = sound(FILE);
    let mut here = somebody();
    here.entries[1].cramp_mut().expect("a cramp").pain = Some(3);
    here.zone = Some(chrono_tz::Asia::Tokyo);
    let merge = here.merge(&file);
    assert!(merge.is_empty(), "{merge:?}");
    assert_eq!((merge.known, merge.conflicts.len()), (1, 1));
    assert_eq!(merge.conflicts[0].here, EntryId(4));
    assert_eq!(merge.conflicts[0].there, file.entries[0]);
}

#[test]
fn of_two_entries_of_one_instant_the_one_that_was_deleted_comes_back_and_the_other_is_known() {
    let mut there = somebody();
    let mut second = there.entries[1].clone();
    second.id = EntryId(5);
    second.cramp_mut().expect("a cramp").pain = None;
    there.entries.push(second.clone());
    let mut here = there.clone();
    here.entries.retain(|entry| entry.id != EntryId(4));
    let merge = here.merge(&sound(&there.json()));
    assert_eq!((merge.known, merge.conflicts.len()), (2, 0));
    assert_eq!(merge.entries.len(), 1);
    assert!(merge.entries[0].is(&there.entries[1]));
}

#[test]
fn marks_are_taken_where_there_is_none_and_only_with_a_month() {
    let date = |day| NaiveDate::from_ymd_opt(2026, 10, day).expect("a date");
    let file = sound(FILE);
    let mut here = somebody();
    let routine = here.routine.as_mut().expect("a month");
    routine.evenings = Evenings::default();
    routine.evenings.mark(date(20), Mark::Asked);
    assert_eq!(here.merge(&file).evenings, [(date(22), Mark::No)]);
    here.routine = None;
    assert_eq!(here.merge(&file).evenings.len(), 2);
    let without = sound(&FILE.replace(
        r#"{"first": "2026-10-20", "time": "21:30", "weekend_time": null}"#,
        "null",
    ));
    assert!(here.merge(&without).evenings.is_empty());
}

#[test]
fn an_answer_that_is_there_stays_whichever_is_newer() {
    let file = sound(FILE);
    let mut here = somebody();
    for day in [18, 19, 20] {
        let at = at("2026-10-01T10:00:00Z") + Duration::days(day - 1);
        here.answers.put("where", vec!["foot".to_owned()], at);
        assert!(here.merge(&file).answers.is_empty(), "{day}");
    }
    here.answers.remove("where");
    assert_eq!(here.merge(&file).answers.len(), 1);
}

#[test]
fn what_clears_a_soak_tonight_does_not_come_out_of_a_file() {
    let knowledge = LORE.content.knowledge();
    let mut there = Person::default();
    let given = now() - Duration::hours(1);
    for (slug, pick) in [("cleared", "yes"), ("where", "calf"), ("tonight", "unsure")] {
        there.answers.put(slug, vec![pick.to_owned()], given);
    }
    let file = sound(&there.json());
    let after = |when| {
        let merge = merge(&Person::default().owned(), &file, knowledge, when);
        let taken: Vec<String> = merge.answers.into_iter().map(|answer| answer.ask).collect();
        (taken, merge.to_ask)
    };
    let (taken, to_ask) = after(now());
    assert_eq!((taken, to_ask), (vec!["where".to_owned()], 2));
    // So it is with what decides by day: somebody else's answer would do.
    let mut risky = Person::default();
    risky
        .answers
        .put("conditions", vec!["none".to_owned()], given);
    let risky = sound(&risky.json());
    let merge = merge(&Person::default().owned(), &risky, knowledge, now());
    assert_eq!((merge.answers.len(), merge.to_ask), (0, 1));
    // What holds no more does no harm, and is the person's own.
    let (taken, to_ask) = after(now() + Duration::days(31));
    assert_eq!((taken.len(), to_ask), (3, 0));
}

proptest! {
    #[test]
    fn a_diary_comes_back_byte_for_byte(person in people()) {
        // Under sixteen there is no diary to come back to.
        let mut person = person;
        person.answers.remove("age");
        let text = person.json();
        let mut back = Person::default();
        // Answers that decide what is safe come back once they have aged: see the test above.
        let later = now() + Duration::days(31);
        back.take(merge(&back.owned(), &sound(&text), LORE.content.knowledge(), later));
        prop_assert_eq!(back.json(), text);
    }

    #[test]
    fn numbers_and_the_order_of_rows_leave_no_trace(person in people(), by in 1..1000_u32) {
        let mut other = person.clone();
        other.entries.reverse();
        for entry in &mut other.entries {
            entry.id = EntryId(entry.id.0 * by + by);
        }
        prop_assert_eq!(other.json(), person.json());
    }

    #[test]
    fn a_second_time_adds_nothing_and_what_is_there_stays(here in people(), there in people()) {
        let file = sound(&there.json());
        let mut after = here.clone();
        let first = here.merge(&file);
        prop_assert_eq!(
            first.known + first.conflicts.len() + first.entries.len(),
            file.entries.len()
        );
        after.take(first.clone());
        let second = after.merge(&file);
        prop_assert!(second.is_empty(), "{:?}", second);
        prop_assert_eq!(&second.conflicts, &first.conflicts);
        prop_assert_eq!(second.known, first.known + first.entries.len());
        let kept: Vec<&Entry> = after.entries.iter().take(here.entries.len()).collect();
        prop_assert_eq!(kept, here.entries.iter().collect::<Vec<_>>());
        prop_assert!(here.zone.is_none() || after.zone == here.zone);
        if let (Some(before), Some(after)) = (&here.routine, &after.routine) {
            prop_assert_eq!((before.first, before.time), (after.first, after.time));
            let marked = before.evenings.dated().filter(|(_, mark)| *mark != Mark::Nothing);
            for (date, mark) in marked {
                prop_assert_eq!(after.evenings.on(date), mark);
            }
        }
        for answer in here.answers.iter() {
            let kept = after.answers.get(&answer.ask).expect("still there");
            prop_assert!(kept == answer || kept.at > answer.at);
        }
    }
}
