//! One batch being written: events are stepped over the overlay, effects become rows, and after the commit the outbox learns of them.
//!
//! Invariant: before [`Sheet::commit`] succeeds nothing outside the overlay has changed; if it fails, held rows are let go as they were.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Delivered, Incoming, Outcome, desk::Lore};
use crate::{
    dialogue::{
        Anchor, Away, Chat, Class, Context, Due, Effect, Event, Keyboard, Message, Needs, Press,
        Read, Wake, What, needs, next_due, step,
    },
    store::{
        DeadLetter, Durability, Error, Loaded, Op, OutRow, Person, RowKey, Txn,
    },
    telegram::Outbox,
};

pub(super) struct Sheet<'a> {
    txn: Txn<'a>,
    lore: &'a Lore,
    outbox: &'a Outbox,
    now: DateTime<Utc>,
    away: Option<Away>,
    /// Rows of this batch, in order, to be pushed after the commit.
    fresh: Vec<(RowKey, OutRow)>,
    /// Where the newest fresh row of an anchor is in `fresh`.
    latest: HashMap<(Person, Anchor), usize>,
    /// Rows of earlier batches that did not leave yet and get a new payload.
    held: HashMap<RowKey, OutRow>,
    /// Message ids that a row of this batch may need.
    forgotten: Vec<Person>,
    /// Messages that are never stored.
    direct: Vec<(i64, Message)>,
}

impl<'a> Sheet<'a> {
    pub fn new(
        txn: Txn<'a>,
        lore: &'a Lore,
        outbox: &'a Outbox,
        now: DateTime<Utc>,
        away: Option<Away>,
    ) -> Self {
        Self {
            txn,
            lore,
            outbox,
            now,
            away,
            fresh: Vec::new(),
            latest: HashMap::new(),
            held: HashMap::new(),
            forgotten: Vec::new(),
            direct: Vec::new(),
        }
    }

    /// What became of a delivery.
    pub fn outcome(&mut self, outcome: &Outcome) -> Result<(), Error> {
        if !self.txn.row_exists(outcome.key)? {
            // Erased in the meantime: nothing may be written back.
            return Ok(());
        }
        self.txn.remove_row(outcome.key)?;
        match &outcome.result {
            Delivered::Sent { anchor, message_id } => {
                if let Some(anchor) = anchor
                    && outcome.key.person != Person::NOBODY
                {
                    self.txn.learn(outcome.key.person, *anchor, *message_id)?;
                }
            }
            Delivered::Gone if outcome.key.person != Person::NOBODY => {
                self.txn.remove_rows(outcome.key.person)?;
                self.forgotten.push(outcome.key.person);
                let event = Event {
                    sent: self.now,
                    language: None,
                    what: What::Blocked,
                };
                if let Loaded::Found { chat_id, chat } = self.txn.chat(outcome.key.person)? {
                    self.play(outcome.key.person, chat_id, chat, &event)?;
                }
            }
            Delivered::Gone | Delivered::Edited | Delivered::Refused | Delivered::Unknown => {}
        }
        Ok(())
    }

    /// Marks nudges as begun. For each whether it is still there.
    pub fn start(&mut self, keys: impl Iterator<Item = RowKey>) -> Result<Vec<bool>, Error> {
        keys.map(|key| match self.txn.row(key)? {
            Some(row) => self.txn.replace_row(
                key,
                &OutRow {
                    started: true,
                    ..row
                },
            ),
            None => Ok(false),
        })
        .collect()
    }

    /// The index says that this chat has something to do.
    pub fn wake(&mut self, person: Person) -> Result<(), Error> {
        let Loaded::Found { chat_id, chat } = self.txn.chat(person)? else {
            return Ok(());
        };
        let hours = self.lore.house.provisional_hours;
        match next_due(&chat, hours) {
            Some(due) if due.at <= self.now => {
                let event = Event {
                    sent: due.at,
                    language: None,
                    what: What::Due(due),
                };
                self.play(person, chat_id, chat, &event)
            }
            // The index was behind: it is put right.
            due => self
                .txn
                .put_chat(person, chat_id, chat, due.map(|due| due.at)),
        }
    }

    /// One update.
    pub fn take_in(&mut self, incoming: &Incoming) -> Result<(), Error> {
        let today = self.today();
        if self.txn.seen(incoming.update_id) {
            return Ok(());
        }
        self.txn.remember(incoming.update_id, today);
        if !self.allowed(incoming) {
            return Ok(());
        }
        let person = self.txn.person(incoming.chat_id);
        let (chat, set_aside) = match self.txn.chat(person)? {
            Loaded::Found { chat, .. } => (chat, false),
            Loaded::Missing | Loaded::Unreadable
                if matches!(incoming.event.what, What::Blocked | What::Unblocked) =>
            {
                return Ok(());
            }
            Loaded::Missing => (self.fresh_chat(incoming), false),
            Loaded::Unreadable => (self.fresh_chat(incoming), true),
        };
        if set_aside {
            log::error!("a chat's record could not be read; it was set aside and the chat starts afresh");
            let contact = crate::content::Arg::Text(&self.lore.house.contact);
            let text = self
                .lore
                .content
                .say(&chat.language, "set-aside", &[("contact", contact)]);
            self.say(person, incoming.chat_id, None, Class::Answer, plain(text))?;
        }
        if let (What::Pressed(data), Some(message_id)) =
            (&incoming.event.what, incoming.message_id)
            && let Some(at) = Press::parse(data).and_then(|press| press.at)
            && at.anchor.0 <= chat.anchors
            && self.txn.message_id(person, at.anchor)?.is_none()
        {
            self.txn.learn(person, at.anchor, message_id)?;
        }
        if incoming.event.what == What::Failed {
            self.txn.dead_letter(&DeadLetter {
                update_id: incoming.update_id,
                kind: "crash".to_owned(),
                at: self.now,
            })?;
        }
        if self.play(person, incoming.chat_id, chat.clone(), &incoming.event)? == Played::Panicked {
            self.txn.dead_letter(&DeadLetter {
                update_id: incoming.update_id,
                kind: kind(&incoming.event).to_owned(),
                at: self.now,
            })?;
            let event = Event {
                what: What::Failed,
                ..incoming.event.clone()
            };
            self.play(person, incoming.chat_id, chat, &event)?;
        }
        Ok(())
    }
}
