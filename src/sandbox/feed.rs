//! What open pages are told: a numbered stream of events, kept for a while so that a page can resume.
//!
//! Nothing is made until the first page opens: a load test has none. Deliberately not here: HTTP and the events' form in
//! it (`web/events.rs`).

use std::{collections::VecDeque, sync::Arc};

use tokio::sync::broadcast;

/// A page that was away for more events than this gets the whole state instead.
const KEPT: usize = 512;

/// One event, as told.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub number: u64,
    pub kind: Arc<str>,
    pub content: Arc<str>,
}

#[derive(Debug)]
pub(super) struct Feed {
    on: bool,
    /// Tells this emulator from the one before a restart.
    pub run: u64,
    number: u64,
    kept: VecDeque<Told>,
    sender: broadcast::Sender<Told>,
}

impl Feed {
    pub(super) fn new(run: u64) -> Self {
        Self {
            on: false,
            run: run >> 12,
            number: 0,
            kept: VecDeque::new(),
            sender: broadcast::channel(KEPT).0,
        }
    }

    pub(super) const fn on(&self) -> bool {
        self.on
    }

    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    pub(super) fn tell(&mut self, kind: &str, content: &str) {
        if !self.on {
            return;
        }
        self.number += 1;
        let told = Told {
            number: self.number,
            kind: kind.into(),
            content: content.into(),
        };
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(told.clone());
        // No page listening is no fault.
        let _ = self.sender.send(told);
    }

    /// Listens from now on.
    pub(super) fn listen(&mut self) -> broadcast::Receiver<Told> {
        self.on = true;
        self.sender.subscribe()
    }

    /// What came after event `number` of run `run`, if all of it is still here.
    pub(super) fn after(&self, run: u64, number: u64) -> Option<Vec<Told>> {
        let first_kept = self
            .kept
            .front()
            .map_or(self.number + 1, |told| told.number);
        let known = run == self.run && number <= self.number && number + 1 >= first_kept;
        known.then(|| {
            let later = self.kept.iter().filter(|told| told.number > number);
            later.cloned().collect()
        })
    }
}
