//! When Telegram was last reached, across restarts: how an outage is noticed, and a clock that went back.
//!
//! Invariants: the time of the last poll is written down every ten minutes at least while something is written; a clock that goes back is told
//! of, and holds what comes unasked until it has caught up, unless it was plainly wrong before.
//! Deliberately not here: what people are told of an outage (`dialogue::route`).

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::replan::replan;
use crate::{
    dialogue::{Away, set_right},
    store::{Durability, Error, Store},
};

/// Telegram keeps updates for a day: an outage longer than this may have lost some.
pub const OUTAGE: TimeDelta = TimeDelta::hours(24);
/// How often the time of the last poll is written down when nothing else is written.
const NOTE_EVERY: TimeDelta = TimeDelta::minutes(10);
/// A clock that goes back by more than this is told of.
const CLOCK_BACK: TimeDelta = TimeDelta::minutes(5);
/// By more than this it was wrong before: it is believed now, and all chats are planned anew.
const CLOCK_WRONG: TimeDelta = TimeDelta::hours(24);

/// The names of the store's own notes.
pub(super) const LAST_POLL: &str = "last_poll";
const AWAY: &str = "away";

/// When the last poll succeeded: written by the intake, read by the writer.
#[derive(Debug, Clone, Default)]
pub struct Polled(Arc<AtomicI64>);

impl Polled {
    /// A poll succeeded at that time.
    pub fn at(&self, now: DateTime<Utc>) {
        self.0.store(now.timestamp(), Ordering::Release);
    }

    fn get(&self) -> Option<DateTime<Utc>> {
        let seconds = self.0.load(Ordering::Acquire);
        (seconds != 0)
            .then(|| DateTime::from_timestamp(seconds, 0))
            .flatten()
    }
}

/// What is known of the polls so far.
pub(super) struct Polls {
    polled: Polled,
    last: Option<DateTime<Utc>>,
    noted: Option<DateTime<Utc>>,
    /// The last long outage.
    pub away: Option<Away>,
    /// The clock went back: nothing comes unasked before this.
    held_until: Option<DateTime<Utc>>,
    /// For planning anew: hours that a record without consent is kept.
    hours: u32,
}

impl Polls {
    /// What the store knows. Plans all chats anew where the clock was far ahead when it was last written.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn new(
        store: &mut Store,
        polled: Polled,
        now: DateTime<Utc>,
        hours: u32,
    ) -> Result<Self, Error> {
        let away = store.meta(AWAY)?.and_then(|bytes| read_away(&bytes));
        let last = store.meta(LAST_POLL)?.and_then(|bytes| read_time(&bytes));
        let mut polls = Self {
            polled,
            last,
            noted: last,
            away,
            held_until: None,
            hours,
        };
        polls.look_at_the_clock(store, now)?;
        Ok(polls)
    }

    /// Whether what comes unasked waits for the clock to catch up.
    pub fn hold(&self, now: DateTime<Utc>) -> bool {
        self.held_until.is_some_and(|until| now < until)
    }

    /// Takes note of the newest poll. After an outage of more than a day, people hear that messages may be lost.
    pub fn notice(&mut self, store: &mut Store) {
        let Some(polled) = self.polled.get() else {
            return;
        };
        if let Some(before) = self.last
            && polled - before > OUTAGE
        {
            self.away = Some(Away {
                from: before,
                until: polled,
            });
            let mut bytes = before.timestamp().to_be_bytes().to_vec();
            bytes.extend(polled.timestamp().to_be_bytes());
            let mut txn = store.txn();
            txn.put_meta(AWAY, &bytes);
            if let Err(error) = txn.commit(Durability::Synced) {
                log::error!("{error}");
            }
        }
        if let Err(error) = self.look_at_the_clock(store, polled) {
            log::error!("{error}");
        }
        self.last = Some(polled);
    }

    fn look_at_the_clock(&mut self, store: &mut Store, now: DateTime<Utc>) -> Result<(), Error> {
        let Some(before) = self.last.filter(|before| now < *before - CLOCK_BACK) else {
            return Ok(());
        };
        let minutes = (before - now).num_minutes();
        if before - now <= CLOCK_WRONG {
            log::warn!(
                "the clock went back by {minutes} minutes: nudges wait until it has caught up"
            );
            self.held_until = Some(before);
            return Ok(());
        }
        self.held_until = None;
        let count = replan(store, now, self.hours, set_right)?;
        log::warn!(
            "the clock went back by {minutes} minutes: it was wrong before, and {count} chat(s) are planned anew"
        );
        Ok(())
    }

    /// The time to write down, if it is time for that.
    pub fn to_note(&self) -> Option<DateTime<Utc>> {
        let is_due = match (self.last, self.noted) {
            (Some(last), Some(noted)) => (last - noted).abs() > NOTE_EVERY,
            (Some(_), None) => true,
            (None, _) => false,
        };
        self.last.filter(|_| is_due)
    }

    /// It was written down.
    pub fn noted(&mut self, at: Option<DateTime<Utc>>) {
        self.noted = at.or(self.noted);
    }
}

fn read_time(bytes: &[u8]) -> Option<DateTime<Utc>> {
    let seconds = i64::from_be_bytes(bytes.try_into().ok()?);
    DateTime::from_timestamp(seconds, 0)
}

fn read_away(bytes: &[u8]) -> Option<Away> {
    let (from, until) = bytes.split_at_checked(8)?;
    Some(Away {
        from: read_time(from)?,
        until: read_time(until)?,
    })
}
