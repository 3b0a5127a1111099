//! One step at work: the chat as it changes, and the effects as they gather. The flows are functions over a [`Turn`].

use chrono::{DateTime, Duration, Utc};

use super::{
    Context,
    chat::{Address, Card, Chat, Deck, State},
    effect::{Anchor, Button, Class, Effect, Keyboard, Message},
    entry::{Entry, EntryId},
    event::{Event, What},
    month::EveningStep,
    press::{Action, Press},
    prompt,
};
use crate::{
    care,
    content::Arg,
    understanding::{Reply, Sign},
};

/// How many cards a chat keeps: older ones are put away, so that a record stays small.
const CARDS: usize = 8;
/// The most characters of a label that a phone shows.
const LABEL: usize = 24;
/// How many ended cards are remembered, for second taps.
const ENDED: usize = 6;

pub(super) struct Turn<'a> {
    pub context: &'a Context<'a>,
    pub chat: Chat,
    pub event: &'a Event,
    pub press: Option<Press>,
    effects: Vec<Effect>,
}

impl<'a> Turn<'a> {
    pub fn new(context: &'a Context<'a>, chat: Chat, event: &'a Event) -> Self {
        let press = match &event.what {
            What::Pressed(data) => Press::parse(data),
            What::Command(_)
            | What::Text(_)
            | What::Location(_)
            | What::Odd(_)
            | What::File(..)
            | What::Edited(_)
            | What::Due(_)
            | What::Blocked
            | What::Deleted
            | What::Unblocked
            | What::Undelivered(_)
            | What::Failed => None,
        };
        Self {
            context,
            chat,
            event,
            press,
            effects: Vec::new(),
        }
    }

    pub fn finish(self) -> (Chat, Vec<Effect>) {
        (self.chat, self.effects)
    }

    pub const fn now(&self) -> DateTime<Utc> {
        self.context.now
    }

    /// The instant at which the person says it.
    pub fn said_at(&self) -> DateTime<Utc> {
        self.event.sent.min(self.now())
    }

    // ---- Words

    /// The text of a key in the person's language.
    pub fn t(&self, key: &str) -> String {
        self.tn(key, &[])
    }

    /// The text of a key, with its variables.
    pub fn tn(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.context.content.say(&self.chat.language, key, args)
    }

    /// The text of a key, cut to what a button can show.
    pub fn short(&self, key: &str) -> String {
        let text = self.t(key);
        if text.chars().count() <= LABEL {
            return text;
        }
        let cut: String = text.chars().take(LABEL - 1).collect();
        format!("{}…", cut.trim_end())
    }

    /// The short reply that the words are, if any.
    pub fn reply(&self, text: &str) -> Option<Reply> {
        self.context.reader.reply(&self.chat.language, text)
    }

    /// The first of these warning signs that a short answer names, if any.
    pub fn sign(&self, text: &str, among: &[Sign]) -> Option<Sign> {
        self.context.reader.sign(&self.chat.language, text, among)
    }

    /// A button that means the same for ever.
    pub fn lasting(&self, key: &str, action: Action) -> Vec<Button> {
        vec![Press { at: None, action }.button(self.t(key))]
    }

    /// A row with one button.
    pub fn button(&self, at: Address, key: &str, action: Action) -> Vec<Button> {
        vec![
            Press {
                at: Some(at),
                action,
            }
            .button(self.t(key)),
        ]
    }

    // ---- Effects

    pub fn say(&mut self, message: Message) {
        let message = self.hushed(message);
        self.effects.push(Effect::Say {
            anchor: None,
            class: Class::Answer,
            message,
            good_for: None,
        });
    }

    /// A new message without buttons.
    pub fn say_key(&mut self, key: &str) {
        let message = plain(self.t(key));
        self.say(message);
    }

    /// A message that must be heard, also at night: the advice about a red flag.
    pub fn say_aloud(&mut self, anchor: Anchor, message: Message) {
        self.effects.push(Effect::Say {
            anchor: Some(anchor),
            class: Class::Answer,
            message,
            good_for: None,
        });
    }

    /// At night answers make no sound.
    fn hushed(&self, message: Message) -> Message {
        let night = self
            .chat
            .zone
            .is_some_and(|zone| care::clock::is_night(self.context.now, zone));
        Message {
            silent: message.silent || night,
            ..message
        }
    }

