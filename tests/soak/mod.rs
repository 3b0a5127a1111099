//! Who may soak, line by line of clinical.md section 7, as tables to be read aloud: what a person answers, what /soak says, and what
//! the card says to them in a cramp of five minutes.
//!
//! ```text
//! ## A line of section 7                     each begins anew
//! /soak conditions: Diabetes | steady: …     /soak, with these answers, and a harmless one to everything else
//! cleared                                    "A clinician said yes"
//! change steady: Neither                     one answer is changed
//! cramp                                      a cramp of five minutes without a warning sign
//! + 4h                                       time passes
//! ```
//!
//! What was asked, said and shown stands below, indented. `UPDATE_STORIES=1` writes it anew: read the difference aloud.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::PathBuf};

use charley::{
    content::knowledge::{Question, questions::UNSURE},
    dialogue::{Action, Command, Press, Purpose, State, What},
};
use chrono::TimeDelta;

use crate::core::model::{LORE, Model, buttons};

/// The answer to what a line does not speak of.
const HARMLESS: [&str; 4] = ["none", "no", "50-64", "normal"];

fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/soak");
    folder.join(format!("{name}.txt"))
}

fn question(slug: &str) -> &'static Question {
    let knowledge = LORE.content.knowledge();
    knowledge
        .question(slug)
        .unwrap_or_else(|| panic!("no question “{slug}”"))
}

/// The slug of the answer with that label.
fn pick(question: &Question, label: &str) -> String {
    if label == "Not sure" {
        return UNSURE.to_owned();
    }
    let found = question
        .choices
        .iter()
        .find(|choice| LORE.content.say("en", &choice.label, &[]) == label);
    let found = found.unwrap_or_else(|| panic!("{} has no answer “{label}”", question.slug));
    found.slug.clone()
}

/// `conditions: Diabetes, Kidney trouble | steady: Neither`, as slugs.
fn answers(text: &str) -> Vec<(String, Vec<String>)> {
    text.split('|')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (slug, labels) = part.split_once(": ").expect("question: answer");
            let question = question(slug);
            let picks = labels
                .split(" + ")
                .map(|label| pick(question, label.trim()));
            (slug.to_owned(), picks.collect())
        })
        .collect()
}

/// Somebody who agreed, on an evening.
fn somebody() -> Model {
    let mut model = Model::at("2026-11-22T18:00:00Z".parse().expect("a time"));
    model
        .does(What::Command(Command::Start))
        .taps("Set up")
        .taps("I'm 16+ and I agree");
    model.does(What::Location(Some(chrono_tz::Europe::Berlin)));
    model.hears();
    model
}

fn press(model: &mut Model, action: Action) {
    let at = model.record().form;
    model.does(What::Pressed(Press { at, action }.encode()));
}

/// Answers the open question by its buttons.
fn choose(model: &mut Model, question: &Question, picks: &[String]) {
    for pick in picks {
        if pick == UNSURE {
            press(model, Action::More);
            press(model, Action::Unsure);
            return;
        }
        let index = question
            .choices
            .iter()
            .position(|choice| choice.slug == *pick);
        let index = u16::try_from(index.expect("an answer")).expect("few");
        press(model, Action::Pick(index));
    }
    let waits = matches!(model.record().state, State::Asking(round) if !round.ticked.is_empty());
    if waits {
        press(model, Action::Done);
    }
}

/// Answers questions as long as some are asked. The slugs of those that were.
fn asked(model: &mut Model, answers: &[(String, Vec<String>)]) -> Vec<String> {
    let mut all = Vec::new();
    while let State::Asking(round) = model.record().state {
        if round.purpose == Purpose::Symptoms {
            break;
        }
        let question = question(&round.at);
        let given = answers.iter().find(|(slug, _)| *slug == round.at);
        let harmless = || {
            let slugs = question.choices.iter().map(|choice| choice.slug.clone());
            vec![
                slugs
                    .into_iter()
                    .find(|slug| HARMLESS.contains(&slug.as_str()))
                    .expect("a harmless answer"),
            ]
        };
        let picks = given.map_or_else(harmless, |(_, picks)| picks.clone());
        choose(model, question, &picks);
        all.push(round.at);
        assert!(all.len() < 20, "the questions do not end");
    }
    all
}

