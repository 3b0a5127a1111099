//! Makes teloxide's `Update` out of raw JSON, also where Telegram has moved on since teloxide's release.
//!
//! teloxide parses an unknown update kind as `UpdateKind::Error`, and a message with, say, an entity of an unknown type as
//! `MessageKind::Empty`: the words are silently gone. So what came out empty is tried again, first without the fields that
//! nobody here reads, then rebuilt from the few that matter.
//!
//! What costs much to read and is never looked at is left out before (`lean`).
//!
//! `serde_json::from_value::<Update>` must never be used: it always yields `UpdateKind::Error`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json, value::RawValue};
use teloxide::types::{MessageKind, Update, UpdateKind};

/// The kinds of update that are asked for and read.
pub(super) const KINDS: [&str; 4] = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
];

/// Fields of a message that nobody here reads and that may hold what teloxide does not know.
const UNREAD: [&str; 16] = [
    "entities",
    "caption_entities",
    "forward_origin",
    "forward_from_chat",
    "reply_to_message",
    "external_reply",
    "quote",
    "reply_to_story",
    "reply_markup",
    "link_preview_options",
    "via_bot",
    "sender_business_bot",
    "effect_id",
    "media_group_id",
    "paid_star_count",
    "author_signature",
];

/// An update, with its id read apart: teloxide's is narrower than Telegram's.
pub(super) struct Legible {
    pub id: i64,
    /// `None`: of no kind that is read here, or beyond repair.
    pub update: Option<Update>,
}

/// Reads one update. `None`: not even its id could be read.
pub(super) fn read(raw: &RawValue) -> Option<Legible> {
    if let Some(update) = parsed(&lean(raw.get()))
        && !lost(&update)
    {
        return Some(Legible {
            id: i64::from(update.id.0),
            update: Some(update),
        });
    }
    #[derive(Deserialize)]
    struct Id {
        update_id: i64,
    }
    let Id { update_id: id } = serde_json::from_str(raw.get()).ok()?;
    let update = mend(raw);
    Some(Legible { id, update })
}

/// A press without the words and buttons of the message that it came from: nobody here reads them, and they would be most of teloxide's
/// work. Everything else, and what is not as expected, stays as it is.
fn lean(text: &str) -> Cow<'_, str> {
    #[derive(Serialize, Deserialize)]
    struct Pressed<'a> {
        update_id: i64,
        #[serde(borrow)]
        callback_query: Query<'a>,
    }
    #[derive(Serialize, Deserialize)]
    struct Query<'a> {
        #[serde(borrow)]
        id: &'a RawValue,
        #[serde(borrow)]
        from: &'a RawValue,
        #[serde(borrow)]
        chat_instance: &'a RawValue,
        #[serde(borrow)]
        data: &'a RawValue,
        #[serde(borrow)]
        message: Under<'a>,
    }
    #[derive(Serialize, Deserialize)]
    struct Under<'a> {
        message_id: i32,
        /// Zero is Telegram's sign for "not accessible": teloxide keeps no more of such a message than its id and its chat.
        #[serde(skip_deserializing)]
        date: i64,
        #[serde(borrow)]
        chat: &'a RawValue,
        /// teloxide knows a message by its content at once, and one without content only after it has tried all kinds.
        #[serde(skip_deserializing)]
        text: &'static str,
    }
    if !text.contains("\"callback_query\"") {
        return text.into();
    }
    let pressed: Option<Pressed<'_>> = serde_json::from_str(text).ok();
    let lean = pressed.and_then(|pressed| serde_json::to_string(&pressed).ok());
    lean.map_or(text.into(), Cow::Owned)
}

/// teloxide's reading. A panic in there would come again with the same update after every restart.
fn parsed(text: &str) -> Option<Update> {
    std::panic::catch_unwind(|| serde_json::from_str(text).ok()).ok()?
}

