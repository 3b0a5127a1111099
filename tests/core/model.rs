//! One chat as the writer and delivery would keep it: the record, the diary's rows, the messages on the screen. The clock stands still
//! until it is moved, and everything that is due on the way happens in order.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use charley::{
    app::Lore,
    dialogue::{
        Anchor, Away, Button, Chat, Class, Context, Due, Effect, Entry, EntryId, Event, Keyboard,
        Message, Needs, Read, What, needs, next_due, step,
    },
};
use chrono::{DateTime, TimeDelta, Utc};

use super::laws;

pub static LORE: LazyLock<Lore> = LazyLock::new(crate::world::lore);

/// More wake-ups than this at one instant would be a spin.
const WAKES: usize = 64;

/// A step that was taken: all that a law may look at.
pub struct Taken<'a> {
    pub before: &'a Chat,
    pub after: &'a Chat,
    pub event: &'a Event,
    pub effects: &'a [Effect],
    pub now: DateTime<Utc>,
}

/// One chat, and the world as far as it concerns it.
#[derive(Clone)]
pub struct Model {
    /// `None`: nothing is kept of this person.
    pub chat: Option<Chat>,
    pub now: DateTime<Utc>,
    pub entries: BTreeMap<EntryId, Entry>,
    /// Every button that was ever on the screen, oldest first.
    pub shown: Vec<Button>,
    /// The messages as they look now.
    pub screen: BTreeMap<Anchor, Message>,
    /// All that was said or changed since the last look.
    pub heard: Vec<Message>,
    /// Entry ids that were in use since the last erasure.
    pub used: BTreeSet<EntryId>,
    /// The intended dates and the instants of the unasked messages.
    pub nudges: Vec<(Option<chrono_tz::Tz>, chrono::NaiveDate, DateTime<Utc>)>,
    /// When the evenings' own messages came.
    pub evenings: Vec<DateTime<Utc>>,
    pub away: Option<Away>,
    pub full: bool,
    /// The largest record so far, in bytes: without and with drafts.
    pub largest: (usize, usize),
}