    pub fn say_at(&mut self, anchor: Anchor, class: Class, message: Message) {
        let message = self.hushed(message);
        self.effects.push(Effect::Say {
            anchor: Some(anchor),
            class,
            message,
            good_for: None,
        });
    }

    /// A message that nobody asked for, and that after `until` nobody should get. Whether it sounds is its own matter.
    pub fn nudge(&mut self, anchor: Anchor, message: Message, until: DateTime<Utc>) {
        let good_for = (until - self.now()).num_seconds().max(0);
        self.effects.push(Effect::Say {
            anchor: Some(anchor),
            class: Class::Nudge,
            message,
            good_for: Some(u32::try_from(good_for).unwrap_or(u32::MAX)),
        });
    }

    pub fn edit(&mut self, anchor: Anchor, message: Message) {
        self.effects.push(Effect::Edit { anchor, message });
    }

    /// Takes the buttons from a message that came unasked.
    pub fn tidy(&mut self, anchor: Anchor, message: Message) {
        self.effects.push(Effect::Tidy { anchor, message });
    }

    /// Takes back the edit of a message that this turn has asked for.
    pub fn take_back_edit(&mut self, of: Anchor) {
        self.effects.retain(|effect| {
            !matches!(effect, Effect::Edit { anchor, .. } | Effect::Tidy { anchor, .. } if *anchor == of)
        });
    }

    pub fn erase(&mut self, receipt: Option<Message>) {
        self.effects.push(Effect::Erase { receipt });
    }

    // ---- The foreground

    /// Opens a question in the foreground and asks it: in place of the one whose button was pressed, else as a new message.
    pub fn open(&mut self, state: State) {
        self.open_after(None, state);
    }

    /// The same, below a remark.
    pub fn open_after(&mut self, remark: Option<String>, state: State) {
        if !self.pressed_on_form() {
            self.unbutton_form();
        }
        self.chat.state = state;
        self.chat.misses = 0;
        self.put_question(remark);
    }

    /// Asks the open question again, below a remark, at the end of the chat. `missed`: what came was no answer to it.
    pub fn ask_again(&mut self, remark: String, missed: bool) {
        self.press = None;
        self.unbutton_form();
        self.chat.misses = self.chat.misses.saturating_add(u8::from(missed));
        self.put_question(Some(remark));
    }

    fn put_question(&mut self, remark: Option<String>) {
        let here = self.chat.form.filter(|_| self.pressed_on_form());
        let at = match here {
            Some(form) => Address {
                version: form.version.wrapping_add(1),
                ..form
            },
            None => self.new_address(),
        };
        self.chat.form = Some(at);
        let mut message = prompt::prompt(self, at);
        if let Some(remark) = remark {
            message.text = format!("{remark}\n\n{}", message.text);
        }
        if here.is_some() {
            self.edit(at.anchor, message);
        } else {
            self.say_at(at.anchor, Class::Answer, message);
        }
    }

    /// Ends the foreground question; its message becomes `message` if a button on it was pressed, else that is a new message.
    pub fn close_form(&mut self, message: Message) {
        if self.pressed_on_form()
            && let Some(form) = self.chat.form.take()
        {
            self.remember_ended(form.anchor);
            self.edit(form.anchor, message);
        } else {
            self.unbutton_form();
            self.say(message);
        }
        self.chat.state = State::Start;
        self.chat.misses = 0;
    }

    /// Ends the foreground question without a word.
    pub fn drop_form(&mut self) {
        self.unbutton_form();
        self.chat.state = State::Start;
        self.chat.misses = 0;
        self.chat.joining = false;
    }

    /// Whether the button that was pressed belongs to the open question.
    fn pressed_on_form(&self) -> bool {
        let pressed = self.press.and_then(|press| press.at);
        pressed
            .zip(self.chat.form)
            .is_some_and(|(at, form)| at.anchor == form.anchor)
    }

    /// Takes the buttons from the open question's message: they are about to mean nothing. The words stay.
    fn unbutton_form(&mut self) {
        let Some(form) = self.chat.form.take() else {
            return;
        };
        self.remember_ended(form.anchor);
        let shown = prompt::prompt(self, form);
        self.edit(form.anchor, unbuttoned(shown));
    }

    // ---- Cards

    pub const fn new_address(&mut self) -> Address {
        self.chat.greeted = true;
        self.chat.anchors += 1;
        Address {
            anchor: Anchor(self.chat.anchors),
            version: 1,
        }
    }