/// Whether something that may have held words came out without any.
fn lost(update: &Update) -> bool {
    match &update.kind {
        UpdateKind::Error(_) => true,
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) => {
            matches!(message.kind, MessageKind::Empty {})
        }
        _ => false,
    }
}

fn mend(raw: &RawValue) -> Option<Update> {
    let mut value: Value = serde_json::from_str(raw.get()).ok()?;
    let (kind, mut content) = KINDS.into_iter().find_map(|kind| {
        let content = value.get_mut(kind)?.take();
        content.is_object().then_some((kind, content))
    })?;
    if let Some(fields) = content.as_object_mut() {
        fields.retain(|name, _| !UNREAD.contains(&name.as_str()));
    }
    let again = parse(kind, &content);
    match again {
        Some(update) if !lost(&update) => Some(update),
        Some(_) | None => parse(kind, &rebuilt(kind, &content)?),
    }
}

fn parse(kind: &str, content: &Value) -> Option<Update> {
    let text = json!({ "update_id": 0, kind: content }).to_string();
    let update = parsed(&text)?;
    (!matches!(update.kind, UpdateKind::Error(_))).then_some(update)
}

/// The least that teloxide accepts, filled with what matters.
fn rebuilt(kind: &str, content: &Value) -> Option<Value> {
    match kind {
        "message" | "edited_message" => message(content),
        "callback_query" => press(content),
        "my_chat_member" => membership(content),
        _ => None,
    }
}

fn message(content: &Value) -> Option<Value> {
    let mut bare = Map::new();
    bare.insert("message_id".into(), small(content.get("message_id")));
    bare.insert("date".into(), date(content.get("date")));
    bare.insert("chat".into(), chat(content.get("chat")?)?);
    if let Some(from) = content.get("from").and_then(user) {
        bare.insert("from".into(), from);
    }
    if let Some(sender) = content.get("sender_chat") {
        let stranger = json!({ "id": -1, "type": "channel" });
        let sender = chat(sender).unwrap_or(stranger);
        bare.insert("sender_chat".into(), sender);
    }
    let words = ["text", "caption"].map(|name| content.get(name).filter(|words| words.is_string()));
    let place = ["/location", "/venue/location"].map(|path| content.pointer(path));
    if let Some(words) = words.into_iter().flatten().next() {
        bare.insert("text".into(), words.clone());
        if let Some(edited) = content.get("edit_date").and_then(Value::as_i64) {
            bare.insert("edit_date".into(), edited.into());
        }
    } else if let Some(place) = place.into_iter().flatten().next() {
        let (latitude, longitude) = (place.get("latitude")?, place.get("longitude")?);
        let place = json!({ "latitude": latitude, "longitude": longitude });
        bare.insert("location".into(), place);
    } else if let Some((name, stand_in)) = stand_in(content) {
        bare.insert(name.into(), stand_in);
    }
    Some(bare.into())
}

/// Something of the same sort, where teloxide cannot read the thing itself: a video without the optional `mime_type`, say.
/// Only the sort is ever looked at.
fn stand_in(content: &Value) -> Option<(&'static str, Value)> {
    let has = |names: &[&str]| names.iter().any(|name| content.get(name).is_some());
    let size = json!({ "file_id": "", "file_unique_id": "", "width": 1, "height": 1 });
    if has(&["photo", "video", "animation", "live_photo", "paid_media"]) {
        Some(("photo", json!([size])))
    } else if has(&["voice", "audio", "video_note"]) {
        let voice = json!({
            "file_id": "", "file_unique_id": "", "duration": 1, "mime_type": "audio/ogg",
        });
        Some(("voice", voice))
    } else if has(&["sticker"]) {
        let mut sticker = size;
        sticker["type"] = "regular".into();
        sticker["is_animated"] = false.into();
        sticker["is_video"] = false.into();
        Some(("sticker", sticker))
    } else {
        None
    }
}

