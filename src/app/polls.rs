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
    dialogue::{Away, House, set_right},
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

/// Polls that come no further apart than this are one listening.
const GAP: TimeDelta = TimeDelta::minutes(10);
/// After so long a listening nobody's words wait at Telegram any more.
const LISTENED: TimeDelta = TimeDelta::hours(1);

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
    /// `None`: nobody counts the polls.
    polled: Option<Polled>,
    last: Option<DateTime<Utc>>,
    noted: Option<DateTime<Utc>>,
    /// The last long outage.
    pub away: Option<Away>,
    /// The clock went back: nothing comes unasked before this.
    held_until: Option<DateTime<Utc>>,
    listening: Listening,
}

/// For how long Telegram has been heard without a gap.
#[derive(Debug, Clone, Copy, Default)]
struct Listening {
    /// `None`: there was no poll since the start.
    since: Option<DateTime<Utc>>,
}

impl Listening {
    fn polled(&mut self, before: Option<DateTime<Utc>>, at: DateTime<Utc>) {
        let goes_on = before.is_some_and(|before| (at - before).abs() <= GAP);
        self.since = self.since.filter(|_| goes_on).or(Some(at));
    }

    fn is_long(self, last: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let long = self.since.is_some_and(|since| last - since >= LISTENED);
        long && (now - last).abs() <= GAP
    }
}

impl Polls {
    /// What the store knows. Plans all chats anew where the clock was far ahead when it was last written.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn new(
        store: &mut Store,
        polled: Option<Polled>,
        now: DateTime<Utc>,
        house: &House,
    ) -> Result<Self, Error> {
        let away = store.meta(AWAY)?.and_then(|bytes| read_away(&bytes));
        let last = store.meta(LAST_POLL)?.and_then(|bytes| read_time(&bytes));
        let mut polls = Self {
            polled,
            last,
            noted: last,
            away,
            held_until: None,
            listening: Listening::default(),
        };
        polls.look_at_the_clock(store, now, house)?;
        Ok(polls)
    }

    /// Whether what comes unasked waits for the clock to catch up.
    pub fn hold(&self, now: DateTime<Utc>) -> bool {
        self.held_until.is_some_and(|until| now < until)
    }

    /// Whether Telegram has been heard for so long that nobody's words wait there. Where nobody counts the polls, it is.
    pub fn listened(&self, now: DateTime<Utc>) -> bool {
        let heard = self
            .last
            .is_some_and(|last| self.listening.is_long(last, now));
        self.polled.is_none() || heard
    }

    /// Takes note of the newest poll. After an outage of more than a day, people hear that messages may be lost.
    pub fn notice(&mut self, store: &mut Store, house: &House) {
        let Some(polled) = self.polled.as_ref().and_then(Polled::get) else {
            return;
        };
        self.listening.polled(self.last, polled);
        if let Some(before) = self.last
            && polled - before > OUTAGE
        {
            self.away = Some(Away {
                from: before,
                until: polled,
            });
            let mut bytes = before.timestamp().to_be_bytes().to_vec();
            bytes.extend(polled.timestamp().to_be_bytes());
            if let Err(error) = note_away(store, &bytes) {
                log::error!("{error}");
            }
        }
        if let Err(error) = self.look_at_the_clock(store, polled, house) {
            log::error!("{error}");
        }
        self.last = Some(polled);
    }

    fn look_at_the_clock(
        &mut self,
        store: &mut Store,
        now: DateTime<Utc>,
        house: &House,
    ) -> Result<(), Error> {
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
        // An outage that only the wrong clock has seen.
        if self.away.is_some_and(|away| now < away.until) {
            self.away = None;
            note_away(store, &[])?;
        }
        let count = replan(store, now, house, set_right)?;
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

/// Writes down the last long outage; nothing: there was none.
fn note_away(store: &mut Store, bytes: &[u8]) -> Result<(), Error> {
    let mut txn = store.txn();
    txn.put_meta(AWAY, bytes);
    txn.commit(Durability::Synced).map(|_| ())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_listens_for_an_hour_without_a_gap_has_heard_everybody() {
        let at = |minutes| DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
        let mut listening = Listening::default();
        let mut last = Some(at(-9));
        let mut poll = |minutes: i64| {
            listening.polled(last.replace(at(minutes)), at(minutes));
            listening
        };
        // The last poll of the process before counts for nothing.
        assert!(!poll(0).is_long(at(0), at(0)));
        assert!((1..12).all(|n| !poll(5 * n).is_long(at(5 * n), at(5 * n))));
        let hour = poll(60);
        assert!(hour.is_long(at(60), at(70)) && !hour.is_long(at(60), at(71)));
        // A gap, or a clock that jumps, begins it anew.
        assert!(!poll(71).is_long(at(71), at(71)));
        assert!(!poll(5_000_000).is_long(at(5_000_000), at(5_000_000)));
    }
}
