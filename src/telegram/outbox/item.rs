//! A row in memory, and what was tried with it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{ANSWER_AGE, DIRECT_AGE, NUDGE_AGE};
use crate::{
    app::{Delivered, Outcome},
    dialogue::Class,
    store::{Op, OutRow, RowKey},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Queued,
    Held,
    InFlight,
    /// In flight, and erased meanwhile: the outcome is nobody's.
    Forgotten,
}

/// A row and what was tried with it.
pub(super) struct Item {
    /// `None` for a direct message and for what was forgotten in flight: nothing to report.
    pub key: Option<RowKey>,
    pub row: Arc<OutRow>,
    pub at: At,
    /// The message id of an edit, as the store knew it.
    pub known: Option<i32>,
    /// The message to edit is gone: send instead.
    pub anew: bool,
    /// The nudge's mark is on the disk, and we put it there.
    pub begun: bool,
    pub tries: u32,
    /// Tries after which nobody knows whether the message arrived.
    pub unclear: u32,
    /// Tries that Telegram took and did not carry through, as far as can be told.
    pub broken_off: u32,
    pub since: Instant,
    /// How old the row was then.
    pub age: Duration,
}

impl Item {
    pub fn new(key: Option<RowKey>, row: OutRow, known: Option<i32>, now: Instant) -> Self {
        Self {
            key,
            row: Arc::new(row),
            at: At::Queued,
            known,
            anew: false,
            begun: false,
            tries: 0,
            unclear: 0,
            broken_off: 0,
            since: now,
            age: Duration::ZERO,
        }
    }

    /// After this long it is not sent any more.
    pub fn best_before(&self) -> Duration {
        let by_class = match (self.key, self.row.class) {
            (None, _) => DIRECT_AGE,
            (Some(_), Class::Nudge) => NUDGE_AGE,
            (Some(_), Class::Answer) => ANSWER_AGE,
        };
        let own = self.row.good_for.map(u64::from).map(Duration::from_secs);
        own.map_or(by_class, |own| own.min(by_class))
    }

    pub fn too_old(&self, now: Instant) -> bool {
        self.age + now.saturating_duration_since(self.since) >= self.best_before()
    }

    /// What it comes to when it was certainly not sent and is not tried any more.
    pub fn given_up(&self) -> Delivered {
        match (self.row.class, &self.row.op) {
            (Class::Nudge, Op::Send { anchor, .. }) => Delivered::Late { anchor: *anchor },
            (Class::Nudge | Class::Answer, _) => Delivered::Refused,
        }
    }

    /// What to tell the writer, if this row is one of its own.
    pub fn outcome(&self, result: Delivered) -> Option<Outcome> {
        self.key.map(|key| Outcome {
            key,
            chat_id: self.row.chat_id,
            result,
        })
    }
}
