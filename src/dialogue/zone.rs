//! The time zone: a city or zone typed, a shared place (only its zone arrives here), or "my clock shows 14:05".

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Offset, Timelike, Utc};
use chrono_tz::Tz;

use super::{
    chat::{State, ZoneAsk},
    effect::{Keyboard, Message},
    evening,
    press::Action,
    routine,
    turn::{Turn, plain},
};
use crate::{
    care::zone::Found,
    content::{Arg, dates},
    understanding::Reply,
};

/// Places offered at once.
const OFFERED: usize = 8;

/// `/zone`.
pub(super) fn open(turn: &mut Turn<'_>) {
    turn.chat.joining = false;
    ask_how(turn, false);
}

pub(super) fn ask_how(turn: &mut Turn<'_>, setup: bool) {
    turn.open(State::Zone {
        ask: ZoneAsk::How,
        setup,
    });
}

/// A button of the zone question.
pub(super) fn pressed(turn: &mut Turn<'_>, ask: &ZoneAsk, setup: bool, action: Action) -> bool {
    let go = |turn: &mut Turn<'_>, ask| turn.open(State::Zone { ask, setup });
    match (ask, action) {
        (ZoneAsk::How, Action::ByClock) => go(turn, ZoneAsk::Clock),
        (ZoneAsk::How, Action::ShareLocation) => {
            let message = Message {
                text: turn.t("zone-share"),
                keyboard: Keyboard::ShareLocation {
                    label: turn.t("share-place-button"),
                },
                silent: false,
                attached: None,
            };
            turn.say(message);
        }
        (ZoneAsk::How, Action::Skip) => {
            let joining = std::mem::take(&mut turn.chat.joining);
            let key = if joining {
                "routine-needs-zone"
            } else {
                "zone-skipped"
            };
            let message = plain(turn.t(key));
            turn.close_form(message);
        }
        (ZoneAsk::Clock, Action::Offset(minutes)) => {
            let mut zones = turn
                .context
                .places
                .by_offset(turn.now(), i32::from(minutes));
            zones.truncate(OFFERED);
            if zones.is_empty() {
                return false;
            }
            go(turn, ZoneAsk::Among(zones));
        }
        (ZoneAsk::Clock | ZoneAsk::Among(_), Action::Back) => go(turn, ZoneAsk::How),
        (ZoneAsk::Among(zones), Action::Pick(index)) => match zones.get(usize::from(index)) {
            Some(zone) => set(turn, *zone),
            None => return false,
        },
        _ => return false,
    }
    true
}

/// A city or a zone was typed.
pub(super) fn typed(turn: &mut Turn<'_>, ask: &ZoneAsk, setup: bool, text: &str) -> bool {
    match turn.reply(text) {
        Some(Reply::Skip | Reply::No) => return pressed(turn, &ZoneAsk::How, setup, Action::Skip),
        Some(Reply::Back) if *ask != ZoneAsk::How => {
            return pressed(turn, ask, setup, Action::Back);
        }
        Some(Reply::Back | Reply::Yes | Reply::Easing | Reply::StillBad | Reply::Gone) | None => {}
    }
    match turn.context.places.find(text) {
        Found::One(zone) => set(turn, zone),
        Found::Several(zones) => offer(turn, zones, setup, None),
        Found::Near(zones) => {
            let remark = turn.t("zone-near");
            offer(turn, zones, setup, Some(remark));
        }
        Found::Nothing => return false,
    }
    true
}

/// Offers zones to choose from.
fn offer(turn: &mut Turn<'_>, mut zones: Vec<Tz>, setup: bool, remark: Option<String>) {
    zones.truncate(OFFERED);
    turn.open_after(
        remark,
        State::Zone {
            ask: ZoneAsk::Among(zones),
            setup,
        },
    );
}

/// A place was shared. Its coordinates are gone already.
pub(super) fn located(turn: &mut Turn<'_>, zone: Option<Tz>) {
    if let Some(zone) = zone {
        set(turn, zone);
        return;
    }
    let message = Message {
        keyboard: Keyboard::Away,
        ..plain(turn.t("zone-no-place"))
    };
    turn.say(message);
}

fn set(turn: &mut Turn<'_>, zone: Tz) {
    let before = turn.chat.zone.replace(zone);
    if let Some(before) = before {
        evening::travelled(turn, before, zone);
    }
    let text = turn.tn(
        "zone-set",
        &[
            ("place", Arg::Text(&place_name(zone))),
            ("clock", Arg::Text(&clock_in(turn.now(), zone))),
        ],
    );
    if let State::Zone { setup, .. } = turn.chat.state {
        let text = if setup {
            format!("{text}\n\n{}", turn.t("set-up-done"))
        } else {
            text
        };
        let by_button = turn.press.is_some();
        let message = Message {
            // A keyboard that asked for the place goes; an edited message cannot take it away.
            keyboard: if by_button {
                Keyboard::None
            } else {
                Keyboard::Away
            },
            ..plain(text)
        };
        turn.close_form(message);
        if turn.chat.joining {
            routine::join(turn);
        }
    } else {
        let message = Message {
            keyboard: Keyboard::Away,
            ..plain(text)
        };
        turn.say(message);
    }
}

/// The clocks of the world now: minutes ahead of UTC, and what such a clock shows.
pub(super) fn clocks(turn: &Turn<'_>) -> Vec<(i16, String)> {
    /// Zones are ahead of UTC by multiples of this many minutes.
    const STEP: usize = 15;
    let clocks: BTreeMap<i16, String> = (-720i16..=840)
        .step_by(STEP)
        .filter(|minutes| {
            !turn
                .context
                .places
                .by_offset(turn.now(), i32::from(*minutes))
                .is_empty()
        })
        .map(|minutes| {
            let local = turn.now() + Duration::minutes(i64::from(minutes));
            (minutes, dates::clock(local.hour(), local.minute()))
        })
        .collect();
    clocks.into_iter().collect()
}

/// The place in a zone's name: "New York" of `America/New_York`.
pub(super) fn place_name(zone: Tz) -> String {
    let name = zone.name();
    name.rsplit('/').next().unwrap_or(name).replace('_', " ")
}

/// What a clock shows there.
pub(super) fn clock_in(now: DateTime<Utc>, zone: Tz) -> String {
    let local = now.with_timezone(&zone);
    debug_assert!(local.offset().fix().local_minus_utc().abs() <= 50_400);
    dates::clock(local.hour(), local.minute())
}
