//! One batch being written: events are stepped over the overlay, effects become rows, and after the commit the outbox learns of them.
//!
//! Invariant: before [`Sheet::commit`] succeeds nothing outside the overlay has changed, but for rows that are held (`held`).

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use chrono::{DateTime, NaiveDate, Utc};

mod outcomes;

use super::{Incoming, desk::Lore, held::Held, kind, last_words::emergency};
use crate::{
    dialogue::{
        Anchor, Away, Chat, Class, Context, Due, Effect, Event, Keyboard, Message, Needs, Press,
        Read, Wake, What, needs, next_due, step,
    },
    store::{DeadLetter, Durability, Error, Loaded, Op, OutRow, Person, RowKey, Txn},
    telegram::Outbox,
};

/// How long a wake-up rests that could not be handled.
const PUT_OFF: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// How much later comes what waits outside.
const LATER: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

/// What keeps a wake-up outside for a while.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sky {
    /// So much waits to be sent that what comes unasked had better come later.
    pub crowded: bool,
    /// Telegram was not heard for long enough to know that nobody's words wait there.
    pub deaf: bool,
}

impl Sky {
    const fn keeps_out(self, what: Wake) -> bool {
        match what {
            Wake::Morning | Wake::Evening => self.crowded,
            Wake::Farewell => self.crowded || self.deaf,
            Wake::Lapse => self.deaf,
            Wake::Relief | Wake::Guide | Wake::Expire | Wake::Purge => false,
        }
    }
}

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
    held: Held<'a>,
    /// Who is gone or erased: what waits for them in memory goes too.
    forgotten: Vec<Person>,
    /// Messages that are never stored.
    direct: Vec<(i64, Message)>,
    /// The same, in nobody's way.
    hints: Vec<(i64, Message)>,
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
            held: Held::none(outbox),
            forgotten: Vec::new(),
            direct: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// The index says that this chat has something to do.
    pub fn wake(&mut self, person: Person, sky: Sky) -> Result<(), Error> {
        let Loaded::Found { chat_id, chat } = self.txn.chat(person)? else {
            return Ok(());
        };
        let house = &self.lore.house;
        let played = match catch_unwind(AssertUnwindSafe(|| next_due(&chat, house))) {
            // Not in the middle of a cramp, for there is one row in the index, and the card must go on.
            Ok(Some(due))
                if due.at <= self.now && sky.keeps_out(due.what) && chat.relief().is_none() =>
            {
                let later = self.now + LATER;
                return self.txn.put_chat(person, chat_id, chat, Some(later));
            }
            Ok(Some(due)) if due.at <= self.now => {
                let event = Event {
                    sent: due.at,
                    language: None,
                    what: What::Due(due),
                };
                self.play(person, chat_id, chat.clone(), &event)?
            }
            // The index was behind: it is put right.
            Ok(due) => {
                let at = due.map(|due| due.at);
                return self.txn.put_chat(person, chat_id, chat, at);
            }
            Err(_) => Played::Panicked,
        };
        if played == Played::Panicked {
            // It would be due again at once, for ever, and nobody else would be heard.
            log::error!("a wake-up could not be handled; it is put off for an hour");
            let later = self.now + PUT_OFF;
            self.txn.put_chat(person, chat_id, chat, Some(later))?;
        }
        Ok(())
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
            log::error!(
                "a chat's record could not be read; it was set aside and the chat starts afresh"
            );
            let contact = crate::content::Arg::Text(&self.lore.house.contact);
            let text = self
                .lore
                .content
                .say(&chat.language, "set-aside", &[("contact", contact)]);
            let op = Op::Send {
                anchor: None,
                message: plain(text),
            };
            self.push(person, incoming.chat_id, Class::Answer, None, op)?;
        }
        if let (What::Pressed(data), Some(message_id)) = (&incoming.event.what, incoming.message_id)
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
        if self.play(person, incoming.chat_id, chat, &incoming.event)? == Played::Panicked {
            self.txn.dead_letter(&DeadLetter {
                update_id: incoming.update_id,
                kind: kind(&incoming.event).to_owned(),
                at: self.now,
            })?;
            let event = Event {
                what: What::Failed,
                ..incoming.event.clone()
            };
            let chat = match self.txn.chat(person)? {
                Loaded::Found { chat, .. } => chat,
                Loaded::Missing | Loaded::Unreadable => self.fresh_chat(incoming),
            };
            let language = chat.language.clone();
            let flagged = self.flag_of(&language, &incoming.event);
            let told = self.play(person, incoming.chat_id, chat, &event)? == Played::Through;
            // The emergency text needs no step (I3), and neither does the word that something failed.
            if let Some(text) = flagged {
                self.direct.push((incoming.chat_id, plain(text)));
            } else if !told {
                let text = self.lore.content.say(&language, "cannot-handle", &[]);
                self.direct.push((incoming.chat_id, plain(text)));
            }
        }
        Ok(())
    }

    /// The emergency text that an event calls for, found without a step.
    fn flag_of(&self, language: &str, event: &Event) -> Option<String> {
        let scan = AssertUnwindSafe(|| emergency(self.lore, language, &event.what));
        let key = catch_unwind(scan).ok().flatten()?;
        Some(self.lore.content.say(language, key, &[]))
    }
}

