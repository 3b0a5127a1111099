//! A past cramp in words: when, how long, where, what helped.

use charley::{
    care::past::{Clock, Day, Said},
    content::ENGLISH,
    understanding::{Leg, Part, Remedy, Way, Where},
};
use chrono::Weekday;
use proptest::prelude::*;

use super::{CONTENT, READER};

#[track_caller]
fn check_when(expected: Option<Said>, texts: &[&str]) {
    for text in texts {
        assert_eq!(READER.when(ENGLISH, text), expected, "{text}");
    }
}

const fn clock(hour: u32, minute: u32, twice: bool) -> Clock {
    Clock {
        hour,
        minute,
        twice,
    }
}

const fn date(month: u32, day: u32) -> Day {
    Day::Date {
        year: None,
        month,
        day,
        weekday: None,
    }
}

const fn friday(night: bool) -> Day {
    Day::Weekday {
        day: Weekday::Fri,
        night,
    }
}

#[test]
fn so_long_ago() {
    let ago = |minutes| Some(Said::Ago(minutes));
    check_when(
        ago(20),
        &[
            "20 minutes ago",
            "about 20 min ago",
            "20min ago",
            "20m ago",
            "Twenty minutes ago.",
            "٢٠ min ago",
            "２０ minutes ago",
        ],
    );
    check_when(ago(0), &["just now", "right now", "30 seconds ago"]);
    check_when(ago(1), &["a minute ago", "one minute ago"]);
    check_when(
        ago(30),
        &[
            "half an hour ago",
            "a half hour ago",
            "about half an hour ago",
            "30 min ago",
        ],
    );
    check_when(
        ago(60),
        &["an hour ago", "1h ago", "1 hr ago", "60 min ago"],
    );
    check_when(
        ago(90),
        &[
            "an hour and a half ago",
            "1 hour 30 minutes ago",
            "ninety minutes ago",
        ],
    );
    check_when(ago(2), &["a couple of minutes ago"]);
    check_when(ago(180), &["three hours ago", "about 3 hours ago"]);
}

#[test]
fn times_on_the_clock() {
    let at = |hour, minute, twice| Some(Said::Clock(clock(hour, minute, twice)));
    check_when(
        at(3, 0, false),
        &[
            "3am",
            "about 3 am",
            "3 a.m.",
            "at 3 in the morning",
            "3:00am",
            "03:00",
            "3.00 am",
            "3 at night",
            "three in the morning",
            "it was about 3am",
        ],
    );
    check_when(
        at(3, 0, true),
        &["at 3", "3:00", "three o'clock", "at about 3", "at three"],
    );
    check_when(
        at(2, 30, true),
        &[
            "half two",
            "half past two",
            "two thirty",
            "2:30",
            "Half 2",
            "at half past 2",
        ],
    );
    check_when(
        at(2, 45, true),
        &["quarter to three", "a quarter to three", "15 minutes to 3"],
    );
    check_when(at(12, 50, true), &["ten to one"]);
    check_when(
        at(3, 10, true),
        &["ten past three", "10 minutes past 3", "at 3.10"],
    );
    check_when(
        at(22, 0, false),
        &["10pm", "22:00", "10 at night", "at 22:00"],
    );
    check_when(
        at(0, 0, false),
        &["midnight", "12am", "at midnight", "00:00"],
    );
    check_when(at(12, 0, false), &["noon", "12 pm"]);
}

