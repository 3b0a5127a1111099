//! The queue of updates: ids, confirmation, redelivery, expiry.
//!
//! Invariant: an update leaves the queue only when an offset above its id confirms it (or Telegram's 24 hours are over);
//! until then each poll gets it again. Each update is turned into JSON once. Deliberately not here: waiting
//! (`methods/polling.rs`).

use std::{collections::VecDeque, sync::Arc};

use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use super::{
    faults::Mess,
    ledger::{Happened, Ledger},
    random::Random,
};

/// Telegram forgets updates that nobody fetched for so long.
const KEPT_SECONDS: i64 = 24 * 3600;
/// An offset further ahead than this is none that we ever gave: Telegram ignores it (ids restart at random after a
/// quiet week, and a bot may hold an old one).
const FUTURE: i64 = 10;

#[derive(Debug)]
struct Queued {
    id: i64,
    added: i64,
    json: Arc<str>,
}

#[derive(Debug)]
pub(super) struct Queue {
    waiting: VecDeque<Queued>,
    next: i64,
    /// Already confirmed, and to be delivered once more (a fault).
    ghosts: Vec<(i64, Arc<str>)>,
    /// As the bot last asked; `None` is Telegram's default.
    pub allowed: Option<Vec<String>>,
    /// Which poll is the newest; an older one that still waits is refused.
    pub poll: u64,
    pub mess: Mess,
    pub expires: bool,
    /// Notified at each new update and each new poll.
    pub arrived: Arc<Notify>,
}

/// Not sent unless asked for, as in Telegram.
const ONLY_ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

impl Queue {
    pub(super) fn new(random: &mut Random, expires: bool) -> Self {
        Self {
            waiting: VecDeque::new(),
            next: 100_000_000 + i64::try_from(random.below(800_000_000)).unwrap_or(0),
            ghosts: Vec::new(),
            allowed: None,
            poll: 0,
            mess: Mess::default(),
            expires,
            arrived: Arc::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// The next update's id from now on; for the random restart after a quiet week.
    pub(super) const fn restart_at(&mut self, id: i64) {
        self.next = id;
    }

    pub(super) fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) if !kinds.is_empty() => kinds.iter().any(|allowed| allowed == kind),
            _ => !ONLY_ON_REQUEST.contains(&kind),
        }
    }

    /// Queues an update whose content is JSON text; `None` when the bot does not want its kind.
    pub(super) fn push(
        &mut self,
        kind: &str,
        content: &str,
        now: DateTime<Utc>,
        ledger: &mut Ledger,
    ) -> Option<i64> {
        if !self.wants(kind) {
            return None;
        }
        let id = self.next;
        self.next += 1;
        let json = format!(r#"{{"update_id":{id},"{kind}":{content}}}"#);
        let added = now.timestamp();
        self.waiting.push_back(Queued {
            id,
            added,
            json: json.into(),
        });
        ledger.write(now, || Happened::Queued {
            update: id,
            kind: kind.to_owned(),
        });
        self.arrived.notify_waiters();
        Some(id)
    }

    /// Forgets what the offset confirms; a negative one keeps only so many from the end.
    pub(super) fn confirm(
        &mut self,
        offset: i64,
        now: DateTime<Utc>,
        ledger: &mut Ledger,
        random: &mut Random,
    ) {
        let drop = if offset < 0 {
            let kept = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            self.waiting.len().saturating_sub(kept)
        } else if offset > self.next + FUTURE {
            0
        } else {
            self.waiting
                .iter()
                .take_while(|queued| queued.id < offset)
                .count()
        };
        for queued in self.waiting.drain(..drop) {
            let update = queued.id;
            ledger.write(now, || Happened::Confirmed { update });
            if random.chance(self.mess.duplicate) {
                self.ghosts.push((update, queued.json));
            }
        }
    }

    pub(super) fn forget_all(&mut self) {
        self.waiting.clear();
        self.ghosts.clear();
    }

    /// Up to `limit` updates as a JSON array, or `None` when there is nothing.
    pub(super) fn batch(
        &mut self,
        limit: usize,
        now: DateTime<Utc>,
        ledger: &mut Ledger,
        random: &mut Random,
    ) -> Option<String> {
        self.expire(now, ledger);
        if self.waiting.is_empty() && self.ghosts.is_empty() {
            return None;
        }
        if self.mess == Mess::default() {
            // The usual case, and the one that must be fast: no copies but the answer itself.
            let chosen = self.waiting.iter().take(limit);
            return Some(joined(chosen.map(|q| (q.id, &*q.json)), now, ledger));
        }
        let mut chosen: Vec<(i64, Arc<str>)> = self.ghosts.drain(..).collect();
        for queued in self.waiting.iter().take(limit) {
            chosen.push((queued.id, Arc::clone(&queued.json)));
            if random.chance(self.mess.duplicate) {
                chosen.push((queued.id, Arc::clone(&queued.json)));
            }
        }
        if self.mess.reorder {
            random.shuffle(&mut chosen);
        }
        Some(joined(
            chosen.iter().map(|(id, json)| (*id, &**json)),
            now,
            ledger,
        ))
    }

    fn expire(&mut self, now: DateTime<Utc>, ledger: &mut Ledger) {
        let oldest = now.timestamp() - KEPT_SECONDS;
        while self.expires
            && self
                .waiting
                .front()
                .is_some_and(|first| first.added < oldest)
        {
            if let Some(first) = self.waiting.pop_front() {
                ledger.write(now, || Happened::Expired { update: first.id });
            }
        }
    }
}

fn joined<'a>(
    updates: impl Iterator<Item = (i64, &'a str)> + Clone,
    now: DateTime<Utc>,
    ledger: &mut Ledger,
) -> String {
    let length: usize = updates.clone().map(|(_, json)| json.len() + 1).sum();
    // With room for the envelope.
    let mut array = String::with_capacity(length + 64);
    array.push('[');
    for (update, json) in updates {
        if array.len() > 1 {
            array.push(',');
        }
        array.push_str(json);
        ledger.write(now, || Happened::Delivered { update });
    }
    array.push(']');
    array
}
