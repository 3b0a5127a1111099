//! People and rooms, as a test or the load test moves them.
//!
//! Everything a person does returns at once; waiting for the bot is `wait_for` and `next_change`, which sleep until
//! something changes and never poll. Deliberately not here: what the bot does.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use tokio::time::{Instant, timeout_at};

use super::{
    chat::{Author, Chat, Stored},
    emulator::Emulator,
    world::SandboxError,
};

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    pub label: String,
    /// `None`: a link, or another button that sends nothing to the bot.
    pub data: Option<String>,
}

/// A message as its reader sees it.
#[derive(Debug, Clone)]
pub struct Bubble {
    pub id: i64,
    pub from_bot: bool,
    /// The text or the caption, without marks.
    pub text: String,
    /// The rows of inline buttons; empty when there are none.
    pub keyboard: Vec<Vec<Button>>,
    /// Sent without a sound.
    pub silent: bool,
    pub sent: DateTime<Utc>,
    pub edited: Option<DateTime<Utc>>,
    /// Rises with each thing the bot does in the chat; 0 for a person's message.
    pub change: u64,
    /// The Bot API's fields: `photo`, `document`, `entities`, …
    pub fields: Map<String, Value>,
}

impl Bubble {
    fn of(stored: &Stored) -> Self {
        let date = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
        Self {
            id: stored.id,
            from_bot: stored.author == Author::Bot,
            text: stored.text().to_owned(),
            keyboard: stored
                .fields
                .get("reply_markup")
                .map(rows)
                .unwrap_or_default(),
            silent: stored.silent,
            sent: date(stored.date),
            edited: stored.edited.map(date),
            change: stored.touched,
            fields: stored.fields.clone(),
        }
    }

    /// The labels of all buttons, row by row.
    #[must_use]
    pub fn labels(&self) -> Vec<&str> {
        self.keyboard
            .iter()
            .flatten()
            .map(|button| button.label.as_str())
            .collect()
    }
}

fn rows(markup: &Value) -> Vec<Vec<Button>> {
    let array = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let button = |button: &Value| Button {
        label: button["text"].as_str().unwrap_or_default().to_owned(),
        data: button["callback_data"].as_str().map(str::to_owned),
    };
    array(&markup["inline_keyboard"])
        .iter()
        .map(|row| array(row).iter().map(button).collect())
        .collect()
}

/// A person in their private chat with the bot. Clones share what `next_change` has seen.
#[derive(Debug, Clone)]
pub struct Person {
    emulator: Emulator,
    id: i64,
    seen: Arc<AtomicU64>,
}

impl Person {
    pub(super) fn new(emulator: Emulator, id: i64) -> Self {
        Self {
            emulator,
            id,
            seen: Arc::default(),
        }
    }

    #[must_use]
    pub const fn id(&self) -> i64 {
        self.id
    }

    /// Writes a text. The answer is the message's id.
    ///
    /// # Errors
    /// When the person has blocked the bot.
    pub fn say(&self, text: &str) -> Result<i64, SandboxError> {
        self.send_raw(json!({ "text": text }))
    }

    /// This person has written to the bot at an earlier time, so it may write to them.
    pub fn has_started(&self) {
        if let Ok(chat) = self.emulator.shared.world().chat_mut(self.id) {
            chat.started = true;
        }
    }

    /// Sends a message with these fields of the Bot API's `Message`; a `date` among them overrides the clock.
    ///
    /// # Errors
    /// When the person has blocked the bot, or `fields` is no object.
    pub fn send_raw(&self, fields: Value) -> Result<i64, SandboxError> {
        let Value::Object(fields) = fields else {
            return Err(SandboxError::Other("a message is an object".to_owned()));
        };
        let now = self.emulator.shared.now();
        self.emulator
            .shared
            .world()
            .post(self.id, Author::Person(self.id), fields, now)
    }

    /// Sends a file.
    ///
    /// # Errors
    /// When the person has blocked the bot.
    pub fn send_document(
        &self,
        name: &str,
        mime: &str,
        bytes: Vec<u8>,
    ) -> Result<i64, SandboxError> {
        let document = {
            let files = &mut self.emulator.shared.world().files;
            files.keep("documents", name, mime, bytes.into()).document()
        };
        self.send_raw(json!({ "document": document }))
    }

