//! The situations of the month of evenings: joining, the evening message, the exercises, the month's own card, the mornings.

use charley::dialogue::Command;
use chrono::TimeDelta;

use super::{after, agreed, command, hours, then, welcomed};
use crate::core::model::Model;

/// The month has begun: three in the morning, and the next evening is the same day's.
fn joined() -> Model {
    then(command(agreed(), Command::Routine), &["21:00"])
}

/// The first evening's message has come.
fn in_the_evening() -> Model {
    after(joined(), TimeDelta::minutes(18 * 60 + 11))
}

/// Each morning is answered, and on the sixteenth there is something to decide.
fn half_of_the_month() -> Model {
    let mut model = after(joined(), hours(6));
    for _ in 0..15 {
        model.passes(hours(24)).taps("No cramp");
    }
    model
}

/// Charley was down for longer than it goes on after by itself.
fn away() -> Model {
    let mut model = in_the_evening();
    model.is_down(TimeDelta::days(20));
    model
}

fn guided(labels: &[&str]) -> Model {
    then(
        then(in_the_evening(), &["Guide me", "None of these"]),
        labels,
    )
}

fn month(labels: &[&str]) -> Model {
    then(command(joined(), Command::Routine), labels)
}

/// All of them, by name.
pub fn all() -> Vec<(&'static str, Model)> {
    vec![
        ("joining: the notice", command(welcomed(), Command::Routine)),
        ("joining: the time", command(agreed(), Command::Routine)),
        ("joined", joined()),
        ("the evening", in_the_evening()),
        ("the evening: later", then(in_the_evening(), &["Later"])),
        (
            "the evening: once more",
            then(in_the_evening(), &["Later", "In 30 minutes"]),
        ),
        (
            "the evening: is any of this true?",
            then(in_the_evening(), &["Guide me"]),
        ),
        ("the evening: the guide", guided(&[])),
        ("the evening: why", guided(&["Why this?"])),
        ("the evening: counting", guided(&["Start"])),
        ("the evening: held", guided(&["Start", "Pause"])),
        ("the evening: done", then(in_the_evening(), &["Done"])),
        (
            "the evening: not tonight",
            then(in_the_evening(), &["Not tonight"]),
        ),
        (
            "any cramp last night?",
            after(joined(), TimeDelta::hours(30)),
        ),
        ("half of the month: decide", half_of_the_month()),
        ("the month", month(&[])),
        ("the month: settings", month(&["Change"])),
        ("the month: the time", month(&["Change", "Time: 21:00"])),
        (
            "the month: the weekend",
            month(&["Change", "Fri and Sat: the same"]),
        ),
        ("the month: how long a pause?", month(&["Pause"])),
        ("the month: paused", month(&["Pause", "3 evenings"])),
        ("the month: stopped", month(&["Stop the evenings"])),
        ("the month: Charley was away", away()),
        ("the month: asleep", after(joined(), TimeDelta::days(40))),
    ]
}
