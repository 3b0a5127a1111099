//! When an evening is due, and what it comes to: a message, or the reason why there is none.
//!
//! Invariants: each evening is dealt with once and marked; what the person said about it is never asked again; what was missed while the bot
//! was away is marked as late, all at once, and brings no message.

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};

use super::{ask, once_more, rest};
use crate::{
    care::{
        clock,
        schedule::{Evening, Plan},
    },
    dialogue::{
        chat::{Address, Age, Chat, Deck},
        month::{Course, Dealt, EveningCard, Mark, Routine},
        turn::Turn,
    },
};

/// After so many messages without an answer they come every third evening; after so many, one goodbye.
pub(in crate::dialogue) const FEW: usize = 3;
const MANY: usize = 10;
/// Evenings from one message to the next, then.
const SPACE: u64 = 3;
/// Whoever was left alone for longer is asked whether to go on.
const ABSENCE: Duration = Duration::days(14);
/// What lies further ahead was set by a clock that was wrong.
const AHEAD: Duration = Duration::hours(24);

impl Chat {
    /// The evening messages that can still be tapped.
    pub(in crate::dialogue) fn evening_cards(
        &self,
    ) -> impl Iterator<Item = (Address, &EveningCard)> {
        self.cards.iter().filter_map(|card| {
            let Deck::Evening(evening) = &card.what else {
                return None;
            };
            Some((card.at, evening))
        })
    }

    pub(super) fn evening_cards_mut(&mut self) -> impl Iterator<Item = &mut EveningCard> {
        self.cards.iter_mut().filter_map(|card| {
            let Deck::Evening(evening) = &mut card.what else {
                return None;
            };
            Some(evening)
        })
    }
}

impl Routine {
    pub(in crate::dialogue) fn plan(&self, zone: chrono_tz::Tz) -> Plan {
        Plan {
            zone,
            time: self.time,
            weekend: self.weekend,
            delay: Duration::seconds(i64::from(self.delay)),
        }
    }

    /// The next evening, whether or not its time has passed.
    pub(in crate::dialogue) fn next(&self, zone: chrono_tz::Tz) -> Evening {
        let first = clock::instant(zone, self.first, NaiveTime::MIN);
        let plan = self.plan(zone);
        plan.next(self.since.max(first), self.last.map(Into::into))
    }

    /// The first evening that is still to come: where nobody was there for a while, [`Self::next`] may be long past.
    pub(in crate::dialogue) fn next_from(
        &self,
        zone: chrono_tz::Tz,
        now: DateTime<Utc>,
    ) -> Evening {
        let next = self.next(zone);
        if next.closes > now {
            return next;
        }
        self.plan(zone).next(now, self.last.map(Into::into))
    }
}

/// The evening that comes next; `None` while none may come.
pub(in crate::dialogue) fn due(chat: &Chat) -> Option<Evening> {
    let routine = chat.routine.as_deref()?;
    let goes = match routine.course {
        Course::Going | Course::Paused(_) | Course::Away => true,
        Course::Stopped | Course::Asleep => false,
    };
    let may = goes
        && chat.consented()
        && !chat.silent
        && chat.age != Age::Young
        && chat.relief().is_none();
    chat.zone.filter(|_| may).map(|zone| routine.next(zone))
}

/// When a message comes once more, because the person asked for it or chose so.
pub(in crate::dialogue) fn again(chat: &Chat) -> Option<DateTime<Utc>> {
    let cards = chat
        .evening_cards()
        .filter_map(|(_, evening)| evening.again);
    // A pause or an end forgets what was put off before; who puts it off afterwards wants it.
    let may = chat.consented() && !chat.silent && chat.relief().is_none();
    cards.min().filter(|_| may)
}

