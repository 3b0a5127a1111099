//! The one question before the first exercise, and again each month: only a clear "none of these" leads on.

use chrono::Duration;

use super::begin;
use crate::dialogue::{
    chat::Address,
    effect::Message,
    month::EveningCard,
    press::{Action, Setting},
    turn::{Turn, with_buttons},
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
            let rows = vec![
                turn.lasting("symptoms-button", Action::Symptoms),
                turn.lasting("setting-sitting-on-button", Action::Set(Setting::Sitting)),
                turn.lasting("cramp-now-button", Action::Cramp),
            ];
            let message = with_buttons(turn.t("guide-check-some"), rows);
            turn.edit(at.anchor, message);
        }
        _ => return false,
    }
    true
}