#[test]
fn nights_and_days() {
    let day = |day| Some(Said::Day(day, None));
    let timed = |day, clock| Some(Said::Day(day, Some(clock)));
    check_when(
        day(Day::Night(1)),
        &[
            "last night",
            "Last night",
            "during the night",
            "it was last night",
        ],
    );
    check_when(
        day(Day::Night(2)),
        &["the night before last", "two nights ago"],
    );
    check_when(day(Day::Back(1)), &["yesterday", "one day ago"]);
    check_when(day(Day::Back(7)), &["a week ago"]);
    check_when(
        day(friday(false)),
        &["Friday", "on friday", "last Friday", "fri"],
    );
    check_when(day(friday(true)), &["Friday night", "on friday night"]);
    check_when(
        timed(Day::Night(1), clock(3, 0, true)),
        &["last night at 3", "at 3 last night", "last night, at 3"],
    );
    check_when(
        timed(friday(true), clock(2, 30, true)),
        &["half two on friday night", "friday night half past 2"],
    );
    check_when(
        timed(Day::Back(1), clock(15, 0, false)),
        &["yesterday 3pm", "3 pm yesterday"],
    );
    check_when(
        day(date(11, 20)),
        &[
            "20 November",
            "20th of November",
            "Nov 20",
            "nov 20th",
            "the 20th of nov",
        ],
    );
    check_when(
        day(Day::Date {
            year: Some(2026),
            month: 11,
            day: 20,
            weekday: None,
        }),
        &["2026-11-20", "20 Nov 2026", "20.11.2026", "2026/11/20"],
    );
    check_when(day(Day::Numbers(20, 11, None)), &["20/11", "on 20/11"]);
    check_when(
        day(Day::Numbers(3, 11, Some(2026))),
        &["3/11/2026", "3/11/26", "3-11-2026"],
    );
    check_when(
        Some(Said::Ahead),
        &["tomorrow", "tomorrow at 3", "next week"],
    );
}

#[test]
fn what_is_not_wholly_known_is_no_time() {
    check_when(
        None,
        &[
            "",
            "3",
            "15",
            "20.11",
            "blorp",
            "last night i slept badly",
            "cramp",
            "a while ago",
            "3-4",
            "half",
            "ago",
            "at",
            "25:00",
            "3:5",
            "13 am",
            "at 99",
            "99999999999999 minutes ago",
            "1/2/3/4",
            "::",
            "-",
            "why",
            "my calf",
            "friday friday",
            "seven minutes",
        ],
    );
}

#[test]
fn how_long() {
    let check = |expected, texts: &[&str]| {
        for text in texts {
            assert_eq!(READER.lasted(ENGLISH, text), expected, "{text}");
        }
    };
    check(
        Some(300),
        &[
            "5",
            "5 min",
            "five minutes",
            "about 5",
            "it lasted 5 minutes",
        ],
    );
    check(Some(90), &["90 seconds", "90s"]);
    check(Some(1800), &["half an hour", "30 min"]);
    check(Some(3600), &["an hour", "1 hour"]);
    check(
        None,
        &[
            "",
            "long",
            "2 days",
            "5 or 6",
            "2.5 min",
            "99999999999",
            "5/10",
            "-5x",
        ],
    );
}

#[test]
fn where_it_was() {
    let check = |leg, part, texts: &[&str]| {
        for text in texts {
            assert_eq!(
                READER.place(ENGLISH, text),
                Some(Where { leg, part }),
                "{text}"
            );
        }
    };
    check(
        Some(Leg::Left),
        Some(Part::Calf),
        &[
            "left calf",
            "Left calf!",
            "my left calf",
            "calf, left",
            "the calf of my left leg",
        ],
    );
    check(
        Some(Leg::Both),
        Some(Part::Calf),
        &["both calves", "left and right calf"],
    );
    check(
        Some(Leg::Right),
        Some(Part::Foot),
        &["right foot", "right big toe", "toes on my right foot"],
    );
    check(None, Some(Part::Thigh), &["thigh", "hamstring"]);
    check(Some(Leg::Right), None, &["right", "right leg"]);
    check(None, None, &["somewhere else"]);
    for text in [
        "",
        "leg",
        "arm",
        "my",
        "calf and thigh",
        "cramp in my left calf",
    ] {
        assert_eq!(READER.place(ENGLISH, text), None, "{text}");
    }
}

