//! The writer: one thread that owns the store. It gathers all that is at hand (updates, due times, results of deliveries), steps over
//! an overlay, writes everything as one batch, and only then lets the offset move and the replies leave.
//!
//! Invariants: nothing is acknowledged before its commit is on the disk (I4); one commit carries state, entries, due times and
//! replies together (I5); an update takes effect once (I6); a red flag is answered even if the commit fails (I3).
//!
//! Deliberately not here: any rule of the conversation, HTTP, the clock's source. `sheet` is what one batch writes.

use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot};

use super::{
    Incoming, Job, Kept, NotRead, NotSaved, Outcome, Start, Tray,
    copies::Copies,
    last_words::LastWords,
    polls::{LAST_POLL, Polled, Polls},
    replan::{after_a_restore, by_todays_rules},
    saving::Saving,
    sheet::{Sheet, Sky},
};
use crate::{
    care::zone::Places,
    clock::Clock,
    content::Content,
    dialogue::{House, What},
    store::{Durability, Error, Loaded, Marker, Person, RowKey, Store},
    telegram::Outbox,
    understanding::Reader,
};

/// All that the core may look at, loaded once.
pub struct Lore {
    pub content: Content,
    pub reader: Reader,
    pub places: Places,
    pub house: House,
    /// Bytes that a person's rows may take up.
    pub bytes_per_person: u64,
    /// The only chats that are answered, if set.
    pub allowed: Option<HashSet<i64>>,
}

impl Lore {
    /// Whether this copy talks to that chat.
    #[must_use]
    pub fn invites(&self, chat_id: i64) -> bool {
        let allowed = self.allowed.as_ref();
        allowed.is_none_or(|allowed| allowed.contains(&chat_id))
    }
}

/// The longest sleep: the wall clock is looked at again, for it may have been moved.
const TICK: Duration = Duration::from_secs(30);
/// Results of deliveries wait this long for a batch to travel with: a commit of their own for each would cost more than the updates.
const GATHER: Duration = Duration::from_millis(50);
/// Jobs taken at once.
const AT_ONCE: usize = 512;
/// Due chats woken in one batch.
const WOKEN: usize = 256;
/// While more rows than this wait to be sent, mornings are put off: nudges that cannot leave yet need not exist yet.
const BACKLOG: usize = 2_000;
/// Tries before an update that kills the process is set aside.
const TRIES: u32 = 5;

/// The writer.
pub struct Desk {
    store: Store,
    marker: Marker,
    lore: Arc<Lore>,
    outbox: Outbox,
    clock: Clock,
    polls: Polls,
    /// Results of deliveries that a batch could not carry.
    outcomes: Vec<Outcome>,
    /// Where further ones lie.
    tray: Tray,
    /// When all of them are written at the latest; `None`: there are none.
    gather_until: Option<Instant>,
    /// Nudges whose calls want to begin.
    starting: Vec<(RowKey, oneshot::Sender<Start>)>,
    waking: Vec<oneshot::Sender<Option<DateTime<Utc>>>>,
    saving: Saving,
    last_words: LastWords,
    copies: Copies,
    /// Updates that were at hand when the process last died: each goes alone.
    suspects: HashSet<i64>,
    tidied: Option<chrono::NaiveDate>,
}

/// Updates that wait for one answer.
struct Batch {
    incoming: Vec<Incoming>,
    done: oneshot::Sender<Result<(), NotSaved>>,
}

impl Desk {
    /// Takes over the store, and queues what was still to be sent. `polled`: where the polls are counted.
    ///
    /// # Errors
    /// A failure of the disk.
    pub fn new(
        mut store: Store,
        marker: Marker,
        lore: Arc<Lore>,
        outbox: Outbox,
        clock: Clock,
        polled: Option<Polled>,
    ) -> Result<Self, Error> {
        let pending = marker.pending();
        let suspects = pending.map_or_else(Default::default, |pending| {
            pending.ids.iter().copied().collect()
        });
        let polls = Polls::new(&mut store, polled, clock.now(), &lore.house)?;
        by_todays_rules(&mut store, clock.now(), &lore.house)?;
        after_a_restore(&mut store, clock.now(), &lore.house)?;
        let mut txn = store.txn();
        for key in txn.outbox()? {
            if let Some(row) = txn.row(key)? {
                let known = txn.anchors(key.person)?;
                let age = row.created.map(|at| clock.now() - at);
                let age = age.and_then(|age| age.to_std().ok()).unwrap_or_default();
                outbox.push_aged(key, row, &known, age);
            }
        }
        let set_aside = txn.commit(Durability::Flushed)?.set_aside;
        if set_aside > 0 {
            log::error!("{set_aside} waiting message(s) could not be read and were set aside");
        }
        Ok(Self {
            store,
            marker,
            lore,
            outbox,
            clock,
            polls,
            outcomes: Vec::new(),
            tray: Tray::default(),
            gather_until: None,
            starting: Vec::new(),
            waking: Vec::new(),
            saving: Saving::default(),
            last_words: LastWords::default(),
            copies: Copies::default(),
            suspects,
            tidied: None,
        })
    }

