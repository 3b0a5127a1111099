//! Changing what was sent: texts, captions, keyboards; deleting; answering a pressed button.

use serde_json::{Map, Value, json};

use super::{
    Call,
    markup::{self, Markup},
    send::place_text,
    tell,
};
use crate::sandbox::{
    answer::{Answer, Refusal, yes},
    chat::{Author, Stored},
    formatting,
};

/// Telegram deletes a message only while it is younger than this.
const DELETABLE_SECONDS: i64 = 48 * 3600;
/// Telegram's limit for the note that answers a pressed button.
const LONGEST_NOTE: usize = 200;

pub(super) fn text(call: &mut Call<'_>) -> Answer {
    let (chat, message) = target(call, "message to edit not found")?;
    let formatted = formatting::read(call.params, "text", "entities", formatting::LONGEST_TEXT)?;
    if formatted.text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if !own(call, chat, message)?.fields.contains_key("text") {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    let markup = inline(call)?;
    change(call, chat, message, |fields| {
        place_text(fields, ["text", "entities"], formatted);
        markup::place(fields, markup);
    })
}

pub(super) fn caption(call: &mut Call<'_>) -> Answer {
    let (chat, message) = target(call, "message to edit not found")?;
    let limit = formatting::LONGEST_CAPTION;
    let formatted = formatting::read(call.params, "caption", "caption_entities", limit)?;
    if own(call, chat, message)?.fields.contains_key("text") {
        return Err(Refusal::bad("there is no caption in the message to edit"));
    }
    let markup = inline(call)?;
    change(call, chat, message, |fields| {
        place_text(fields, ["caption", "caption_entities"], formatted);
        if fields["caption"] == json!("") {
            fields.remove("caption");
        }
        markup::place(fields, markup);
    })
}

pub(super) fn reply_markup(call: &mut Call<'_>) -> Answer {
    let (chat, message) = target(call, "message to edit not found")?;
    own(call, chat, message)?;
    let markup = inline(call)?;
    change(call, chat, message, |fields| markup::place(fields, markup))
}

pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let (chat_id, message) = target(call, "message to delete not found")?;
    let chat = call
        .world
        .chats
        .get_mut(&chat_id)
        .ok_or_else(|| Refusal::bad("chat not found"))?;
    let stored = chat
        .find(message)
        .ok_or_else(|| Refusal::bad("message to delete not found"))?;
    if call.now.timestamp() - stored.date > DELETABLE_SECONDS {
        return Err(Refusal::bad("message can't be deleted for everyone"));
    }
    chat.remove(message);
    chat.touch(message);
    call.trace.message = Some(message);
    tell(
        call.world,
        "deleted",
        &json!({ "chat": chat_id, "message": message }),
    );
    yes()
}

pub(super) fn answer_callback_query(call: &mut Call<'_>) -> Answer {
    let id = call
        .params
        .text("callback_query_id")
        .unwrap_or_default()
        .into_owned();
    let note = call.params.text("text").unwrap_or_default().into_owned();
    let pressed = call.world.pressed(&id).ok_or_else(|| {
        Refusal::bad("query is too old and response timeout expired or query ID is invalid")
    })?;
    if formatting::utf16(&note) > LONGEST_NOTE {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let answered = json!({
        "chat": pressed.chat, "message": pressed.message, "query": id,
        "text": note, "alert": call.params.flag("show_alert"),
    });
    tell(call.world, "answered", &answered);
    yes()
}

/// Chat and message of an edit, if both are there.
fn target(call: &Call<'_>, not_found: &'static str) -> Result<(i64, i64), Refusal> {
    if call.params.text("chat_id").is_none() && call.params.text("inline_message_id").is_some() {
        return Err(Refusal::bad("MESSAGE_ID_INVALID"));
    }
    let chat = call.writable_chat()?;
    let message = call
        .params
        .integer("message_id")
        .ok_or_else(|| Refusal::bad("message identifier is not specified"))?;
    let known = call
        .world
        .chats
        .get(&chat)
        .is_some_and(|chat| chat.find(message).is_some());
    if known {
        Ok((chat, message))
    } else {
        Err(Refusal::bad(not_found))
    }
}

/// The message, if it is the bot's.
fn own<'a>(call: &'a Call<'_>, chat: i64, message: i64) -> Result<&'a Stored, Refusal> {
    let stored = call
        .world
        .chats
        .get(&chat)
        .and_then(|chat| chat.find(message));
    match stored {
        Some(stored) if stored.author == Author::Bot => Ok(stored),
        Some(_) => Err(Refusal::bad("message can't be edited")),
        None => Err(Refusal::bad("message to edit not found")),
    }
}

fn inline(call: &Call<'_>) -> Result<Option<Value>, Refusal> {
    match markup::read(call.params)? {
        None => Ok(None),
        Some(Markup::Inline(markup)) => Ok(Some(markup)),
        Some(Markup::Chat(_)) => Err(Refusal::bad("inline keyboard expected")),
    }
}

/// Applies a change, unless it changes nothing.
fn change(
    call: &mut Call<'_>,
    chat_id: i64,
    message: i64,
    apply: impl FnOnce(&mut Map<String, Value>),
) -> Answer {
    let not_found = || Refusal::bad("message to edit not found");
    let world = &mut *call.world;
    let chat = world.chats.get_mut(&chat_id).ok_or_else(not_found)?;
    let stored = chat.find_mut(message).ok_or_else(not_found)?;
    let mut fields = stored.fields.clone();
    apply(&mut fields);
    if fields == stored.fields {
        return Err(Refusal::bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ));
    }
    stored.fields = fields;
    stored.edited = Some(call.now.timestamp());
    chat.touch(message);
    world.feed_message(chat_id, message, "edited");
    call.message(chat_id, message)
}
