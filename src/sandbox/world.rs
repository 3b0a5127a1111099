//! Everything the emulator knows, behind one lock: people, chats, updates, buttons pressed, files, the bot's profile.
//!
//! What people do is here (`say`, `press`, `block` …); what the bot does is in `methods/`. Invariant: nothing here
//! waits. The hot path (a message in, a message out) does two hash look-ups and no scan.

use std::{
    collections::{HashMap, VecDeque},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{
    chat::{Author, Chat, ChatKind, Human, Stored},
    faults::Faults,
    feed::Feed,
    files::Files,
    formatting,
    ledger::Ledger,
    limits::Limiter,
    profile::Profile,
    random::Random,
    updates::Queue,
};

/// A pressed button.
#[derive(Debug)]
pub(super) struct Pressed {
    pub id: u64,
    pub chat: i64,
    pub message: i64,
    at: Instant,
}

#[derive(Debug)]
pub(super) struct World {
    pub people: HashMap<i64, Human>,
    pub chats: HashMap<i64, Chat>,
    pub updates: Queue,
    /// Oldest first; pruned at each press.
    pressed: VecDeque<Pressed>,
    pub files: Files,
    pub profile: Profile,
    pub faults: Faults,
    pub limiter: Limiter,
    pub ledger: Ledger,
    pub feed: Feed,
    pub random: Random,
    pub history: usize,
    pub webhook: String,
    /// How long a pressed button waits for its answer, in real time.
    callback_life: Duration,
}

/// Why somebody in the sandbox cannot do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SandboxError {
    #[error("there is no such chat")]
    NoChat,
    #[error("there is no such message")]
    NoMessage,
    #[error("there is no button with this label")]
    NoButton,
    #[error("a person must unblock the bot before writing to it")]
    Blocked,
    #[error("{0}")]
    Other(String),
}

impl World {
    /// Adds a person and their private chat; a known one stays as they are.
    pub(super) fn add_person(&mut self, id: i64, name: &str, language: &str) {
        if self.people.contains_key(&id) {
            return;
        }
        self.people.insert(id, Human::new(id, name, language));
        let chat = Chat::new(id, ChatKind::Private, name, self.history);
        self.chats.insert(id, chat);
        self.feed_chat(id);
    }

    /// Adds a group or a channel.
    pub(super) fn add_chat(&mut self, id: i64, kind: ChatKind, title: &str) {
        let history = self.history;
        self.chats
            .entry(id)
            .or_insert_with(|| Chat::new(id, kind, title, history));
        self.feed_chat(id);
    }

    pub(super) fn chat_mut(&mut self, id: i64) -> Result<&mut Chat, SandboxError> {
        self.chats.get_mut(&id).ok_or(SandboxError::NoChat)
    }

    /// The `Message` object of a stored message.
    pub(super) fn message_json(&self, chat: &Chat, message: &Stored) -> String {
        let from = match message.author {
            Author::Bot if chat.kind == ChatKind::Channel => None,
            Author::Bot => Some(self.profile.bot_json.as_str()),
            Author::Person(id) => self.people.get(&id).map(|human| human.json.as_str()),
            Author::Channel => None,
        };
        message.write_json(from, &chat.json)
    }

    /// A message of a person (or a channel) with these fields; queued as an update.
    pub(super) fn post(
        &mut self,
        chat_id: i64,
        author: Author,
        mut fields: Map<String, Value>,
        now: DateTime<Utc>,
    ) -> Result<i64, SandboxError> {
        let chat = self.chats.get_mut(&chat_id).ok_or(SandboxError::NoChat)?;
        if chat.blocked || chat.deactivated {
            return Err(SandboxError::Blocked);
        }
        if let Some(text) = fields.get("text").and_then(Value::as_str)
            && !fields.contains_key("entities")
        {
            let entities = formatting::automatic(text);
            if !entities.is_empty() {
                fields.insert("entities".to_owned(), Value::Array(entities));
            }
        }
        chat.started = true;
        // Forcing a date is how a test says "this was written an hour ago".
        let date = fields.remove("date").and_then(|date| date.as_i64());
        let id = chat.add(author, date.unwrap_or(now.timestamp()), false, fields);
        if one_time(chat.reply_keyboard.as_ref()) {
            chat.reply_keyboard = None;
        }
        chat.wake();
        let kind = match chat.kind {
            ChatKind::Channel => "channel_post",
            ChatKind::Private | ChatKind::Group | ChatKind::Supergroup => "message",
        };
        self.queue_message(kind, chat_id, id, now);
        self.feed_message(chat_id, id, "message");
        Ok(id)
    }

    /// Queues an update about a message of a chat.
    fn queue_message(&mut self, kind: &str, chat: i64, message: i64, now: DateTime<Utc>) {
        let json = self
            .chats
            .get(&chat)
            .and_then(|chat| Some(self.message_json(chat, chat.find(message)?)));
        if let Some(json) = json {
            self.updates.push(kind, &json, now, &mut self.ledger);
        }
    }

