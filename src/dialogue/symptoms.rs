//! `/symptoms`: the round of questions, what it adds up to, changing one answer; and `/doctor`: what is worth asking a doctor.
//!
//! Invariants: a reading of the article is never shown without how sure it is; nothing here is a diagnosis; an answer that has aged
//! is shown as aged and is not read.
//! Deliberately not here: the questions themselves (`config/knowledge/questions.toml`) and asking them (`questions`).

use super::{
    chat::{Address, Purpose, State},
    effect::{Button, Message},
    flags,
    press::{Action, Press},
    questions::{self, view},
    turn::{Turn, plain, with_buttons},
};
use crate::{
    care::answers::Answer,
    content::{
        Arg,
        knowledge::{Question, questions::UNSURE},
    },
};

/// How many things for the doctor are shown at the end of a round; the list has all.
const FIRST: usize = 4;

/// `/symptoms`: the round the first time; later what is known, and what can be changed.
pub(super) fn open(turn: &mut Turn<'_>) {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
        return;
    }
    if turn.chat.answers.is_empty() {
        let remark = turn.t("symptoms-intro");
        questions::start(turn, Purpose::Symptoms, Some(remark));
    } else {
        show(turn);
    }
}

/// Goes on with the round.
pub(super) fn rest(turn: &mut Turn<'_>) {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
    } else {
        questions::start(turn, Purpose::Symptoms, None);
    }
}

/// What is known, with the ways on.
pub(super) fn show(turn: &mut Turn<'_>) {
    let lines = known(turn).join("\n");
    let text = if lines.is_empty() {
        turn.t("symptoms-nothing")
    } else {
        turn.tn("symptoms-known", &[("lines", Arg::Text(&lines))])
    };
    let mut rows = Vec::new();
    let left = questions::open_questions(turn, &Purpose::Symptoms).len();
    if left > 0 {
        let count = i64::try_from(left).unwrap_or(i64::MAX);
        let label = turn.tn("symptoms-rest-button", &[("count", Arg::Number(count))]);
        let press = Press {
            at: None,
            action: Action::Symptoms,
        };
        rows.push(vec![press.button(label)]);
    }
    if !lines.is_empty() {
        rows.push(turn.lasting("change-answer-button", Action::Change));
    }
    rows.push(turn.lasting("doctor-button", Action::Doctor));
    rows.push(turn.lasting("soak-button", Action::Soak));
    turn.close_form(with_buttons(text, rows));
}

/// The end of a round: what was said, how the article would read it and how sure that is, what is worth asking, and the next step.
pub(super) fn told(turn: &mut Turn<'_>) {
    let lines = known(turn).join("\n");
    let mut parts = vec![turn.tn("symptoms-told", &[("lines", Arg::Text(&lines))])];
    parts.push(format!("{}\n{}", reading(turn), turn.t("reading-sure")));
    let items = items(turn);
    if items.is_empty() {
        parts.push(turn.t("symptoms-no-doctor"));
    } else {
        let first = bullets(turn, items.iter().take(FIRST));
        parts.push(turn.tn("symptoms-doctor", &[("lines", Arg::Text(&first))]));
        if items.len() > FIRST {
            parts.push(turn.t("symptoms-more-doctor"));
        }
    }
    if !turn.chat.consented() {
        let hours = Arg::Number(i64::from(turn.context.house.provisional_hours));
        parts.push(turn.tn("symptoms-unkept", &[("hours", hours)]));
    }
    let mut rows = vec![
        turn.lasting("soak-button", Action::Soak),
        turn.lasting("doctor-button", Action::Doctor),
        turn.lasting("change-answer-button", Action::Change),
    ];
    if !turn.chat.consented() {
        rows.push(turn.lasting("set-up-button", Action::SetUp));
    }
    turn.close_form(with_buttons(parts.join("\n\n"), rows));
}

/// How the article behind the project would read the answers.
fn reading(turn: &Turn<'_>) -> String {
    let hard_day = &turn.context.content.knowledge().hard_day;
    turn.t(if view(turn).any(hard_day) {
        "reading-hard-day"
    } else {
        "reading-other"
    })
}

