//! The month's programme as a table of people and evenings: who does what tonight, how long it takes, and what is said to them
//! (clinical.md sections 9, 10 and 14).

use charley::{
    care::{
        answers::Answers,
        programme::{BeatKind, Exercise, Leg, Tonight, Version, cautions, exercises, rests},
        rules::View,
    },
    content::knowledge::questions::UNSURE,
};
use chrono::{DateTime, TimeDelta, Utc};

use crate::understanding::CONTENT;

/// Joining asks nothing about health.
const UNKNOWN: &str = "";
/// Every question of the soak, with its "no".
const WELL: &str = "age: 50-64 | leg-conditions: none | legs: none | walking: no | conditions: none | recent: none | medicines: none | steady: none | tonight: none";

/// `*` stands for sitting.
const STRETCHES: &str = "calf-stretch thigh-stretch both-stretch*";
const SITTING: &str = "calf-stretch* thigh-stretch* both-stretch*";

/// Raises are due on this evening.
const FIRST: Tonight = Tonight {
    week: 1,
    evening: 1,
    sore: false,
    sitting: false,
    cleared: None,
};

fn now() -> DateTime<Utc> {
    "2026-03-10T20:00:00Z".parse().expect("a time")
}

/// "question: answer, answer | question: …", given an hour ago; a later part takes the place of an earlier one.
fn answers(told: &str) -> Answers {
    let mut answers = Answers::default();
    for part in told.split(" | ").filter(|part| !part.is_empty()) {
        let (slug, picks) = part.split_once(": ").expect("question: answers");
        let question = CONTENT.knowledge().question(slug).expect(slug);
        let picks: Vec<String> = picks.split(", ").map(str::to_owned).collect();
        for pick in &picks {
            assert!(pick == UNSURE || question.choice(pick).is_some(), "{pick}");
        }
        answers.put(slug, picks, now() - TimeDelta::hours(1));
    }
    answers
}

fn view(answers: &Answers) -> View<'_> {
    View {
        answers,
        knowledge: CONTENT.knowledge(),
        now: now(),
    }
}

/// An exercise as a word: its slug, `*` for sitting, what there is of it where that differs between people.
fn word(exercise: &Exercise<'_>) -> String {
    let mut word = exercise.slug.to_owned();
    if exercise.sitting {
        word.push('*');
    }
    if let Some(reps) = exercise.reps {
        word.push_str(&format!(":{}x{}-{}", reps.sets, reps.low, reps.high));
    }
    if let Some(water) = exercise.water {
        word.push_str(&format!(":{}-{}", water.from, water.to));
    }
    word
}

fn words(told: &str, tonight: Tonight, version: Version) -> String {
    let answers = answers(told);
    let all: Vec<String> = exercises(&view(&answers), &tonight, version)
        .iter()
        .map(word)
        .collect();
    all.join(" ")
}

#[track_caller]
fn check(told: &str, tonight: Tonight, expected: &str) {
    assert_eq!(words(told, tonight, Version::Full), expected, "{told}");
}

#[test]
fn the_ladder_climbs_for_four_weeks_and_stays_there() {
    for (week, evening, raises) in [
        (1, 1, "raises:1x8-8 "),
        (1, 2, ""),
        (1, 3, "raises:1x8-8 "),
        (1, 6, ""),
        (1, 7, "raises:1x8-8 "),
        (2, 8, "raises:1x10-10 "),
        (2, 9, "raises:1x10-10 "),
        (3, 15, "raises:2x8-10 "),
        (3, 16, "raises:2x8-10 "),
        (4, 22, "raises:2x10-12 "),
        (5, 30, "raises:2x10-12 "),
        (255, u16::MAX, "raises:2x10-12 "),
        // Nobody counts like this; the first week is the gentlest.
        (0, 0, "raises:1x8-8 "),
    ] {
        let tonight = Tonight {
            week,
            evening,
            ..FIRST
        };
        check(UNKNOWN, tonight, &format!("warm-up {raises}{STRETCHES}"));
    }
}

#[test]
fn a_sore_calf_rests_from_raises_alone() {
    let sore = Tonight {
        week: 3,
        evening: 15,
        sore: true,
        ..FIRST
    };
    check(UNKNOWN, sore, &format!("warm-up {STRETCHES}"));
}

#[test]
fn who_is_unsteady_sits() {
    for told in [
        "steady: falls",
        "steady: aid",
        "steady: frail",
        "steady: unsure",
        "tonight: alone",
        "legs: numb",
        "legs: tingling",
        "legs: weak",
        "leg-conditions: nerve",
        "conditions: low-pressure",
        "conditions: memory",
    ] {
        check(told, FIRST, &format!("warm-up* raises*:1x8-8 {SITTING}"));
    }
    let wished = Tonight {
        sitting: true,
        ..FIRST
    };
    check(
        UNKNOWN,
        wished,
        &format!("warm-up* raises*:1x8-8 {SITTING}"),
    );
}