#[test]
fn what_helped() {
    let check = |expected: &[Remedy], texts: &[&str]| {
        for text in texts {
            let found = READER.helped(ENGLISH, text);
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
    };
    check(
        &[Remedy::Stretching],
        &["stretching", "stretched it", "I pulled my toes up"],
    );
    check(
        &[Remedy::Walking, Remedy::Heat],
        &["walking and heat", "heat, then walked around a bit"],
    );
    check(
        &[Remedy::Standing],
        &["stood up", "I got up", "standing on the floor"],
    );
    check(&[Remedy::Soak], &["warm bath", "a warm soak"]);
    check(&[Remedy::Nothing], &["nothing", "nothing helped", "none"]);
    for text in [
        "",
        "magnesium",
        "nothing and heat",
        "it",
        "a pill",
        "help me",
    ] {
        assert_eq!(READER.helped(ENGLISH, text), None, "{text}");
    }
}

#[test]
fn the_ways_out() {
    assert_eq!(READER.way(ENGLISH, "Stop"), Some(Way::Stop));
    assert_eq!(READER.way(ENGLISH, "That's all"), Some(Way::Enough));
    assert_eq!(READER.way(ENGLISH, "another day"), Some(Way::AnotherDay));
    assert_eq!(READER.way(ENGLISH, "stop stop"), None);
    assert_eq!(READER.way(ENGLISH, "it stopped"), None);
}

/// Nothing that answers a question of the log is taken for a red flag.
#[test]
fn no_answer_is_a_red_flag() {
    for text in [
        "nothing helped",
        "last night",
        "half an hour",
        "cold water",
        "ice",
        "left calf",
        "20 minutes",
        "it lasted half an hour",
        "hot water bottle",
        "an hour",
    ] {
        assert_eq!(READER.flag(ENGLISH, text), None, "{text}");
    }
}

/// Words of the tables, figures and marks, in any order.
fn answer() -> impl Strategy<Value = String> {
    let words = &CONTENT.words(ENGLISH).past;
    let mut known: Vec<String> = [
        &words.when.noise,
        &words.when.at,
        &words.when.ago,
        &words.when.minute,
        &words.when.hour,
        &words.when.half,
        &words.when.past,
        &words.when.to,
        &words.when.am,
        &words.when.last_night,
        &words.when.night,
        &words.when.day,
        &words.places.left,
        &words.places.calf,
        &words.helped.heat,
    ]
    .into_iter()
    .flatten()
    .chain(words.when.weekdays.iter().flatten())
    .chain(words.when.months.iter().flatten())
    .cloned()
    .collect();
    known.extend(
        [
            "2:30",
            "20/11",
            "2026-11-20",
            "3.10",
            "4294967295",
            "0",
            "12",
            "99",
            "31",
        ]
        .map(str::to_owned),
    );
    prop::collection::vec(prop::sample::select(known), 0..8).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_twice_alike(text in prop_oneof![any::<String>(), answer(), "[0-9:/. -]{0,12}(am|pm)?"]) {
        prop_assert_eq!(READER.when(ENGLISH, &text), READER.when(ENGLISH, &text));
        let _lasted = READER.lasted(ENGLISH, &text);
        let _place = READER.place(ENGLISH, &text);
        let _helped = READER.helped(ENGLISH, &text);
        let _way = READER.way(ENGLISH, &text);
    }

    #[test]
    fn every_number_of_minutes_reads_back(minutes in 0u32..100_000) {
        prop_assert_eq!(READER.when(ENGLISH, &format!("{minutes} min ago")), Some(Said::Ago(minutes)));
        prop_assert_eq!(READER.lasted(ENGLISH, &minutes.to_string()), Some(minutes * 60));
    }

    #[test]
    fn every_clock_time_reads_back(hour in 0u32..24, minute in 0u32..60) {
        let text = charley::content::dates::clock(hour, minute);
        let twice = (10..=12).contains(&hour);
        prop_assert_eq!(READER.when(ENGLISH, &text), Some(Said::Clock(clock(hour, minute, twice))));
    }
}
