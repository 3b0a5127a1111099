//! The ledger: what the emulator accepted and delivered, in order, append-only.
//!
//! Tests compare a bot's own account of events with this one, so it lives outside the bot. It can be bounded or switched
//! off, because a load test would fill the memory. Never in it: the token.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

/// How much the ledger keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerSize {
    Off,
    /// The newest so many entries.
    Newest(usize),
    Everything,
}

/// One line of the ledger.
#[derive(Debug, Clone, Serialize)]
pub struct LedgerEntry {
    /// Rises by one with each entry, also over those no longer kept.
    pub seq: u64,
    /// By the sandbox's clock.
    pub at: DateTime<Utc>,
    /// Real milliseconds since the emulator started.
    pub real_ms: u64,
    #[serde(flatten)]
    pub what: Happened,
}

/// What happened.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Happened {
    /// A method call. `answered` is false when a fault swallowed the answer; `took_effect` when it was refused, or never ran.
    Call {
        method: String,
        chat: Option<i64>,
        /// The message that it made or changed.
        message: Option<i64>,
        params: Value,
        took_effect: bool,
        answered: bool,
        error: Option<String>,
    },
    /// An update was put into the queue.
    Queued { update: i64, kind: String },
    /// An update left in an answer to `getUpdates`; again, if it was not confirmed before.
    Delivered { update: i64 },
    /// An update was confirmed and forgotten.
    Confirmed { update: i64 },
    /// An update waited longer than Telegram keeps it.
    Expired { update: i64 },
}

#[derive(Debug)]
pub(super) struct Ledger {
    size: LedgerSize,
    next: u64,
    entries: VecDeque<LedgerEntry>,
    started: std::time::Instant,
}

impl Ledger {
    pub(super) fn new(size: LedgerSize) -> Self {
        Self {
            size,
            next: 1,
            entries: VecDeque::new(),
            started: std::time::Instant::now(),
        }
    }

    /// Writes an entry; `what` is not even made when the ledger is off.
    pub(super) fn write(&mut self, at: DateTime<Utc>, what: impl FnOnce() -> Happened) {
        let room = match self.size {
            LedgerSize::Off => return,
            LedgerSize::Newest(room) => room,
            LedgerSize::Everything => usize::MAX,
        };
        while self.entries.len() >= room.max(1) {
            self.entries.pop_front();
        }
        let real_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let seq = self.next;
        self.next += 1;
        self.entries.push_back(LedgerEntry {
            seq,
            at,
            real_ms,
            what: what(),
        });
    }

    /// The entries after `seq`, oldest first.
    pub(super) fn since(&self, seq: u64) -> Vec<LedgerEntry> {
        let first = self.entries.partition_point(|entry| entry.seq <= seq);
        self.entries.range(first..).cloned().collect()
    }
}