    /// A person changes the text of a message of theirs.
    pub(super) fn edit(
        &mut self,
        chat_id: i64,
        message: i64,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<(), SandboxError> {
        let chat = self.chat_mut(chat_id)?;
        let stored = chat.find_mut(message).ok_or(SandboxError::NoMessage)?;
        if stored.author == Author::Bot {
            return Err(SandboxError::NoMessage);
        }
        stored.fields.insert("text".to_owned(), json!(text));
        let entities = formatting::automatic(text);
        stored
            .fields
            .insert("entities".to_owned(), Value::Array(entities));
        stored.edited = Some(now.timestamp());
        let kind = match chat.kind {
            ChatKind::Channel => "edited_channel_post",
            ChatKind::Private | ChatKind::Group | ChatKind::Supergroup => "edited_message",
        };
        self.queue_message(kind, chat_id, message, now);
        self.feed_message(chat_id, message, "edited");
        Ok(())
    }

    /// Somebody presses an inline button; any data may be sent, as a forged client may.
    pub(super) fn press(
        &mut self,
        chat_id: i64,
        person: i64,
        message: i64,
        data: &str,
        now: DateTime<Utc>,
    ) -> Result<u64, SandboxError> {
        let chat = self.chats.get(&chat_id).ok_or(SandboxError::NoChat)?;
        let stored = chat.find(message).ok_or(SandboxError::NoMessage)?;
        let human = self.people.get(&person).ok_or(SandboxError::NoChat)?;
        if chat.blocked {
            return Err(SandboxError::Blocked);
        }
        let message_json = self.message_json(chat, stored);
        let id = self.random.next() >> 1;
        let data = Value::String(data.to_owned());
        let content = format!(
            r#"{{"id":"{id}","from":{},"message":{message_json},"chat_instance":"{}","data":{data}}}"#,
            human.json,
            chat_id.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 1,
        );
        self.updates
            .push("callback_query", &content, now, &mut self.ledger);
        let life = self.callback_life;
        while self
            .pressed
            .front()
            .is_some_and(|pressed| pressed.too_old(life))
        {
            self.pressed.pop_front();
        }
        self.pressed.push_back(Pressed {
            id,
            chat: chat_id,
            message,
            at: Instant::now(),
        });
        Ok(id)
    }

    /// The press that waits under this id, unless it is too old.
    pub(super) fn pressed(&self, id: &str) -> Option<&Pressed> {
        let id: u64 = id.parse().ok()?;
        // The newest are at the end, and it is those that get answered.
        let pressed = self.pressed.iter().rev().find(|pressed| pressed.id == id)?;
        (!pressed.too_old(self.callback_life)).then_some(pressed)
    }

    /// The person blocks the bot, or takes it back.
    pub(super) fn set_blocked(
        &mut self,
        chat_id: i64,
        blocked: bool,
        now: DateTime<Utc>,
    ) -> Result<(), SandboxError> {
        let human = self.people.get(&chat_id).map(|human| human.json.clone());
        let human = human.ok_or(SandboxError::NoChat)?;
        let bot = self.profile.bot_json.clone();
        let chat = self.chat_mut(chat_id)?;
        if chat.blocked == blocked {
            return Ok(());
        }
        chat.blocked = blocked;
        let member = format!(r#"{{"status":"member","user":{bot}}}"#);
        let kicked = format!(r#"{{"status":"kicked","user":{bot},"until_date":0}}"#);
        let (old, new) = if blocked {
            (member, kicked)
        } else {
            (kicked, member)
        };
        let content = format!(
            r#"{{"chat":{},"from":{human},"date":{},"old_chat_member":{old},"new_chat_member":{new}}}"#,
            chat.json,
            now.timestamp(),
        );
        self.updates
            .push("my_chat_member", &content, now, &mut self.ledger);
        self.feed_chat(chat_id);
        Ok(())
    }

    /// An update of any kind: an object with one field beside `update_id` (which is ours to give).
    pub(super) fn inject(
        &mut self,
        update: &Value,
        now: DateTime<Utc>,
    ) -> Result<Option<i64>, SandboxError> {
        let (kind, content) = update
            .as_object()
            .and_then(|fields| fields.iter().find(|(key, _)| *key != "update_id"))
            .ok_or_else(|| SandboxError::Other("an update needs a kind".to_owned()))?;
        let content = content.to_string();
        Ok(self.updates.push(kind, &content, now, &mut self.ledger))
    }

    /// Tells the pages about a message, if any is open.
    pub(super) fn feed_message(&mut self, chat: i64, message: i64, kind: &str) {
        if !self.feed.on() {
            return;
        }
        if let Some(content) = self.message_for_page(chat, message) {
            self.feed.tell(kind, &content);
        }
    }

    /// Tells the pages about a chat, if any is open.
    pub(super) fn feed_chat(&mut self, chat: i64) {
        if !self.feed.on() {
            return;
        }
        if let Some(content) = self.chat_for_page(chat) {
            self.feed.tell("chat", &content);
        }
    }

    pub(super) fn empty(random: Random, parts: Parts) -> Self {
        Self {
            people: HashMap::new(),
            chats: HashMap::new(),
            updates: parts.updates,
            pressed: VecDeque::new(),
            files: Files::default(),
            profile: parts.profile,
            faults: Faults::default(),
            limiter: Limiter::default(),
            ledger: parts.ledger,
            feed: parts.feed,
            random,
            history: parts.history,
            webhook: String::new(),
            callback_life: parts.callback_life,
        }
    }
}

/// What a new world is made of.
pub(super) struct Parts {
    pub updates: Queue,
    pub profile: Profile,
    pub ledger: Ledger,
    pub feed: Feed,
    pub history: usize,
    pub callback_life: Duration,
}

impl Pressed {
    fn too_old(&self, life: Duration) -> bool {
        self.at.elapsed() >= life
    }
}

fn one_time(keyboard: Option<&Value>) -> bool {
    keyboard.is_some_and(|keyboard| {
        keyboard["one_time_keyboard"].as_bool() == Some(true)
            || keyboard["force_reply"].as_bool() == Some(true)
    })
}
