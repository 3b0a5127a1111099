//! When it is not clear whether there is a cramp: a question by day, a provisional card by night.
//!
//! Invariants: a guess becomes an entry only when a button says so (`relief`); there is no guessing without a known zone, nor within
//! two hours after a nudge.

use chrono::{DateTime, Duration, Utc};

use super::{
    chat::State,
    month::Mark,
    press::Action,
    relief::open,
    turn::{Turn, with_buttons},
};
use crate::{care, understanding::Reply};

/// Whether a message that nobody understands may mean a cramp: at night, in a known zone, and not as an answer to a nudge.
pub(super) fn may_guess(turn: &Turn<'_>) -> bool {
    turn.chat.state == State::Start
        && !just_asked(turn)
        && !just_nudged(turn)
        && turn
            .chat
            .zone
            .is_some_and(|zone| care::clock::is_night(turn.now(), zone))
}

/// Whether a morning message came within the last two hours: what is typed then is most likely about it.
pub(super) fn just_asked(turn: &Turn<'_>) -> bool {
    turn.chat
        .asked
        .is_some_and(|(_, at)| turn.now() - at < Duration::hours(2))
}

/// Whether an evening message came within the last two hours.
fn just_nudged(turn: &Turn<'_>) -> bool {
    turn.chat.routine.as_deref().is_some_and(|routine| {
        routine.last.is_some_and(|last| {
            routine.evenings.on(last.date) == Mark::Asked
                && turn.now() - last.at < Duration::hours(2)
        })
    })
}

/// "Do you have a cramp now?"
pub(super) fn maybe(turn: &mut Turn<'_>, sent: DateTime<Utc>, action: Action) -> bool {
    match action {
        Action::Yes => open(turn, sent, false),
        Action::No => {
            let rows = vec![
                turn.lasting("log-button", Action::Log),
                turn.lasting("help-button", Action::Help),
            ];
            let message = with_buttons(turn.t("maybe-no"), rows);
            turn.close_form(message);
        }
        _ => return false,
    }
    true
}

pub(super) fn maybe_typed(turn: &mut Turn<'_>, sent: DateTime<Utc>, text: &str) -> bool {
    match turn.reply(text) {
        Some(Reply::Yes | Reply::StillBad) => maybe(turn, sent, Action::Yes),
        Some(Reply::No | Reply::Gone) => maybe(turn, sent, Action::No),
        Some(Reply::Easing | Reply::Skip | Reply::Back) | None => false,
    }
}
