//! What came of deliveries, and which nudges may begin: the outbox reports, the records follow.

use chrono::TimeDelta;

use super::Sheet;
use crate::{
    app::{Delivered, Outcome, Start},
    care::clock::MORNING_WINDOW,
    dialogue::{Event, What},
    store::{Error, Loaded, OutRow, Person, RowKey},
};

impl Sheet<'_> {
    /// What became of a delivery.
    pub fn outcome(&mut self, outcome: &Outcome) -> Result<(), Error> {
        if !self.txn.remove_row(outcome.key)? {
            // Erased in the meantime: nothing may be written back.
            return Ok(());
        }
        let person = outcome.key.person;
        if person == Person::NOBODY {
            return Ok(());
        }
        match outcome.result {
            Delivered::Sent {
                anchor: Some(anchor),
                message_id,
            } => self.txn.learn(person, anchor, message_id),
            Delivered::Gone => {
                self.txn.remove_rows(person)?;
                self.forgotten.push(person);
                self.tell(person, What::Blocked)
            }
            Delivered::Deleted => self.tell(person, What::Deleted),
            Delivered::Late {
                anchor: Some(anchor),
            } => self.tell(person, What::Undelivered(anchor)),
            Delivered::Sent { anchor: None, .. }
            | Delivered::Late { anchor: None }
            | Delivered::Edited
            | Delivered::Refused
            | Delivered::Unknown => Ok(()),
        }
    }

    /// Marks nudges as begun, if they are still there and in time: to be asked last, for an event of this batch may erase one.
    pub fn start(&mut self, keys: impl Iterator<Item = RowKey>) -> Result<Vec<Start>, Error> {
        keys.map(|key| {
            let Some(row) = self.txn.row(key)? else {
                return Ok(Start::Gone);
            };
            if self.is_late(&row) {
                self.txn.remove_row(key)?;
                if let Some(anchor) = row.op.anchor() {
                    self.tell(key.person, What::Undelivered(anchor))?;
                }
                return Ok(Start::Gone);
            }
            let started = OutRow {
                started: true,
                ..row
            };
            let there = self.txn.replace_row(key, &started)?;
            Ok(if there { Start::Begun } else { Start::Gone })
        })
        .collect()
    }

    /// By the clock on the wall, which goes on while the machine sleeps; the outbox counts what it was awake.
    fn is_late(&self, row: &OutRow) -> bool {
        let own = row.good_for.map(|good| TimeDelta::seconds(good.into()));
        let good_for = own.unwrap_or(MORNING_WINDOW);
        row.created
            .is_some_and(|created| self.now >= created + good_for)
    }

    /// The chat learns of it, if it is still there.
    fn tell(&mut self, person: Person, what: What) -> Result<(), Error> {
        let event = Event {
            sent: self.now,
            language: None,
            what,
        };
        if let Loaded::Found { chat_id, chat } = self.txn.chat(person)? {
            self.play(person, chat_id, chat, &event)?;
        }
        Ok(())
    }
}