/// Whether a step could be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Played {
    Through,
    Panicked,
}

impl Sheet<'_> {
    /// Takes the step and writes down what it wants. A panic in the core leaves everything as it was.
    fn play(
        &mut self,
        person: Person,
        chat_id: i64,
        chat: Chat,
        event: &Event,
    ) -> Result<Played, Error> {
        let house = &self.lore.house;
        let entries = match needs(&chat, event) {
            Needs::Nothing => Vec::new(),
            Needs::Diary => self.txn.entries(person)?,
        };
        let left = self
            .lore
            .bytes_per_person
            .saturating_sub(self.txn.bytes(person)?);
        let context = Context {
            now: self.now,
            content: &self.lore.content,
            reader: &self.lore.reader,
            places: &self.lore.places,
            read: Read {
                entries: &entries,
                room: left,
            },
            house,
            away: self.away,
        };
        let stepped = catch_unwind(AssertUnwindSafe(|| {
            let (chat, effects) = step(&context, chat, event);
            let due = next_due(&chat, house);
            (chat, effects, due)
        }));
        // What the panic said was written down by the panic hook, without the event.
        let Ok((chat, effects, due)) = stepped else {
            return Ok(Played::Panicked);
        };
        let erased = effects
            .iter()
            .any(|effect| matches!(effect, Effect::Erase { .. }));
        for effect in effects {
            self.apply(person, chat_id, effect)?;
        }
        if !erased {
            let due = self.pace(event, due);
            let due = self.seldom(person, due)?;
            self.txn.put_chat(person, chat_id, chat, due)?;
        }
        Ok(Played::Through)
    }

    /// A wake-up that would come again at once would spin: the core promises that there is none, and the writer does not rely on it.
    fn pace(&self, event: &Event, due: Option<Due>) -> Option<DateTime<Utc>> {
        match (&event.what, due) {
            (What::Due(before), Some(next)) if *before == next => {
                log::error!(
                    "a wake-up ({:?}) changed nothing; it is put off for an hour",
                    next.what
                );
                Some(self.now + PUT_OFF)
            }
            (_, due) => due.map(|due| due.at),
        }
    }

    /// When to wake the chat, given when it wants to be woken: to move it in the index with each word would cost two rows, and to be woken
    /// too early costs one look in the end. So an instant that is still to come is only ever brought forward.
    fn seldom(
        &mut self,
        person: Person,
        due: Option<DateTime<Utc>>,
    ) -> Result<Option<DateTime<Utc>>, Error> {
        let known = self.txn.due(person)?.filter(|known| self.now < *known);
        Ok(due.map(|due| known.map_or(due, |known| known.min(due))))
    }

    fn apply(&mut self, person: Person, chat_id: i64, effect: Effect) -> Result<(), Error> {
        match effect {
            Effect::Say {
                anchor,
                class,
                message,
                good_for,
            } => {
                let op = Op::Send { anchor, message };
                self.push(person, chat_id, class, good_for, op)
            }
            Effect::Edit { anchor, message } => self.edit(person, chat_id, anchor, message, false),
            Effect::Tidy { anchor, message } => self.edit(person, chat_id, anchor, message, true),
            Effect::Keep(entry) => self.txn.put_entry(person, &entry),
            Effect::Remove(id) => self.txn.remove_entry(person, id).map(|_| ()),
            Effect::Erase { receipt } => {
                self.fresh.retain(|(key, _)| key.person != person);
                self.latest.clear();
                for (index, (key, row)) in self.fresh.iter().enumerate() {
                    if let Some(anchor) = row.op.anchor() {
                        self.latest.insert((key.person, anchor), index);
                    }
                }
                self.forgotten.push(person);
                let receipt = receipt.map(|message| (chat_id, message));
                if let Some(key) = self.txn.erase(person, receipt, self.now)?
                    && let Some(row) = self.txn.row(key)?
                {
                    self.fresh.push((key, row));
                }
                Ok(())
            }
        }
    }

    /// An edit. If the message has not left yet, its payload is replaced: there is at most one row of an anchor on the way.
    /// `tidies`: it is not worth a message of its own, where the one to edit is not known to be there.
    fn edit(
        &mut self,
        person: Person,
        chat_id: i64,
        anchor: Anchor,
        message: Message,
        tidies: bool,
    ) -> Result<(), Error> {
        if let Some(&index) = self.latest.get(&(person, anchor)) {
            let (key, row) = &mut self.fresh[index];
            row.op.replace(message);
            return self.txn.replace_row(*key, row).map(|_| ());
        }
        if let Some((key, row)) = self.held.hold(person, anchor) {
            row.op.replace(message.clone());
            if self.txn.replace_row(key, row)? {
                return Ok(());
            }
            self.held.let_go(key);
        }
        if tidies && self.txn.message_id(person, anchor)?.is_none() {
            return Ok(());
        }
        let op = Op::Edit { anchor, message };
        self.push(person, chat_id, Class::Answer, None, op)
    }

    fn push(
        &mut self,
        person: Person,
        chat_id: i64,
        class: Class,
        good_for: Option<u32>,
        op: Op,
    ) -> Result<(), Error> {
        let row = OutRow {
            chat_id,
            class,
            started: false,
            created: Some(self.now),
            good_for,
            op,
        };
        let key = self.txn.push_row(&row)?;
        if let Some(anchor) = row.op.anchor() {
            self.latest.insert((person, anchor), self.fresh.len());
        }
        self.fresh.push((key, row));
        Ok(())
    }

    /// A note of the service's own.
    pub fn note(&mut self, name: &str, value: &[u8]) {
        self.txn.put_meta(name, value);
    }

    /// Once a day: old update ids and old receipts go.
    pub fn tidy(&mut self) -> Result<(), Error> {
        let today = self.today();
        self.txn.forget_old_updates(today);
        self.txn.purge_receipts(self.now)?;
        Ok(())
    }

    /// Commits; then the outbox learns of it.
    pub fn commit(mut self, durability: Durability) -> Result<(), Error> {
        let mut known = HashMap::new();
        for (key, row) in &self.fresh {
            if matches!(row.op, Op::Edit { .. }) && !known.contains_key(&key.person) {
                known.insert(key.person, self.txn.anchors(key.person)?);
            }
        }
        let committed = self.txn.commit(durability)?;
        if committed.set_aside > 0 {
            log::error!(
                "{} record(s) could not be read and were set aside",
                committed.set_aside
            );
        }
        for person in &self.forgotten {
            self.outbox.forget(*person);
        }
        self.held.committed();
        self.outbox
            .push_all(self.fresh.into_iter().map(|(key, row)| {
                let anchors = known.get(&key.person).map_or(&[][..], Vec::as_slice);
                (key, row, anchors)
            }));
        for (chat_id, message) in self.direct {
            self.outbox.direct(chat_id, message);
        }
        for (chat_id, message) in self.hints {
            self.outbox.hint(chat_id, message);
        }
        Ok(())
    }

    /// A chat that has just begun, in the language of the person's app.
    fn fresh_chat(&self, incoming: &Incoming) -> Chat {
        let hint = incoming.event.language.as_deref();
        Chat::new(self.lore.content.choose(hint), self.now)
    }

    /// Whether this copy talks to that chat. Who is not invited still gets the emergency text.
    fn allowed(&mut self, incoming: &Incoming) -> bool {
        if self.lore.invites(incoming.chat_id) {
            return true;
        }
        let what = &incoming.event.what;
        let language = self.lore.content.choose(incoming.event.language.as_deref());
        let say = |key| plain(self.lore.content.say(language, key, &[]));
        if let Some(key) = emergency(self.lore, language, what) {
            self.direct.push((incoming.chat_id, say(key)));
        } else if matches!(
            what,
            What::Text(_) | What::Edited(Some(_)) | What::Command(_)
        ) {
            self.hints.push((incoming.chat_id, say("not-invited")));
        }
        false
    }

    fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }
}

const fn plain(text: String) -> Message {
    Message {
        text,
        keyboard: Keyboard::None,
        silent: false,
        attached: None,
    }
}
