//! The foreground's questions: each is a function of the state, so that an odd input, a digression or a restart repeats the right one.

use super::{
    chat::{Address, State, ZoneAsk},
    effect::{Button, Message},
    log,
    press::{Action, Press},
    questions, routine, symptoms,
    turn::{Turn, with_buttons},
    welcome, zone,
};
use crate::content::Arg;

/// The open question, with its buttons at that address.
pub(super) fn prompt(turn: &Turn<'_>, at: Address) -> Message {
    match &turn.chat.state {
        State::Start => with_buttons(
            turn.t("help-text"),
            vec![turn.lasting("cramp-now-button", Action::Cramp)],
        ),
        State::Consent if turn.chat.misses > 0 => {
            with_buttons(turn.t("consent-again"), welcome::consent_rows(turn, at))
        }
        State::Consent => with_buttons(welcome::notice(turn), welcome::consent_rows(turn, at)),
        State::Zone { ask, .. } => zone_prompt(turn, at, ask),
        State::Language => {
            let languages = turn.context.content.languages();
            let rows = languages
                .iter()
                .zip(0..)
                .map(|((_, name), index)| vec![cell(at, (*name).to_owned(), Action::Pick(index))])
                .chain([turn.button(at, "back-button", Action::Back)])
                .collect();
            with_buttons(turn.t("language-ask"), rows)
        }
        State::Erase => with_buttons(
            turn.t("erase-ask"),
            vec![
                turn.button(at, "erase-button", Action::Yes),
                turn.button(at, "keep-button", Action::No),
            ],
        ),
        State::Minutes { .. } => {
            let rows = vec![minutes(at), turn.button(at, "back-button", Action::Back)];
            with_buttons(turn.t("minutes-ask"), rows)
        }
        State::Asking(round) => questions::prompt(turn, at, round),
        State::WhichAnswer => symptoms::which_prompt(turn, at),
        State::MaybeCramp { .. } => with_buttons(
            turn.t("maybe-ask"),
            vec![
                turn.button(at, "yes-now-button", Action::Yes),
                turn.button(at, "no-button", Action::No),
            ],
        ),
        State::Log(asked) => log::show(turn, at, asked),
        State::Time(ask) => routine::time_prompt(turn, at, *ask),
    }
}

/// The minutes offered as buttons.
pub(super) fn minutes(at: Address) -> Vec<Button> {
    [1, 2, 5, 10, 20]
        .into_iter()
        .map(|n: u16| cell(at, n.to_string(), Action::Pick(n)))
        .collect()
}

fn zone_prompt(turn: &Turn<'_>, at: Address, ask: &ZoneAsk) -> Message {
    match ask {
        ZoneAsk::How => with_buttons(
            turn.t("zone-ask"),
            vec![
                turn.button(at, "by-clock-button", Action::ByClock),
                turn.button(at, "share-place-button", Action::ShareLocation),
                turn.button(at, "skip-button", Action::Skip),
            ],
        ),
        ZoneAsk::Clock => {
            let cells: Vec<Button> = zone::clocks(turn)
                .into_iter()
                .map(|(minutes, clock)| cell(at, clock, Action::Offset(minutes)))
                .collect();
            let rows = cells
                .chunks(4)
                .map(<[Button]>::to_vec)
                .chain([turn.button(at, "back-button", Action::Back)])
                .collect();
            with_buttons(turn.t("zone-clock"), rows)
        }
        ZoneAsk::Among(zones) => {
            let rows = zones
                .iter()
                .zip(0..)
                .map(|(found, index)| {
                    let label = turn.tn(
                        "zone-choice-button",
                        &[
                            ("place", Arg::Text(&zone::place_name(*found))),
                            ("clock", Arg::Text(&zone::clock_in(turn.now(), *found))),
                        ],
                    );
                    vec![cell(at, label, Action::Pick(index))]
                })
                .chain([turn.button(at, "back-button", Action::Back)])
                .collect();
            with_buttons(turn.t("zone-among"), rows)
        }
    }
}

pub(super) fn cell(at: Address, label: String, action: Action) -> Button {
    Press {
        at: Some(at),
        action,
    }
    .button(label)
}
