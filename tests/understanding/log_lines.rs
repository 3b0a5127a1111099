//! Cramps told afterwards, in people's own words. A new case is a new line in `log_lines.tsv`.

use charley::{
    content::ENGLISH,
    understanding::log::{Row, Sure, Told},
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use proptest::prelude::*;

use super::READER;

const LINES: &str = include_str!("log_lines.tsv");

/// What a line is to be read as: six columns, or the one word of a line that is no log.
fn shown(told: &Told) -> String {
    match told {
        Told::Log(log) => {
            let row = serde_json::to_value(Row::from(log)).expect("plain columns");
            let column = |key: &str| match &row[key] {
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Null => "-".to_owned(),
                other => other.to_string(),
            };
            let keys = [
                "start_local_time",
                "side",
                "muscle",
                "duration_min",
                "severity_0_10",
                "relief",
            ];
            keys.map(column).join("\t")
        }
        Told::NoCramp(_) => "free\t-\t-\t-\t-\t-".to_owned(),
        Told::Nothing => "none\t-\t-\t-\t-\t-".to_owned(),
    }
}

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect("a local time")
}

/// A Friday morning.
fn morning() -> NaiveDateTime {
    at("2026-11-20T07:30")
}

fn read(text: &str) -> Told {
    READER.log(ENGLISH, text, morning())
}

#[test]
fn a_date_of_numbers_with_points_has_its_day_first() {
    let date = |text: &str| match read(text) {
        Told::Log(log) => log.start.map(|start| start.from.date().to_string()),
        other => panic!("{text}: {other:?}"),
    };
    for text in [
        "cramp on 10.11.2026 at 2am",
        "cramp 10.11.26 2am right calf 4/10",
        "cramp on 10.11. left calf",
    ] {
        assert_eq!(date(text).as_deref(), Some("2026-11-10"), "{text}");
    }
    // A point alone parts the hours from the minutes.
    assert_eq!(
        shown(&read("cramp at 3.15 left calf")).split('\t').next(),
        Some("03:15")
    );
}