/// A line for each answer, in the order of the questions.
fn known(turn: &Turn<'_>) -> Vec<String> {
    let knowledge = turn.context.content.knowledge();
    knowledge
        .questions
        .iter()
        .filter_map(|question| {
            let answer = turn.chat.answers.get(&question.slug)?;
            let line = line(turn, question, answer);
            let fresh = view(turn).fresh(&question.slug).is_some();
            Some(if fresh {
                line
            } else {
                turn.tn("symptoms-aged", &[("line", Arg::Text(&line))])
            })
        })
        .collect()
}

fn line(turn: &Turn<'_>, question: &Question, answer: &Answer) -> String {
    let labels: Vec<String> = answer
        .picks
        .iter()
        .filter_map(|pick| match question.choice(pick) {
            Some(choice) => Some(turn.t(&choice.label)),
            None => (pick == UNSURE).then(|| turn.t("unsure-name")),
        })
        .collect();
    let name = turn.t(&question.keys.name);
    let answers = labels.join(", ");
    turn.tn(
        "symptoms-line",
        &[("name", Arg::Text(&name)), ("answers", Arg::Text(&answers))],
    )
}

/// "Change an answer": which one?
pub(super) fn change(turn: &mut Turn<'_>) {
    if turn.chat.hold.is_some() {
        flags::remind(turn);
    } else if turn.chat.answers.is_empty() {
        open(turn);
    } else {
        turn.open(State::WhichAnswer);
    }
}

/// The answers that can be changed, as buttons.
pub(super) fn which_prompt(turn: &Turn<'_>, at: Address) -> Message {
    let mut rows: Vec<Vec<Button>> = answered(turn)
        .map(|(index, question)| {
            let press = Press {
                at: Some(at),
                action: Action::Pick(index),
            };
            vec![press.button(turn.short(&question.keys.name))]
        })
        .collect();
    rows.push(turn.button(at, "back-button", Action::Back));
    with_buttons(turn.t("symptoms-change-ask"), rows)
}

/// The questions that have an answer, with their places in the list of all.
fn answered<'t>(turn: &'t Turn<'_>) -> impl Iterator<Item = (u16, &'t Question)> {
    let knowledge = turn.context.content.knowledge();
    (0..)
        .zip(&knowledge.questions)
        .filter(|(_, question)| turn.chat.answers.get(&question.slug).is_some())
}

/// A button under "Which answer?".
pub(super) fn which_pressed(turn: &mut Turn<'_>, action: Action) -> bool {
    match action {
        Action::Pick(place) => {
            let picked = answered(turn).find(|(index, _)| *index == place);
            let Some(slug) = picked.map(|(_, question)| question.slug.clone()) else {
                return false;
            };
            questions::ask_one(turn, slug);
        }
        Action::Back => show(turn),
        _ => return false,
    }
    true
}

/// What is worth asking a doctor, as keys of texts.
fn items<'t>(turn: &'t Turn<'_>) -> Vec<&'t str> {
    let view = view(turn);
    let doctor = &turn.context.content.knowledge().doctor;
    doctor
        .iter()
        .filter(|item| view.any(&item.when))
        .map(|item| item.text.as_str())
        .collect()
}

fn bullets<'k>(turn: &Turn<'_>, items: impl Iterator<Item = &'k &'k str>) -> String {
    let lines: Vec<String> = items
        .map(|key| turn.tn("doctor-line", &[("item", Arg::Text(&turn.t(key)))]))
        .collect();
    lines.join("\n")
}

/// `/doctor`: everything worth asking, with the reasons, ready to be shown.
pub(super) fn doctor(turn: &mut Turn<'_>) {
    let items = items(turn);
    if items.is_empty() {
        let rows = vec![turn.lasting("symptoms-button", Action::Symptoms)];
        let message = with_buttons(turn.t("doctor-empty"), rows);
        turn.say(message);
        return;
    }
    let lines = bullets(turn, items.iter());
    let text = format!(
        "{}\n\n{}",
        turn.tn("doctor-list", &[("lines", Arg::Text(&lines))]),
        turn.t("doctor-bring")
    );
    turn.say(plain(text));
}
