//! Sending: text, photos, documents, and "typing".

use serde_json::{Map, Value, json};

use super::{
    Call,
    markup::{self, Markup},
    tell_action,
};
use crate::sandbox::{
    answer::{Answer, Refusal, yes},
    chat::Author,
    files::StoredFile,
    formatting::{self, Formatted},
};

pub(super) fn message(call: &mut Call<'_>) -> Answer {
    let chat = call.writable_chat()?;
    let formatted = formatting::read(call.params, "text", "entities", formatting::LONGEST_TEXT)?;
    if formatted.text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    let mut fields = Map::new();
    place_text(&mut fields, ["text", "entities"], formatted);
    send(call, chat, fields)
}

pub(super) fn document(call: &mut Call<'_>) -> Answer {
    let chat = call.writable_chat()?;
    let file = file(call, "document", "documents")?;
    let fields = with_caption(call, "document", file.document())?;
    send(call, chat, fields)
}

pub(super) fn photo(call: &mut Call<'_>) -> Answer {
    let chat = call.writable_chat()?;
    let file = file(call, "photo", "photos")?;
    let sizes = file
        .photo()
        .ok_or_else(|| Refusal::bad("IMAGE_PROCESS_FAILED"))?;
    let mut fields = with_caption(call, "photo", sizes)?;
    if call.params.flag("has_spoiler") {
        fields.insert("has_media_spoiler".to_owned(), json!(true));
    }
    send(call, chat, fields)
}

pub(super) fn chat_action(call: &mut Call<'_>) -> Answer {
    const ACTIONS: [&str; 11] = [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ];
    let chat = call.writable_chat()?;
    let action = call.params.text("action").unwrap_or_default();
    if !ACTIONS.contains(&action.as_ref()) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    tell_action(call.world, chat, &action);
    yes()
}

/// The file and its caption.
fn with_caption(call: &Call<'_>, kind: &str, file: Value) -> Result<Map<String, Value>, Refusal> {
    let limit = formatting::LONGEST_CAPTION;
    let caption =
        formatting::read(call.params, "caption", "caption_entities", limit).map_err(|refusal| {
            match refusal.description.contains("too long") {
                true => Refusal::bad("message caption is too long"),
                false => refusal,
            }
        })?;
    let mut fields = Map::from_iter([(kind.to_owned(), file)]);
    if !caption.text.is_empty() {
        place_text(&mut fields, ["caption", "caption_entities"], caption);
    }
    Ok(fields)
}

/// Puts a text and its entities into a message's fields.
pub(super) fn place_text(
    fields: &mut Map<String, Value>,
    [text_key, entities_key]: [&str; 2],
    formatted: Formatted,
) {
    fields.insert(text_key.to_owned(), Value::String(formatted.text));
    if formatted.entities.is_empty() {
        fields.remove(entities_key);
    } else {
        fields.insert(entities_key.to_owned(), Value::Array(formatted.entities));
    }
}

/// The file of a parameter: uploaded with this call, or known by its id.
fn file(call: &mut Call<'_>, key: &str, folder: &str) -> Result<StoredFile, Refusal> {
    if let Some(upload) = call.params.upload(key) {
        if upload.bytes.is_empty() {
            return Err(Refusal::bad("file must be non-empty"));
        }
        let bytes = upload.bytes.clone();
        return Ok(call
            .world
            .files
            .keep(folder, &upload.name, &upload.mime, bytes));
    }
    let id = call.params.text(key).unwrap_or_default();
    if id.is_empty() {
        return Err(Refusal::bad(&format!("there is no {key} in the request")));
    }
    let known = call.world.files.get(&id).cloned();
    known.ok_or_else(|| Refusal::bad("wrong file identifier/HTTP URL specified"))
}

/// What all kinds of messages do in the end.
fn send(call: &mut Call<'_>, chat_id: i64, mut fields: Map<String, Value>) -> Answer {
    let markup = markup::read(call.params)?;
    if let Some(answered) = answered_message(call, chat_id)? {
        fields.insert("reply_to_message".to_owned(), answered);
    }
    let silent = call.params.flag("disable_notification");
    if call.params.flag("protect_content") {
        fields.insert("has_protected_content".to_owned(), json!(true));
    }
    let world = &mut *call.world;
    let chat = world
        .chats
        .get_mut(&chat_id)
        .ok_or_else(|| Refusal::bad("chat not found"))?;
    world
        .limiter
        .admit(&mut chat.free_at)
        .map_err(Refusal::too_many)?;
    let mut keyboard_changed = false;
    match markup {
        Some(Markup::Inline(markup)) => markup::place(&mut fields, Some(markup)),
        Some(Markup::Chat(markup)) => {
            let removed = markup["remove_keyboard"].as_bool() == Some(true);
            chat.reply_keyboard = (!removed).then_some(markup);
            keyboard_changed = true;
        }
        None => {}
    }
    let id = chat.add(Author::Bot, call.now.timestamp(), silent, fields);
    chat.touch(id);
    world.feed_message(chat_id, id, "message");
    if keyboard_changed {
        world.feed_chat(chat_id);
    }
    call.message(chat_id, id)
}

/// The message that this one answers, in either of the Bot API's two ways to say so.
fn answered_message(call: &Call<'_>, chat_id: i64) -> Result<Option<Value>, Refusal> {
    let parameters = call.params.nested("reply_parameters")?;
    let id = parameters
        .as_ref()
        .and_then(|parameters| parameters["message_id"].as_i64())
        .or_else(|| call.params.integer("reply_to_message_id"));
    let Some(id) = id else {
        return Ok(None);
    };
    let optional = call.params.flag("allow_sending_without_reply")
        || parameters.is_some_and(|p| p["allow_sending_without_reply"] == json!(true));
    let chat = call.world.chats.get(&chat_id);
    match chat.and_then(|chat| Some((chat, chat.find(id)?))) {
        Some((chat, stored)) => {
            let mut stored = stored.clone();
            // One level deep, as in the Bot API.
            stored.fields.remove("reply_to_message");
            Ok(serde_json::from_str(&call.world.message_json(chat, &stored)).ok())
        }
        None if optional => Ok(None),
        None => Err(Refusal::bad("message to be replied not found")),
    }
}