    /// Works until told to stop, or until nobody is left to ask for anything.
    ///
    /// # Errors
    /// A failed fsync: nobody knows what is on the disk, and the process must end.
    pub async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Job>) -> Result<(), Error> {
        loop {
            let wait = self.wait();
            let first = tokio::time::timeout(wait, inbox.recv()).await;
            let mut stopping = matches!(first, Ok(None));
            let mut batches = Vec::new();
            if let Ok(Some(job)) = first {
                stopping |= self.sort(job, &mut batches);
            }
            for _ in 1..AT_ONCE {
                match inbox.try_recv() {
                    Ok(job) => stopping |= self.sort(job, &mut batches),
                    Err(_) => break,
                }
            }
            self.round(batches)?;
            self.copies.step(&mut self.store);
            if stopping {
                self.settle()?;
                // Everything is saved already: a failure here costs the next start some time.
                if let Err(error) = self.store.close() {
                    log::warn!("{error}");
                }
                return Ok(());
            }
        }
    }

    /// How long to wait for a job.
    fn wait(&self) -> Duration {
        let now = Instant::now();
        if let Some(rest) = self.saving.rest(now) {
            return rest;
        }
        let gather = self
            .gather_until
            .map_or(TICK, |until| until.saturating_duration_since(now));
        let due = match self.store.next_due() {
            Ok(Some(at)) => (at - self.clock.now())
                .to_std()
                .unwrap_or(Duration::ZERO)
                .min(TICK),
            Ok(None) => TICK,
            // The round will meet the same failure and say so.
            Err(_) => Duration::from_secs(1),
        };
        let copy = self.copies.wait().unwrap_or(TICK);
        due.min(gather).min(copy)
    }

    /// Puts a job where it belongs. `true`: stop after this round.
    fn sort(&mut self, job: Job, batches: &mut Vec<Batch>) -> bool {
        match job {
            Job::Batch { incoming, done } => batches.push(Batch { incoming, done }),
            Job::Delivered(tray) => {
                self.tray = tray;
                let until = Instant::now() + GATHER;
                self.gather_until.get_or_insert(until);
            }
            Job::Starting { key, go } => self.starting.push((key, go)),
            Job::Wake { done } => self.waking.push(done),
            Job::Read { person, done } => {
                let kept = self.read(person).map_err(|error| {
                    log::error!("what is kept of somebody could not be read: {error}");
                    NotRead
                });
                let _ = done.send(kept);
            }
            Job::Copy { stamp, to } => {
                // Whoever asked may be gone; then the copy ends at its first piece.
                let _ = stamp.send(self.store.stamp());
                self.copies.ask(to);
            }
            Job::Keyring {
                since,
                only_erasures,
                done,
            } => {
                let changed = self.store.keyring_since(since, only_erasures);
                let changed = changed.unwrap_or_else(|error| {
                    log::error!("the keyring was not copied: {error}");
                    None
                });
                let _ = done.send(changed);
            }
            Job::Stop => return true,
        }
        false
    }

    /// One round: everything at hand, one commit (or one for each update while one of them is suspected of killing the process).
    fn round(&mut self, batches: Vec<Batch>) -> Result<(), Error> {
        self.polls.notice(&mut self.store, &self.lore.house);
        for batch in batches {
            let careful = batch
                .incoming
                .iter()
                .any(|incoming| self.suspects.contains(&incoming.update_id));
            let result = if careful {
                self.one_by_one(&batch.incoming)
            } else {
                self.write(&batch.incoming, true)
            };
            self.answer(batch, result)?;
        }
        // Whoever moves the clock by hand waits for an answer: one try for each of them.
        let rests = self.saving.rest(Instant::now()).is_some() && self.waking.is_empty();
        if rests {
            self.refuse_starts();
            return Ok(());
        }
        // One write a round: what is due must not keep updates waiting in the inbox.
        let mut failed = false;
        let more = self.due_now() || !self.starting.is_empty() || self.tray.len() >= AT_ONCE;
        if more && let Err(error) = self.write(&[], true) {
            self.refuse_starts();
            if error.must_stop() {
                return Err(error);
            }
            failed = true;
        }
        if !self.waking.is_empty() {
            if !failed && self.due_now() {
                return Ok(());
            }
            // Whoever moves the clock leaps over what this does not tell, so a read that fails once is tried once more.
            let next = self.store.next_due().or_else(|_| self.store.next_due());
            let next = next.unwrap_or_default();
            for done in self.waking.drain(..) {
                let _ = done.send(next);
            }
        } else if self.gathered() || self.polls.to_note().is_some() {
            self.settle()?;
        }
        Ok(())
    }

    /// What is kept of a person. Changes nothing: what cannot be read is set aside when it is next written.
    fn read(&mut self, person: Person) -> Result<Option<Box<Kept>>, Error> {
        let mut txn = self.store.txn();
        let Loaded::Found { chat, .. } = txn.chat(person)? else {
            return Ok(None);
        };
        let entries = txn.entries(person)?;
        Ok(Some(Box::new(Kept { chat, entries })))
    }

    /// Nudges that cannot be marked now are not sent now.
    fn refuse_starts(&mut self) {
        for (_, go) in self.starting.drain(..) {
            let _ = go.send(Start::NotSaved);
        }
    }

    /// Whether results of deliveries have waited long enough.
    fn gathered(&self) -> bool {
        self.gather_until
            .is_some_and(|until| until <= Instant::now())
    }

    fn due_now(&self) -> bool {
        matches!(self.store.next_due(), Ok(Some(at)) if at <= self.clock.now())
    }

    fn answer(&mut self, batch: Batch, result: Result<(), Error>) -> Result<(), Error> {
        match result {
            Ok(()) => {
                // The intake may be gone already; the offset then stays, and the ids are known.
                let _ = batch.done.send(Ok(()));
                Ok(())
            }
            Err(error) => {
                for one in &batch.incoming {
                    // When each goes alone, some may be saved.
                    if !self.store.txn().seen(one.update_id) {
                        self.last_words.say(&self.lore, &self.outbox, one);
                    }
                }
                let _ = batch.done.send(Err(NotSaved(error.to_string())));
                if error.must_stop() {
                    Err(error)
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Writes one batch: results, due times if `wakes`, updates.
    fn write(&mut self, incoming: &[Incoming], wakes: bool) -> Result<(), Error> {
        let result = self.try_to_write(incoming, wakes);
        match &result {
            Ok(()) => self.saving.succeeded(),
            Err(error) => self.saving.failed(error, Instant::now()),
        }
        result
    }

    fn try_to_write(&mut self, incoming: &[Incoming], wakes: bool) -> Result<(), Error> {
        let ids: Vec<i64> = incoming.iter().map(|incoming| incoming.update_id).collect();
        let now = self.clock.now();
        let sky = Sky {
            crowded: self.outbox.len() > BACKLOG || self.polls.hold(now),
            deaf: !self.polls.listened(now),
        };
        let due = if wakes {
            self.store.due_before(now, WOKEN)?
        } else {
            Vec::new()
        };
        let quiet = incoming.is_empty() && due.is_empty() && self.starting.is_empty();
        if !ids.is_empty() {
            self.marker.begin(&ids)?;
        }
        let mut outcomes = std::mem::take(&mut self.outcomes);
        outcomes.append(&mut self.tray.take());
        self.gather_until = None;
        let polled = self.polls.to_note();
        let tidy = self.tidied != Some(now.date_naive());
        let away = self.polls.away;
        let mut sheet = Sheet::new(self.store.txn(), &self.lore, &self.outbox, now, away);
        let written = (|| {
            for outcome in &outcomes {
                sheet.outcome(outcome)?;
            }
            for (_, person) in &due {
                sheet.wake(*person, sky)?;
            }
            for incoming in incoming {
                sheet.take_in(incoming)?;
            }
            if let Some(at) = polled {
                sheet.note(LAST_POLL, at.timestamp().to_be_bytes().as_slice());
            }
            if tidy {
                sheet.tidy()?;
            }
            sheet.start(self.starting.iter().map(|(key, _)| *key))
        })();
        let durability = if quiet {
            Durability::Flushed
        } else {
            Durability::Synced
        };
        let result = written.and_then(|go| sheet.commit(durability).map(|()| go));
        if !ids.is_empty()
            && let Err(error) = self.marker.end()
        {
            // Harmless: after a crash these updates would be taken one at a time, and are known already.
            log::warn!("{error}");
        }
        match result {
            Ok(go) => {
                for ((_, sender), go) in self.starting.drain(..).zip(go) {
                    let _ = sender.send(go);
                }
                self.polls.noted(polled);
                if tidy {
                    self.tidied = Some(now.date_naive());
                }
                Ok(())
            }
            Err(error) => {
                if !outcomes.is_empty() {
                    self.gather_until = Some(Instant::now());
                }
                self.outcomes = outcomes;
                Err(error)
            }
        }
    }

    /// Each update alone: one of them was at hand when the process died.
    fn one_by_one(&mut self, incoming: &[Incoming]) -> Result<(), Error> {
        for one in incoming {
            let tries = self.marker.tries(one.update_id);
            if self.suspects.contains(&one.update_id) && tries >= TRIES {
                log::error!(
                    "an update was at hand each time the process died; it is set aside after {tries} tries"
                );
                let set_aside = Incoming {
                    event: crate::dialogue::Event {
                        what: What::Failed,
                        ..one.event.clone()
                    },
                    ..one.clone()
                };
                self.write(&[set_aside], false)?;
            } else {
                self.write(std::slice::from_ref(one), false)?;
            }
            self.suspects.remove(&one.update_id);
        }
        Ok(())
    }

    /// Writes what waits, before a stop or in a quiet moment.
    fn settle(&mut self) -> Result<(), Error> {
        match self.write(&[], true) {
            Ok(()) => Ok(()),
            Err(error) if error.must_stop() => Err(error),
            Err(_) => Ok(()),
        }
    }
}
