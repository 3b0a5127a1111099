//! Chats and their messages, as the emulator keeps them.
//!
//! Invariants: message ids rise within a chat; `messages` is in their order, so a message is found by binary search; the
//! oldest ones are forgotten when there are more than the history holds. The JSON of people and chats never changes and
//! is kept as text. Deliberately not here: who may write to whom.

use std::{collections::VecDeque, fmt::Write as _, sync::Arc};

use serde_json::{Map, Value, json};
use tokio::sync::Notify;

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Author {
    Bot,
    Person(i64),
    /// A channel's post has no person behind it.
    Channel,
}

/// A message as kept: everything but the fields common to all is in `fields`, as in the Bot API.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub id: i64,
    pub date: i64,
    pub edited: Option<i64>,
    pub author: Author,
    pub silent: bool,
    /// The chat's count of the bot's changes when the bot last touched this message.
    pub touched: u64,
    pub fields: Map<String, Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChatKind {
    Private,
    Group,
    Supergroup,
    Channel,
}

impl ChatKind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
            Self::Channel => "channel",
        }
    }
}

/// A person with an account.
#[derive(Debug)]
pub(super) struct Human {
    pub name: String,
    pub language: String,
    /// The `User` object.
    pub json: String,
}

impl Human {
    pub(super) fn new(id: i64, name: &str, language: &str) -> Self {
        let mut words = name.splitn(2, ' ');
        let mut user = json!({
            "id": id, "is_bot": false, "first_name": words.next().unwrap_or(name),
        });
        if let Some(last) = words.next() {
            user["last_name"] = json!(last);
        }
        if !language.is_empty() {
            user["language_code"] = json!(language);
        }
        Self {
            name: name.to_owned(),
            language: language.to_owned(),
            json: user.to_string(),
        }
    }
}

#[derive(Debug)]
pub(super) struct Chat {
    pub id: i64,
    pub kind: ChatKind,
    pub title: String,
    /// The `Chat` object.
    pub json: String,
    pub messages: VecDeque<Stored>,
    next_message: i64,
    history: usize,
    /// The person wrote at least once, so that the bot may write too.
    pub started: bool,
    pub blocked: bool,
    pub deactivated: bool,
    /// The keyboard below the text field: a `reply_keyboard`, `remove` or `force_reply` as last sent.
    pub reply_keyboard: Option<Value>,
    /// Counts what the bot did here: messages, edits, deletions.
    pub changes: u64,
    changed: Option<Arc<Notify>>,
    /// For the flood limits: when the bot may write again, in real time.
    pub free_at: Option<std::time::Instant>,
}

impl Chat {
    pub(super) fn new(id: i64, kind: ChatKind, title: &str, history: usize) -> Self {
        let mut chat = json!({ "id": id, "type": kind.name() });
        if kind == ChatKind::Private {
            let mut words = title.splitn(2, ' ');
            chat["first_name"] = json!(words.next().unwrap_or(title));
            if let Some(last) = words.next() {
                chat["last_name"] = json!(last);
            }
        } else {
            chat["title"] = json!(title);
        }
        Self {
            id,
            kind,
            title: title.to_owned(),
            json: chat.to_string(),
            messages: VecDeque::new(),
            next_message: 1,
            history: history.max(1),
            started: kind != ChatKind::Private,
            blocked: false,
            deactivated: false,
            reply_keyboard: None,
            changes: 0,
            changed: None,
            free_at: None,
        }
    }

    /// Adds a message and gives its id.
    pub(super) fn add(
        &mut self,
        author: Author,
        date: i64,
        silent: bool,
        fields: Map<String, Value>,
    ) -> i64 {
        let id = self.next_message;
        self.next_message += 1;
        if self.messages.len() >= self.history {
            self.messages.pop_front();
        }
        let edited = None;
        let touched = 0;
        self.messages.push_back(Stored {
            id,
            date,
            edited,
            author,
            silent,
            touched,
            fields,
        });
        id
    }

    pub(super) fn find(&self, id: i64) -> Option<&Stored> {
        let at = self
            .messages
            .binary_search_by_key(&id, |message| message.id);
        at.ok().map(|at| &self.messages[at])
    }

    pub(super) fn find_mut(&mut self, id: i64) -> Option<&mut Stored> {
        let at = self
            .messages
            .binary_search_by_key(&id, |message| message.id);
        at.ok().map(|at| &mut self.messages[at])
    }

    pub(super) fn remove(&mut self, id: i64) -> bool {
        let at = self
            .messages
            .binary_search_by_key(&id, |message| message.id);
        at.is_ok_and(|at| self.messages.remove(at).is_some())
    }

    /// The bot changed something: `message` is touched, and whoever waits for it is woken.
    pub(super) fn touch(&mut self, message: i64) {
        self.changes += 1;
        let touched = self.changes;
        if let Some(message) = self.find_mut(message) {
            message.touched = touched;
        }
        self.wake();
    }

    pub(super) fn wake(&self) {
        if let Some(changed) = &self.changed {
            changed.notify_waiters();
        }
    }

    /// What is notified at each change; made when somebody first waits.
    pub(super) fn changed(&mut self) -> Arc<Notify> {
        Arc::clone(self.changed.get_or_insert_default())
    }
}

impl Stored {
    /// Writes the `Message` object, given the JSON of its author and chat.
    pub(super) fn write_json(&self, from: Option<&str>, chat: &str) -> String {
        let mut out = String::with_capacity(384);
        // Writing to a String cannot fail; the results below are dropped for that reason.
        let _ = write!(
            out,
            r#"{{"message_id":{},"date":{},"chat":{chat}"#,
            self.id, self.date
        );
        if let Some(from) = from {
            let _ = write!(out, r#","from":{from}"#);
        }
        if let Some(edited) = self.edited {
            let _ = write!(out, r#","edit_date":{edited}"#);
        }
        for (key, value) in &self.fields {
            out.push_str(",\"");
            out.push_str(key);
            out.push_str("\":");
            match value {
                Value::String(text) => push_text(&mut out, text),
                other => {
                    let _ = write!(out, "{other}");
                }
            }
        }
        out.push('}');
        out
    }

    /// The text, or the caption.
    pub(super) fn text(&self) -> &str {
        ["text", "caption"]
            .iter()
            .find_map(|key| self.fields.get(*key)?.as_str())
            .unwrap_or_default()
    }
}

fn push_text(out: &mut String, text: &str) {
    match serde_json::to_string(text) {
        Ok(quoted) => out.push_str(&quoted),
        // A string always has a JSON form; an empty one keeps the object well formed should that ever change.
        Err(_) => out.push_str("\"\""),
    }
}