#[test]
fn who_should_ask_first_sits_and_does_no_raises_until_then() {
    for told in [
        "conditions: heart",
        "recent: heart-or-stroke",
        "leg-conditions: circulation",
        "walking: yes",
        "legs: cold",
        "legs: sores",
        "leg-conditions: ulcer",
        "conditions: diabetes | diabetes-feet: trouble",
    ] {
        check(told, FIRST, &format!("warm-up* {SITTING}"));
        let answers = answers(told);
        let cautions = cautions(&view(&answers), None);
        assert!(cautions.ask_first && !cautions.stop, "{told}");
    }
    check("tonight: skin", FIRST, &format!("warm-up* {SITTING}"));
}

#[test]
fn some_do_nothing_at_all() {
    for told in [
        "age: under16",
        "recent: clot",
        "recent: operation",
        "swelling: one",
        "tonight: swollen",
        "tonight: hurt",
        "tonight: drowsy",
        "tonight: faint",
        "legs: weak-suddenly",
        "legs: cold-suddenly",
        "legs: rest-pain",
        // The graver rule counts.
        "steady: falls | recent: clot",
    ] {
        for version in [Version::Full, Version::Short] {
            assert_eq!(words(told, FIRST, version), "", "{told}");
        }
        let answers = answers(told);
        let cautions = cautions(&view(&answers), None);
        assert!(cautions.stop && !cautions.keys.is_empty(), "{told}");
    }
}

#[test]
fn what_is_not_known_or_no_matter_stops_nobody() {
    let full = format!("warm-up raises:1x8-8 {STRETCHES}");
    for told in [
        UNKNOWN,
        "age: unsure | walking: unsure | conditions: unsure | recent: unsure | legs: unsure",
        "conditions: diabetes, kidney, liver, thyroid | diabetes-feet: normal",
        "swelling: both",
        "leg-conditions: veins",
    ] {
        check(told, FIRST, &full);
        let answers = answers(told);
        assert_eq!(cautions(&view(&answers), None).keys, [""; 0], "{told}");
    }
    // Pregnant: all of it, with a word of care.
    check("recent: pregnant", FIRST, &full);
    let answers = answers("recent: pregnant");
    let said = cautions(&view(&answers), None);
    assert_eq!(said.keys, ["programme-rule-pregnant"]);
    assert!(!said.stop && !said.ask_first);
}

#[test]
fn warmth_is_there_only_where_the_soak_is_offered() {
    check(
        WELL,
        FIRST,
        &format!("warm-up raises:1x8-8 heat*:37-40 {STRETCHES}"),
    );
    check(
        &format!("{WELL} | age: 65-up"),
        FIRST,
        &format!("warm-up raises:1x8-8 heat*:37-38 {STRETCHES}"),
    );
    for more in [
        "conditions: diabetes | diabetes-feet: normal",
        "medicines: blood-pressure",
        "leg-conditions: veins",
        "recent: pregnant",
        "medicines: unsure",
    ] {
        check(
            &format!("{WELL} | {more}"),
            FIRST,
            &format!("warm-up raises:1x8-8 {STRETCHES}"),
        );
    }
    // What was said about tonight holds for three hours; without it there is no warmth.
    let answers = answers(WELL);
    let later = View {
        now: now() + TimeDelta::hours(3),
        ..view(&answers)
    };
    let all = exercises(&later, &FIRST, Version::Full);
    assert!(all.iter().all(|exercise| exercise.water.is_none()));
}

#[test]
fn the_short_version_is_the_calf_alone() {
    for (told, expected) in [
        (UNKNOWN, "calf-stretch"),
        (WELL, "calf-stretch"),
        ("steady: aid", "calf-stretch*"),
        ("walking: yes", "calf-stretch*"),
    ] {
        assert_eq!(words(told, FIRST, Version::Short), expected, "{told}");
    }
}

#[test]
fn a_stretch_is_always_the_last_thing_and_the_times_fit() {
    for told in [UNKNOWN, WELL, "steady: falls", "conditions: heart"] {
        let answers = answers(told);
        for week in 1..=5 {
            for evening in 1..=14 {
                for sore in [false, true] {
                    let tonight = Tonight {
                        week,
                        evening,
                        sore,
                        ..FIRST
                    };
                    let full = exercises(&view(&answers), &tonight, Version::Full);
                    let short = exercises(&view(&answers), &tonight, Version::Short);
                    for all in [&full, &short] {
                        let last = all.last().expect("something");
                        assert!(last.slug.ends_with("-stretch"), "{}", last.slug);
                    }
                    // Warm water comes on top, for those who want it.
                    let dry = full.iter().filter(|one| one.water.is_none());
                    let seconds: u32 = dry.map(Exercise::seconds).sum();
                    assert!((6 * 60..=11 * 60).contains(&seconds), "{seconds}");
                    let seconds: u32 = short.iter().map(Exercise::seconds).sum();
                    assert!(seconds <= 120, "{seconds}");
                }
            }
        }
    }
}

