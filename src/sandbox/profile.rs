//! The bot's own profile: who it is, its names, descriptions and commands by language and scope.
//!
//! Deliberately not here: checking what a request holds (`methods/profile.rs`).

use std::collections::HashMap;

use serde_json::{Value, json};

/// Who the bot is in the sandbox.
#[derive(Debug, Clone)]
pub struct BotIdentity {
    pub id: i64,
    pub name: String,
    pub username: String,
}

impl Default for BotIdentity {
    fn default() -> Self {
        Self {
            id: 7_000_000_001,
            name: "Charley".to_owned(),
            username: "charley_sandbox_bot".to_owned(),
        }
    }
}

#[derive(Debug)]
pub(super) struct Profile {
    pub identity: BotIdentity,
    /// The bot's `User` object.
    pub bot_json: String,
    /// By language; the empty one is for all others.
    pub names: HashMap<String, String>,
    pub descriptions: HashMap<String, String>,
    pub short_descriptions: HashMap<String, String>,
    /// By scope and language.
    commands: HashMap<(String, String), Value>,
}

impl Profile {
    pub(super) fn new(identity: BotIdentity) -> Self {
        let bot_json = json!({
            "id": identity.id, "is_bot": true,
            "first_name": identity.name, "username": identity.username,
        })
        .to_string();
        Self {
            identity,
            bot_json,
            names: HashMap::new(),
            descriptions: HashMap::new(),
            short_descriptions: HashMap::new(),
            commands: HashMap::new(),
        }
    }

    pub(super) fn name(&self, language: &str) -> &str {
        let name = in_language(&self.names, language);
        if name.is_empty() {
            &self.identity.name
        } else {
            name
        }
    }

    pub(super) fn description(&self, language: &str) -> &str {
        in_language(&self.descriptions, language)
    }

    pub(super) fn set_commands(&mut self, scope: &Value, language: &str, commands: Value) {
        let key = (scope_key(scope), language.to_owned());
        if commands.as_array().is_some_and(|list| !list.is_empty()) {
            self.commands.insert(key, commands);
        } else {
            self.commands.remove(&key);
        }
    }

    /// Exactly those of this scope and language.
    pub(super) fn commands(&self, scope: &Value, language: &str) -> Value {
        let key = (scope_key(scope), language.to_owned());
        self.commands
            .get(&key)
            .cloned()
            .unwrap_or_else(|| json!([]))
    }

    /// Those that a person sees in their private chat: the narrowest scope wins, then the language.
    pub(super) fn commands_for(&self, chat: i64, language: &str) -> Value {
        let scopes = [
            json!({"chat_id": chat, "type": "chat"}),
            json!({"type": "all_private_chats"}),
            json!({"type": "default"}),
        ];
        let mut candidates = scopes
            .iter()
            .flat_map(|scope| [(scope, language), (scope, "")]);
        candidates
            .find_map(|(scope, language)| {
                self.commands
                    .get(&(scope_key(scope), language.to_owned()))
                    .cloned()
            })
            .unwrap_or_else(|| json!([]))
    }
}

/// The text for a language, or the one for all.
pub(super) fn in_language<'a>(texts: &'a HashMap<String, String>, language: &str) -> &'a str {
    texts
        .get(language)
        .or_else(|| texts.get(""))
        .map_or("", String::as_str)
}

/// A scope as a key, whatever the order of its fields.
fn scope_key(scope: &Value) -> String {
    let kind = scope["type"].as_str().unwrap_or("default");
    format!("{kind}/{}/{}", scope["chat_id"], scope["user_id"])
}