/// The card after five minutes without a warning sign (with the soak, how warm), else what was said instead.
fn cramp(model: &mut Model) -> String {
    model.does(What::Command(Command::Cramp));
    if model.record().relief().is_none() {
        return model.hears().pop().unwrap_or_default();
    }
    model.taps("Still bad").taps("Still bad").taps("No, none");
    model.passes(TimeDelta::minutes(5));
    if model
        .screen
        .values()
        .flat_map(buttons)
        .any(|button| button.label == "It's filled")
    {
        // How warm?
        model.taps("It's filled");
    }
    model.hears();
    let chat = model.record();
    let (card, _) = chat.relief().expect("the card runs");
    let shown = &model.screen[&card.at.anchor];
    let gone = buttons(shown)
        .into_iter()
        .find(|button| button.label == "Gone");
    let text = shown.text.clone();
    // It is over, so that the next one has a card of its own.
    model.does(What::Pressed(gone.expect("a way out").data));
    model.hears();
    text
}

fn act(model: &mut Model, line: &str, out: &mut String) {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    let mut says = |what: &str, text: &str| {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        // How it is read stands in the stories.
        for line in lines.take_while(|line| !line.starts_with("The article")) {
            let _ = writeln!(out, "    {what}: {line}");
        }
    };
    match verb {
        "/soak" => {
            let answers = answers(rest);
            model.does(What::Command(Command::Soak));
            let asked = asked(model, &answers);
            let heard = |(slug, _): &(String, _)| asked.contains(slug);
            assert!(
                answers.is_empty() || answers.iter().any(heard),
                "none of it was asked"
            );
            says("asked", &asked.join(", "));
            says("said", &model.hears().pop().unwrap_or_default());
        }
        "cleared" => {
            model.does(What::Pressed("1.0.0.cleared".to_owned()));
            let yes = [("cleared".to_owned(), vec!["yes".to_owned()])];
            let asked = asked(model, &yes);
            says("asked", &asked.join(", "));
            says("said", &model.hears().pop().unwrap_or_default());
        }
        "change" => {
            let answers = answers(rest);
            let place = LORE.content.knowledge().questions.iter();
            let place = place
                .into_iter()
                .position(|known| known.slug == answers[0].0);
            model.does(What::Pressed("1.0.0.change".to_owned()));
            let place = u16::try_from(place.expect("a question")).expect("few");
            press(model, Action::Pick(place));
            asked(model, &answers);
            model.hears();
        }
        "cramp" => {
            let card = cramp(model);
            says("in a cramp", &card);
        }
        "+" => {
            let (number, unit) = rest.split_at(rest.len() - 1);
            let number: i64 = number.parse().expect("a number");
            let time = match unit {
                "m" => TimeDelta::minutes(number),
                "h" => TimeDelta::hours(number),
                "d" => TimeDelta::days(number),
                other => panic!("no unit “{other}”"),
            };
            model.passes(time);
            model.hears();
        }
        other => panic!("a table has no “{other}”"),
    }
}

fn play(name: &str) {
    let told = fs::read_to_string(path(name)).expect("the table");
    let (mut out, mut model) = (String::new(), somebody());
    for line in told.lines().filter(|line| !line.starts_with("    ")) {
        let _ = writeln!(out, "{line}");
        if line.starts_with("## ") {
            model = somebody();
        } else if !line.starts_with('#') && !line.trim().is_empty() {
            act(&mut model, line, &mut out);
        }
    }
    if std::env::var_os("UPDATE_STORIES").is_some() {
        fs::write(path(name), &out).expect("the table is written");
        return;
    }
    assert_eq!(
        told, out,
        "{name}: something else is said; if that is meant, set UPDATE_STORIES=1 and read the difference"
    );
}

#[test]
fn who_is_not_offered_the_soak() {
    play("not_offered");
}

#[test]
fn who_asks_a_clinician_first() {
    play("ask_first");
}

#[test]
fn how_answers_age_and_a_clinicians_yes_ends() {
    play("ages");
}

/// Each answer that a rule of the content reads has a line in the tables.
#[test]
fn no_rule_is_without_its_line() {
    let mut told = BTreeSet::new();
    for name in ["not_offered", "ask_first", "ages"] {
        let text = fs::read_to_string(path(name)).expect("the table");
        for line in text.lines().filter_map(|line| line.strip_prefix("/soak ")) {
            for (slug, picks) in answers(line) {
                told.extend(picks.into_iter().map(|pick| format!("{slug}: {pick}")));
            }
        }
    }
    let rules = &LORE.content.knowledge().soak.rules;
    let all: BTreeSet<String> = rules
        .iter()
        .flat_map(|rule| &rule.when)
        .flat_map(|when| &when.0)
        .flat_map(|(slug, picks)| picks.iter().map(move |pick| format!("{slug}: {pick}")))
        .collect();
    let untold: Vec<&String> = all.difference(&told).collect();
    assert!(untold.is_empty(), "no line tells of {untold:?}");
}