/// Section 9: each leg three times ten seconds, ten seconds of rest in between, both legs, three stretches, three minutes in all.
#[test]
fn the_stretches_have_the_measure_of_the_study() {
    let answers = answers(UNKNOWN);
    let all = exercises(&view(&answers), &FIRST, Version::Full);
    let stretches: Vec<&Exercise<'_>> = all
        .iter()
        .filter(|exercise| exercise.slug.ends_with("-stretch"))
        .collect();
    let seconds: u32 = stretches.iter().map(|one| one.seconds()).sum();
    assert_eq!((stretches.len(), seconds), (3, 180));
    for exercise in stretches {
        let beats: Vec<(BeatKind, Leg, u16, u8, u8)> = exercise
            .beats
            .iter()
            .map(|beat| (beat.kind, beat.leg, beat.seconds, beat.round, beat.of))
            .collect();
        let hold = |leg, round| (BeatKind::Hold, leg, 10, round, 3);
        let expected: Vec<_> = (1..=3)
            .flat_map(|round| [hold(Leg::One, round), hold(Leg::Other, round)])
            .collect();
        assert_eq!(beats, expected);
    }
}

#[test]
fn sets_of_raises_are_counted_at_their_pace_with_a_rest_between() {
    let answers = answers(UNKNOWN);
    let tonight = Tonight { week: 4, ..FIRST };
    let all = exercises(&view(&answers), &tonight, Version::Full);
    let raises = all.iter().find(|one| one.slug == "raises").expect("raises");
    let beats: Vec<(BeatKind, u16, u8, u8)> = raises
        .beats
        .iter()
        .map(|beat| (beat.kind, beat.seconds, beat.round, beat.of))
        .collect();
    // Twelve raises of two seconds up and two down.
    assert_eq!(
        beats,
        [
            (BeatKind::Move, 48, 1, 2),
            (BeatKind::Rest, 60, 1, 2),
            (BeatKind::Move, 48, 2, 2),
        ]
    );
}

#[test]
fn a_clinicians_yes_lifts_what_asks_for_one_and_no_more() {
    let cleared = |minutes| Tonight {
        cleared: Some(now() - TimeDelta::minutes(minutes)),
        ..FIRST
    };
    let full = format!("warm-up raises:1x8-8 {STRETCHES}");
    check("recent: clot", cleared(5), &full);
    check("conditions: heart", cleared(5), &full);
    // The other answer still counts.
    let sitting = format!("warm-up* raises*:1x8-8 {SITTING}");
    check("conditions: heart | steady: aid", cleared(5), &sitting);
    // They cannot have known of what was answered after it.
    check(
        "conditions: heart",
        cleared(90),
        &format!("warm-up* {SITTING}"),
    );
    // Nobody lifts these.
    for told in ["age: under16", "tonight: swollen", "tonight: hurt"] {
        check(told, cleared(5), "");
    }
    let answers = answers("conditions: heart");
    let said = cautions(&view(&answers), cleared(5).cleared);
    assert_eq!(said.keys, [""; 0]);
    assert!(!said.ask_first);
}

#[test]
fn the_grave_things_are_said_first() {
    let answers = answers("steady: falls | recent: pregnant | walking: yes | tonight: hurt");
    let said = cautions(&view(&answers), None);
    let expected = ["hurt", "circulation", "steady", "pregnant"];
    let expected: Vec<String> = expected
        .iter()
        .map(|slug| format!("programme-rule-{slug}"))
        .collect();
    assert_eq!(said.keys, expected);
    assert!(said.stop && said.ask_first);
}

#[test]
fn raises_rest_for_a_day_after_a_bad_cramp() {
    let answers = answers(UNKNOWN);
    let view = view(&answers);
    let ago = |hours| now() - TimeDelta::hours(hours);
    for (ended, pain, seconds, expected) in [
        (ago(1), Some(7), None, true),
        (ago(1), Some(10), Some(5), true),
        (ago(1), Some(6), Some(599), false),
        (ago(1), None, Some(600), true),
        (ago(1), None, None, false),
        (ago(23), Some(9), None, true),
        (ago(24), Some(9), None, false),
        // A clock that was set back.
        (ago(-1), Some(9), None, true),
    ] {
        let rests = rests(&view, ended, pain, seconds);
        assert_eq!(rests, expected, "{ended} {pain:?} {seconds:?}");
    }
}

/// In every version and for everybody there is a text for what is done and why.
#[test]
fn every_exercise_has_its_words() {
    for told in [WELL, "steady: falls"] {
        let answers = answers(told);
        for exercise in exercises(&view(&answers), &FIRST, Version::Full) {
            for key in [exercise.name, exercise.text, exercise.why] {
                assert!(CONTENT.has(key), "{key}");
            }
            assert_eq!(exercise.text.ends_with("-sitting"), exercise.sitting);
        }
    }
}
