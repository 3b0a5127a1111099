//! The relief card's words and buttons: a function of the step, so that the card can be repeated at any time.
//!
//! Invariants: without a sound; at most 25 words a step; wherever water is near there is a way out of it and a "Something is wrong".

use super::{
    HOLD, TICK,
    warmth::{tonight_question, water_to},
    water::{is_asking, spent},
};
use crate::{
    content::Arg,
    dialogue::{
        chat::{Address, Age, Bath, Relief, Soak, Step},
        effect::{Button, Message},
        press::{Action, Press, SIGNS},
        soak::degrees,
        turn::{Turn, with_buttons},
    },
    understanding::{Reader, Sign},
};

type Rows = Vec<Vec<Button>>;

/// The signs asked for when something is wrong in the water.
const IN_WATER: [Sign; 6] = [
    Sign::Chest,
    Sign::Cold,
    Sign::Faint,
    Sign::Burn,
    Sign::Swollen,
    Sign::Injury,
];

/// The card as it is now.
pub(in crate::dialogue) fn show(turn: &Turn<'_>, at: Address, relief: &Relief) -> Message {
    Message {
        silent: true,
        ..with_buttons(text(turn, relief), rows(turn, at, relief))
    }
}

fn text(turn: &Turn<'_>, relief: &Relief) -> String {
    let (key, soak) = match relief.step {
        Step::Soak(soak) => (wet_key(relief, soak), Some(soak)),
        _ if relief.easing && relief.long => ("night-easing-long", None),
        _ if relief.easing => ("night-easing", None),
        Step::Stretch if relief.shown > 0 => ("night-hold", None),
        Step::Stretch => ("night-stretch", None),
        Step::Stand if relief.shown > 0 => ("night-stand-more", None),
        Step::Stand => ("night-stand", None),
        Step::Ask => ("night-ask", None),
        Step::Which => ("night-which", None),
        Step::Rub if relief.shown > 0 => ("night-rub-more", None),
        Step::Rub => ("night-rub", None),
        Step::WarmAsk => ("night-warm-ask", None),
        Step::Warm => ("night-warm", None),
        Step::Gentle if turn.chat.age == Age::Young => ("night-gentle-young", None),
        Step::Gentle if relief.soaked.is_some() => ("night-after-soak", None),
        Step::Gentle => ("night-gentle", None),
        Step::Late => ("night-late", None),
    };
    let left = HOLD - TICK * i64::from(relief.shown);
    match soak {
        None => turn.tn(key, &[("seconds", Arg::Number(left))]),
        Some(Soak::Tonight) => {
            let asked = tonight_question(turn).map(|question| turn.t(&question.keys.ask));
            turn.tn(key, &[("ask", Arg::Text(&asked.unwrap_or_default()))])
        }
        Some(Soak::In(_)) => {
            let seconds = Arg::Number(spent(relief));
            let spent = turn.tn("soak-spent", &[("seconds", seconds)]);
            turn.tn(key, &[("spent", Arg::Text(&spent))])
        }
        Some(
            Soak::Fill
            | Soak::Measure
            | Soak::Forearm
            | Soak::Ready(_)
            | Soak::Out
            | Soak::Wrong
            | Soak::Dizzy,
        ) => {
            let (from, to) = water_to(turn);
            turn.tn(key, &degrees(from, to))
        }
    }
}

const fn wet_key(relief: &Relief, soak: Soak) -> &'static str {
    match soak {
        Soak::Tonight => "night-tonight",
        Soak::Fill => "night-fill",
        Soak::Measure => "night-measure",
        Soak::Forearm if relief.shown > 0 => "night-forearm-again",
        Soak::Forearm => "night-forearm",
        Soak::Ready(_) => "night-ready",
        Soak::In(bath) if is_asking(relief, bath) => "night-in-ask",
        Soak::In(_) => "night-in",
        Soak::Out if relief.gone.is_some() => "night-out-gone",
        Soak::Out => "night-out",
        Soak::Wrong => "night-wrong",
        Soak::Dizzy => "night-dizzy",
    }
}