    /// The bytes of a file that the bot sent, by its `file_id`.
    #[must_use]
    pub fn file(&self, id: &str) -> Option<Vec<u8>> {
        let world = self.emulator.shared.world();
        world.files.get(id).map(|file| file.bytes.to_vec())
    }

    /// Shares a place.
    ///
    /// # Errors
    /// When the person has blocked the bot.
    pub fn send_location(&self, latitude: f64, longitude: f64) -> Result<i64, SandboxError> {
        self.send_raw(json!({ "location": { "latitude": latitude, "longitude": longitude } }))
    }

    /// Presses a button by its data; data that is on no button is sent all the same, as a forged client might.
    /// The answer is the callback query's id.
    ///
    /// # Errors
    /// When there is no such message, or the person has blocked the bot.
    pub fn press(&self, message: i64, data: &str) -> Result<String, SandboxError> {
        let now = self.emulator.shared.now();
        let mut world = self.emulator.shared.world();
        world
            .press(self.id, self.id, message, data, now)
            .map(|id| id.to_string())
    }

    /// Presses the newest button with this label: under a message, or on the reply keyboard.
    ///
    /// # Errors
    /// When there is none.
    pub fn press_label(&self, label: &str) -> Result<(), SandboxError> {
        let found = self.messages().into_iter().rev().find_map(|bubble| {
            let buttons = bubble.keyboard.iter().flatten();
            let button = buttons.into_iter().find(|button| button.label == label)?;
            Some((bubble.id, button.data.clone()?))
        });
        match found {
            Some((message, data)) => self.press(message, &data).map(|_| ()),
            None if self.reply_keyboard().iter().any(|shown| shown == label) => {
                self.say(label).map(|_| ())
            }
            None => Err(SandboxError::NoButton),
        }
    }

    /// The labels on the keyboard below the text field.
    #[must_use]
    pub fn reply_keyboard(&self) -> Vec<String> {
        let world = self.emulator.shared.world();
        let keyboard = world
            .chats
            .get(&self.id)
            .and_then(|chat| chat.reply_keyboard.as_ref());
        let rows = keyboard.and_then(|keyboard| keyboard["keyboard"].as_array());
        let buttons = rows
            .into_iter()
            .flatten()
            .filter_map(Value::as_array)
            .flatten();
        buttons
            .filter_map(|button| button.as_str().or_else(|| button["text"].as_str()))
            .map(str::to_owned)
            .collect()
    }

    /// Changes the newest message of the person's own.
    ///
    /// # Errors
    /// When there is none.
    pub fn edit_last(&self, text: &str) -> Result<(), SandboxError> {
        let mine = self
            .messages()
            .into_iter()
            .rev()
            .find(|bubble| !bubble.from_bot);
        let id = mine.ok_or(SandboxError::NoMessage)?.id;
        let now = self.emulator.shared.now();
        self.emulator.shared.world().edit(self.id, id, text, now)
    }

    /// Blocks the bot.
    ///
    /// # Errors
    /// When there is no such person.
    pub fn block(&self) -> Result<(), SandboxError> {
        let now = self.emulator.shared.now();
        self.emulator.shared.world().set_blocked(self.id, true, now)
    }

    /// Takes the block back.
    ///
    /// # Errors
    /// When there is no such person.
    pub fn unblock(&self) -> Result<(), SandboxError> {
        let now = self.emulator.shared.now();
        self.emulator
            .shared
            .world()
            .set_blocked(self.id, false, now)
    }

    /// The account is deleted: whatever is sent is refused from now on.
    pub fn deactivate(&self) {
        if let Ok(chat) = self.emulator.shared.world().chat_mut(self.id) {
            chat.deactivated = true;
        }
    }

