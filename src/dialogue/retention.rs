//! Retention: of whoever has not been there for a long time nothing is kept. It is announced, and a month later it is done.
//!
//! Invariants: nothing goes unannounced, except where nothing can be sent; between the announcement and the end lies the whole notice, by
//! whatever the clock shows, so a clock that jumps ahead erases nobody at once (one that stays wrong for the whole notice does); the date
//! that was announced holds, whatever the settings say since; all that a person does is contact, and ends it. An outage in which Telegram
//! may have dropped somebody's answer makes the announcement void: it is made anew.
//!
//! Deliberately not here: records without consent, which go within hours (`wake`); `/delete` (`settings`); a deleted account (`route`);
//! that the words that wait at Telegram are read before anything goes (`app::polls`).

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::{
    House,
    chat::{Address, Chat, Keeping},
    due::{Due, Wake},
    effect::{Anchor, Message},
    press::Action,
    turn::{Turn, plain, with_buttons},
};
use crate::{
    care::clock::{by_day, day_ends},
    content::Arg,
};

/// The end is announced so many days before; where little is kept for long, half of that time before.
const NOTICE_DAYS: u32 = 30;
/// What lies further ahead was set by a clock that was wrong.
const AHEAD: Duration = Duration::hours(24);

/// The end of what is kept, as far as it was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Farewell {
    /// It was night when it was to be announced; it is announced then.
    Waits(DateTime<Utc>),
    /// It was announced.
    Said {
        at: DateTime<Utc>,
        /// The message; none was sent where the person has blocked the bot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<Address>,
        /// The end, as it was announced.
        until: DateTime<Utc>,
    },
}

/// How many days before the end it is announced.
pub(super) fn notice_days(house: &House) -> u32 {
    NOTICE_DAYS.min(house.idle_days / 2)
}

fn days(count: u32) -> Duration {
    Duration::days(i64::from(count))
}

/// What comes next if the person stays away: the announcement, or the end.
pub(super) fn due(chat: &Chat, house: &House) -> Option<Due> {
    let (at, what) = match chat.farewell {
        None => {
            let at = chat.heard + days(house.idle_days) - days(notice_days(house));
            (by_day(at, chat.zone), Wake::Farewell)
        }
        Some(Farewell::Waits(at)) => (at, Wake::Farewell),
        Some(Farewell::Said { until, .. }) => (until, Wake::Lapse),
    };
    chat.consented().then_some(Due { at, what })
}

/// Says that all will go, and when; by day. Where nothing can be sent the time runs all the same.
pub(super) fn announce(turn: &mut Turn<'_>) {
    let (now, zone, house) = (turn.now(), turn.chat.zone, turn.context.house);
    let day = by_day(now, zone);
    if now < day && !turn.chat.asleep {
        turn.chat.farewell = Some(Farewell::Waits(day));
        return;
    }
    let end = turn.chat.heard + days(house.idle_days);
    let until = by_day(end.max(now + days(notice_days(house))), zone);
    let message = (!turn.chat.asleep).then(|| {
        let at = turn.new_address();
        let rows = vec![turn.button(at, "retention-keep-button", Action::Keep)];
        let message = Message {
            // Without a zone it may be night there.
            silent: turn.chat.silent || zone.is_none(),
            ..with_buttons(words(turn, until), rows)
        };
        turn.nudge(at.anchor, message, day_ends(now, zone));
        at
    });
    turn.chat.farewell = Some(Farewell::Said {
        at: now,
        message,
        until,
    });
}

fn words(turn: &Turn<'_>, until: DateTime<Utc>) -> String {
    let zone = turn.chat.zone.unwrap_or(chrono_tz::UTC);
    let date = until.with_timezone(&zone).date_naive();
    let date = turn.context.content.date(&turn.chat.language, date);
    turn.tn("retention-notice", &[("date", Arg::Text(&date))])
}

/// The announced end has come, and nobody was there: what `/delete` does, and a last word.
pub(super) fn lapse(turn: &mut Turn<'_>) {
    let Some(Farewell::Said { at, message, .. }) = turn.chat.farewell else {
        return;
    };
    let away = turn.context.away;
    let now = turn.now();
    if away.is_some_and(|away| at <= away.from && away.until <= now) {
        // Somebody may have answered in vain.
        put_away(turn, message, "retention-again");
        announce(turn);
        return;
    }
    let receipt = (!turn.chat.asleep).then(|| Message {
        silent: true,
        ..plain(turn.t("retention-erased"))
    });
    turn.erase(receipt);
}

/// The person did something: nothing goes.
pub(super) fn contact(turn: &mut Turn<'_>) {
    if let Some(Farewell::Said { message, .. }) = turn.chat.farewell.take() {
        let tapped = message.is_some() && turn.press.and_then(|press| press.at) == message;
        let key = if tapped {
            "retention-kept"
        } else {
            "retention-here"
        };
        put_away(turn, message, key);
    }
}

/// The announcement makes room for what is true now.
fn put_away(turn: &mut Turn<'_>, message: Option<Address>, key: &str) {
    if let Some(at) = message {
        turn.remember_ended(at.anchor);
        let shown = plain(turn.t(key));
        turn.tidy(at.anchor, shown);
    }
}

/// "Keep it", below an announcement that is no longer known: it is kept.
pub(super) fn kept(turn: &mut Turn<'_>) {
    turn.say_key("retention-kept");
}

/// The announcement never left: it was not made.
pub(super) fn undelivered(turn: &mut Turn<'_>, anchor: Anchor) {
    if let Some(Farewell::Said {
        message: Some(at), ..
    }) = turn.chat.farewell
        && at.anchor == anchor
    {
        turn.chat.farewell = None;
    }
}

/// The person can be reached again: what could not be announced still is to be.
pub(super) fn unblocked(turn: &mut Turn<'_>) {
    turn.chat.asleep = false;
    if let Some(Farewell::Said { message: None, .. }) = turn.chat.farewell {
        turn.chat.farewell = None;
    }
}

/// The clock of the machine was far ahead, and is right again: what it wrote must neither erase nor keep for longer.
pub(super) fn heal(chat: &mut Chat, now: DateTime<Utc>) {
    let latest = now + AHEAD;
    if latest < chat.heard {
        chat.heard = now;
    }
    if let Keeping::Provisional { since, .. } = &mut chat.keeping
        && latest < *since
    {
        *since = now;
    }
    chat.farewell = chat.farewell.filter(|farewell| match farewell {
        Farewell::Waits(at) | Farewell::Said { at, .. } => *at <= latest,
    });
}
