//! The month's programme as a table of people and evenings: who does what tonight, and what is said to them (clinical.md sections 9,
//! 10 and 14); `amounts` has how much of it.

mod amounts;

use charley::{
    care::{
        answers::Answers,
        programme::{Exercise, Tonight, Version, cautions, exercises},
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
fn who_must_ask_first_does_nothing_until_then() {
    for told in [
        "recent: heart-or-stroke",
        "legs: sores",
        "leg-conditions: ulcer",
        "conditions: diabetes | diabetes-feet: trouble",
    ] {
        check(told, FIRST, "");
        let answers = answers(told);
        let cautions = cautions(&view(&answers), None);
        assert!(cautions.ask_first && cautions.stop, "{told}");
    }
}

#[test]
fn who_should_ask_first_sits_and_does_no_raises_until_then() {
    for told in [
        "conditions: heart",
        "leg-conditions: circulation",
        "walking: yes",
        "legs: cold",
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
