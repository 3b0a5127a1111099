//! Files that are broken, edited, newer, too large or not ours: each is told apart, with its line, and the rest is read.

use charley::dialogue::{
    Happening,
    takeout::{BYTES, Problem, ROWS, read},
};
use proptest::prelude::*;

use super::{
    FILE,
    people::{now, people, sound},
};
use crate::core::model::LORE;

fn problem(text: &str) -> Problem {
    read(text, LORE.content.knowledge(), now()).expect_err("a file to be refused")
}

#[test]
fn a_file_that_cannot_be_read_is_refused_with_the_reason() {
    let newer = FILE.replace("\"version\": 1", "\"version\": 2");
    let known = 1;
    for (text, expected) in [
        ("", Problem::NotJson { line: 1, column: 0 }),
        (
            &FILE[..200],
            Problem::NotJson {
                line: 7,
                column: 49,
            },
        ),
        ("[]", Problem::NotOurs),
        ("7", Problem::NotOurs),
        ("{}", Problem::NotOurs),
        ("[\"charley-diary\", 1]", Problem::NotOurs),
        ("{\"format\": \"charley-diary\"}", Problem::NotOurs),
        ("{\"format\": [], \"version\": 1}", Problem::NotOurs),
        (
            "{\"format\": \"charley-diary\", \"version\": 0}",
            Problem::NotOurs,
        ),
        (
            "{\"format\": \"charley-diary\", \"version\": 1.5}",
            Problem::NotOurs,
        ),
        (
            "{\"format\": \"charley-diary\", \"version\": 1}",
            Problem::Misshapen {
                line: 1,
                column: 41,
            },
        ),
        (
            "{\"format\": \"charley-diary\", \"version\": 7, \"all\": 1}",
            Problem::Newer { version: 7, known },
        ),
        (&newer, Problem::Newer { version: 2, known }),
        (
            &FILE.replace("  \"evenings\"", "  \"mornings\""),
            Problem::Misshapen {
                line: 12,
                column: 12,
            },
        ),
    ] {
        assert_eq!(problem(text), expected, "{text}");
    }
}

#[test]
fn bounds_are_kept_to_the_last_byte_and_row() {
    let full = format!("{FILE}{}", " ".repeat(BYTES - FILE.len()));
    sound(&full);
    assert_eq!(
        problem(&format!("{full} ")),
        Problem::TooLarge { most: BYTES }
    );
    let frame = |rows: usize| {
        let rows = vec!["0"; rows].join(",\n");
        FILE.replace("\"evenings\": [", &format!("\"evenings\": [{rows},"))
    };
    let read = read(&frame(ROWS - 2), LORE.content.knowledge(), now()).expect("so many");
    assert_eq!((read.complaints.len(), read.evenings.len()), (ROWS - 2, 2));
    let (count, most) = (ROWS + 1, ROWS);
    assert_eq!(problem(&frame(ROWS - 1)), Problem::TooMany { count, most });
}

#[test]
fn every_problem_has_its_words() {
    for (problem, words) in [
        (
            Problem::TooLarge { most: BYTES },
            "This file is too big. I read up to 3 MB.",
        ),
        (
            Problem::TooMany {
                count: 8_001,
                most: ROWS,
            },
            "This file has 8001 lines of one kind. I read up to 8000.",
        ),
        (
            Problem::NotJson { line: 7, column: 1 },
            "This file is cut short, or no diary file that I wrote. It goes wrong in line 7, at letter 1. Nothing was read.",
        ),
    ] {
        assert_eq!(problem.text(&LORE.content, "en"), words);
    }
}

#[test]
fn deep_nesting_ends_nothing_but_the_row() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    for (part, with) in [
        ("\"pain\": 7", format!("\"pain\": {deep}")),
        (
            "{\"date\": \"2026-10-20\", \"evening\": \"done\"}",
            deep.clone(),
        ),
        ("[\"calf\"]", deep.clone()),
    ] {
        assert!(FILE.contains(part));
        let text = FILE.replace(part, &with);
        match read(&text, LORE.content.knowledge(), now()) {
            Ok(import) => assert_eq!(import.complaints.len(), 1),
            Err(problem) => assert!(matches!(problem, Problem::NotJson { .. }), "{problem:?}"),
        }
    }
}

