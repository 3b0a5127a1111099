//! Copies of the store for backups, beside the work: a piece whenever nothing else is at hand.
//!
//! Invariants: nobody waits for a copy; a reader who is slow is waited for, one who is gone is forgotten, and the copy with them.
//! Deliberately not here: what makes a copy consistent (`store::copy`), and files (`keeping`).

use std::{collections::VecDeque, time::Duration};

use tokio::sync::mpsc::{Sender, error::TrySendError};

use crate::store::{Piece, Store};

/// A reader that has no room is looked at again after this.
const PATIENCE: Duration = Duration::from_millis(5);

/// Who wants a copy, in the order in which they asked. The first one's is under way.
#[derive(Debug, Default)]
pub(super) struct Copies {
    readers: VecDeque<Sender<Piece>>,
    begun: bool,
}

impl Copies {
    pub fn ask(&mut self, reader: Sender<Piece>) {
        self.readers.push_back(reader);
    }

    /// How long the writer may sleep. `None`: as long as it likes.
    pub fn wait(&self) -> Option<Duration> {
        let reader = self.readers.front()?;
        Some(if reader.capacity() > 0 {
            Duration::ZERO
        } else {
            PATIENCE
        })
    }

    /// Goes on by a piece, where its reader has room for it.
    pub fn step(&mut self, store: &mut Store) {
        let Some(reader) = self.readers.front() else {
            return;
        };
        if !self.begun {
            store.begin_copy();
            self.begun = true;
        }
        if is_over(reader, store) {
            store.end_copy();
            self.readers.pop_front();
            self.begun = false;
        }
    }
}

/// The next piece. `true`: that was the end, good or bad.
fn is_over(reader: &Sender<Piece>, store: &mut Store) -> bool {
    if !store.is_copying() {
        return true;
    }
    match reader.try_reserve() {
        Ok(permit) => match store.copy_on() {
            Ok(Some(piece)) => {
                let last = piece.last;
                permit.send(piece);
                last
            }
            Ok(None) => true,
            Err(error) => {
                // The reader sees that it broke off.
                log::error!("the copy for a backup broke off: {error}");
                true
            }
        },
        Err(TrySendError::Full(())) => false,
        Err(TrySendError::Closed(())) => true,
    }
}
