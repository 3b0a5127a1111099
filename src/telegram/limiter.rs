//! How fast messages may leave: one bucket over all chats and one a chat, with the time as an argument.
//!
//! Each bucket is a single instant, the time at which it would be full again (the "generic cell rate" form), so there is nothing
//! to tick. A chat's bucket that is full again says nothing and is dropped, which bounds the memory.
//!
//! Deliberately not here: clocks, sleeping, and what 429 means; see `outbox`.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// How many messages may leave. The defaults are what Telegram publishes; a load test raises them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Messages a second over all chats.
    pub per_second: u32,
    /// Messages that may leave at once after a quiet time, over all chats.
    pub burst: u32,
    /// Of that burst, what nudges leave to live answers.
    pub reserve: u32,
    /// Messages a second to one chat.
    pub chat_per_second: u32,
    /// Messages at once to one chat after a quiet time.
    pub chat_burst: u32,
    /// HTTP calls in flight at once.
    pub calls: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_second: 30,
            burst: 30,
            reserve: 10,
            chat_per_second: 1,
            chat_burst: 5,
            calls: 128,
        }
    }
}

/// The buckets.
#[derive(Debug)]
pub struct Limiter {
    limits: Limits,
    all: Option<Instant>,
    chats: HashMap<i64, Instant>,
    /// How many chat buckets there may be before the full ones are dropped.
    prune_at: usize,
}

/// Below this number of chats, looking for full buckets is not worth it.
const PRUNE_AT_LEAST: usize = 1024;

impl Limiter {
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            all: None,
            chats: HashMap::new(),
            prune_at: PRUNE_AT_LEAST,
        }
    }

    /// When the next message may leave, as far as all chats together are concerned. `spare` keeps the reserve untouched.
    #[must_use]
    pub fn all_ready(&self, now: Instant, spare: bool) -> Instant {
        let reserve = if spare { self.limits.reserve } else { 0 };
        // A reserve of the whole burst would stop nudges for ever.
        let burst = self.limits.burst.saturating_sub(reserve).max(1);
        ready(self.all, now, interval(self.limits.per_second), burst)
    }

    /// When the next message to `chat` may leave, as far as that chat is concerned.
    #[must_use]
    pub fn chat_ready(&self, chat: i64, now: Instant) -> Instant {
        let every = interval(self.limits.chat_per_second);
        let full = self.chats.get(&chat).copied();
        ready(full, now, every, self.limits.chat_burst.max(1))
    }

    /// Books a message to `chat`.
    pub fn take(&mut self, chat: i64, now: Instant) {
        self.all = Some(later(self.all, now) + interval(self.limits.per_second));
        let every = interval(self.limits.chat_per_second);
        let full = later(self.chats.get(&chat).copied(), now) + every;
        self.chats.insert(chat, full);
        if self.chats.len() >= self.prune_at {
            self.chats.retain(|_, full| *full > now);
            self.prune_at = PRUNE_AT_LEAST.max(self.chats.len() * 2);
        }
    }

    /// How many chats have a bucket that is not full.
    #[must_use]
    pub fn chats(&self) -> usize {
        self.chats.len()
    }
}

fn interval(per_second: u32) -> Duration {
    Duration::from_secs(1) / per_second.max(1)
}

fn later(full: Option<Instant>, now: Instant) -> Instant {
    full.map_or(now, |full| full.max(now))
}

/// A bucket that is full at `full` has room when that is less than `burst` intervals away.
fn ready(full: Option<Instant>, now: Instant, every: Duration, burst: u32) -> Instant {
    let slack = every * (burst - 1);
    full.and_then(|full| full.checked_sub(slack))
        .map_or(now, |at| at.max(now))
}