/// What is changed in the file, and what is said about it.
const FAULTS: [(&str, &str, &str); 40] = [
    (
        "\"pain\": 7",
        "\"pain\": 11",
        "Line 9: pain must be a number from 0 to 10.",
    ),
    (
        "\"pain\": 7",
        "\"pain\": -1",
        "Line 9: pain must be a number from 0 to 10.",
    ),
    (
        "\"pain\": 7",
        "\"pain\": \"7\"",
        "Line 9: pain must be a number from 0 to 10.",
    ),
    (
        "\"pain\": 7",
        "\"pain\": 1e99",
        "Line 9: pain must be a number from 0 to 10.",
    ),
    (
        "\"pain\": 7",
        "\"pain\": 7, \"pain\": 8",
        "Line 9: pain is there twice.",
    ),
    (
        "\"pain\": 7",
        "\"pane\": 7",
        "Line 9: I don't know pane here.",
    ),
    (
        "\"pain\": 7",
        "\"<b>\\n!\": 7",
        "Line 9: I don't know b here.",
    ),
    ("\"pain\": 7", "\"\": 7", "Line 9: I don't know ? here."),
    (
        "\"pain\": 7",
        "\n\"pain\": 77",
        "Line 10: pain must be a number from 0 to 10.",
    ),
    (
        "disturbance\": 4",
        "disturbance\": 40",
        "Line 9: sleep_disturbance must be a number from 0 to 10.",
    ),
    (
        "seconds\": 130",
        "seconds\": 43201",
        "Line 9: duration_seconds must be a number from 0 to 43200.",
    ),
    (
        "seconds_in_water\": 90",
        "seconds_in_water\": null",
        "Line 9: seconds_in_water is missing.",
    ),
    (
        "pain_gone\": true",
        "pain_gone\": \"yes\"",
        "Line 9: I don't know what pain_gone says.",
    ),
    (
        "{\"water",
        "{\"deep\": 1, \"water",
        "Line 9: I don't know deep here.",
    ),
    (
        "\"left\"",
        "\"links\"",
        "Line 9: I don't know what side says.",
    ),
    (
        "\"calf\", \"duration",
        "\"Calf\", \"duration",
        "Line 9: I don't know what muscle says.",
    ),
    ("\"live\"", "null", "Line 9: told is missing."),
    (
        "[\"stretching\",",
        "[\"nothing\",",
        "Line 9: helped says “nothing” and something else too.",
    ),
    (
        "[\"stretching\",",
        "[7,",
        "Line 9: I don't know what helped says.",
    ),
    (
        "redflag_prolonged",
        "redflag_",
        "Line 9: I don't know what warning_sign says.",
    ),
    (
        "redflag_prolonged",
        "=redflag_x",
        "Line 9: I don't know what warning_sign says.",
    ),
    (
        "redflag_prolonged",
        "redflag_../X",
        "Line 9: I don't know what warning_sign says.",
    ),
    (
        "\"kind\": \"free\"",
        "\"kind\": \"frei\"",
        "Line 10: I don't know what kind says.",
    ),
    (
        "\"kind\": \"free\"",
        "\"kind\": \"free\", \"pain\": 3",
        "Line 10: I don't know pain here.",
    ),
    (
        "\"2026-10-25T07:00:00Z\"",
        "\"yesterday\"",
        "Line 10: start_latest must be a time such as 2026-11-22T02:10:00Z.",
    ),
    (
        "\"2026-10-25T07:00:00Z\"",
        "\"2026-11-22T12:00:01Z\"",
        "Line 10: start_latest is still to come.",
    ),
    (
        "\"2026-10-25T07:00:00Z\"",
        "\"1999-12-31T23:59:59Z\"",
        "Line 10: start_latest is too long ago.",
    ),
    (
        "\"2026-10-25T07:00:00Z\"",
        "\"2026-10-24T21:59:59Z\"",
        "Line 10: start_latest is before start_earliest.",
    ),
    (
        "\"zone\": \"Europe/Berlin\", \"told\": \"later\"",
        "\"zone\": \"Europe/Bärlin\", \"told\": \"later\"",
        "Line 10: I don't know this time zone.",
    ),
    (
        "\"night\": \"2026-10-24\"",
        "\"night\": \"24 October\"",
        "Line 10: night must be a date such as 2026-11-22.",
    ),
    (
        "  \"zone\": \"Europe/Berlin\",\n",
        "  \"zone\": 1,\n",
        "Line 6: I don't know this time zone.",
    ),
    (
        "\"21:30\"",
        "\"21:60\"",
        "Line 7: time must be a time such as 21:30.",
    ),
    (
        "\"first\": \"2026-10-20\"",
        "\"first\": \"2027-10-20\"",
        "Line 7: first is still to come.",
    ),
    (
        "{\"date\": \"2026-10-22\", \"evening\": \"not_tonight\"}",
        "[]",
        "Line 14: this line is not as I wrote it.",
    ),
    (
        "not_tonight",
        "none",
        "Line 14: I don't know what evening says.",
    ),
    (
        "\"date\": \"2026-10-22\"",
        "\"date\": \"2026-10-20\"",
        "Line 14: there is a line with this date already.",
    ),
    (
        "\"date\": \"2026-10-22\"",
        "\"date\": \"2006-10-20\"",
        "Line 14: date is too long ago.",
    ),
    (
        "\"where\"",
        "\"wherever\"",
        "Line 17: I don't know this question.",
    ),
    (
        "[\"calf\"]",
        "[\"calf\", \"calf\"]",
        "Line 17: I don't know this answer to the question.",
    ),
    (
        "[\"calf\"]",
        "[\"nose\"]",
        "Line 17: I don't know this answer to the question.",
    ),
];

