//! The bot's profile, chats and files: what is asked and set outside a conversation.

use serde_json::{Value, json};

use super::{Call, tell};
use crate::sandbox::{
    answer::{Answer, Refusal, yes},
    chat::ChatKind,
    formatting::utf16,
    profile::in_language,
};

/// One of the three texts that a bot has by language.
#[derive(Debug, Clone, Copy)]
pub(super) enum Text {
    Name,
    Description,
    Short,
}

pub(super) fn me(call: &Call<'_>) -> String {
    let identity = &call.world.profile.identity;
    json!({
        "id": identity.id, "is_bot": true,
        "first_name": call.world.profile.name(""), "username": identity.username,
        "can_join_groups": true, "can_read_all_group_messages": false,
        "supports_inline_queries": false, "can_connect_to_business": false,
        "has_main_web_app": false,
    })
    .to_string()
}

pub(super) fn chat(call: &Call<'_>) -> Answer {
    let not_found = || Refusal::bad("chat not found");
    let id = call.params.integer("chat_id").ok_or_else(not_found)?;
    let chat = call.world.chats.get(&id).ok_or_else(not_found)?;
    if chat.kind == ChatKind::Private && !chat.started {
        return Err(not_found());
    }
    let mut info: Value = serde_json::from_str(&chat.json).map_err(|_| not_found())?;
    info["accent_color_id"] = json!(0);
    info["max_reaction_count"] = json!(11);
    info["accepted_gift_types"] = json!({
        "unlimited_gifts": false, "limited_gifts": false,
        "unique_gifts": false, "premium_subscription": false,
    });
    Ok(info.to_string())
}

pub(super) fn file(call: &Call<'_>) -> Answer {
    let id = call.params.text("file_id").unwrap_or_default();
    let file = call
        .world
        .files
        .get(&id)
        .ok_or_else(|| Refusal::bad("wrong file_id or the file is temporarily unavailable"))?;
    let mut meta = file.meta();
    meta["file_path"] = json!(file.path);
    Ok(meta.to_string())
}

fn scope(call: &Call<'_>) -> Result<Value, Refusal> {
    let scope = call.params.nested("scope")?;
    Ok(scope.unwrap_or_else(|| json!({"type": "default"})))
}

fn language(call: &Call<'_>) -> Result<String, Refusal> {
    let code = call.params.text("language_code").unwrap_or_default();
    let valid = code.is_empty() || code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
    if valid {
        Ok(code.into_owned())
    } else {
        Err(Refusal::bad("invalid language code specified"))
    }
}

pub(super) fn set_commands(call: &mut Call<'_>) -> Answer {
    let commands = call.params.nested("commands")?;
    let commands = commands.ok_or_else(|| Refusal::bad("parameter \"commands\" is required"))?;
    let list = commands
        .as_array()
        .ok_or_else(|| Refusal::bad("expected an Array of BotCommand"))?;
    if list.len() > 100 {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in list {
        let name = command["command"]
            .as_str()
            .unwrap_or_default()
            .trim_start_matches('/');
        let spelled = name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !(1..=32).contains(&name.len()) || !spelled {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
        let length = utf16(command["description"].as_str().unwrap_or_default());
        if !(1..=256).contains(&length) {
            return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    let (scope, language) = (scope(call)?, language(call)?);
    call.world.profile.set_commands(&scope, &language, commands);
    tell(call.world, "bot", &json!({}));
    yes()
}

pub(super) fn commands(call: &Call<'_>) -> Answer {
    let (scope, language) = (scope(call)?, language(call)?);
    Ok(call.world.profile.commands(&scope, &language).to_string())
}

pub(super) fn delete_commands(call: &mut Call<'_>) -> Answer {
    let (scope, language) = (scope(call)?, language(call)?);
    call.world
        .profile
        .set_commands(&scope, &language, json!([]));
    tell(call.world, "bot", &json!({}));
    yes()
}

impl Text {
    /// The parameter's name, and Telegram's limit.
    const fn key(self) -> (&'static str, usize) {
        match self {
            Self::Name => ("name", 64),
            Self::Description => ("description", 512),
            Self::Short => ("short_description", 120),
        }
    }
}

pub(super) fn set_text(call: &mut Call<'_>, which: Text) -> Answer {
    let (key, longest) = which.key();
    let text = call.params.text(key).unwrap_or_default().into_owned();
    if utf16(&text) > longest {
        return Err(Refusal::bad(&format!(
            "bot {} is too long",
            key.replace('_', " ")
        )));
    }
    let language = language(call)?;
    let profile = &mut call.world.profile;
    let texts = match which {
        Text::Name => &mut profile.names,
        Text::Description => &mut profile.descriptions,
        Text::Short => &mut profile.short_descriptions,
    };
    if text.is_empty() {
        texts.remove(&language);
    } else {
        texts.insert(language, text);
    }
    tell(call.world, "bot", &json!({}));
    yes()
}

pub(super) fn text(call: &Call<'_>, which: Text) -> Answer {
    let language = language(call)?;
    let profile = &call.world.profile;
    let text = match which {
        Text::Name => profile.name(&language),
        Text::Description => profile.description(&language),
        Text::Short => in_language(&profile.short_descriptions, &language),
    };
    Ok(json!({ which.key().0: text }).to_string())
}
