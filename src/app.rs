//! The glue between the pure core and the world: the writer's inbox. The writer itself is in `app/desk.rs`.

mod copies;
mod desk;
mod held;
mod last_words;
mod polls;
mod replan;
mod saving;
mod sheet;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot};

pub use desk::{Desk, Lore};
pub use polls::{OUTAGE, Polled};

use crate::{
    dialogue::{Anchor, Chat, Due, Entry, Event, Wake, What},
    store::{Person, Piece, RowKey, backup::Stamp, keyring::Counters},
};

/// One update of one private chat, ready for the core.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Telegram's update id; each takes effect once (I6).
    pub update_id: i64,
    pub chat_id: i64,
    /// The message that carries the pressed button: a press teaches the anchor's message id.
    pub message_id: Option<i32>,
    pub event: Event,
}

/// What became of an outgoing row; reported by delivery, applied by the writer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub key: RowKey,
    pub chat_id: i64,
    pub result: Delivered,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivered {
    /// A new message is there; its anchor (if any) now has this message id.
    Sent {
        anchor: Option<Anchor>,
        message_id: i32,
    },
    /// An edit took effect, or changed nothing.
    Edited,
    /// The person blocked the bot or cannot be reached: the chat falls asleep, its rows go.
    Gone,
    /// The account was deleted: all that is kept of it goes.
    Deleted,
    /// Telegram will never take this one (a 400 that no retry mends). The row goes; counted.
    Refused,
    /// A nudge with an unknown result: counts as sent.
    Unknown,
    /// A nudge that certainly did not leave while it was worth anything. The row goes, and the chat is told.
    Late { anchor: Option<Anchor> },
}

/// The commit failed: nothing of the batch was kept, the offset must stay.
#[derive(Debug, Clone, thiserror::Error)]
#[error("not saved: {0}")]
pub struct NotSaved(pub String);

/// Whether the call of a nudge may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The mark is on the disk.
    Begun,
    /// The row is gone: there is nothing to send.
    Gone,
    /// The mark could not be written: the row is still there, and may be tried later.
    NotSaved,
}

/// What is kept of a person, to make a document from.
#[derive(Debug, Clone)]
pub struct Kept {
    pub chat: Chat,
    /// All of the diary.
    pub entries: Vec<Entry>,
}

/// What is kept could not be read now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRead;

/// What the writer is asked to do.
#[derive(Debug)]
pub enum Job {
    /// Updates in Telegram's order. Answered after the commit that holds them is on the disk.
    Batch {
        incoming: Vec<Incoming>,
        done: oneshot::Sender<Result<(), NotSaved>>,
    },
    /// Results of deliveries lie in the tray; they go into the next batch. Sent when the first one is put there, not for each.
    Delivered(Tray),
    /// A nudge is about to be sent: mark it on the disk first.
    Starting {
        key: RowKey,
        go: oneshot::Sender<Start>,
    },
    /// What is kept of a person; `None`: nobody is there any more.
    Read {
        person: Person,
        done: oneshot::Sender<Result<Option<Box<Kept>>, NotRead>>,
    },
    /// Look at the clock again (the sandbox moved it). Answered, once all that is due is committed, with the next due time.
    Wake {
        done: oneshot::Sender<Option<DateTime<Utc>>>,
    },
    /// A consistent copy of the store, for a backup: what to seal it with first, then the pieces, as fast as the reader takes them.
    Copy {
        stamp: oneshot::Sender<Stamp>,
        to: mpsc::Sender<Piece>,
    },
    /// The keyring as it is now, if it has changed since; `only_erasures`: if somebody was erased since.
    Keyring {
        since: Option<Counters>,
        only_erasures: bool,
        done: oneshot::Sender<Option<(Counters, Vec<u8>)>>,
    },
    /// Finish what is at hand and stop.
    Stop,
}

/// Pieces of a copy that may wait for their reader.
const PIECES: usize = 4;

/// Results of deliveries until the writer fetches them. Waking the writer's thread for each of them would cost more than they do.
#[derive(Debug, Clone, Default)]
pub struct Tray(Arc<Mutex<Vec<Outcome>>>);

