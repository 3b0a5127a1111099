//! Each situation that a chat can be in, reached as a person reaches it. The matrix and the golden records go through all of them.

mod brought;
mod evenings;
mod retention;

use charley::dialogue::{Command, What};
use chrono::TimeDelta;

use crate::core::model::Model;

fn minutes(n: i64) -> TimeDelta {
    TimeDelta::minutes(n)
}

fn hours(n: i64) -> TimeDelta {
    TimeDelta::hours(n)
}

fn command(mut model: Model, command: Command) -> Model {
    model.does(What::Command(command));
    model
}

fn welcomed() -> Model {
    command(Model::at_night(), Command::Start)
}

/// Agreed to the diary, in Berlin, where it is three in the morning.
fn agreed() -> Model {
    let mut model = welcomed();
    model.taps("Set up").taps("I'm 16+ and I agree");
    model.does(What::Location(Some(chrono_tz::Europe::Berlin)));
    model
}

/// Agreed, and one cramp of two minutes is in the diary.
fn one_cramp() -> Model {
    let mut model = in_relief(agreed());
    model.taps("It's easing").passes(minutes(2)).taps("Gone");
    model
}

fn in_relief(model: Model) -> Model {
    command(model, Command::Cramp)
}

/// Taps that lead on from a scene.
fn then(mut model: Model, labels: &[&str]) -> Model {
    for label in labels {
        model.taps(label);
    }
    model
}

fn says(mut model: Model, words: &str) -> Model {
    model.says(words);
    model
}

fn after(mut model: Model, time: TimeDelta) -> Model {
    model.passes(time);
    model
}

fn article(labels: &[&str]) -> Model {
    then(command(agreed(), Command::Article), labels)
}

fn in_the_morning() -> Model {
    after(one_cramp(), hours(5))
}

fn at_warmth() -> Model {
    let asked = after(in_relief(agreed()), minutes(2));
    after(then(asked, &["No, none"]), minutes(3))
}

fn in_the_diary() -> Model {
    command(one_cramp(), Command::History)
}

fn symptoms(taps: &[&str]) -> Model {
    then(command(agreed(), Command::Symptoms), taps)
}

/// All questions before a soak answered with a "no", but for the walking aid.
fn may_soak(steady: &[&str]) -> Model {
    let mut model = command(agreed(), Command::Soak);
    for label in [
        "50 to 64",
        "None of these",
        "None of these",
        "No",
        "None of these",
        "None of these",
        "None of these",
    ] {
        model.taps(label);
    }
    then(then(model, steady), &["None of these"])
}

/// A past cramp is being logged, by those taps.
fn logging(labels: &[&str]) -> Model {
    then(command(agreed(), Command::Log), labels)
}

/// As far as the time, and what comes after it.
fn logged(labels: &[&str]) -> Model {
    then(logging(&["60 min ago"]), labels)
}

/// The soak is offered: five minutes of a cramp, and all that must be known is known.
fn at_the_basin() -> Model {
    let asked = after(in_relief(may_soak(&["None of these"])), minutes(2));
    after(then(asked, &["No, none"]), minutes(3))
}

fn feet_in() -> Model {
    then(at_the_basin(), &["It's filled", "It's 37–40 °C", "Feet in"])
}

/// The answers are a few hours old, so what may have changed tonight is asked again.
fn asked_about_tonight() -> Model {
    let known = after(may_soak(&["None of these"]), hours(4));
    let asked = after(in_relief(known), minutes(2));
    after(then(asked, &["No, none"]), minutes(3))
}

/// A soak of a minute, and the morning after it.
fn soaked() -> Model {
    let mut model = after(feet_in(), TimeDelta::seconds(70));
    model.taps("Gone").taps("Skin looks fine");
    model
}

fn flagged() -> Model {
    says(agreed(), "one leg is swollen and hot")
}

