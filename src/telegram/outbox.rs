//! The rows on their way out, in memory: a mirror of the stored outbox, filled by the writer and drained by `delivery`.
//!
//! Invariants: rows of one person leave in the order of their `seq`, one call at a time; a held row does not leave; what was
//! forgotten reports nothing; answers leave before nudges, and a person whose answer waits behind a nudge moves to the answers'
//! lane with both.
//!
//! A std mutex guards it: the writer is a plain thread, no lock is held across an await or a call, and each critical section
//! is a few map operations.
//!
//! Deliberately not here: the disk (the writer commits first, then pushes), HTTP, the clock (every method that needs it is told).

mod item;
mod lines;
mod verdict;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Notify;

use super::{limiter::Limits, notice::Notice};
use crate::{
    app::Outcome,
    dialogue::{Anchor, Message},
    store::{OutRow, Person, RowKey},
};

pub use lines::{Call, Taken, Work};
use lines::{Lane, Lines};
pub use verdict::{ANSWER_AGE, DIRECT_AGE, NUDGE_AGE, Verdict};

/// The outbox. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Outbox {
    shared: Arc<Shared>,
}

struct Shared {
    lines: Mutex<Lines>,
    /// Something may be ready to leave.
    filled: Notify,
    /// Nothing is left.
    drained: Notify,
}

/// How many rows wait or are in flight, by lane.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub direct: usize,
    pub answers: usize,
    pub nudges: usize,
}

impl Outbox {
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            shared: Arc::new(Shared {
                lines: Mutex::new(Lines::new(limits)),
                filled: Notify::new(),
                drained: Notify::new(),
            }),
        }
    }

    /// A row that was just committed. `known_anchors` are the message ids of this person's anchors as far
    /// as the store knows them; what a call has learnt since goes before.
    pub fn push(&self, key: RowKey, row: OutRow, known_anchors: &[(Anchor, i32)]) {
        self.push_all([(key, row, known_anchors)]);
    }

    /// The rows of one commit: to wake delivery for each of them would cost more than they do.
    pub fn push_all<'a>(
        &self,
        rows: impl IntoIterator<Item = (RowKey, OutRow, &'a [(Anchor, i32)])>,
    ) {
        let now = Instant::now();
        let mut lines = self.lines();
        for (key, row, known_anchors) in rows {
            lines.push(key, row, known_anchors, Duration::ZERO, now);
        }
        drop(lines);
        self.shared.filled.notify_one();
    }

    /// A row that is that old already, as it was found at a start.
    pub fn push_aged(
        &self,
        key: RowKey,
        row: OutRow,
        known_anchors: &[(Anchor, i32)],
        age: Duration,
    ) {
        let now = Instant::now();
        self.lines().push(key, row, known_anchors, age, now);
        self.shared.filled.notify_one();
    }

    /// The row of that anchor that has not left, to be replaced; it stays until [`Self::release`]. Asked again before the
    /// release, it is the same row.
    #[must_use]
    pub fn hold(&self, person: Person, anchor: Anchor) -> Option<(RowKey, OutRow)> {
        self.lines().hold(person, anchor)
    }

    /// Lets a held row go, with the payload that was committed; `None` keeps the old one.
    pub fn release(&self, key: RowKey, row: Option<OutRow>) {
        self.lines().release(key, row);
        self.shared.filled.notify_one();
    }

    /// Erasure: drops all rows of the person and all message ids. A row in flight will report nothing.
    pub fn forget(&self, person: Person) {
        self.lines().forget(person);
        self.tell_if_drained();
    }

    /// A message that is never stored, ahead of everything, at best effort: dropped after five minutes without success.
    pub fn direct(&self, chat_id: i64, message: Message) {
        self.lines().direct(chat_id, message, Instant::now());
        self.shared.filled.notify_one();
    }

    /// A direct message in nobody's way: behind answers, once per chat in ten minutes, and dropped when many wait.
    pub fn hint(&self, chat_id: i64, message: Message) {
        self.lines().hint(chat_id, message, Instant::now());
        self.shared.filled.notify_one();
    }

    /// How many rows wait or are in flight.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines().rows()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same by lane. Looks at every waiting person: for figures, not for loops.
    #[must_use]
    pub fn lanes(&self) -> Counts {
        self.lines().counts()
    }

    /// Waits until nothing is queued, held or in flight, and every outcome has been reported.
    pub async fn idle(&self) {
        loop {
            let drained = self.shared.drained.notified();
            tokio::pin!(drained);
            // Registered before looking, so that no wake-up falls between.
            drained.as_mut().enable();
            if self.is_empty() {
                return;
            }
            drained.await;
        }
    }

    /// The next thing to do at `now`. For delivery.
    #[must_use]
    pub fn take(&self, now: Instant) -> Taken {
        self.lines().take(now, &Lane::ALL)
    }

    /// The same, but nothing that comes unasked: those that are in flight are enough.
    #[must_use]
    pub fn take_answer(&self, now: Instant) -> Taken {
        self.lines().take(now, &Lane::ANSWERS)
    }

    /// What became of a call. The outcome, if one is due, is reported before the row stops counting, so that
    /// [`Self::idle`] means that the writer has been told.
    pub fn finish(
        &self,
        work: &Work,
        verdict: Verdict,
        now: Instant,
        report: &mut dyn FnMut(Outcome),
    ) -> Option<Notice> {
        let notice = self.lines().finish(work, verdict, now, report);
        self.tell_if_drained();
        notice
    }

    /// Waits until something may have become ready.
    pub(super) async fn filled(&self) {
        self.shared.filled.notified().await;
    }

    /// For delivery: a row was taken out without a call.
    pub(super) fn tell_if_drained(&self) {
        if self.is_empty() {
            self.shared.drained.notify_waiters();
        }
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        // A panic in a critical section would be a bug; losing every later message to it would be a second one.
        let lines = self.shared.lines.lock();
        lines.unwrap_or_else(PoisonError::into_inner)
    }
}