impl Tray {
    /// All that lies there.
    #[must_use]
    pub fn take(&self) -> Vec<Outcome> {
        std::mem::take(&mut self.outcomes())
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.outcomes().len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `true`: it was empty, so nobody has been told of it.
    fn put(&self, outcome: Outcome) -> bool {
        let mut outcomes = self.outcomes();
        outcomes.push(outcome);
        outcomes.len() == 1
    }

    fn outcomes(&self) -> MutexGuard<'_, Vec<Outcome>> {
        // Nothing in here panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The way to the writer. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Writer {
    inbox: mpsc::UnboundedSender<Job>,
    tray: Tray,
}

impl Writer {
    #[must_use]
    pub fn new(inbox: mpsc::UnboundedSender<Job>) -> Self {
        Self {
            inbox,
            tray: Tray::default(),
        }
    }

    /// Hands over a batch and waits until it is durable.
    ///
    /// # Errors
    /// [`NotSaved`] when the commit failed or the writer is gone.
    pub async fn submit(&self, incoming: Vec<Incoming>) -> Result<(), NotSaved> {
        let (done, wait) = oneshot::channel();
        let gone = || NotSaved("the writer has stopped".to_owned());
        self.inbox
            .send(Job::Batch { incoming, done })
            .map_err(|_| gone())?;
        wait.await.map_err(|_| gone())?
    }

    /// Reports what became of a row. Never waits.
    pub fn delivered(&self, outcome: Outcome) {
        if self.tray.put(outcome) {
            // A stopped writer forgets the outcome: the row is still there at the next start, and is sent again.
            let _ = self.inbox.send(Job::Delivered(self.tray.clone()));
        }
    }

    /// Marks a nudge as begun, durably. Send it only if it is [`Start::Begun`].
    pub async fn starting(&self, key: RowKey) -> Start {
        let (go, wait) = oneshot::channel();
        match self.inbox.send(Job::Starting { key, go }) {
            Ok(()) => wait.await.unwrap_or(Start::NotSaved),
            Err(_) => Start::NotSaved,
        }
    }

    /// What is kept of a person, as it is after the last commit; `None`: nobody is there any more.
    ///
    /// # Errors
    /// [`NotRead`]: a failure of the disk, or the writer has stopped.
    pub async fn read(&self, person: Person) -> Result<Option<Box<Kept>>, NotRead> {
        let (done, wait) = oneshot::channel();
        let job = Job::Read { person, done };
        self.inbox.send(job).map_err(|_| NotRead)?;
        wait.await.unwrap_or(Err(NotRead))
    }

    /// Makes the writer look at the clock now; returns when all that is due has been committed, with the next due time.
    pub async fn wake(&self) -> Option<DateTime<Utc>> {
        let (done, wait) = oneshot::channel();
        self.inbox.send(Job::Wake { done }).ok()?;
        wait.await.ok().flatten()
    }

    /// Asks for a consistent copy of the store. Where the pieces end without a last one, it broke off. From a thread of its own.
    #[must_use]
    pub fn copy(&self) -> Option<(Stamp, mpsc::Receiver<Piece>)> {
        let (stamp, stamped) = oneshot::channel();
        let (to, pieces) = mpsc::channel(PIECES);
        self.inbox.send(Job::Copy { stamp, to }).ok()?;
        Some((stamped.blocking_recv().ok()?, pieces))
    }

    /// The keyring's bytes, still wrapped by the master key; `None` where it has not changed since, or, with `only_erasures`, where nobody was
    /// erased since. From a thread of its own.
    #[must_use]
    pub fn keyring(
        &self,
        since: Option<Counters>,
        only_erasures: bool,
    ) -> Option<(Counters, Vec<u8>)> {
        let (done, wait) = oneshot::channel();
        let job = Job::Keyring {
            since,
            only_erasures,
            done,
        };
        self.inbox.send(job).ok()?;
        wait.blocking_recv().ok().flatten()
    }

    /// Whether nobody writes any more.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.inbox.is_closed()
    }

    /// Asks the writer to finish and stop.
    pub fn stop(&self) {
        let _ = self.inbox.send(Job::Stop);
    }
}

/// The kind of an event, for the note about one that could not be handled. Never its content.
const fn kind(event: &Event) -> &'static str {
    match event.what {
        What::Command(_) => "command",
        What::Text(_) => "text",
        What::Pressed(_) => "press",
        What::Location(_) => "location",
        What::Odd(_) => "odd",
        What::File(..) => "file",
        What::Edited(_) => "edited",
        What::Due(Due {
            what:
                Wake::Relief
                | Wake::Morning
                | Wake::Evening
                | Wake::Guide
                | Wake::Expire
                | Wake::Purge
                | Wake::Farewell
                | Wake::Lapse,
            ..
        }) => "due",
        What::Blocked | What::Deleted | What::Unblocked => "membership",
        What::Undelivered(_) => "undelivered",
        What::Failed => "crash",
    }
}
