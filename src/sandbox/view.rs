//! The world as the page is shown it: JSON text for chats, messages and the whole.
//!
//! Messages are shown as the Bot API has them, with what a client knows beside: who wrote, and whether it was silent.
//! Deliberately not here: how it looks.

use serde_json::{Value, json};

use super::{
    chat::{Author, Chat},
    world::World,
};

impl World {
    /// A message with what the page needs beside it.
    pub(super) fn message_for_page(&self, chat: i64, message: i64) -> Option<String> {
        let chat = self.chats.get(&chat)?;
        let stored = chat.find(message)?;
        Some(format!(
            r#"{{"chat":{},"from_bot":{},"silent":{},"message":{}}}"#,
            chat.id,
            stored.author == Author::Bot,
            stored.silent,
            self.message_json(chat, stored),
        ))
    }

    /// A chat without its messages.
    pub(super) fn chat_for_page(&self, chat: i64) -> Option<String> {
        self.chats
            .get(&chat)
            .map(|chat| self.chat_value(chat).to_string())
    }

    fn chat_value(&self, chat: &Chat) -> Value {
        let language = self
            .people
            .get(&chat.id)
            .map_or("", |human| &human.language);
        json!({
            "id": chat.id,
            "kind": chat.kind.name(),
            "title": self.people.get(&chat.id).map_or(&chat.title, |human| &human.name),
            "language": language,
            "started": chat.started,
            "blocked": chat.blocked,
            "reply_keyboard": chat.reply_keyboard,
            "commands": self.profile.commands_for(chat.id, language),
            "bot_name": self.profile.name(language),
            "description": self.profile.description(language),
        })
    }

    /// All messages of a chat, as a JSON array.
    pub(super) fn messages_for_page(&self, chat: i64) -> Option<String> {
        let stored = self.chats.get(&chat)?.messages.iter();
        let messages: Vec<String> = stored
            .filter_map(|stored| self.message_for_page(chat, stored.id))
            .collect();
        Some(format!("[{}]", messages.join(",")))
    }

    /// Everything, for a page that opens.
    pub(super) fn whole_for_page(&self, clock: &Value) -> String {
        let mut ids: Vec<i64> = self.chats.keys().copied().collect();
        ids.sort_unstable();
        let chats: Vec<String> = ids
            .iter()
            .filter_map(|id| {
                let chat = self.chat_for_page(*id)?;
                let messages = self.messages_for_page(*id)?;
                Some(format!(r#"{{"chat":{chat},"messages":{messages}}}"#))
            })
            .collect();
        let bot = &self.profile.identity;
        let bot = json!({ "name": self.profile.name(""), "username": bot.username, "id": bot.id });
        let testers = self.for_testers();
        format!(
            r#"{{"bot":{bot},"clock":{clock},"testers":{testers},"chats":[{}]}}"#,
            chats.join(",")
        )
    }

    /// What the testers' panel shows.
    pub(super) fn for_testers(&self) -> Value {
        json!({
            "faults": self.faults.list(),
            "mess": self.updates.mess,
            "limits": self.limiter.limits,
            "pending_updates": self.updates.len(),
        })
    }
}