#[test]
fn each_fault_is_told_with_its_line_and_the_rest_is_read() {
    let whole = sound(FILE);
    let rows = whole.entries.len() + whole.evenings.len() + whole.answers.len() + 2;
    for (part, with, said) in FAULTS {
        assert_eq!(FILE.matches(part).count(), 1, "{part}");
        let text = FILE.replace(part, with);
        let import = read(&text, LORE.content.knowledge(), now()).expect("a file of ours");
        let complaints = import.complaints.iter();
        let texts: Vec<String> = complaints
            .map(|complaint| complaint.text(&LORE.content, "en"))
            .collect();
        assert_eq!(texts, [said], "{part} → {with}");
        let frame = usize::from(import.zone.is_some()) + usize::from(import.month.is_some());
        let read = import.entries.len() + import.evenings.len() + import.answers.len();
        assert_eq!(read + frame, rows - 1, "{part} → {with}");
    }
}

#[test]
fn a_mark_before_the_text_other_line_ends_and_fields_left_out_are_no_fault() {
    let edited = FILE
        .replace('\n', "\r\n")
        .replace("\"pain\": 7, ", "")
        .replace("\"night\": \"2026-10-21\", ", "");
    let import = sound(&format!("\u{feff}{edited}"));
    let Happening::Cramp(cramp) = &import.entries[0].what else {
        panic!("a cramp");
    };
    assert_eq!((cramp.pain, cramp.sleep), (None, Some(4)));
}

/// A change to a text at a place: a letter taken out, put in, doubled, or all from there on cut off.
fn changed(text: &str, at: usize, how: u8, letter: char) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = at % letters.len();
    match how % 5 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letter),
        2 => letters[at] = letter,
        3 => letters.truncate(at),
        _ => {
            let middle = letters.len() / 2;
            letters.swap(at, middle);
        }
    }
    letters.into_iter().collect()
}

/// What comes out of the reader has to be right, whatever went in: written anew and read again it is the same.
fn hold(text: &str) -> Result<(), TestCaseError> {
    let Ok(import) = read(text, LORE.content.knowledge(), now()) else {
        return Ok(());
    };
    let lines = text.split('\n').count();
    for complaint in &import.complaints {
        prop_assert!((1..=lines).contains(&complaint.line));
        prop_assert!(!complaint.text(&LORE.content, "en").is_empty());
    }
    let mut person = super::Person::default();
    person.take(person.merge(&import));
    let again = sound(&person.json());
    prop_assert!(person.merge(&again).is_empty());
    prop_assert_eq!(again.entries.len(), import.entries.len());
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        hold(&text)?;
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(
        person in people(),
        changes in prop::collection::vec((any::<usize>(), any::<u8>(), prop_oneof![
            any::<char>(),
            prop::sample::select(vec!['"', '{', '}', '[', ']', ',', ':', '0', '9', '-', 'n', '\\']),
        ]), 1..6),
    ) {
        let mut text = person.json();
        for (at, how, letter) in changes {
            text = changed(&text, at, how, letter);
            if text.is_empty() {
                break;
            }
        }
        hold(&text)?;
    }

    /// Values of every kind in the place of each value.
    #[test]
    fn a_row_with_any_value_is_read_or_told(
        field in 0..24_usize,
        value in prop_oneof![
            "-?[0-9]{1,25}(\\.[0-9]{1,3})?",
            any::<String>().prop_map(|text| serde_json::Value::from(text).to_string()),
            prop::sample::select(vec![
                "null", "true", "[]", "{}", "[null]", "[\"nothing\"]", "1e400", "\"-262143-01-01T00:00:00Z\"",
                "\"+262142-12-31T23:59:60Z\"", "\"2026-06-30T23:59:60.999Z\"", "\"2026-02-30\"", "\"99999-01-01\"", "\"24:00\"",
            ]).prop_map(str::to_owned),
        ],
    ) {
        let from = FILE.match_indices("\": ").nth(7 + field).expect("a field").0 + 3;
        let rest = &FILE[from..];
        let quoted = rest.strip_prefix('"').and_then(|rest| rest.find('"')).map(|end| end + 2);
        let end = quoted.or_else(|| rest.find([',', '}', ']'])).expect("an end");
        hold(&format!("{}{value}{}", &FILE[..from], &rest[end..]))?;
    }
}