/// All of them, by name.
pub fn all() -> Vec<(&'static str, Model)> {
    let late = {
        let mut model = agreed();
        let sent = model.now - minutes(25);
        model.did_at(sent, What::Text("cramp".to_owned()));
        model
    };
    let mut scenes = vec![
        ("nobody yet", Model::at_night()),
        ("welcomed", welcomed()),
        ("the notice", then(welcomed(), &["Set up"])),
        (
            "the zone in the set-up",
            then(welcomed(), &["Set up", "I'm 16+ and I agree"]),
        ),
        (
            "under sixteen",
            then(welcomed(), &["Set up", "I'm under 16"]),
        ),
        ("agreed", agreed()),
        ("the zone", command(agreed(), Command::Zone)),
        (
            "the zone by the clock",
            then(command(agreed(), Command::Zone), &["Choose by my clock"]),
        ),
        (
            "the zone among some",
            then(
                command(agreed(), Command::Zone),
                &["Choose by my clock", "02:00"],
            ),
        ),
        ("the language", command(agreed(), Command::Language)),
        ("erase everything?", command(agreed(), Command::Delete)),
        (
            "how many minutes?",
            then(in_the_diary(), &["Open 1", "How long"]),
        ),
        ("symptoms: the first question", symptoms(&[])),
        (
            "symptoms: more and why",
            symptoms(&["Two or three", "More", "Why do you ask?"]),
        ),
        (
            "symptoms: ticked",
            symptoms(&["One", "Calf", "Foot or toes"]),
        ),
        ("symptoms: stopped", symptoms(&["One", "Stop"])),
        (
            "symptoms: which answer",
            then(
                command(symptoms(&["One", "Stop"]), Command::Symptoms),
                &["Change an answer"],
            ),
        ),
        (
            "symptoms: one answer",
            then(
                command(symptoms(&["One", "Stop"]), Command::Symptoms),
                &["Change an answer", "Cramp nights a week"],
            ),
        ),
        ("soak: a question", command(agreed(), Command::Soak)),
        (
            "soak: not offered",
            then(
                command(agreed(), Command::Soak),
                &["50 to 64", "Poor circulation", "Done"],
            ),
        ),
        (
            "soak: ask first",
            may_soak(&["Stick or walking frame", "Done"]),
        ),
        ("soak: offered", may_soak(&["None of these"])),
        ("a cramp, maybe", says(after(agreed(), hours(9)), "cramp?")),
        ("relief: the stretch", in_relief(agreed())),
        (
            "relief: the countdown",
            after(in_relief(agreed()), TimeDelta::seconds(10)),
        ),
        ("relief: for a newcomer", in_relief(Model::at_night())),
        ("relief: a guess", says(agreed(), "mmmf")),
        (
            "relief: the heel",
            after(in_relief(agreed()), TimeDelta::seconds(30)),
        ),
        (
            "relief: easing",
            then(in_relief(agreed()), &["It's easing"]),
        ),
        (
            "relief: easing for long",
            after(then(in_relief(agreed()), &["It's easing"]), minutes(10)),
        ),
        (
            "relief: any of these?",
            after(in_relief(agreed()), minutes(2)),
        ),
        (
            "relief: which one?",
            then(
                after(in_relief(agreed()), minutes(2)),
                &["Yes, or not sure"],
            ),
        ),
        (
            "relief: rub and walk",
            then(after(in_relief(agreed()), minutes(2)), &["No, none"]),
        ),
        ("relief: may it be warm?", at_warmth()),
        ("relief: warm", then(at_warmth(), &["No, none"])),
        ("relief: gentle", then(at_warmth(), &["Yes, or not sure"])),
        ("relief: too late", late),
        ("soak: is it true tonight?", asked_about_tonight()),
        ("soak: the basin", at_the_basin()),
        (
            "soak: the thermometer",
            then(at_the_basin(), &["It's filled"]),
        ),
        (
            "soak: the forearm",
            then(at_the_basin(), &["It's filled", "No thermometer"]),
        ),
        (
            "soak: the forearm again",
            then(
                at_the_basin(),
                &["It's filled", "No thermometer", "Too hot"],
            ),
        ),
        (
            "soak: the water is right",
            then(
                at_the_basin(),
                &["It's filled", "No thermometer", "Comfortably warm"],
            ),
        ),
        ("soak: feet in", feet_in()),
        (
            "soak: has the pain gone?",
            after(feet_in(), TimeDelta::seconds(60)),
        ),
        (
            "soak: it eases",
            then(after(feet_in(), minutes(1)), &["A bit better"]),
        ),
        ("soak: feet out", then(feet_in(), &["Stop the soak"])),
        ("soak: gone", then(feet_in(), &["Gone"])),
        (
            "soak: after it",
            after(
                then(feet_in(), &["Stop the soak", "Skin looks fine"]),
                minutes(1),
            ),
        ),
        (
            "soak: something is wrong",
            then(feet_in(), &["Something is wrong"]),
        ),
        (
            "soak: dizzy",
            then(feet_in(), &["Something is wrong", "Dizzy or faint"]),
        ),
        (
            "soak: a red flag",
            says(feet_in(), "my chest hurts and i cant breathe"),
        ),
        ("soak: a morning after it", after(soaked(), hours(5))),
        ("soak: how it was", command(soaked(), Command::Soak)),
        (
            "a draft without consent",
            then(in_relief(welcomed()), &["It's easing", "Gone"]),
        ),
        ("a night to ask about", one_cramp()),
        (
            "morning: may I keep it?",
            after(
                then(in_relief(welcomed()), &["It's easing", "Gone"]),
                hours(7),
            ),
        ),
        ("morning: where?", in_the_morning()),
        (
            "morning: which leg?",
            then(in_the_morning(), &["Somewhere else"]),
        ),
        (
            "morning: which muscle?",
            then(in_the_morning(), &["Somewhere else", "Left"]),
        ),
        (
            "morning: the pain",
            then(in_the_morning(), &["Both calves"]),
        ),
        (
            "morning: the sleep",
            then(in_the_morning(), &["Right foot", "7"]),
        ),
        ("diary: a page", in_the_diary()),
        ("diary: an entry", then(in_the_diary(), &["Open 1"])),
        (
            "diary: which leg?",
            then(in_the_diary(), &["Open 1", "Where"]),
        ),
        (
            "diary: which muscle?",
            then(in_the_diary(), &["Open 1", "Where", "Both"]),
        ),
        ("diary: the pain", then(in_the_diary(), &["Open 1", "Pain"])),
        (
            "diary: the sleep",
            then(in_the_diary(), &["Open 1", "Sleep"]),
        ),
        (
            "diary: what helped",
            then(in_the_diary(), &["Open 1", "What helped", "Walking"]),
        ),
        (
            "diary: deleted",
            then(in_the_diary(), &["Open 1", "Delete"]),
        ),
        ("what a file brought", brought::brought()),
        ("log: when?", logging(&[])),
        ("log: when, without a zone?", {
            command(Model::at_night(), Command::Log)
        }),
        ("log: which evening?", logging(&["Another day"])),
        ("log: which of these?", logging(&["Last night"])),
        ("log: where?", logged(&[])),
        ("log: which leg?", logged(&["Somewhere else"])),
        ("log: which muscle?", logged(&["Somewhere else", "Both"])),
        ("log: how many minutes?", logged(&["Left calf"])),
        ("log: the pain", logged(&["Skip", "5"])),
        ("log: the sleep", logged(&["Skip", "5", "7"])),
        (
            "log: what helped?",
            logged(&["Skip", "5", "7", "2", "Walking"]),
        ),
        (
            "log: a draft",
            then(
                command(Model::at_night(), Command::Log),
                &["15 min ago", "That's all"],
            ),
        ),
        (
            "log: is it over?",
            logged(&["Skip", "5", "7", "2", "Nothing", "Done"]),
        ),
        (
            "log: is it over, after long?",
            logged(&["Skip", "20", "That's all"]),
        ),
        (
            "log: told in a line",
            says(
                agreed(),
                "left calf 3am 7/10 lasted about five mins, walked it off",
            ),
        ),
        (
            "log: a night without a cramp",
            says(agreed(), "no cramp last night"),
        ),
        ("why?", command(agreed(), Command::Why)),
        ("which topic?", says(agreed(), "what should i try")),
        (
            "answer: short",
            says(agreed(), "why aren't bananas enough?"),
        ),
        (
            "answer: more",
            then(
                command(agreed(), Command::Why),
                &["Does vitamin D help?", "More"],
            ),
        ),
        (
            "answer: the sources",
            then(
                command(agreed(), Command::Why),
                &["Is it blood supply?", "Sources"],
            ),
        ),
        (
            "answer: is it safe?",
            then(
                says(agreed(), "why aren't bananas enough?"),
                &["Is it safe for me?"],
            ),
        ),
        (
            "answer: not safe",
            then(
                says(agreed(), "why aren't bananas enough?"),
                &["Is it safe for me?", "Kidney trouble, dialysis", "Done"],
            ),
        ),
        (
            "article: the first page",
            command(agreed(), Command::Article),
        ),
        ("article: a claim", article(&["Begin", "Next"])),
        ("article: the sources", article(&["Begin", "Sources"])),
        (
            "article: more about a claim",
            article(&["Begin", "Aren't bananas enough?"]),
        ),
        ("flag: same day", flagged()),
        ("flag: still open", says(flagged(), "thank you")),
        (
            "flag: emergency",
            says(agreed(), "chest pain and i cannot breathe"),
        ),
        ("flag: a wish to die", says(agreed(), "i want to die")),
        (
            "flag: out of the relief card",
            says(in_relief(agreed()), "one leg is swollen and hot"),
        ),
        ("flag: ten minutes", after(in_relief(agreed()), minutes(10))),
        (
            "flag: the leg?",
            then(flagged(), &["I meant something else"]),
        ),
        (
            "flag: the chest?",
            then(flagged(), &["I meant something else", "No"]),
        ),
        (
            "flag: out of the log",
            logged(&["Skip", "20", "That's all", "No, or not sure"]),
        ),
        ("flag: were you seen?", after(flagged(), hours(6))),
        ("stopped", command(one_cramp(), Command::Stop)),
        (
            "withdrawn",
            then(
                command(one_cramp(), Command::Privacy),
                &["Withdraw consent"],
            ),
        ),
        ("blocked", {
            let mut model = in_relief(agreed());
            model.does(What::Blocked);
            model
        }),
    ];
    scenes.extend(evenings::all());
    scenes.extend(retention::all());
    scenes
        .into_iter()
        .map(|(name, mut model)| {
            model.hears();
            (name, model)
        })
        .collect()
}