#[test]
fn each_line_is_read_as_it_is_meant() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in LINES.lines().filter(|line| !line.starts_with('#')) {
        let (text, rest) = line.split_once('\t').expect("a text, a tab and more");
        let (now, expected) = rest.split_once('\t').expect("a time, a tab and more");
        let found = shown(&READER.log(ENGLISH, text, at(now)));
        count += 1;
        if found != expected {
            wrong.push(format!("{text}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count > 200);
}

/// The start of a log, as text.
fn start(text: &str, now: &str) -> String {
    match READER.log(ENGLISH, text, at(now)) {
        Told::Log(log) => log.start.map_or_else(
            || "no time".to_owned(),
            |start| {
                let [from, until] =
                    [start.from, start.until].map(|at| at.format("%d %H:%M").to_string());
                let span = if from == until {
                    from
                } else {
                    format!("{from} to {until}")
                };
                format!("{span} {:?}", start.sure)
            },
        ),
        Told::NoCramp(_) | Told::Nothing => "no log".to_owned(),
    }
}

#[track_caller]
fn check_start(text: &str, now: &str, expected: &str) {
    assert_eq!(start(text, now), expected, "{text}, written {now}");
}

#[test]
fn a_time_has_its_day_and_says_how_sure_it_is() {
    let now = "2026-11-20T07:30";
    check_start("cramp at 3am", now, "20 03:00 Exact");
    check_start("cramp at 3ish", now, "20 03:00 About");
    check_start("cramp at 11pm", now, "19 23:00 Exact");
    check_start("cramp at 11 last night", now, "19 23:00 Exact");
    check_start("cramp between 2 and 3", now, "20 02:00 to 20 03:00 About");
    check_start("cramp last night", now, "19 22:00 to 20 06:00 Vague");
    check_start(
        "cramp in the small hours",
        now,
        "20 00:00 to 20 05:00 Vague",
    );
    check_start("cramp yesterday at 4am", now, "19 04:00 Exact");
    check_start("cramp on monday at 3am", now, "16 03:00 Exact");
    check_start("cramp monday night at 3", now, "17 03:00 Exact");
    check_start("cramp monday night at 11", now, "16 23:00 Exact");
    check_start("cramp the night before last at 2", now, "19 02:00 Exact");
    check_start("cramp two nights ago at 1am", now, "19 01:00 Exact");
    check_start("cramp on 12 november at 2am", now, "12 02:00 Exact");
    check_start("cramp on the 18th at 3am", now, "18 03:00 Exact");
    check_start("cramp on 2026-11-17 at 3am", now, "17 03:00 Exact");
    check_start("cramp an hour ago", now, "20 06:30 About");
    check_start(
        "cramp 20 to 30 minutes ago",
        now,
        "20 07:00 to 20 07:10 About",
    );
    check_start("just had a cramp", now, "20 07:30 Exact");
    check_start("had a cramp", now, "no time");
    // In the middle of the night, and in the evening.
    check_start(
        "cramp last night at 3",
        "2026-11-20T02:00",
        "19 03:00 Exact",
    );
    check_start("cramp at 11", "2026-11-20T02:00", "19 23:00 Exact");
    check_start(
        "cramp last night at 3",
        "2026-11-20T22:00",
        "20 03:00 Exact",
    );
    check_start(
        "cramp last night at 11",
        "2026-11-20T23:30",
        "19 23:00 Exact",
    );
    check_start(
        "cramp this evening at 6",
        "2026-11-20T22:00",
        "20 18:00 Exact",
    );
}

fn log(text: &str) -> charley::understanding::log::CrampLog {
    match read(text) {
        Told::Log(log) => log,
        Told::NoCramp(_) | Told::Nothing => panic!("{text} is no log"),
    }
}

#[test]
fn a_long_cramp_and_one_that_nothing_helped_call_for_a_question() {
    let check = |expected, texts: &[&str]| {
        for text in texts {
            let log = log(text);
            assert_eq!(log.maybe_long() || log.in_vain, expected, "{text}");
        }
    };
    check(
        true,
        &[
            "left calf 3am 12 mins",
            "left calf 3am more than 10 minutes",
            "left calf 3am 10+ mins",
            "left calf 3am 5 to 15 minutes",
            "left calf 3am, nothing worked",
            "left calf 3am 2 mins, heat did not help",
        ],
    );
    check(
        false,
        &[
            "left calf 3am 10 mins",
            "left calf 3am",
            "left calf 3am, just waited",
            "left calf 3am, heat did not help but walking did",
        ],
    );
}

/// What is told at length is an entry whatever else is asked; a mark of doubt asks nothing; what tells little is left to the topics.
#[test]
fn a_question_beside_a_cramp_is_weighed() {
    let is_log = |text: &str| matches!(READER.line(ENGLISH, text, morning()).told(), Told::Log(_));
    for text in [
        "left calf cramp at 2am, 6 mins, why does it keep happening?",
        "cramped at 3 in the left calf for five minutes, is that too long?",
        "cramp last night, calf, left? no, right. 3am",
    ] {
        assert!(is_log(text), "{text}");
    }
    for text in [
        "gave up dairy in january and the cramps started, coincidence?",
        "I had a cramp last night, do I skip the heel raises today?",
    ] {
        assert!(!is_log(text), "{text}");
    }
}

/// The ways to write a time, and whether they name it exactly.
fn written_time() -> impl Strategy<Value = (u32, u32, String)> {
    // "10:30" may be an evening's, and "12:30" is one of the night.
    let is_plain = |(hour, _, way): &(u32, u32, usize)| *way > 0 || !(10..=12).contains(hour);
    let all = (0u32..24, 0u32..60, 0usize..6).prop_filter("two meanings", is_plain);
    all.prop_map(|(hour, minute, way)| {
        let half = if hour < 12 { "am" } else { "pm" };
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        let text = match way {
            0 => format!("{hour:02}:{minute:02}"),
            1 => format!("{twelve}:{minute:02}{half}"),
            2 => format!("{twelve}.{minute:02} {half}"),
            3 => format!("at {hour:02}{minute:02} hrs"),
            4 => format!("{twelve}:{minute:02} {}.m.", &half[..1]),
            _ => format!("about {twelve}{minute:02}{half}"),
        };
        (hour, minute, text)
    })
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_twice_alike(text in any::<String>(), minutes in 0i64..3_000_000) {
        let now = morning() + chrono::Duration::minutes(minutes);
        prop_assert_eq!(READER.log(ENGLISH, &text, now), READER.log(ENGLISH, &text, now));
    }

    #[test]
    fn words_of_the_grammar_in_any_order_are_read_without_a_panic(
        words in proptest::collection::vec(proptest::sample::select(WORDS), 0..14),
        marks in proptest::collection::vec(proptest::sample::select(&[" ", ", ", ". ", "? ", "/", "-", ":", ""][..]), 14),
    ) {
        let text: String = words.iter().zip(&marks).flat_map(|(word, mark)| [*word, *mark]).collect();
        prop_assert_eq!(read(&text), read(&text));
    }

    #[test]
    fn a_written_time_is_read_back((hour, minute, text) in written_time()) {
        let log = log(&format!("left calf cramp {text}, stretched"));
        let time = log.start.expect("a time").from.time();
        prop_assert_eq!(time, NaiveTime::from_hms_opt(hour, minute, 0).expect("a time"), "{}", text);
    }

    #[test]
    fn written_numbers_are_read_back(minutes in 1u32..60, pain in 0u32..=10) {
        for text in [
            format!("left calf 3am {minutes} mins {pain}/10"),
            format!("pain {pain}, left calf at 3am, lasted about {minutes} minutes"),
            format!("left calf at 3am for {minutes}min, {pain} out of 10"),
        ] {
            let row = Row::from(&log(&text));
            prop_assert_eq!(row.duration_min, Some(minutes.into()), "{}", text);
            prop_assert_eq!(row.severity_0_10, Some(pain.into()), "{}", text);
        }
    }

    #[test]
    fn a_start_never_lies_ahead(text in "(left calf |cramp )?(last night|monday|yesterday|friday night|today|on the 30th|this morning)? ?(at|about|around)? ?[0-9]{1,2}(am|pm|ish)?, 4 mins") {
        if let Told::Log(log) = read(&text)
            && let Some(start) = log.start
        {
            prop_assert!(start.from <= start.until);
            prop_assert!(start.until <= morning() + chrono::Duration::minutes(5), "{}: {:?}", text, start);
        }
    }
}

const WORDS: &[&str] = &[
    "a",
    "half",
    "quarter",
    "past",
    "to",
    "two",
    "3",
    "10",
    "15",
    "0330",
    "am",
    "pm",
    "ish",
    "oclock",
    "at",
    "about",
    "between",
    "and",
    "or",
    "minutes",
    "secs",
    "hour",
    "ago",
    "last night",
    "monday",
    "march",
    "the",
    "12",
    "th",
    "9999",
    "½",
    "pain",
    "out of",
    "calf",
    "left",
    "right",
    "cramp",
    "stretched",
    "heat",
    "nothing worked",
    "didnt help",
    "but",
    "until",
    "only",
    "tried",
    "if",
    "why",
    "had",
    "weeks",
    "lasted",
    "from",
    "2026",
    "31",
    "feb",
    "night",
    "morning",
    "over",
    "couple of",
    "no cramp",
];

#[test]
fn a_vague_time_has_no_moment() {
    let start = log("cramp last night").start.expect("a span");
    assert_eq!(start.sure, Sure::Vague);
    assert_eq!(start.moment(), None);
    assert!(NaiveDate::from_ymd_opt(2026, 11, 19) == Some(start.from.date()));
}