impl Model {
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            chat: None,
            now,
            entries: BTreeMap::new(),
            shown: Vec::new(),
            screen: BTreeMap::new(),
            heard: Vec::new(),
            used: BTreeSet::new(),
            nudges: Vec::new(),
            evenings: Vec::new(),
            away: None,
            full: false,
            largest: (0, 0),
        }
    }

    /// A quiet Sunday night, 02:00 UTC.
    pub fn at_night() -> Self {
        Self::at("2026-11-22T02:00:00Z".parse().expect("a time"))
    }

    /// The record as it is, or as a first message would find it.
    pub fn record(&self) -> Chat {
        self.chat
            .clone()
            .unwrap_or_else(|| Chat::new("en", self.now))
    }

    pub fn next(&self) -> Option<Due> {
        let chat = self.chat.as_ref();
        chat.and_then(|chat| next_due(chat, &LORE.house))
    }

    /// The person does something now.
    pub fn does(&mut self, what: What) -> &mut Self {
        self.did_at(self.now, what)
    }

    /// The person did something that arrives now.
    pub fn did_at(&mut self, sent: DateTime<Utc>, what: What) -> &mut Self {
        if self.chat.is_none() && matches!(what, What::Blocked | What::Deleted | What::Unblocked) {
            return self;
        }
        self.take(&Event {
            sent,
            language: Some("en".to_owned()),
            what,
        });
        self.wake();
        self
    }

    pub fn says(&mut self, text: &str) -> &mut Self {
        self.does(What::Text(text.to_owned()))
    }

    /// Taps the newest button with that label that is still on the screen.
    #[track_caller]
    pub fn taps(&mut self, label: &str) -> &mut Self {
        let data = self.button(label);
        self.does(What::Pressed(data))
    }

    /// The data of the newest button with that label that is still on the screen, else under a message that never changes.
    #[track_caller]
    pub fn button(&self, label: &str) -> String {
        let newest = self.screen.values().rev().flat_map(buttons);
        let older = self.shown.iter().rev().cloned();
        let found = newest
            .chain(older)
            .into_iter()
            .find(|button| button.label == label);
        found.unwrap_or_else(|| panic!("no button “{label}”")).data
    }

    /// What was said or changed since the last look.
    pub fn hears(&mut self) -> Vec<String> {
        let heard = std::mem::take(&mut self.heard);
        heard.into_iter().map(|message| message.text).collect()
    }

    /// Time passes; everything due on the way happens at its time.
    pub fn passes(&mut self, time: TimeDelta) -> &mut Self {
        let until = self.now + time;
        while let Some(due) = self.next().filter(|due| due.at <= until) {
            self.now = self.now.max(due.at);
            self.wake();
        }
        self.now = until;
        self
    }

    /// Charley is down for that long: everything due on the way happens afterwards.
    pub fn is_down(&mut self, time: TimeDelta) -> &mut Self {
        self.now += time;
        self.wake();
        self
    }

    /// Does what is due now, as the writer does.
    fn wake(&mut self) {
        for _ in 0..WAKES {
            let Some(due) = self.next().filter(|due| due.at <= self.now) else {
                return;
            };
            self.take(&Event {
                sent: due.at,
                language: None,
                what: What::Due(due),
            });
            let next = self.next();
            assert_ne!(next, Some(due), "a wake-up that was handled comes again");
        }
        panic!("waking does not come to rest: {:?}", self.next());
    }

    /// The step alone, with the rows that it asked for.
    fn step(&self, chat: Chat, event: &Event, entries: &[Entry]) -> (Chat, Vec<Effect>) {
        let context = Context {
            now: self.now,
            content: &LORE.content,
            reader: &LORE.reader,
            places: &LORE.places,
            read: Read {
                entries,
                room: if self.full { 0 } else { 100_000 },
            },
            house: &LORE.house,
            away: self.away,
        };
        step(&context, chat, event)
    }

    /// Takes one step, holds it against every law, and carries out what it wants.
    fn take(&mut self, event: &Event) {
        let before = self.record();
        let all: Vec<Entry> = self.entries.values().cloned().collect();
        let asked_for = match needs(&before, event) {
            Needs::Nothing => &[][..],
            Needs::Diary => &all[..],
        };
        let (after, effects) = self.step(before.clone(), event, asked_for);
        let again = self.step(before.clone(), event, &all);
        assert_eq!(
            (&after, &effects),
            (&again.0, &again.1),
            "the same input, with more rows than were asked for, gives another output"
        );
        laws::hold(
            self,
            &Taken {
                before: &before,
                after: &after,
                event,
                effects: &effects,
                now: self.now,
            },
        );
        self.chat = Some(after);
        for effect in effects {
            self.apply(effect);
        }
    }

    fn apply(&mut self, effect: Effect) {
        match effect {
            Effect::Say {
                anchor,
                class,
                message,
                good_for,
            } => {
                // What comes in the evening says how long it is good for.
                if class == Class::Nudge && good_for.is_none() {
                    let chat = self.chat.as_ref().expect("a chat that is nudged");
                    let (date, at) = chat.asked.expect("a nudge leaves its date");
                    self.nudges.push((chat.zone, date, at));
                }
                if class == Class::Nudge && good_for.is_some() {
                    let last = self
                        .chat
                        .as_ref()
                        .and_then(|chat| chat.routine.as_deref()?.last);
                    let own = last.filter(|last| last.at == self.now);
                    self.evenings.extend(own.map(|last| last.at));
                }
                self.shown.extend(buttons(&message));
                if let Some(anchor) = anchor {
                    self.screen.insert(anchor, message.clone());
                }
                self.heard.push(message);
            }
            Effect::Edit { anchor, message } | Effect::Tidy { anchor, message } => {
                self.shown.extend(buttons(&message));
                self.screen.insert(anchor, message.clone());
                self.heard.push(message);
            }
            Effect::Keep(entry) => {
                self.entries.insert(entry.id, entry);
            }
            Effect::Remove(id) => {
                self.entries.remove(&id);
            }
            Effect::Erase { receipt } => {
                self.chat = None;
                self.entries.clear();
                self.used.clear();
                self.nudges.clear();
                self.evenings.clear();
                self.heard.extend(receipt);
            }
        }
    }
}

/// The inline buttons of a message.
pub fn buttons(message: &Message) -> Vec<Button> {
    match &message.keyboard {
        Keyboard::Buttons(rows) => rows.iter().flatten().cloned().collect(),
        Keyboard::None | Keyboard::ShareLocation { .. } | Keyboard::Away => Vec::new(),
    }
}

/// The text of a key without place-holders.
pub fn text(key: &str) -> String {
    LORE.content.say("en", key, &[])
}
