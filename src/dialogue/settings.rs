//! What a person may decide about Charley: privacy, erasure, silence, language; and the ways out of everything.

use super::{
    chat::{Deck, Keeping, State},
    guide,
    month::Course,
    press::Action,
    relief::{self, water},
    retention,
    turn::{Turn, plain, with_buttons},
};
use crate::{content::Arg, understanding::Reply};

/// `/privacy`: what is kept, where, how long, and who runs this copy.
pub(super) fn privacy(turn: &mut Turn<'_>) {
    let house = turn.context.house;
    let mut text = turn.tn(
        "privacy-text",
        &[
            ("operator", Arg::Text(&house.operator)),
            ("contact", Arg::Text(&house.contact)),
            ("hours", Arg::Number(i64::from(house.provisional_hours))),
            ("days", Arg::Number(i64::from(house.idle_days))),
            (
                "notice",
                Arg::Number(i64::from(retention::notice_days(house))),
            ),
        ],
    );
    let mut rows = vec![turn.lasting("erase-all-button", Action::Erase)];
    text.push_str("\n\n");
    match turn.chat.keeping {
        Keeping::Agreed { version, at } => {
            let date = turn
                .context
                .content
                .date(&turn.chat.language, at.date_naive());
            text.push_str(&turn.tn(
                "privacy-agreed",
                &[
                    ("date", Arg::Text(&date)),
                    ("version", Arg::Number(i64::from(version))),
                ],
            ));
            rows.push(turn.lasting("withdraw-button", Action::Withdraw));
        }
        Keeping::Provisional { withdrawn, .. } => {
            let key = if withdrawn {
                "privacy-withdrawn"
            } else {
                "privacy-not-agreed"
            };
            text.push_str(&turn.t(key));
            rows.push(turn.lasting("set-up-button", Action::SetUp));
        }
    }
    let message = with_buttons(text, rows);
    turn.say(message);
}

/// Withdraws the consent, in one tap: nothing new is kept, and what is there goes by the rule for records without consent.
pub(super) fn withdraw(turn: &mut Turn<'_>) {
    if turn.chat.consented() {
        turn.chat.keeping = Keeping::Provisional {
            since: turn.now(),
            withdrawn: true,
        };
        turn.chat.night = None;
        if let Some(routine) = turn.chat.routine.as_deref_mut() {
            routine.course = Course::Stopped;
        }
    }
    let hours = i64::from(turn.context.house.provisional_hours);
    let text = turn.tn("withdrawn-text", &[("hours", Arg::Number(hours))]);
    let rows = vec![
        turn.lasting("erase-all-button", Action::Erase),
        turn.lasting("set-up-button", Action::SetUp),
    ];
    turn.say(with_buttons(text, rows));
}

/// `/delete`: asks once more.
pub(super) fn delete(turn: &mut Turn<'_>) {
    turn.press = None;
    turn.open(State::Erase);
}

pub(super) fn erase(turn: &mut Turn<'_>, action: Action) -> bool {
    match action {
        Action::Yes => {
            let mut wet = turn.chat.relief().is_some_and(|(_, it)| water::is_near(it));
            wet |= guide::stop_all(turn);
            let receipt = plain(feet_out_first(turn, wet, "erased-receipt"));
            turn.erase(Some(receipt));
        }
        Action::No => {
            let message = plain(turn.t("erase-kept"));
            turn.close_form(message);
        }
        _ => return false,
    }
    true
}

/// Typed words before an erasure: a "no" is enough, a "yes" is not; the button says what it does.
pub(super) fn erase_typed(turn: &mut Turn<'_>, text: &str) -> bool {
    match turn.reply(text) {
        Some(Reply::No | Reply::Back | Reply::Skip) => erase(turn, Action::No),
        Some(Reply::Yes | Reply::Easing | Reply::StillBad | Reply::Gone) | None => false,
    }
}

/// `/stop`: Charley no longer writes by itself.
pub(super) fn stop(turn: &mut Turn<'_>) {
    let ended = end_all(turn);
    turn.chat.silent = true;
    turn.chat.night = None;
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        routine.course = Course::Stopped;
    }
    let key = if turn.chat.routine.is_some() {
        "stop-text-evenings"
    } else {
        "stop-text"
    };
    let text = feet_out_first(turn, ended.wet, key);
    turn.say(plain(text));
}

/// `/cancel`: ends what is open.
pub(super) fn cancel(turn: &mut Turn<'_>) {
    let ended = end_all(turn);
    let key = if ended.open {
        "cancel-text"
    } else {
        "cancel-nothing"
    };
    let text = feet_out_first(turn, ended.wet, key);
    turn.say(plain(text));
}

/// A text; for whoever has their feet in water, below the one thing that comes before it.
fn feet_out_first(turn: &Turn<'_>, wet: bool, key: &str) -> String {
    if wet {
        format!("{}\n{}", turn.t("feet-out"), turn.t(key))
    } else {
        turn.t(key)
    }
}

/// What was ended.
struct Ended {
    /// There was something to end.
    open: bool,
    /// A soak was under way.
    wet: bool,
}

/// Ends the open question and the running cards.
fn end_all(turn: &mut Turn<'_>) -> Ended {
    let mut ended = Ended {
        open: turn.chat.state != State::Start,
        wet: guide::stop_all(turn),
    };
    turn.drop_form();
    let running: Vec<_> = turn
        .chat
        .cards
        .iter()
        .filter(|card| {
            matches!(
                card.what,
                Deck::Relief(_) | Deck::Morning(_) | Deck::Evening(_)
            )
        })
        .cloned()
        .collect();
    for card in running {
        ended.open = true;
        turn.take_card(card.at.anchor);
        let mut key = "card-stopped";
        if let Deck::Relief(running) = &card.what {
            relief::let_go(turn, running);
            if water::is_near(running) {
                ended.wet = true;
                key = "card-stopped-wet";
            }
        }
        let message = relief::ended(turn, key);
        turn.edit(card.at.anchor, message);
    }
    ended
}

/// `/language`.
pub(super) fn language(turn: &mut Turn<'_>) {
    turn.open(State::Language);
}

pub(super) fn language_chosen(turn: &mut Turn<'_>, action: Action) -> bool {
    match action {
        Action::Pick(index) => {
            let languages = turn.context.content.languages();
            let Some((code, _)) = languages.get(usize::from(index)) else {
                return false;
            };
            turn.chat.language = (*code).to_owned();
            let message = plain(turn.t("language-set"));
            turn.close_form(message);
        }
        Action::Back => {
            let message = plain(turn.t("language-set"));
            turn.close_form(message);
        }
        _ => return false,
    }
    true
}

/// A language typed by its name or its code.
pub(super) fn language_typed(turn: &mut Turn<'_>, text: &str) -> bool {
    let wanted = text.trim().to_lowercase();
    let found = turn
        .context
        .content
        .languages()
        .iter()
        .position(|(code, name)| wanted == *code || wanted == name.to_lowercase());
    match found.and_then(|index| u16::try_from(index).ok()) {
        Some(index) => language_chosen(turn, Action::Pick(index)),
        None => false,
    }
}