fn press(content: &Value) -> Option<Value> {
    let mut bare = Map::new();
    bare.insert("id".into(), content.get("id")?.clone());
    bare.insert("from".into(), user(content.get("from")?)?);
    bare.insert("chat_instance".into(), "".into());
    if let Some(data) = content.get("data").filter(|data| data.is_string()) {
        bare.insert("data".into(), data.clone());
    }
    if let Some(message) = content.get("message") {
        // A date of zero is Telegram's sign for "not accessible": only its id and its chat are read.
        let chat = chat(message.get("chat")?)?;
        let id = small(message.get("message_id"));
        let bare_message = json!({ "message_id": id, "date": 0, "chat": chat });
        bare.insert("message".into(), bare_message);
    }
    Some(bare.into())
}

fn membership(content: &Value) -> Option<Value> {
    let from = user(content.get("from")?)?;
    let status = content.pointer("/new_chat_member/status")?.as_str()?;
    let status = match status {
        "kicked" | "left" => "left",
        "member" => "member",
        _ => return None,
    };
    Some(json!({
        "chat": chat(content.get("chat")?)?,
        "from": from,
        "date": date(content.get("date")),
        "old_chat_member": { "user": from, "status": "member" },
        "new_chat_member": { "user": from, "status": status },
    }))
}

fn chat(content: &Value) -> Option<Value> {
    let id = content.get("id")?.as_i64()?;
    let kind = content.get("type")?.as_str()?;
    Some(json!({ "id": id, "type": kind }))
}

fn user(content: &Value) -> Option<Value> {
    let id = content.get("id")?.as_u64()?;
    // Whoever does not say so is taken for a person: a bot cannot write to a bot in private anyway.
    let is_bot = content
        .get("is_bot")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let language = content.get("language_code").and_then(Value::as_str);
    Some(json!({ "id": id, "is_bot": is_bot, "first_name": "", "language_code": language }))
}

fn small(number: Option<&Value>) -> Value {
    let number = number.and_then(Value::as_i64).unwrap_or(0);
    i32::try_from(number).unwrap_or(0).into()
}

/// An unreadable date becomes 1970: old enough that nobody mistakes the message for one of this minute.
fn date(number: Option<&Value>) -> Value {
    number.and_then(Value::as_i64).unwrap_or(0).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_says_the_same_without_the_words_above_it() {
        let text = json!({ "update_id": 7, "callback_query": {
            "id": "12", "chat_instance": "-3", "data": "1.3.1.yes \"callback_query\"",
            "from": { "id": 5, "is_bot": false, "first_name": "Ki\"m", "language_code": "en" },
            "message": {
                "message_id": 9, "date": 1_760_000_000, "text": "Sit up, knee straight",
                "chat": { "id": 5, "type": "private", "first_name": "Kim" },
                "reply_markup": { "inline_keyboard": [[{ "text": "Yes", "callback_data": "1" }]] },
            },
        } })
        .to_string();
        let short = lean(&text);
        assert!(!short.contains("knee") && !short.contains("inline_keyboard"));
        let of = |text: &str| match parsed(text).map(|update| update.kind) {
            Some(UpdateKind::CallbackQuery(query)) => {
                let message = query
                    .message
                    .as_ref()
                    .expect("the message under the button");
                let at = (message.id(), message.chat().clone());
                (query.id.clone(), query.from.clone(), query.data.clone(), at)
            }
            other => panic!("no press: {other:?}"),
        };
        assert_eq!(of(&short), of(&text));
    }

    #[test]
    fn what_is_no_ordinary_press_stays_as_it_is() {
        for text in [
            r#"{"update_id":7,"message":{"text":"callback_query"}}"#,
            r#"{"update_id":7,"callback_query":{"id":"1"}}"#,
            r#"{"update_id":7,"callback_query":{"id":"1","from":{},"chat_instance":"","data":"x","inline_message_id":"3"}}"#,
            r#"{"callback_query":"#,
        ] {
            assert_eq!(lean(text), text);
        }
    }
}
