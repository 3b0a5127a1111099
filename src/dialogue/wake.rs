//! Time: which wake-up comes next, and what it does.
//!
//! Invariants: [`next_due`] is derived from the chat alone; after a wake-up has been handled it is never due again (a property test);
//! a wake-up that is not due changes nothing, so waking too often is harmless.

use chrono::{DateTime, Duration, Utc};

use super::{
    House,
    chat::{Chat, Deck, Diary, Keeping},
    due::{Due, Wake},
    evening, flags, guide, last_night, morning, relief, retention,
    turn::Turn,
};
use crate::care;

/// The next time at which this chat has something to do, whether or not it has passed by now.
///
/// `house`: how long things are kept there.
#[must_use]
pub fn next_due(chat: &Chat, house: &House) -> Option<Due> {
    let purge = match chat.keeping {
        Keeping::Provisional { since, withdrawn } => {
            // Without consent the time runs from the person's last message, so that a red flag or a cramp of tonight is not
            // forgotten in the middle of it. After a withdrawal it runs from that.
            let from = if withdrawn {
                since
            } else {
                since.max(chat.heard)
            };
            let at = from + Duration::hours(i64::from(house.provisional_hours));
            // Nobody is left alone in a cramp: a card that runs is seen through, an hour at most.
            let runs_until = chat.relief().map(|(card, _)| card.until);
            Some(Due {
                at: runs_until.map_or(at, |until| until.max(at)),
                what: Wake::Purge,
            })
        }
        Keeping::Agreed { .. } => None,
    };
    // What must be put away at its time: a cramp that nobody ended, an entry that was deleted.
    let expire = chat
        .cards
        .iter()
        .filter(|card| matches!(card.what, Deck::Relief(_) | Deck::Diary(Diary::Deleted(_))))
        .map(|card| Due {
            at: card.until,
            what: Wake::Expire,
        })
        .min();
    let speaking = (!chat.asleep).then(|| {
        let tick = chat
            .relief()
            .and_then(|(_, relief)| relief::next_tick(relief))
            .map(|at| Due {
                at,
                what: Wake::Relief,
            });
        let morning = morning::due(chat).map(|(at, _)| Due {
            at,
            what: Wake::Morning,
        });
        let again = evening::again(chat);
        let evening = evening::due(chat).map(|evening| evening.at);
        let evening = evening.into_iter().chain(again).min().map(|at| Due {
            at,
            what: Wake::Evening,
        });
        let guide = guide::next_tick(chat).map(|at| Due {
            at,
            what: Wake::Guide,
        });
        [tick, morning, evening, guide]
    });
    speaking
        .into_iter()
        .flatten()
        .chain([expire, purge, retention::due(chat, house)])
        .flatten()
        .min()
}

/// Does what is due now, one thing: the writer comes back as long as something is due.
pub(super) fn fire(turn: &mut Turn<'_>) {
    let now = turn.now();
    let Some(due) = next_due(&turn.chat, turn.context.house) else {
        return;
    };
    if due.at > now {
        return;
    }
    match due.what {
        Wake::Relief => relief::tick(turn),
        Wake::Morning => wake_up(turn, due.at),
        Wake::Evening => evening::fire(turn),
        Wake::Guide => guide::tick(turn),
        Wake::Expire => put_away(turn),
        // Nobody agreed to anything: it goes without a word.
        Wake::Purge => turn.erase(None),
        Wake::Farewell => retention::announce(turn),
        Wake::Lapse => retention::lapse(turn),
    }
}

/// The morning message, unless it comes so late (an outage) that it would be no morning message.
fn wake_up(turn: &mut Turn<'_>, due: DateTime<Utc>) {
    let Some((_, date)) = morning::due(&turn.chat) else {
        return;
    };
    let late = turn.now() - due > care::clock::MORNING_WINDOW;
    if turn.chat.hold.is_some() {
        // This one question is asked even late: it is about safety.
        turn.chat.asked = Some((date, turn.now()));
        flags::ask_seen(turn);
        return;
    }
    let night = turn.chat.night.take();
    let night = night.filter(|night| !night.entries.is_empty());
    let asks = last_night::due(&turn.chat).is_some_and(|(_, asked)| asked == date);
    if late {
        // This morning has been, without a word: it does not come back, and keeps no other away.
        turn.chat.asked = Some((date, due.min(turn.chat.heard)));
        return;
    }
    turn.chat.asked = Some((date, turn.now()));
    match night {
        Some(night) => morning::ask(turn, night),
        None if asks => last_night::ask(turn, date),
        None => {}
    }
}

/// Passes over the morning questions that were due by now, but for those about a warning: they are about safety.
pub(super) fn pass_over(chat: &mut Chat, now: DateTime<Utc>) {
    while chat.hold.is_none()
        && let Some((at, date)) = morning::due(chat).filter(|(at, _)| *at <= now)
        && chat.asked.is_none_or(|(asked, _)| asked < date)
    {
        chat.night = None;
        chat.asked = Some((date, at.min(chat.heard)));
    }
}

/// Takes away the cards whose time is over. A cramp that nobody ended keeps an unknown duration.
pub(super) fn put_away(turn: &mut Turn<'_>) {
    while let Some(card) = turn.take_expired_card() {
        match card.what {
            Deck::Relief(running) => {
                relief::let_go(turn, &running);
                if !turn.chat.asleep {
                    let message = relief::put_away(turn, &running);
                    turn.edit(card.at.anchor, message);
                }
            }
            Deck::Diary(_)
            | Deck::Morning(_)
            | Deck::Flag(_)
            | Deck::Topic(_)
            | Deck::Evening(_)
            | Deck::LastNight(_)
            | Deck::Routine(_)
            | Deck::Imported(_) => {}
        }
    }
}
