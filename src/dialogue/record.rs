//! What a cramp leaves behind: its entry, and a place in what the next morning asks about.
//!
//! Invariants: the entry is written once, when the card ends; a flagged episode is kept apart and not asked about; under sixteen, and
//! beyond a limit, nothing is kept.

use super::{
    chat::{Age, Night, Relief, Step},
    entry::{Cramp, Entry, Happening, Told},
    questions,
    relief::water,
    turn::Turn,
};
use crate::care::programme::rests;

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Logged {
    /// In the diary.
    Kept,
    /// In the provisional record, until the person agrees or it goes.
    Draft,
    /// Nowhere: under sixteen.
    No,
    /// Nowhere: a limit is reached.
    Full,
}

/// Whether a cramp was so bad that the exercises should be gentle for a day: remembered, if the month was begun.
pub(super) fn feel(turn: &mut Turn<'_>, entry: &Entry) {
    let Some(cramp) = entry.cramp() else {
        return;
    };
    let is_bad = rests(
        &questions::view(turn),
        entry.until,
        cramp.pain,
        cramp.seconds,
    );
    if let Some(routine) = turn.chat.routine.as_deref_mut().filter(|_| is_bad) {
        routine.sore = routine.sore.max(Some(entry.until));
    }
}

/// Keeps an entry, unless the person is too young or a limit is reached.
pub(super) fn keep(turn: &mut Turn<'_>, entry: Entry) -> Logged {
    let today = turn.now().date_naive();
    let made = match turn.chat.made {
        Some((day, made)) if day == today => made,
        Some(_) | None => 0,
    };
    let full = made >= turn.context.house.entries_per_day || turn.context.read.room == 0;
    if turn.chat.age == Age::Young {
        return Logged::No;
    }
    if full {
        return Logged::Full;
    }
    turn.chat.made = Some((today, made + 1));
    feel(turn, &entry);
    turn.keep(entry);
    if turn.chat.consented() {
        Logged::Kept
    } else {
        Logged::Draft
    }
}

/// Writes the entry of a card that ends, and hands it to the next morning.
pub(super) fn log(
    turn: &mut Turn<'_>,
    relief: &Relief,
    seconds: Option<u32>,
    flag: Option<String>,
) -> Logged {
    let flagged = flag.is_some();
    let entry = Entry {
        id: relief.entry,
        from: relief.start,
        until: relief.start,
        zone: turn.chat.zone,
        told: if relief.step == Step::Late {
            Told::Later
        } else {
            Told::Live
        },
        what: Happening::Cramp(Cramp {
            seconds,
            flag,
            soak: water::so_far(relief, turn.now()),
            ..Cramp::default()
        }),
    };
    let logged = keep(turn, entry);
    let is_there = matches!(logged, Logged::Kept | Logged::Draft);
    if is_there && !flagged && !turn.chat.silent {
        let now = turn.now();
        let night = turn.chat.night.get_or_insert_with(|| Night {
            first: relief.start,
            last: now,
            entries: Vec::new(),
        });
        night.last = now;
        night.entries.push(relief.entry);
    }
    logged
}
