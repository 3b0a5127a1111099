//! The one question before the first exercise, and again each month: only a clear "none of these" leads on.

use chrono::Duration;

use super::{begin, open};
use crate::{
    dialogue::{
        chat::{Address, Deck},
        effect::Message,
        evening::LASTS,
        month::{EveningCard, EveningStep},
        press::{Action, Setting},
        turn::{Turn, plain, with_buttons},
    },
    understanding::Reply,
};

/// How long "none of these" holds.
const CHECK_HOLDS: Duration = Duration::days(30);

/// Before the first exercise, and again each month: the warning signs and what forbids exercise, whatever is known (clinical.md 0 and 10).
pub(super) fn needs_check(turn: &Turn<'_>) -> bool {
    let checked = turn.chat.routine.as_deref().and_then(|it| it.checked);
    checked.is_none_or(|at| turn.now() - at > CHECK_HOLDS)
}

pub(super) fn check(turn: &Turn<'_>, at: Address) -> Message {
    let rows = vec![
        turn.button(at, "guide-check-none-button", Action::No),
        turn.button(at, "guide-check-some-button", Action::Yes),
        turn.button(at, "guide-check-unsure-button", Action::Unsure),
    ];
    with_buttons(turn.t("guide-check"), rows)
}

/// The answer to it: only a clear "none" leads on.
pub(in crate::dialogue) fn checked(
    turn: &mut Turn<'_>,
    at: Address,
    evening: EveningCard,
    short: bool,
    action: Action,
) -> bool {
    match action {
        Action::No => {
            let now = turn.now();
            if let Some(routine) = turn.chat.routine.as_deref_mut() {
                routine.checked = Some(now);
            }
            begin(turn, at, evening, short);
        }
        Action::Yes | Action::Unsure => {
            turn.take_card(at.anchor);
            let message = some(turn);
            turn.edit(at.anchor, message);
        }
        _ => return false,
    }
    true
}

fn some(turn: &Turn<'_>) -> Message {
    let rows = vec![
        turn.lasting("symptoms-button", Action::Symptoms),
        turn.lasting("setting-sitting-on-button", Action::Set(Setting::Sitting)),
        turn.lasting("cramp-now-button", Action::Cramp),
    ];
    with_buttons(turn.t("guide-check-some"), rows)
}

/// The answer, typed below the question: what follows comes at the end of the chat, where it is seen.
pub(in crate::dialogue) fn check_typed(turn: &mut Turn<'_>, text: &str) -> bool {
    let Some(card) = turn.chat.cards.last().cloned() else {
        return false;
    };
    let Deck::Evening(evening) = card.what else {
        return false;
    };
    let EveningStep::Check { .. } = evening.step else {
        return false;
    };
    let reply = turn.reply(text);
    if !matches!(reply, Some(Reply::No | Reply::Yes)) {
        return false;
    }
    turn.take_card(card.at.anchor);
    let asked = plain(turn.t("guide-check"));
    turn.tidy(card.at.anchor, asked);
    if reply == Some(Reply::Yes) {
        let message = some(turn);
        turn.say(message);
        return true;
    }
    let now = turn.now();
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        routine.checked = Some(now);
    }
    let at = turn.new_address();
    turn.add_card(at, LASTS, Deck::Evening(evening.clone()));
    open(turn, at, evening);
    true
}