    /// Adds a card; the oldest makes room, but never one that is running, and never the way out of a red flag.
    pub fn add_card(&mut self, at: Address, lasts: Duration, what: Deck) {
        self.chat.cards.push(Card {
            at,
            until: self.context.now + lasts,
            what,
        });
        while self.chat.cards.len() > CARDS {
            let Some(oldest) = self.chat.cards.iter().position(|card| match card.what {
                Deck::Relief(_) => false,
                Deck::Flag(_) => self.chat.hold.is_none(),
                Deck::Evening(ref evening) => {
                    evening.again.is_none() && !matches!(evening.step, EveningStep::Guide(_))
                }
                Deck::Morning(_)
                | Deck::Diary(_)
                | Deck::Topic(_)
                | Deck::LastNight(_)
                | Deck::Routine(_)
                | Deck::Imported(_) => true,
            }) else {
                break;
            };
            let card = self.chat.cards.remove(oldest);
            self.remember_ended(card.at.anchor);
        }
    }

    /// Takes a card out of the chat, because it did its work.
    pub fn take_card(&mut self, anchor: Anchor) -> Option<Card> {
        let index = self
            .chat
            .cards
            .iter()
            .position(|card| card.at.anchor == anchor)?;
        let card = self.chat.cards.remove(index);
        self.remember_ended(anchor);
        Some(card)
    }

    /// Takes the oldest card out of the chat whose time is over. Its buttons may still be on the screen, so a tap on them is answered.
    pub fn take_expired_card(&mut self) -> Option<Card> {
        let now = self.now();
        let index = self.chat.cards.iter().position(|card| card.until <= now)?;
        Some(self.chat.cards.remove(index))
    }

    pub fn remember_ended(&mut self, anchor: Anchor) {
        self.chat.ended.push(anchor);
        let surplus = self.chat.ended.len().saturating_sub(ENDED);
        self.chat.ended.drain(..surplus);
    }

    /// The card at an anchor, to be changed; its version moves on, so that older buttons on it are stale.
    pub fn turn_card(&mut self, anchor: Anchor, what: Deck) -> Option<Address> {
        let card = self
            .chat
            .cards
            .iter_mut()
            .find(|card| card.at.anchor == anchor)?;
        card.at.version = card.at.version.wrapping_add(1);
        card.what = what;
        Some(card.at)
    }

    // ---- The diary

    /// Keeps an entry: as a row with consent, as a draft without.
    pub fn keep(&mut self, entry: Entry) {
        if self.chat.consented() {
            self.effects.push(Effect::Keep(entry));
            return;
        }
        match self
            .chat
            .drafts
            .iter_mut()
            .find(|draft| draft.id == entry.id)
        {
            Some(draft) => *draft = entry,
            None => self.chat.drafts.push(entry),
        }
    }

    /// The entry with that id, as far as it was read or is a draft.
    pub fn entry(&self, id: EntryId) -> Option<Entry> {
        let kept_now = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Keep(entry) if entry.id == id => Some(entry),
            Effect::Keep(_)
            | Effect::Remove(_)
            | Effect::Say { .. }
            | Effect::Edit { .. }
            | Effect::Tidy { .. }
            | Effect::Erase { .. } => None,
        });
        kept_now
            .or_else(|| self.chat.drafts.iter().find(|entry| entry.id == id))
            .or_else(|| {
                self.context
                    .read
                    .entries
                    .iter()
                    .find(|entry| entry.id == id)
            })
            .cloned()
    }

    pub fn remove(&mut self, id: EntryId) {
        self.chat.drafts.retain(|entry| entry.id != id);
        // Also without consent: it may have been withdrawn, and the row waits to be erased.
        self.effects.push(Effect::Remove(id));
    }
}

/// A message without buttons.
pub(super) const fn plain(text: String) -> Message {
    Message {
        text,
        keyboard: Keyboard::None,
        silent: false,
        attached: None,
    }
}

/// A message with buttons.
pub(super) const fn with_buttons(text: String, rows: Vec<Vec<Button>>) -> Message {
    Message {
        text,
        keyboard: Keyboard::Buttons(rows),
        silent: false,
        attached: None,
    }
}

/// The same words without buttons.
pub(super) fn unbuttoned(message: Message) -> Message {
    Message {
        keyboard: Keyboard::None,
        ..message
    }
}