fn rows(turn: &Turn<'_>, at: Address, relief: &Relief) -> Rows {
    let row = |key, action| turn.button(at, key, action);
    match relief.step {
        Step::Soak(soak) => wet_rows(turn, at, relief, soak),
        _ if relief.easing => vec![
            row("gone-button", Action::Gone),
            row("still-bad-button", Action::StillBad),
        ],
        Step::Stretch | Step::Stand => vec![
            row("easing-button", Action::Easing),
            row("still-bad-button", Action::StillBad),
        ],
        Step::Which => SIGNS
            .into_iter()
            .map(|sign| row(sign_key(sign), Action::Sign(sign)))
            .chain([row("back-button", Action::Back)])
            .collect(),
        Step::Ask | Step::WarmAsk => vec![
            row("none-of-these-button", Action::No),
            row("one-of-these-button", Action::Yes),
            row("gone-button", Action::Gone),
        ],
        Step::Rub | Step::Warm | Step::Gentle => vec![
            row("gone-button", Action::Gone),
            row("still-bad-button", Action::StillBad),
        ],
        Step::Late => vec![
            row("gone-button", Action::Gone),
            row("still-there-button", Action::StillBad),
        ],
    }
}

const fn sign_key(sign: Sign) -> &'static str {
    match sign {
        Sign::Swollen => "sign-swollen-button",
        Sign::Cold => "sign-cold-button",
        Sign::Chest => "sign-chest-button",
        Sign::Injury => "sign-injury-button",
        Sign::Clot => "sign-clot-button",
        Sign::Burn => "sign-burn-button",
        Sign::Faint => "sign-faint-button",
    }
}

fn wet_rows(turn: &Turn<'_>, at: Address, relief: &Relief, soak: Soak) -> Rows {
    let row = |key, action| turn.button(at, key, action);
    let mut rows = match soak {
        Soak::Tonight => return tonight_rows(turn, at),
        Soak::Fill => vec![row("filled-button", Action::Done)],
        Soak::Measure => {
            let (from, to) = water_to(turn);
            let press = Press {
                at: Some(at),
                action: Action::Yes,
            };
            let label = turn.tn("its-warm-button", &degrees(from, to));
            vec![
                vec![press.button(label)],
                row("no-thermometer-button", Action::No),
            ]
        }
        Soak::Forearm => vec![
            row("comfortable-button", Action::Yes),
            row("too-hot-button", Action::No),
            row("unsure-button", Action::Unsure),
        ],
        Soak::Ready(_) => vec![row("feet-in-button", Action::FeetIn)],
        Soak::In(bath) => return bath_rows(turn, at, relief, bath),
        Soak::Out => {
            return vec![
                row("skin-fine-button", Action::Done),
                row("skin-burnt-button", Action::Sign(Sign::Burn)),
                row("wrong-button", Action::Wrong),
            ];
        }
        Soak::Wrong => {
            let signs = IN_WATER.map(|sign| row(sign_key(sign), Action::Sign(sign)));
            let none = row("none-of-these-button", Action::Back);
            return signs.into_iter().chain([none]).collect();
        }
        Soak::Dizzy => {
            return vec![
                row("dizzy-passed-button", Action::Done),
                row("still-dizzy-button", Action::Sign(Sign::Chest)),
            ];
        }
    };
    rows.extend([
        row("gone-button", Action::Gone),
        row("no-soak-button", Action::Enough),
        row("wrong-button", Action::Wrong),
    ]);
    rows
}

/// Feet in: the answers to "Has the pain gone?" while it is asked.
fn bath_rows(turn: &Turn<'_>, at: Address, relief: &Relief, bath: Bath) -> Rows {
    let row = |key, action| turn.button(at, key, action);
    let mut rows = vec![row("gone-button", Action::Gone)];
    if is_asking(relief, bath) {
        rows.push(row("bit-better-button", Action::Easing));
        rows.push(row("not-yet-button", Action::StillBad));
    }
    rows.extend([
        row("stop-soak-button", Action::Enough),
        row("wrong-button", Action::Wrong),
    ]);
    rows
}

/// The button whose label was typed.
pub(super) fn labelled(
    turn: &Turn<'_>,
    at: Address,
    relief: &Relief,
    text: &str,
) -> Option<Action> {
    let rows = rows(turn, at, relief);
    let typed = rows
        .iter()
        .flatten()
        .find(|button| Reader::same(&button.label, text))?;
    Press::parse(&typed.data).map(|press| press.action)
}

/// What may be true tonight, one tap an answer.
fn tonight_rows(turn: &Turn<'_>, at: Address) -> Rows {
    let choices = tonight_question(turn).map(|question| question.choices.as_slice());
    choices
        .unwrap_or_default()
        .iter()
        .zip(0..)
        .map(|(choice, index)| {
            let press = Press {
                at: Some(at),
                action: Action::Pick(index),
            };
            vec![press.button(turn.t(&choice.label))]
        })
        .chain([
            turn.button(at, "unsure-button", Action::Unsure),
            turn.button(at, "gone-button", Action::Gone),
        ])
        .collect()
}
