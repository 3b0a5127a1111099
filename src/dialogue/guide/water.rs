//! The question before warm water in the evening. What can change from one night to the next is asked there and then, as in a cramp.
//!
//! Deliberately not here: who may have warmth at all (`care::soak`), and the soak in a cramp (`relief::water`).

use crate::{
    care::programme::Exercise,
    content::{
        Arg,
        knowledge::{Question, questions::UNSURE},
    },
    dialogue::{
        chat::Address,
        effect::Button,
        flags,
        press::{Action, Press},
        questions,
        turn::Turn,
    },
};

/// What must be answered before this exercise.
pub(super) fn question<'t>(turn: &'t Turn<'_>, exercise: &Exercise<'_>) -> Option<&'t Question> {
    let knowledge = turn.context.content.knowledge();
    knowledge.question(exercise.asks?)
}

/// The question in words, as it stands in a cramp.
pub(super) fn ask(turn: &Turn<'_>, question: &Question) -> String {
    let ask = turn.t(&question.keys.ask);
    turn.tn("night-tonight", &[("ask", Arg::Text(&ask))])
}

pub(super) fn rows(turn: &Turn<'_>, at: Address, question: &Question) -> Vec<Vec<Button>> {
    let choices = question.choices.iter().zip(0..).map(|(choice, index)| {
        let press = Press {
            at: Some(at),
            action: Action::Pick(index),
        };
        vec![press.button(turn.t(&choice.label))]
    });
    let unsure = turn.button(at, "unsure-button", Action::Unsure);
    choices.chain([unsure]).collect()
}

/// What a tap answers.
pub(super) fn picked(question: &Question, action: Action) -> Option<String> {
    match action {
        Action::Pick(index) => {
            let choice = question.choices.get(usize::from(index))?;
            Some(choice.slug.clone())
        }
        Action::Unsure => Some(UNSURE.to_owned()),
        _ => None,
    }
}

/// Keeps the answer. `false`: it is a warning sign, which ends the exercises.
pub(super) fn answer(turn: &mut Turn<'_>, question: &Question, pick: String) -> bool {
    let picks = vec![pick];
    let flag = questions::flag_of(question, &picks);
    let now = turn.now();
    turn.chat.answers.put(&question.slug, picks, now);
    if let Some((tier, flag)) = flag {
        flags::raise(turn, flag, tier);
        return false;
    }
    true
}