/// The clock of the machine was far ahead, and is right again: what it marked must not keep the evenings away.
pub(in crate::dialogue) fn heal(chat: &mut Chat, now: DateTime<Utc>) {
    let latest = now + AHEAD;
    // The mornings keep apart in the same way.
    chat.asked = chat.asked.filter(|(_, at)| *at <= latest);
    let Some(routine) = chat.routine.as_deref_mut() else {
        return;
    };
    let dealt = routine.last.map_or(routine.since, |last| last.at);
    if routine.since.max(dealt) <= latest {
        return;
    }
    // The date there, by any zone's clock.
    let tomorrow = (now + Duration::days(1)).date_naive();
    routine.last = None;
    routine.since = now;
    routine.evenings.forget_after(tomorrow);
    routine.again = routine.again.map(|date| date.min(tomorrow));
    routine.reviewed = routine.reviewed.map(|date| date.min(tomorrow));
    routine.sore = routine.sore.filter(|at| *at <= now);
    routine.cleared = routine.cleared.filter(|at| *at <= now);
    routine.checked = routine.checked.filter(|at| *at <= now);
    if matches!(routine.course, Course::Away) {
        routine.course = Course::Going;
    }
}

/// Marks the evenings that were due by now as missed, and what was put off until then as gone.
pub(in crate::dialogue) fn pass_over(chat: &mut Chat, now: DateTime<Utc>) {
    for evening in chat.evening_cards_mut() {
        evening.again = evening.again.filter(|at| *at > now);
    }
    while let Some(evening) = due(chat).filter(|evening| evening.at <= now) {
        let Some(routine) = chat.routine.as_deref_mut() else {
            return;
        };
        routine.last = Some(Dealt {
            date: evening.date,
            at: evening.at,
        });
        routine.evenings.mark(evening.date, Mark::Late);
    }
}

/// What is due now: a message that was asked for, or the evening's own.
pub(in crate::dialogue) fn fire(turn: &mut Turn<'_>) {
    if again(&turn.chat).is_some_and(|at| at <= turn.now()) {
        once_more(turn);
        return;
    }
    while let Some(evening) = due(&turn.chat).filter(|evening| evening.at <= turn.now()) {
        let now = turn.now();
        let Some(routine) = turn.chat.routine.as_deref_mut() else {
            return;
        };
        if now - evening.at > ABSENCE && routine.course == Course::Going {
            routine.last = None;
            routine.since = now;
            routine.course = Course::Away;
        } else if now >= evening.closes {
            deal(turn, evening.date, evening.at, Mark::Late);
        } else {
            this_evening(turn, &evening);
            return;
        }
    }
}

pub(super) fn deal(turn: &mut Turn<'_>, date: NaiveDate, at: DateTime<Utc>, mark: Mark) {
    if let Some(routine) = turn.chat.routine.as_deref_mut() {
        routine.last = Some(Dealt { date, at });
        routine.evenings.mark(date, mark);
    }
}

/// An evening whose time has come: a message, or the reason why there is none.
fn this_evening(turn: &mut Turn<'_>, evening: &Evening) {
    let (now, date) = (turn.now(), evening.date);
    let is_held = turn.chat.hold.is_some();
    let Some(routine) = turn.chat.routine.as_deref_mut() else {
        return;
    };
    let unanswered = routine.evenings.unanswered(routine.again);
    let is_spaced = || {
        let last = routine.evenings.last_asked();
        let next = last.and_then(|last| last.checked_add_days(Days::new(SPACE)));
        unanswered >= FEW && next.is_some_and(|next| date < next)
    };
    let reason = match routine.course {
        _ if routine.evenings.on(date).is_said() => Some(Mark::Nothing),
        Course::Paused(until) if date < until => Some(Mark::Paused),
        _ if is_held => Some(Mark::Held),
        Course::Away => None,
        _ if unanswered < MANY && is_spaced() => Some(Mark::Spaced),
        _ => None,
    };
    if let Course::Paused(until) = routine.course
        && date >= until
    {
        routine.course = Course::Going;
    }
    if let Some(mark) = reason {
        deal(turn, date, now, mark);
    } else if routine.course == Course::Away {
        rest(turn, evening, "evening-away");
    } else if unanswered >= MANY {
        rest(turn, evening, "evening-goodbye");
    } else {
        deal(turn, date, now, Mark::Asked);
        ask(turn, evening);
    }
}