    /// All messages that are kept, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Bubble> {
        bubbles(&self.emulator, self.id)
    }

    /// The newest message of the bot.
    #[must_use]
    pub fn last_from_bot(&self) -> Option<Bubble> {
        self.messages()
            .into_iter()
            .rev()
            .find(|bubble| bubble.from_bot)
    }

    /// Waits until `find` finds something among the messages; `None` when it did not within `patience` (real time).
    pub async fn wait_for<T>(
        &self,
        patience: Duration,
        mut find: impl FnMut(&[Bubble]) -> Option<T> + Send,
    ) -> Option<T> {
        self.wait(patience, |chat| {
            let bubbles: Vec<Bubble> = chat.messages.iter().map(Bubble::of).collect();
            find(&bubbles)
        })
        .await
    }

    /// Waits until a message of the bot holds this text.
    pub async fn wait_for_text(&self, patience: Duration, text: &str) -> Option<Bubble> {
        self.wait(patience, |chat| {
            let mut of_bot = chat
                .messages
                .iter()
                .rev()
                .filter(|m| m.author == Author::Bot);
            of_bot
                .find(|message| message.text().contains(text))
                .map(Bubble::of)
        })
        .await
    }

    /// The next message that the bot sent or edited, in the order of its doing, each once; waits for it if need be.
    /// Several edits of one message that were not yet looked at count as one.
    pub async fn next_change(&self, patience: Duration) -> Option<Bubble> {
        let seen = self.seen.load(Ordering::SeqCst);
        let found = self
            .wait(patience, |chat| {
                let later = chat
                    .messages
                    .iter()
                    .filter(|message| message.touched > seen);
                later.min_by_key(|message| message.touched).map(Bubble::of)
            })
            .await?;
        self.seen.store(found.change, Ordering::SeqCst);
        Some(found)
    }

    async fn wait<T>(
        &self,
        patience: Duration,
        mut look: impl FnMut(&Chat) -> Option<T>,
    ) -> Option<T> {
        let deadline = Instant::now() + patience;
        let changed = self
            .emulator
            .shared
            .world()
            .chat_mut(self.id)
            .ok()?
            .changed();
        loop {
            let change = changed.notified();
            tokio::pin!(change);
            // Registered before looking, so that no change comes unnoticed in between.
            change.as_mut().enable();
            if let Some(found) = self
                .emulator
                .shared
                .world()
                .chats
                .get(&self.id)
                .and_then(&mut look)
            {
                return Some(found);
            }
            timeout_at(deadline, change).await.ok()?;
        }
    }
}

fn bubbles(emulator: &Emulator, chat: i64) -> Vec<Bubble> {
    let world = emulator.shared.world();
    let chat = world.chats.get(&chat);
    chat.map(|chat| chat.messages.iter().map(Bubble::of).collect())
        .unwrap_or_default()
}

/// A group or a channel.
#[derive(Debug, Clone)]
pub struct Room {
    emulator: Emulator,
    id: i64,
}

impl Room {
    pub(super) const fn new(emulator: Emulator, id: i64) -> Self {
        Self { emulator, id }
    }

    #[must_use]
    pub const fn id(&self) -> i64 {
        self.id
    }

    /// A member writes.
    ///
    /// # Errors
    /// When the bot was removed.
    pub fn say(&self, member: &Person, text: &str) -> Result<i64, SandboxError> {
        self.add(Author::Person(member.id), text)
    }

    /// A post in a channel: nobody's in particular.
    ///
    /// # Errors
    /// When the bot was removed.
    pub fn post(&self, text: &str) -> Result<i64, SandboxError> {
        self.add(Author::Channel, text)
    }

    fn add(&self, author: Author, text: &str) -> Result<i64, SandboxError> {
        let fields = Map::from_iter([("text".to_owned(), json!(text))]);
        let now = self.emulator.shared.now();
        self.emulator
            .shared
            .world()
            .post(self.id, author, fields, now)
    }

    /// A member presses a button.
    ///
    /// # Errors
    /// When there is no such message.
    pub fn press(&self, member: &Person, message: i64, data: &str) -> Result<String, SandboxError> {
        let now = self.emulator.shared.now();
        let mut world = self.emulator.shared.world();
        world
            .press(self.id, member.id, message, data, now)
            .map(|id| id.to_string())
    }

    /// All messages that are kept, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Bubble> {
        bubbles(&self.emulator, self.id)
    }
}
